"""What a service's error says about the data: which examples, and what of them.

The texts are those that were seen in public; see the pages of the rules, which quote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ftprep.jsontext import escaped

__all__ = ["Complaint", "pointer_in", "read"]

_LINES: Final = (
    re.compile(r"\bExample (\d+)"),
    re.compile(r"\bLine (\d+)\b"),
    re.compile(r"\(line (\d+)\)"),
)
"""Numbers of examples, from 1. A "line 1 column 79" speaks of a place inside the example."""

_FLAGGED: Final = re.compile(r"[Ff]lagged lines:\s*([\d,\s]+)")

_WORDS: Final = re.compile(r'"([^"]+)"|\'([^\']+)\'|(<\|[^|\s]+\|>)')
"""Keys and tokens that an error names."""

_MOST: Final = 100
"""Lines told of one error."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error about the data."""

    role: str
    """train or test: the file that it means."""
    lines: tuple[int, ...]
    """1-based; empty when it is about the file as a whole."""
    words: tuple[str, ...]
    """Keys and tokens that it names."""


def read(text: str, param: str = "") -> Complaint:
    """What an error means. `param`: what the service says it concerns, such as validation_file."""
    numbers = [int(found) for pattern in _LINES for found in pattern.findall(text)]
    for flagged in _FLAGGED.findall(text):
        numbers += [int(number) for number in re.findall(r"\d+", flagged)]
    about = f"{param} {text}".casefold()
    return Complaint(
        role="test" if "validation_file" in about or "validation file" in about else "train",
        lines=tuple(dict.fromkeys(numbers))[:_MOST],
        words=tuple("".join(found) for found in _WORDS.findall(text)),
    )


def pointer_in(body: Any, words: Sequence[str]) -> str:
    """JSON pointer of what an error names in an example; "" where it is not certain.

    The first word may be a text of the example (the wrong role), a token may stand inside one, and
    any word may be a key. It counts where it stands but once: what stands everywhere tells nothing.
    """
    places = list(_walk(body, ""))
    for number, word in enumerate(words):
        for matches in (
            [p for p, _, value in places if number == 0 and value == word],
            [p for p, _, value in places if word.startswith("<|") and word in _text(value)],
            [p for p, key, _ in places if key == word],
        ):
            if len(matches) == 1:
                return matches[0]
    return ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _walk(value: Any, pointer: str) -> Iterator[tuple[str, str, Any]]:
    """(pointer, its last key, value) of everything inside a value."""
    inside: Iterator[tuple[str, Any]] = iter(())
    if isinstance(value, Mapping):
        inside = ((str(key), each) for key, each in value.items())
    elif isinstance(value, list):
        inside = ((str(number), each) for number, each in enumerate(value))
    for key, each in inside:
        below = f"{pointer}/{escaped(key)}"
        yield below, key, each
        yield from _walk(each, below)
