"""Put placeholders where private values stand: `<EMAIL_1>`, the same for the same value everywhere.

Two passes, as for everything that needs all the data: `PrivateValues` takes in every example and
merges; `names` numbers what it saw in reading order, so that the numbers do not depend on how the
input was cut; `redacted` is a pure function of one example and those names.

A value is its spelling: `0470 17 40` and `0470-1740` are two. So different examples stay different,
no key of an object takes the place of another, and each placeholder stands for one text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final

from ftprep.model import Example, Finding, Origin, Turn
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.rules.private.find import spans
from ftprep.rules.private.span import CODES, Sort, Span
from ftprep.rules.private.view import is_json, outside_strings
from ftprep.rules.rewrite import put, rewritten
from ftprep.rules.walk import speakers
from ftprep.tokens.count import TokenCounts

__all__ = ["Names", "PrivateValues", "redacted", "unfit"]

_PLACEHOLDER: Final = Pattern(rf"<({'|'.join(Sort)})_([0-9]{{1,18}})>")

_BARE: Final = Pattern(rf"\b(?:{'|'.join(Sort)})_[0-9]{{1,18}}\b")
"""The same in a name, in which chat APIs refuse `<` and `>`."""

_OF_NAMES: Final = "PII007"
"""The rule that finds private values in names, of whatever sort."""

Names = Mapping[bytes, str]
"""Digest of a private value → what stands in its place."""


_ANY_NAME: Final[Names] = defaultdict(lambda: "<VALUE_1>")


class _Place(NamedTuple):
    """Where a value stands; sorts in reading order."""

    origin: Origin
    turn: int
    start: int


class PrivateValues:
    """The distinct private values of all examples, and the placeholders that stand there already.

    Memory: about 400 bytes for each distinct value (a digest of 16 bytes and its first place), and
    100 for each distinct placeholder in the data; nothing per example. The values themselves are
    not kept, and the digests are not to be written: short numbers can be guessed from them.
    """

    def __init__(self) -> None:
        self._first: dict[bytes, tuple[_Place, Sort]] = {}
        self._taken: set[str] = set()

    def add(self, example: Example, tokens: TokenCounts | None = None) -> None:
        """Take in one example as it would be written; the token counts are not looked at."""
        for number, turn in enumerate(example.turns):
            if "<" in turn.text:
                self._taken.update(match.group() for match in _PLACEHOLDER.finditer(turn.text))
            for span in spans(turn.text):
                place = _Place(example.origin, number, span.start)
                self._see(_digest(turn.text, span), place, span.sort)

        for number, (_, name) in enumerate(speakers(example), len(example.turns)):
            self._taken.update(f"<{match.group()}>" for match in _BARE.finditer(name))
            for span in spans(name):
                place = _Place(example.origin, number, span.start)
                self._see(_digest(name, span), place, span.sort)

    def merge(self, other: PrivateValues) -> None:
        """Take in another shard's values."""
        self._taken |= other._taken
        for digest, (place, sort) in other._first.items():
            self._see(digest, place, sort)

    def _see(self, digest: bytes, place: _Place, sort: Sort) -> None:
        known = self._first.get(digest)
        if known is None or place < known[0]:
            self._first[digest] = (place, sort)

    def __len__(self) -> int:
        """Number of distinct values."""
        return len(self._first)

    def names(self) -> Names:
        """A placeholder for each value, numbered from 1 for each sort in reading order.

        Numbers that stand in the data already as such a placeholder are left out.
        """
        numbers = {sort: self._free(sort) for sort in Sort}
        ordered = sorted(self._first.items(), key=lambda entry: entry[1])
        return {digest: next(numbers[sort]) for digest, (_, sort) in ordered}

    def _free(self, sort: Sort) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            name = f"<{sort}_{number}>"
            if name not in self._taken:
                yield name


def redacted(example: Example, names: Names) -> tuple[Example, tuple[str, ...]]:
    """(the example with the placeholder of each private value in its place, codes of the rules that
    find such values); idempotent.

    The same object, and no code, when it holds none. All texts are looked at and the names of those
    who speak, and nothing else is changed: a JSON text (the arguments of a tool call) stays JSON,
    as does JSON in its strings, and a number in it becomes a string. Raises `KeyError` for a value
    that was not taken in before.
    """
    codes: set[str] = set()

    def change(turn: Turn) -> str:
        found = spans(turn.text)
        codes.update(CODES[span.sort] for span in found)
        return _replaced(turn.text, found, names)

    changed = rewritten(example, change)
    for pointer, name in speakers(changed):
        if found := spans(name):
            codes.add(_OF_NAMES)
            digests = {_digest(name, span) for span in found}
            bare = {digest: names[digest].strip("<>") for digest in digests}
            new = _replaced(name, found, bare)
            changed = changed._replace(body=put(changed.body, pointer, name, new))
    return changed, tuple(sorted(codes))


def unfit(example: Example, context: Context) -> Iterator[Finding]:
    """Arguments of calls that are what the function takes, and once redacted no longer are: a
    number that becomes a text, say. To be told before names are known, so that any will do."""
    after, codes = redacted(example, _ANY_NAME)
    check = catalog()["TOL004"].check
    if not codes or check is None:
        return
    before = {pointer for pointer, _ in check(example, context)}
    for pointer, args in check(after, context):
        if pointer not in before:
            told = {**args, "fault": f"{args['fault']}, once redacted"}
            column = example.columns.get(pointer, "")
            yield Finding("TOL004", example.origin, pointer, told, column)


def _replaced(text: str, found: tuple[Span, ...], names: Names) -> str:
    if not found:
        return text
    bare = outside_strings(text) if is_json(text) else []
    parts, end = [], 0
    for span in found:
        name = names[_digest(text, span)]
        start, stop = span.start, span.stop
        for first, last, mark in bare:
            if first <= start < last:
                start, stop, name = first, last, f"{mark}{name}{mark}"
        parts += [text[end:start], name]
        end = stop
    return "".join([*parts, text[end:]])


def _digest(text: str, span: Span) -> bytes:
    value = f"{span.sort}\0{text[span.start : span.stop]}"
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=16).digest()
