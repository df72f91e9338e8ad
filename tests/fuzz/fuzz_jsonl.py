"""JSONL: a line that is one whole object is that record, whatever stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from ftprep.jsontext import dumps
from ftprep.model import UNREADABLE
from tests.fuzz import laws
from tests.fuzz.harness import Reading, chosen, drive

__all__ = ["seeds", "target"]

_NAMES: Final = ("chat.jsonl", "chat.ndjson", "chat.txt")
_CHAT: Final = (
    '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}'
)
_PAIR: Final = '{"prompt": "How?", "completion": "So."}'
_TEXTS: Final = (
    f"{_CHAT}\n{_CHAT}\n",
    f"{_PAIR}\r\n{_PAIR}\r\n{_PAIR}",
    f"{_PAIR}\n{_PAIR[:20]}\n{_PAIR}\n{_PAIR}\n",
    f"{_PAIR}{_PAIR}\n{_PAIR}, {_PAIR}\n",
    f"{_PAIR},\n{_PAIR},\n",
    f"[\n{_PAIR},\n{_PAIR}\n]\n",
    f"{_PAIR}\n\n\n{_PAIR}\n// a comment\n{_PAIR} # another\n",
    '{\n  "prompt": "How?",\n  "completion": "So."\n}\n{\n  "prompt": "When?"\n}\n',
    '{"prompt": "two\nlines", "completion": "So."}\n' + _PAIR + "\n",
    "{'prompt': 'How?', 'completion': None, 'ok': True}\n" + _PAIR + "\n",
    '{"a": 1.10, "b": 1e5, "c": 12345678901234567890123, "d": -0, "e": 0.1}\n{"a": 1}\n',
    '{"a": "\\ud83d", "b": "\\ud83d\\ude00", "c": "\\u0000"}\n{"a": NaN, "b": Infinity}\n',
    '{"a": 1, "a": 2}\n{"a": "\\d \\x41"}\n{"a": 007}\n',
    '["question", "answer"]\n["How?", "So."]\n["When?", "Now."]\n',
    '{"role": "user", "content": "Hi"}\n{"role": "assistant", "content": "Hello."}\n',
    f'```json\n{_PAIR}\n```\n"{{\\"prompt\\": 1}}"\n"{{""prompt"": 2}}"\n3\nnull\n',
    f'{_PAIR}\n{{"prompt": "cut off',
)


def target(data: bytes) -> None:
    """Read the bytes as lines of JSON."""
    name, content = chosen(data, _NAMES)
    for reading in drive(content, name):
        if reading.source.format == "jsonl":
            laws.nothing_invented(reading.records, reading.text)
            laws.every_record_keeps_its_letters(*reading)
            if reading.source.dialect["shape"] == "lines":
                _whole_lines_are_records(reading)


def _whole_lines_are_records(reading: Reading) -> None:
    """Of two whole lines on end, each is a record that can be written as it was read."""
    found = {record.origin.line: record.data for record in reading.records}
    lines = laws.lines_of(reading.text)
    wanted = [_object(line) for line in lines]
    for number, (value, beside) in enumerate(pairwise(wanted), 1):
        if value is not None and beside is not None:
            data = found.get(number, UNREADABLE)
            assert data is not UNREADABLE, f"line {number} is no record"
            assert laws.strictly(dumps(data)) == value, f"line {number} was changed"


def _object(line: str) -> object:
    """A line that is one strict object from its very start; None for any other."""
    try:
        return laws.strictly(line) if line.startswith("{") else None
    except ValueError:
        return None


def seeds() -> Iterator[bytes]:
    """Lines of JSON as people have them."""
    for number, text in enumerate(_TEXTS):
        yield bytes([number]) + text.encode()
    yield b"\x00\xef\xbb\xbf" + _TEXTS[0].encode()
    yield b"\x00" + _PAIR.encode().replace(b"How", b"H\xf6w") + b"\n" + _PAIR.encode()
    yield b"\xff" + _TEXTS[0].encode()
    yield b'\xff{"a": "'
    yield b"\xff[{"
    yield b'\xff{"a": 1\n'
