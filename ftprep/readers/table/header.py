"""Find the header row of a table and name its columns; shared by delimited text and workbooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from ftprep.errors import UsageError
from ftprep.model import Finding, Origin
from ftprep.readers.table.columns import name_columns, stripped
from ftprep.readers.table.value import is_value

__all__ = ["Header", "find_header", "header_findings", "is_comment", "is_known_name"]

_LONG: Final = 60
"""A name is rarely longer."""
_TITLES: Final = 20
"""Rows that are looked through for usual names before the first full one is taken."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is and what the columns are called."""

    index: int | None
    """0-based row of the header within the rows looked at; None when there is no header."""
    columns: tuple[str, ...]
    """Names, unique and stripped. Without trailing columns that have neither a name nor a cell."""
    skipped: tuple[int, ...] = ()
    """0-based rows above the header (or above the data) that are titles, comments or blank."""
    unnamed: tuple[str, ...] = ()
    """The names given to columns that have none: `column 3`."""
    repeated: tuple[str, ...] = ()
    """The names given to columns whose name another column has already: `Answer (2)`."""
    padded: tuple[str, ...] = ()
    """Names that stood with spaces or invisible characters around them, stripped."""
    sure: bool = True
    """Whether something speaks for it: it was given, has usual names, or differs from the rows
    below as names do."""


def is_known_name(name: str) -> bool:
    """Tell whether `name` is a usual column name, in any of the languages that are known."""
    from ftprep.normalizers.names import is_known  # only tables need the names

    return is_known(name)


def is_comment(cells: Sequence[str]) -> bool:
    """Tell whether a row is a comment: `# …` or `// …`. A lone `#` may be the name of a column."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    return filled[0].startswith(("//", "# ")) or (len(filled) == 1 and filled[0].startswith("#"))


def find_header(
    rows: Sequence[Sequence[str]],
    given: int | None = None,
    known: Callable[[str], bool] = is_known_name,
) -> Header:
    """Find the header among the first rows (about 50) of a table.

    `given` is the 1-based number of the header within `rows`; 0 says that there is none.
    `UsageError` when there are fewer rows. The header is the first row with usual names, else the
    first row that is as wide as the table, unless it looks like the rows under it.
    """
    width = _width(rows)
    if given is None:
        index, sure = _index(rows, width, known)
    elif given > len(rows):
        raise UsageError(f"There is no row {given} that could be the header.")
    else:
        index, sure = given - 1 if given else None, True
    if index is None:
        first = next((at for at, row in enumerate(rows) if not _is_aside(row, width, known)), 0)
        columns = tuple(f"column {at}" for at in range(1, width + 1))
        return Header(None, columns, tuple(range(0 if given == 0 else first)))
    return _header(index, rows, sure=sure)


def header_findings(header: Header, origin: Origin) -> tuple[Finding, ...]:
    """Say what is noteworthy: no header, or one by guess; unnamed, repeated, padded columns."""
    told = (
        ("TAB003", () if header.index is not None else header.columns),
        ("TAB004", () if header.sure else header.columns),
        ("TAB006", header.unnamed),
        ("TAB007", header.repeated),
        ("TAB008", header.padded),
    )
    return tuple(
        Finding(code, origin, args={"n": len(names), "columns": ", ".join(names[:10])})
        for code, names in told
        if names
    )


def _header(index: int, rows: Sequence[Sequence[str]], *, sure: bool) -> Header:
    found = name_columns(rows[index], rows[index + 1 :])
    doubts = found.unnamed, found.repeated, found.padded
    return Header(index, found.names, tuple(range(index)), *doubts, sure=sure)


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Cells of most rows below the first comments; the wider of two equally frequent widths."""
    table = dropwhile(lambda row: is_comment(row) or not any(row), rows)
    widths = Counter(len(row) for row in table if any(cell.strip() for cell in row))
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


Known = Callable[[str], bool]


