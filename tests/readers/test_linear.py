"""No table takes more than twice the work for twice its length, and none swallows its rows."""

from __future__ import annotations

import pytest

from ftprep.readers.table.cells import Dialect
from ftprep.readers.table.evidence import MOST_UNSOUND
from ftprep.readers.table.lines import Lines
from ftprep.readers.table.rows import Row, Rows
from tests.readers.work import work

PROOF = '"a, b",c\n' * 3
SIZE = 9_000
"""Characters of the smaller text: a thousand lines and more, beyond all limits of a cell."""
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


def rows(text: str) -> list[Row]:
    """The rows, many at a time where that can be."""
    reader, found = Rows(Lines([text], "\n"), Dialect(), 2), list[Row]()
    while True:
        plain = reader.plain.take(None)
        found += [
            Row(line, cells, "") for line, cells in zip(plain.lines, plain.cells, strict=True)
        ]
        singly = () if plain.cells else reader.take()
        if not plain.cells and not singly:
            return found
        found += singly


@pytest.mark.parametrize("end", ENDS[:2])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_twice_the_work(unit: str, end: str) -> None:
    small, large = (unit * (size // len(unit)) + end for size in (SIZE, 2 * SIZE))
    assert work(lambda: rows(large)) < 2.5 * work(lambda: rows(small))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_quote_swallows_more_than_a_cell_may_hold(unit: str, end: str) -> None:
    text = unit * (4 * SIZE // len(unit)) + end
    assert len(rows(text)) >= text.count("\n") - MOST_UNSOUND
