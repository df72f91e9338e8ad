"""Columns of a terminal, held against rich's count of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import cells as rich_cells

from ftprep.report import cells
from ftprep.report.glyphs import UNICODE

texts = st.text(st.sampled_from("aZ ~éß\xad\x1b\n…←→–■×·日𝄞\u200d\u0301")) | st.text()


@given(texts, st.integers(0, 12))
def test_it_counts_as_rich_does(text: str, columns: int) -> None:
    assert cells.cell_len(text) == rich_cells.cell_len(text)
    assert cells.set_cell_size(text, columns) == rich_cells.set_cell_size(text, columns)
    if columns:
        assert cells.chop_cells(text, columns) == rich_cells.chop_cells(text, columns)


@pytest.mark.parametrize("char", sorted(cells._SINGLE))
def test_each_of_its_own_takes_one_column(char: str) -> None:
    assert rich_cells.cell_len(char) == 1


def test_the_signs_of_reports_are_among_them() -> None:
    signs = "".join(getattr(UNICODE, name) for name in UNICODE.__dataclass_fields__)
    assert cells._SINGLE.issuperset(signs)
