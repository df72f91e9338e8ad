"""What must hold for whatever a reader gives, and for the texts of tables and of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from ftprep.jsontext import MAX_DEPTH, dumps
from ftprep.model import UNREADABLE, Finding, Record, Source
from ftprep.tell import mend, message

__all__ = [
    "content",
    "every_letter_arrives",
    "every_record_keeps_its_letters",
    "hold",
    "lines_of",
    "nothing_invented",
    "strictly",
]

_BINARY: Final = frozenset({"xlsx", "xls", "parquet"})
"""Formats whose records have no text of their own."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_WRITTEN: Final = str.maketrans("", "", "\"'\r\n")
"""What quoting and joined lines may change."""

_ALL_THERE: Final = frozenset(
    {
        *("JSN001", "JSN002", "JSN011", "JSN012", "JSN013", "JSN014", "JSN015", "JSN016", "JSN017"),
        *("JSN018", "JSN019", "JSN022", "JSN030", "JSN031"),
    }
)
"""Findings about a record after which every letter is still in it."""
_NO_LETTERS: Final = frozenset({"JSN032", "JSN033", "JSN034"})
"""Findings about places between records where no letter stands."""


def content(record: Record) -> tuple[Any, str]:
    """What a record holds, wherever it stands."""
    return record.data, record.raw


def hold(source: Source, entries: Sequence[Record | Finding], sources: Sequence[Source]) -> None:
    """Hold the laws of every reader."""
    findings = list(source.findings)
    place = line = 0
    for entry in entries:
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        assert entry.origin.source == source.index, "an origin of another source"
        assert entry.origin.position == place, "records are numbered without gaps"
        place += 1
        if source.format in {"csv", "tsv", "jsonl"}:
            assert entry.origin.line >= max(line, 1), "records come in the order of their lines"
            line = entry.origin.line
        findings += entry.findings
        _record_is_told(entry, source)
    for finding in findings:
        assert finding.origin.source in (source.index, -1), "a finding about another source"
        assert message(finding, sources), "a finding has a message"
        assert mend(finding, sources), "a finding says how to mend it"


def _record_is_told(record: Record, source: Source) -> None:
    assert all(f.origin == record.origin for f in record.findings), "findings stand at their record"
    if record.data is UNREADABLE:
        assert record.findings, "an unreadable record says why"
        assert record.raw or source.format in _BINARY, "an unreadable record keeps its text"
        return
    assert dumps(record.data), "a record can be written as JSON"
    if isinstance(record.data, dict):
        assert all(isinstance(key, str) for key in record.data), "keys are texts"
    if source.format in {"csv", "tsv", "xlsx", "xls"}:
        assert all(isinstance(cell, str) for cell in record.data.values()), "cells are texts"
        assert len(record.data) >= len(source.columns), "a row has every column"


def lines_of(text: str) -> list[str]:
    """Physical lines."""
    return _LINE_END.split(text)


def every_letter_arrives(source: Source, records: Sequence[Record], text: str) -> None:
    """The letters and digits below the header are those of the rows, in their order."""
    if not records:
        return
    below = "\n".join(lines_of(text)[records[0].origin.line - 1 :])
    _same_letters(below, "".join(_texts(source, records)))


def _texts(source: Source, records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        if record.data is UNREADABLE:
            yield record.raw
        else:
            yield from (record.data[column] for column in source.columns)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def nothing_invented(records: Sequence[Record], text: str) -> None:
    """Every text of every record stands in the input, unless escapes were resolved."""
    if "\\" in text:
        return
    written = text.translate(_WRITTEN)
    for record in records:
        if record.data is UNREADABLE:
            assert record.raw.translate(_WRITTEN) in written, f"invented: {record.raw!r}"
        else:
            for leaf in _leaves(record.data):
                assert leaf.translate(_WRITTEN) in written, f"invented: {leaf!r}"


def every_record_keeps_its_letters(
    source: Source, entries: Sequence[Record | Finding], text: str
) -> None:
    """The letters and digits of JSON are those of the records, where no finding says otherwise."""
    records = [entry for entry in entries if isinstance(entry, Record)]
    codes = {finding.code for record in records for finding in record.findings}
    between = {entry.code for entry in entries if isinstance(entry, Finding)}
    if "\\" in text or source.columns or not (codes <= _ALL_THERE and between <= _NO_LETTERS):
        return
    found = "".join(r.raw or dumps(r.data).decode() for r in records)
    _same_letters(text, found)


def _same_letters(wanted: str, found: str) -> None:
    wanted, found = _letters(wanted), _letters(found)
    if wanted != found:
        at = next(i for i, (a, b) in enumerate(zip_longest(wanted, found)) if a != b)
        raise AssertionError(f"letters changed at {at}: {wanted[at:][:40]!r}, {found[at:][:40]!r}")


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for child in _children(value):
        yield from _leaves(child)


def strictly(text: str | bytes) -> Any:
    """A JSON text as the standard library reads it, with numbers as they are spelled.

    Raises `ValueError` where it is not strict JSON, repeats a key, or is too deep for ftprep.
    """

    def unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(members)) < len(members):
            raise ValueError("a key is repeated")
        return dict(members)

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is not JSON")

    try:
        value = json.loads(
            text,
            object_pairs_hook=unique,
            parse_float=_number,
            parse_int=_number,
            parse_constant=refuse,
        )
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _depth(value) > MAX_DEPTH:
        raise ValueError("nested too deep")
    return value


def _number(spelling: str) -> tuple[str, str]:
    return "number", spelling


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [child for parent in level for child in _children(parent)]:
        depth += 1
    return depth


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
