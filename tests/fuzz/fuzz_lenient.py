"""The tolerant JSON parser: what is JSON or a Python literal keeps its value."""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Iterator
from typing import Any, Final

from ftprep.jsontext import dumps, loads
from ftprep.readers.json import lenient
from ftprep.readers.json.leniency import Unclear
from tests.fuzz import laws
from tests.fuzz.harness import bounded, chosen

__all__ = ["seeds", "target"]

_TEXTS: Final = (
    '{"a": [1, 2.50, -3e4, true, false, null, "text \\n \\u00e9 \\ud83d\\ude00"]}',
    "{'a': (1, 2), \"b\": u'x', 'c': None, 'd': True, 'e': 'it\\'s', 'f': [1,],}",
    "{a: 1, b-c: .5, d: 5., e: +1, f: 007, g: 0x1F, h: NaN, i: -Infinity, j: undefined}",
    "// comment\n# another\n/* third */ [1, /* inside */ 2 // end\n]",
    "{“a”: “curly”, ‘b’: ‘single’}",
    '{"a": "raw\nline\ttab", "b": "\\d \\x41 \\\'"}',
    '\ufeff{"a":\u00a01,\u2028"b": 2}\x1a',
    '{"a": 1, "a": 2, "b": {"c": 1, "c": 1}}',
    '{"a": "goes on" here}',
    '{"a" 1}',
    "[[[[[[",
    '{"a": "cut',
    "/* never closed",
    "(1)",
    "('one',)",
    "",
)


_OTHER_MEANING: Final = re.compile(r"\\|\b0[0-9]")
"""Escapes of JSON that Python lacks, and numbers with leading zeros, which are texts here."""


def target(data: bytes) -> None:
    """Parse the bytes as text that is almost JSON."""
    _, content = chosen(data, ("",))
    text = content.decode("utf-8", "replace")
    with bounded():
        parsed = lenient.parse(text)
        for start in range(min(len(text), 8)):
            lenient.skip(text, start)
            lenient.key(text, start)
    if isinstance(parsed, Unclear):
        assert 0 <= parsed.place <= len(text), "a fault stands in the text"
        assert parsed.problem, "a fault is told"
        assert _strict(text) is None, "strict JSON is clear"
        return
    assert 0 < parsed.end <= len(text), "a value ends in the text"
    assert all(0 <= notice.place < parsed.end for notice in parsed.noticed), "notices have places"
    alone = lenient.parse(text[: parsed.end])
    if isinstance(parsed.value, dict | list):
        assert alone[:2] == parsed[:2], "what follows a list or object does not change it"
    written = dumps(parsed.value)
    assert dumps(loads(written)) == written, "a value can be written and read again"
    if (value := _strict(text)) is not None:
        assert not parsed.noticed, "there is nothing to excuse in strict JSON"
        assert laws.strictly(written) == value[0], "strict JSON keeps its value"
    if not _OTHER_MEANING.search(text) and not text[parsed.end :].strip():
        _is_as_python_reads_it(text, parsed)


def _strict(text: str) -> tuple[Any] | None:
    try:
        return (laws.strictly(text),)
    except ValueError:
        return None


def _is_as_python_reads_it(text: str, parsed: lenient.Parsed) -> None:
    """A literal of Python means what Python says, where it is read at all."""
    try:
        with warnings.catch_warnings(action="ignore"):
            value = ast.literal_eval(text.strip())
        wanted = loads(dumps(_json(value)))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return
    assert loads(dumps(parsed.value)) == wanted, f"Python reads {wanted!r}"


def _json(value: Any) -> Any:
    """A value of Python as JSON; raises `TypeError` for what JSON has not."""
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a key that is no text")
        return {key: _json(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [_json(child) for child in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise TypeError("a number that JSON has not")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"a {type(value).__name__}")


def seeds() -> Iterator[bytes]:
    """Texts that need every leniency."""
    for text in _TEXTS:
        yield b"\0" + text.encode()
    for part in ("[", '{"a":', '"\\', "'", "/*", "//", "{“", "#\n", "\\"):
        yield b"\xff" + part.encode()
