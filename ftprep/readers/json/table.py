"""Tables inside JSON: rows that are lists of cells, and columns that are lists or objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ftprep.readers.json.outline import Outline

__all__ = ["are_columns_by_row", "columns_of", "is_column", "lengths_of", "row", "rows_of"]


def columns_of(rows: Sequence[Any]) -> tuple[tuple[str, ...], bool]:
    """Name the cells of rows that are lists of scalars, mostly of one length: by the first row,
    when it holds usual names, else by position. No names where they are not such rows."""
    widths = Counter(len(row) if _is_row(row) else -1 for row in rows)
    width, times = max(widths.items(), key=lambda found: found[1], default=(-1, 0))
    if width < 1 or -1 in widths or times * 2 <= len(rows):
        return (), False
    from ftprep.readers.table.header import is_known_name  # starting fast: lines are objects

    first = rows[0]
    named = len(first) == len(set(map(str, first))) == width
    if named and all(isinstance(cell, str) and is_known_name(cell) for cell in first):
        return tuple(first), True
    return tuple(f"column {at}" for at in range(1, width + 1)), False


def _is_row(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(cell, dict | list) for cell in value)


def row(cells: Sequence[Any], columns: Sequence[str]) -> dict[str, Any]:
    """A list of cells as a record; a cell beyond the columns is called by its position."""
    beyond = [f"column {at}" for at in range(len(columns) + 1, len(cells) + 1)]
    return dict(zip([*columns, *beyond], cells, strict=False))


def is_column(node: Outline) -> bool:
    """Whether a value could be a column of a table."""
    return node.kind == "list" and node.inner == {"scalar"}


def lengths_of(node: Outline) -> Mapping[str, int] | None:
    """Column → number of cells, when an object is a table by columns.

    Its lists are columns when they are of one length, or when two of them have usual names; and
    when no other member has a usual name, which would speak for one record with lists in it.
    """
    from ftprep.readers.table.header import is_known_name

    lists = {key: child for key, child in node.members if child.kind == "list"}
    lengths = {key: child.size for key, child in lists.items() if is_column(child)}
    beside = [key for key, child in node.members if child.kind != "list"]
    if "data" in lists and "columns" in lengths:
        return {}  # pandas, orient="split"
    if not lengths or any("object" in child.inner for child in lists.values()):
        return None
    if (len(lengths) < 2 and len(node.members) > 1) or any(map(is_known_name, beside)):
        return None
    known = sum(map(is_known_name, lengths))
    even = len({child.size for child in lists.values()}) == 1
    return lengths if known > 1 or (even and (known or not beside)) else None


def are_columns_by_row(node: Outline) -> bool:
    """Whether an object of objects is a table by columns, as pandas writes it by default:
    `{"prompt": {"0": …, "1": …}, "completion": {"0": …, "1": …}}`."""
    if node.inner != {"object"} or node.size < 2:
        return False
    from ftprep.readers.table.header import is_known_name

    children = [child for _, child in node.members]
    inner = [key for key, _ in children[0].members]
    outer = [key for key, _ in node.members]
    same = all([key for key, _ in child.members] == inner for child in children)
    if not inner or not same or any("object" in child.inner for child in children):
        return False
    if all(map(str.isdigit, inner)):
        return not all(map(str.isdigit, outer))
    return all(map(is_known_name, outer)) and not any(map(is_known_name, inner))


def rows_of(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a table by columns. A column that is too short has no cell in the last rows."""
    names, data = table.get("columns"), table.get("data")
    if isinstance(names, list) and isinstance(data, list):
        columns = [str(name) for name in names]
        yield from (row(cells if isinstance(cells, list) else [cells], columns) for cells in data)
        return
    lists = {key: cells for key, cells in table.items() if isinstance(cells, list)}
    if lists:
        for at in range(max(map(len, lists.values()))):
            yield {key: cells[at] for key, cells in lists.items() if at < len(cells)}
        return
    objects = {key: cells for key, cells in table.items() if isinstance(cells, dict)}
    for number in dict.fromkeys(number for cells in objects.values() for number in cells):
        yield {key: cells[number] for key, cells in objects.items() if number in cells}
