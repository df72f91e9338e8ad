"""JSON documents: records in every shape that people put them in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ftprep.jsontext import dumps
from ftprep.model import UNREADABLE
from tests.fuzz import laws
from tests.fuzz.harness import Reading, chosen, drive

__all__ = ["seeds", "target"]

_NAMES: Final = ("data.json", "data.jsonl", "data.txt")
_PAIR: Final = '{"prompt": "How?", "completion": "So."}'
_TURNS: Final = '[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]'
_TEXTS: Final = (
    f"[{_PAIR}, {_PAIR}]",
    f"[\n  {_PAIR},\n  {_PAIR},\n]\n",
    f'{{"version": 1, "data": {{"items": [{_PAIR}, {_PAIR}]}}, "more": [1, 2]}}',
    f'{{"first": {_PAIR}, "second": {_PAIR}, "third": {_PAIR}}}',
    '{"prompt": ["How?", "When?"], "completion": ["So.", "Now."]}',
    '{"prompt": {"0": "How?", "1": "When?"}, "completion": {"0": "So.", "1": "Now."}}',
    _TURNS,
    f"[{_TURNS}, {_TURNS}]",
    f'{{"messages": {_TURNS}}}',
    f'{{"train": [{_PAIR}], "test": [{_PAIR}]}}',
    '[["question", "answer"], ["How?", "So."], ["When?", "Now."]]',
    f"// exported\n[{_PAIR}, /* old */ {_PAIR}] trailing",
    f"[{_PAIR}, {{'prompt': 'Python', 'n': None}}, {{prompt: 1}}, {_PAIR}]",
    f'[{_PAIR}, {{"prompt": "cut off',
    f'[{_PAIR}, {{"prompt": "broken "quotes" inside"}}, {_PAIR}]',
    '[{"a": 1.10, "b": 1e5, "c": 12345678901234567890123, "d": -0}, {"a": 1, "a": 2}]',
    f"[{_PAIR}]\n[{_PAIR}]\n{_PAIR}",
    "[1, 2, 3]",
    '"text"',
    "null",
)

_AT_THE_ROOT: Final = ({"shape": "array"}, {"shape": "single"})
"""Dialects of documents that hold nothing but records."""


def target(data: bytes) -> None:
    """Read the bytes as a JSON document."""
    name, content = chosen(data, _NAMES)
    for reading in drive(content, name):
        if reading.source.format == "json":
            laws.nothing_invented(reading.records, reading.text)
            if reading.source.dialect in _AT_THE_ROOT:
                laws.every_record_keeps_its_letters(*reading)
            _strict_objects_are_records(reading)


def _strict_objects_are_records(reading: Reading) -> None:
    """The objects of a strict list are the records, each written as it was read."""
    if reading.source.dialect["shape"] != "array" or "records" in reading.source.dialect:
        return
    try:
        values: Any = laws.strictly(reading.text)
    except ValueError:
        return
    if isinstance(values, list) and all(isinstance(value, dict) for value in values):
        found = [record.data for record in reading.records]
        assert all(value is not UNREADABLE for value in found), "a strict object is not read"
        assert [laws.strictly(dumps(value)) for value in found] == values, "a value was changed"


def seeds() -> Iterator[bytes]:
    """Documents of every shape."""
    for number, text in enumerate(_TEXTS):
        yield bytes([3 * number]) + text.encode()
    yield b"\xff[" + _PAIR.encode() + b","
    yield b'\xff{"a": ['
    yield b"\xff[[{"
