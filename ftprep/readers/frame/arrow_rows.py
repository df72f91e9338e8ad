"""Rows of Arrow record batches, as dicts of JSON values; for Parquet files and frames alike."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ftprep.model import Finding, Origin, Record
from ftprep.named import NamedTuple
from ftprep.readers.frame.plain import cell

__all__ = ["ArrowRow", "distinct", "record", "rows"]

_FEWEST_DIGITS: Final = 6
_MOST_DIGITS: Final = 9
"""Significant digits that tell any two floats of 32 bits apart (IEEE 754)."""


class ArrowRow(NamedTuple):
    """A row, and which of its columns are not as they were stored."""

    data: dict[str, Any]
    broken: tuple[str, ...] = ()
    """Columns whose text is not UTF-8; each bad byte is U+FFFD."""


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names, the repeated ones numbered: `text`, `text (2)`."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found:
            number += 1
            unique = f"{name} ({number})"
        found.append(unique)
    return tuple(found)


def rows(batch: Any, names: Sequence[str]) -> Iterator[ArrowRow]:
    """The rows of a `pyarrow.RecordBatch`, with `names` for its columns.

    NaN and the infinities, which JSON has not, are texts here: Arrow has a null of its own. Inside
    of a cell a null field of a struct is a key that is absent.
    """
    columns = [_values(array) for array in batch.columns]
    broken = {
        (place, name) for name, (_, places) in zip(names, columns, strict=True) for place in places
    }
    for place, row in enumerate(zip(*(values for values, _ in columns), strict=True)):
        bad = tuple(name for name in names if (place, name) in broken) if broken else ()
        yield ArrowRow(dict(zip(names, row, strict=True)), bad)


def record(row: ArrowRow, origin: Origin) -> Record:
    """The record of a row, with a finding for each column that is not as it was stored."""
    findings = [
        Finding("PAR002", origin, "/" + name.replace("~", "~0").replace("/", "~1"), {}, name)
        for name in row.broken
    ]
    return Record(origin, row.data, "", tuple(findings))


def _values(array: Any) -> tuple[list[Any], list[int]]:
    """The values of a column, and the places of those that are not UTF-8."""
    import pyarrow as pa  # loaded when Arrow data is at hand

    if (coarse := _retyped(array.type, _microseconds)) != array.type:
        try:
            array = array.cast(coarse)
        except pa.ArrowInvalid:  # nanoseconds would be lost
            array = array.cast(_retyped(array.type, _texts))
    convert = _converter(array.type)
    try:
        return [convert(value) for value in array.to_pylist()], []
    except (ValueError, OverflowError):  # text that is not UTF-8, a date after the year 9999
        found = array.cast(_retyped(array.type, _bytes_and_texts)).to_pylist()
    decoded = [_decoded(value) for value in found]
    broken = [i for i, value in enumerate(found) if _decoded(value, "ignore") != decoded[i]]
    return [convert(value) for value in decoded], broken


def _decoded(value: Any, errors: str = "replace") -> Any:
    """Bytes as text, at any depth."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors)
    if isinstance(value, list | tuple):
        return type(value)(_decoded(item, errors) for item in value)
    if isinstance(value, dict):
        return {key: _decoded(item, errors) for key, item in value.items()}
    return value


def _retyped(kind: Any, leaf: Callable[[Any], Any]) -> Any:
    """The type with other types at its leaves."""
    import pyarrow as pa

    if pa.types.is_struct(kind):
        fields = [kind.field(i) for i in range(kind.num_fields)]
        return pa.struct([field.with_type(_retyped(field.type, leaf)) for field in fields])
    if pa.types.is_list(kind):
        return pa.list_(_retyped(kind.value_type, leaf))
    if pa.types.is_large_list(kind):
        return pa.large_list(_retyped(kind.value_type, leaf))
    if pa.types.is_map(kind):
        return pa.map_(_retyped(kind.key_type, leaf), _retyped(kind.item_type, leaf))
    return leaf(kind)


def _microseconds(kind: Any) -> Any:
    """Times that Python can hold, for times in nanoseconds."""
    import pyarrow as pa

    if getattr(kind, "unit", None) != "ns":
        return kind
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    return pa.time64("us") if pa.types.is_time(kind) else pa.duration("us")


def _texts(kind: Any) -> Any:
    import pyarrow as pa

    return pa.string() if pa.types.is_temporal(kind) else kind


def _bytes_and_texts(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_large_string(kind):
        return pa.large_binary()
    return pa.binary() if pa.types.is_string(kind) else _texts(kind)


def _converter(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_float32(kind) or pa.types.is_float16(kind):
        return _short_float
    if pa.types.is_map(kind):
        return lambda pairs: cell(pairs) if pairs is None or pairs else {}
    return _double if pa.types.is_float64(kind) else cell


def _double(value: float | None) -> float | str | None:
    return "NaN" if value is not None and math.isnan(value) else cell(value)


def _short_float(value: float | None) -> float | str | None:
    """The shortest number that a float of 32 bits holds: 0.1 and not 0.10000000149011612."""
    if value is None or not math.isfinite(value):
        return _double(value)
    stored = struct.pack("f", value)
    for digits in range(_FEWEST_DIGITS, _MOST_DIGITS):
        short = float(f"{value:.{digits}g}")
        if struct.pack("f", short) == stored:
            return short
    return float(f"{value:.{_MOST_DIGITS}g}")
