"""No table takes more than twice the work for twice its length, and none swallows its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.readers.reader import Hints
from tests.readers.text_file import Read, read_bytes
from tests.readers.work import work

HEAD = "question,answer\n"
PROOF = '"a, b",c\n' * 3
SIZE = 5_000
"""Characters of the smaller text: some six hundred lines, which is beyond the limits of a cell."""
HOSTILE = {
    "two open quotes in a line": 'a"b,"c\n',
    "an open quote in each line": 'x,"open\n',
    "an open quote between proofs": f'{PROOF}x,"open\n{PROOF}',
    "a stray and an open quote": '"a" b,"c\n',
    "rows between open quotes": 'x,"open\n' * 90 + "a,b\n" * 110,
    "rows between two kinds": 'x,"open\n' * 90 + '"a "b" c,"d\n' * 90 + "a,b\n" * 20,
    "a backslash behind each": 'x,"open\\\n',
    "each line closes and opens": 'y","z\n',
    "as many ragged lines as rows": 'x,"open\nragged"x\n',
    "prose below each": 'x,"open\n' + "some prose\n" * 30,
    "not quite enough rows": 'x,"open\n' + "a,b\n" * 99 + "prose\n",
    "proofs and many rows": PROOF * 8 + 'x,"open\n' + "a,b\n" * 150,
    "an escaped end in each line": "some, \\\n",
    "a mark in each line": '\ufeffa,"b\n',
    "returns alone and quotes": 'a,b\r\r\nc,"\r',
}
ENDS = ("", 'z"', '"\n')


def read(folder: Path, text: str) -> Read:
    hints = Hints(format="csv", delimiter=",", quote='"', header_row=1)
    return read_bytes(folder, text.encode(), hints=hints)


@pytest.mark.parametrize("end", ENDS[1:])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_twice_the_work(unit: str, end: str, tmp_path: Path) -> None:
    small, large = (HEAD + unit * (size // len(unit)) + end for size in (SIZE, 2 * SIZE))
    assert work(lambda: read(tmp_path, large)) < 2.5 * work(lambda: read(tmp_path, small))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_row_is_swallowed(unit: str, end: str, tmp_path: Path) -> None:
    text = HEAD + unit * (8 * SIZE // len(unit)) + end
    got = read(tmp_path, text)
    assert len(got.records) * 10 > text.count("\n") * 9 - 20
