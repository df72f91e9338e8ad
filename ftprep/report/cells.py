"""How many columns of a terminal a text takes, as rich counts them.

To load rich's tables of Unicode takes 4 CPU ms. A text in Latin letters and the signs of our own
reports has as many columns as characters, and needs none.
"""

from __future__ import annotations

from typing import Final

__all__ = ["cell_len", "chop_cells", "set_cell_size"]

_LATIN: Final = (range(0x20, 0x7F), range(0xA0, 0xAD), range(0xAE, 0x180))
_SINGLE: Final = frozenset({*(chr(char) for part in _LATIN for char in part), *"…←→–■"})
"""Characters of one column. Not among them: controls, and the soft hyphen."""


def cell_len(text: str) -> int:
    """Columns that a text takes."""
    if _SINGLE.issuperset(text):
        return len(text)
    from rich import cells

    return cells.cell_len(text)


def set_cell_size(text: str, columns: int) -> str:
    """The text cut or filled up with spaces to so many columns; a space stands for half of a wide
    character."""
    if _SINGLE.issuperset(text):
        return text[:columns].ljust(columns)
    from rich import cells

    return cells.set_cell_size(text, columns)


def chop_cells(text: str, columns: int) -> list[str]:
    """The text in pieces of at most so many columns."""
    if _SINGLE.issuperset(text):
        return [text[at : at + columns] for at in range(0, len(text), columns)]
    from rich import cells

    return cells.chop_cells(text, columns)
