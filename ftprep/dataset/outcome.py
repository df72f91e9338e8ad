"""What becomes of each record: the example that is written, or why it is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from hashlib import blake2b

from ftprep.engine.judge import Judged
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.engine.redact import redacted
from ftprep.jsontext import canonical
from ftprep.model import Example, Finding, Kind, Origin
from ftprep.named import NamedTuple
from ftprep.rules.catalog import catalog
from ftprep.style import Style, apply

__all__ = ["Copies", "Outcome", "Outcomes"]


_Condemned = dict[tuple[int, int], dict[Origin, Finding]]
"""(source, shard) → origin of an example that is not written → why."""


class Outcome(NamedTuple):
    """What becomes of one record."""

    example: Example | None
    """What is written; None when the record is left out."""
    edits: tuple[str, ...]
    """Codes of the rules by which it was edited, in order."""
    reasons: Sequence[Finding]
    """Why it is left out."""
    key: bytes = b""
    """Equal for what is equal only once it is written in one style; empty where none is."""


class Outcomes:
    """The decisions that need what the first pass learnt of all the data."""

    def __init__(
        self,
        plan: Plan,
        checked: Partial,
        style: Style | None,
        left_out: Mapping[Origin, Finding] | None = None,
    ) -> None:
        """`left_out`: further examples that are not written, and why."""
        leaving_out = {code for code in plan.fixes if catalog()[code].condemns}
        condemned = {f.origin: f for f in checked.conclusions if f.code in leaving_out}
        self._condemned: _Condemned = defaultdict(dict)
        for origin, finding in {**(left_out or {}), **condemned}.items():
            self._condemned[origin.source, origin.shard][origin] = finding
        self._names = checked.private.names() if checked.private is not None else None
        self._style = style
        self._keyed = plan.leaves_out_copies

    def of_shard(self, source: int, number: int) -> Outcomes:
        """What is needed for one shard: small enough to be sent to another process."""
        own = copy(self)
        own._condemned = {(source, number): self._condemned.get((source, number), {})}
        return own

    def of(self, judged: Judged) -> Outcome:
        """What becomes of one record, whatever becomes of those before it; see `Copies`."""
        origin = judged.item.record.origin
        condemned = self._condemned.get((origin.source, origin.shard), {}).get(origin)
        reasons = judged.reasons or ([condemned] if condemned else [])
        if reasons or judged.mended is None:
            return Outcome(None, (), reasons)
        example, edits, key = judged.mended, judged.edits, b""
        if self._names is not None:
            example, hidden = redacted(example, self._names)
            edits = (*edits, *hidden)
        if self._style is not None and example.kind is Kind.COMPLETION:
            example, styled = apply(example, self._style)
            edits = (*edits, *styled)
            if self._keyed:
                key = blake2b(canonical(example.body), digest_size=16).digest()
        return Outcome(example, edits, [], key)


class Copies:
    """Prompts and completions that are copies only once they are written in one style.

    To be asked in reading order. Memory: about 200 bytes for each of them.
    """

    def __init__(self) -> None:
        self._first: dict[bytes, Origin] = {}

    def repeated(self, key: bytes, origin: Origin) -> Finding | None:
        """Why what is written with this key is left out; None where it stands for the first time,
        or has no key."""
        first = self._first.setdefault(key, origin) if key else origin
        return None if first == origin else Finding("DUP001", origin, "", {"first": first})
