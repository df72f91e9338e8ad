"""Bytes that are no text are told with the record that they stand in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.readers.reader import Hints
from tests.readers.json_reading import read_json

MARK = "@"
"""Stands for a byte that is no UTF-8."""


def with_bad(
    marked: set[int], *, count: int = 9, long: int = 10, indent: int | None = None
) -> bytes:
    """A list of records of about `long` characters, those of `marked` with a bad byte."""
    rows = [
        {"prompt": f"Où est {n} ?", "completion": long * "é" + MARK * (n in marked)}
        for n in range(count)
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=indent)
    return text.encode().replace(MARK.encode(), b"\xff")


def told_of(folder: Path, content: bytes) -> list[int]:
    """The positions of the records that a bad byte is told of, in order."""
    found = read_json(folder, content, "data.json", Hints(encoding="utf-8"))
    assert not any(finding.code == "SRC008" for finding in found.loose)
    return [
        record.origin.position
        for record in found.records
        for finding in record.findings
        if finding.code == "SRC008"
    ]


@pytest.mark.parametrize("indent", [None, 0, 2])
@given(marked=st.sets(st.integers(0, 8)))
def test_each_is_told_with_its_own_record(
    tmp_path_factory: pytest.TempPathFactory, indent: int | None, marked: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("bad")
    assert told_of(folder, with_bad(marked, indent=indent)) == sorted(marked)


def test_so_it_is_in_a_file_of_many_windows(tmp_path: Path) -> None:
    # 2.4 MB on one line: some records are cut by the ends of the chunks that are decoded.
    content = with_bad({0, 7, 250, 399}, count=400, long=3_000)
    assert told_of(tmp_path, content) == [0, 7, 250, 399]


def test_it_is_told_within_an_object_and_after_a_byte_order_mark(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf{"data": ' + with_bad({3}) + b"}"
    assert told_of(tmp_path, content) == [3]