def _index(rows: Sequence[Sequence[str]], width: int, known: Known) -> tuple[int | None, bool]:
    """Find the header's row, and whether something speaks for it."""
    first = None
    for at, row in enumerate(rows[:_TITLES]):
        usual, filled = _usual(row, known), _filled(row)
        if _is_group(row, rows[at + 1 : at + 2], known):
            continue
        # Below a row that may be the header, only one that is fuller, or all usual names, is.
        better = first is None or usual == filled or filled > _filled(rows[first])
        if better and usual >= 2 and _is_names(row):
            return at, True
        fact = _is_fact(row)
        if first is None and not _is_aside(row, width, known) and not (fact and filled < width):
            first = at
            if usual and not fact and _is_names(row) and (usual * 3 >= filled or usual >= 2):
                return at, True
    if first is None:
        first = next((at for at, row in enumerate(rows) if not _is_aside(row, width, known)), None)
    if first is None:
        return None, True
    below = [row for row in rows[first + 1 :] if not _is_aside(row, width, known)]
    return (None, True) if _is_data(rows[first], below) else (first, _differs(rows[first], below))


def _filled(row: Sequence[str]) -> int:
    """How many cells of a row are not blank."""
    return sum(1 for cell in row if cell.strip())


def _is_group(row: Sequence[str], below: Sequence[Sequence[str]], known: Known) -> bool:
    """Whether a row groups the names that stand in the row below: `Customer,,Agent,`.

    A title that groups columns leaves those behind its first one blank. A header without a name for
    its first column, an index, has no such gap.
    """
    if not below or not 0 < _filled(row) < min(len(row), _filled(below[0])):
        return False
    if row[0].strip() == "" and _filled(row) == len(row) - 1:
        return False
    names = below[0]
    usual = _usual(names, known)
    named = usual >= 2 and usual * 2 >= _filled(names)
    return named and not any(is_value(cell) for cell in names)


def _usual(row: Sequence[str], known: Known) -> int:
    """How many different usual names stand in a row."""
    cells = {stripped(cell).lower() for cell in row if cell.strip() and len(cell) <= _LONG}
    return sum(map(known, cells))


def _is_names(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    values = sum(is_value(cell) for cell in filled)
    return values * 2 <= len(filled) and all(len(cell) <= _LONG * 2 for cell in filled)


def _is_aside(row: Sequence[str], width: int, known: Known) -> bool:
    """Whether a row is blank, a comment, or a title: one cell where the table has several."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return True
    if is_comment(row):
        return True
    if len(filled) > 1 or width < 2 or known(stripped(filled[0])):
        return False
    return len(row) < width or bool(row[0].strip()) or width > 2


def _is_fact(row: Sequence[str]) -> bool:
    """Whether a row says one thing of the export: `Printed:,2024-05-01`."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) == 2 and filled[0].endswith(":") and not filled[1].endswith(":")


def _is_data(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a first row is a record like those below it, and not their names."""
    texts = [stripped(cell) for cell in row]
    if not below:
        return any(is_value(text) or len(text) > _LONG for text in texts)
    columns = [[cells[at].strip() for cells in below if at < len(cells)] for at in range(len(row))]
    values = [_share(column, is_value) for column in columns]
    if any(
        text and not is_value(text) and share > 0.8
        for text, share in zip(texts, values, strict=True)
    ):
        return False
    if any(is_value(text) and share > 0.5 for text, share in zip(texts, values, strict=True)):
        return True
    several = len(row) > 1 and list(row) not in [list(cells) for cells in below]
    return any(
        (several and _is_label(text, column)) or _is_like(text, column)
        for text, column in zip(texts, columns, strict=True)
    )


def _differs(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether the first row differs from those below as names do: text over numbers, or shorter."""
    for at, cell in enumerate(row):
        column = [cells[at].strip() for cells in below if at < len(cells) and cells[at].strip()]
        shorter = column and len(cell) * 2 < _middle(map(len, column))
        if cell.strip() and column and (shorter or _share(column, is_value) > 0.8):
            return True
    return False


def _share(cells: Sequence[str], is_so: Known) -> float:
    filled = [cell for cell in cells if cell]
    return sum(map(is_so, filled)) / len(filled) if filled else 0.0


def _is_label(text: str, column: Sequence[str]) -> bool:
    """Whether a column holds a text again below: a label stands there often, its name does not."""
    return bool(text) and text in column


def _is_like(text: str, column: Sequence[str]) -> bool:
    """Whether a text of some words is as long as those below it."""
    filled = [len(cell) for cell in column if cell]
    wordy = len(text.split()) > 2 or len(text) > _LONG or (len(text) > 8 and not text.isascii())
    return wordy and bool(filled) and len(text) * 2 >= _middle(filled)


def _middle(numbers: Iterable[int]) -> int:
    """The upper median; `statistics` would cost more to import than all of this."""
    ranked = sorted(numbers)
    return ranked[len(ranked) // 2]
