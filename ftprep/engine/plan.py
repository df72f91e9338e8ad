"""Everything that a shard's check depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from ftprep.engine.understand import Inputs
from ftprep.frozen import frozen
from ftprep.rules.context import Context
from ftprep.rules.rule import Level

__all__ = ["Key", "Plan"]

Key = tuple[str, str]
"""(code, content) of a finding: what it is known by when rows move; see `Finding.content`."""


@frozen
class Plan:
    """Everything a shard's check depends on. Travels to every process."""

    inputs: Inputs
    context: Context
    codes: tuple[str, ...]
    """The rules that are on."""
    levels: Mapping[str, Level]
    """Code → how bad a finding is, for all rules."""
    fixes: frozenset[str]
    """Codes of the rules whose repairs are applied."""
    encoding: str
    """Of the tokens, see `ftprep.tokens.count.encoding_for`."""
    keep: int
    """Findings kept of each rule."""
    redact: bool = False
    """Whether placeholders are put where private values stand."""
    known: frozenset[Key] = frozenset()
    """Findings that are not told, see `ftprep.baseline`."""
    ignored: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Index of a source → codes that are not asked about it."""

    def codes_of(self, source: int) -> tuple[str, ...]:
        """The rules that are on for one source."""
        ignored = self.ignored.get(source)
        return tuple(c for c in self.codes if c not in ignored) if ignored else self.codes

    @property
    def leaves_out_copies(self) -> bool:
        """Whether exact duplicates are written once."""
        return "DUP001" in self.codes and "DUP001" in self.fixes
