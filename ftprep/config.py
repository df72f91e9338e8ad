"""Everything a run was asked for, in one frozen value."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.model import Kind
from ftprep.near.keep import Keep
from ftprep.readers.reader import Hints
from ftprep.rules.context import DEFAULT_THRESHOLDS, WORD_LISTS
from ftprep.rules.rule import Level

__all__ = ["MOST_TEST_EXAMPLES", "Config", "Limit", "today"]

MOST_TEST_EXAMPLES: Final = 1_000
"""Of a test size that is a share. The retired tool held out no more either; more costs training
data and sharpens little."""


def today() -> dt.date:
    """The day that the catalogue's dates are compared with.

    `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org) sets another, so that a run
    can be repeated to the byte.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from error


@frozen
class Limit:
    """So many findings of a rule are tolerated; one more and the run fails, whatever its level."""

    max_count: int | None = None
    max_rate: float | None = None
    """Findings for each record, 0 to 1."""

    def exceeded(self, count: int, records: int) -> bool:
        """Whether `count` findings among `records` are too many."""
        by_count = self.max_count is not None and count > self.max_count
        return by_count or (self.max_rate is not None and count > self.max_rate * records)


@frozen
class Config:
    """What the person asked. Every default is the recommended choice."""

    model: str | None = None
    provider: str | None = None
    method: str | None = None
    kind: Kind | None = None
    """`--to`; None: what the model takes."""
    hints: Hints = field(default_factory=Hints)
    columns: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    system: str | None = None
    group_by: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Glob of paths → prefixes of the rules that are not asked about these files."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """Prefix of rules → level, where it is not the rule's own; the longest prefix decides."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """Prefix of rules → findings of each that are tolerated; the longest prefix decides."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """What differs from `DEFAULT_THRESHOLDS`."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of a rule's list → words beside its own."""
    unsafe_fixes: bool = False
    """Apply also the repairs that edit text."""
    fix: tuple[str, ...] = ()
    """Prefixes of the rules whose repairs are applied, also unsafe ones."""
    redact: bool = False
    """Put placeholders where private values stand."""
    no_fix: tuple[str, ...] = ()
    """Prefixes of the rules whose repairs are not applied; of two prefixes the longer decides."""
    epochs: int | None = None
    """None: by the provider's default rule."""
    test_size: float | int = 0.2
    """Below 1 a share, else a number of examples; 0 holds nothing out."""
    seed: int = 42
    keep: Keep = field(default_factory=Keep)
    """Which of near-duplicates stays when the others are left out."""
    test: tuple[str, ...] = ()
    """Inputs that are the test set of the others; `check` compares the two."""
    baseline: Path | None = None
    """File of known findings; None: those called `ftprep-baseline.json` beside the inputs."""
    isolated: bool = False
    """Look for nothing beside the inputs."""
    fail_on: Level | None = Level.ERROR
    """The lowest level that makes a run fail; None: it never does."""
    max_findings: int = 1_000
    """Findings told of each rule; the counts are exact all the same."""
    jobs: int = 1
    """Processes that read; 0 stands for one for each core."""
    day: dt.date = field(default_factory=today)

    def all_thresholds(self) -> Mapping[str, float]:
        """Every threshold. Raises `UsageError` for a name that does not exist."""
        for name in self.thresholds:
            if name not in DEFAULT_THRESHOLDS:
                known = ", ".join(sorted(DEFAULT_THRESHOLDS))
                raise UsageError(f'there is no threshold "{name}"; there are: {known}')
        return {**DEFAULT_THRESHOLDS, **self.thresholds}

    def all_words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that were added. Raises `UsageError` for a list that no rule has."""
        unknown = [name for name in self.words if name not in WORD_LISTS]
        if unknown:
            from ftprep.rules.catalog import catalog  # those of plugins; few people add words

            known = {*WORD_LISTS, *(name for r in catalog().values() for name in r.word_lists)}
            for name in unknown:
                if name not in known:
                    raise UsageError(
                        f'there is no list of words "{name}"; there are: {", ".join(sorted(known))}'
                    )
        return self.words
