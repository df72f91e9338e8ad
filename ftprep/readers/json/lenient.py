"""Read text that is almost JSON, say in what it is not, and refuse what is not clear."""

from __future__ import annotations

import re
from typing import Any, Final

from ftprep.jsontext import MAX_DEPTH, RepeatedKey, dumps, escaped
from ftprep.named import NamedTuple
from ftprep.readers.json.leniency import GOES_ON, Leniency, Noticed, Notices, StopReading, Unclear
from ftprep.readers.json.lenient_scalar import KEY, QUOTES, quoted, word_value

__all__ = ["Parsed", "key", "parse", "skip"]

_SPACE: Final = re.compile(r"[ \t\r\n]*")
# What editors, word processors and crashed programs leave between values: byte order marks,
# no-break and wide spaces, line separators, NUL, Ctrl-Z and the record separator of RFC 7464.
_ODD_SPACE: Final = re.compile("[\ufeff\u00a0\u2000-\u200b\u2028\u2029\u3000\x85\0\x1a\x1e\v\f]+")
_LINE_COMMENT: Final = re.compile(r"(?://|#)[^\r\n]*")
_CLOSING: Final = {"[": "]", "{": "}", "(": ")"}
_BRACKETS: Final = frozenset("[]{}()")
_MISSING: Final = object()


class Parsed(NamedTuple):
    """A value that was clear."""

    value: Any
    end: int
    """Index after the value."""
    noticed: tuple[Noticed, ...]
    repeated: tuple[RepeatedKey, ...] = ()


def parse(text: str, start: int = 0) -> Parsed | Unclear:
    r"""Read the value at `start`, after spaces and comments. Takes time linear in its length.

    Accepted beside JSON: comments (`//`, `#`, `/* */`), trailing commas, single and curly quotes,
    unquoted keys, `True`, `None`, tuples and `u''` of Python, NaN and infinities (read as null),
    control characters and line breaks in texts, escapes that JSON does not know (`\d` stays as it
    is, `\x41` and `\'` mean what they mean in Python and JavaScript), `+1`, `.5`, `5.`, and numbers
    with leading zeros (read as text, so that `007` stays `007`).
    """
    parser = _Parser(text, start)
    try:
        value = parser.value()
    except StopReading as stop:
        return stop.unclear
    return Parsed(value, parser.at, parser.notices.all(), tuple(parser.repeated))


def skip(text: str, start: int) -> Parsed | Unclear:
    """Pass over spaces and comments; the value is None, the end is where the next thing starts."""
    parser = _Parser(text, start)
    try:
        parser.peek()
    except StopReading as stop:
        return stop.unclear
    return Parsed(None, parser.at, parser.notices.all())


def key(text: str, start: int) -> Parsed | Unclear:
    """Read the key of an object's member at `start`, and its colon."""
    parser = _Parser(text, start)
    try:
        found = parser.key()
    except StopReading as stop:
        return stop.unclear
    return Parsed(found, parser.at, parser.notices.all())


class _Open(NamedTuple):
    """A list or object that is being read."""

    bracket: str
    place: int
    value: Any


class _Parser:
    """One pass over a text, with a stack of its own so that depth costs no recursion."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.notices = Notices()
        self.repeated: list[RepeatedKey] = []
        self._open: list[_Open] = []
        self._keys: list[str] = []
        """Key of the member that is being read, for each open object."""

    def peek(self) -> str:
        """The next character that is no space and no comment; empty at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            assert match
            self.at = match.end()
            char = self.text[self.at : self.at + 1]
            if char in {"/", "#"}:
                self._comment()
            elif odd := _ODD_SPACE.match(self.text, self.at):
                self.notices.add(Leniency.ODD_SPACE, self.at, f"U+{ord(char):04X}")
                self.at = odd.end()
            else:
                return char

    def _comment(self) -> None:
        start = self.at
        if line := _LINE_COMMENT.match(self.text, start):
            self.at = line.end()
        elif self.text.startswith("/*", start):
            end = self.text.find("*/", start + 2)
            if end < 0:
                raise StopReading("the comment is never closed", start, unfinished=True)
            self.at = end + 2
        else:
            alone = start + 1 == len(self.text)
            raise StopReading('a "/" stands where a value should', start, unfinished=alone)
        self.notices.add(Leniency.COMMENT, start, self.text[start : self.at])

    def value(self) -> Any:
        """Read one value."""
        while True:
            value = self._begin()
            while value is not _MISSING:
                if not self._open:
                    return value
                value = self._end(value)

    def _begin(self) -> Any:
        """Read a scalar, or open a list or object: `_MISSING`, for its first child is due."""
        char = self.peek()
        if char in QUOTES:
            return self._scalar(quoted(self.text, self.at, self.notices))
        if char not in _CLOSING:
            return self._scalar(word_value(self.text, self.at, self.notices))
        if len(self._open) == MAX_DEPTH:
            raise StopReading(f"it is nested deeper than {MAX_DEPTH} levels", self.at)
        self._open.append(_Open(char, self.at, {} if char == "{" else []))
        self.at += 1
        if self.peek() == _CLOSING[char]:
            return self._close()
        if char == "{":
            self._keys.append(self.key())
        return _MISSING

    def _scalar(self, found: tuple[Any, int]) -> Any:
        value, self.at = found
        return value

    def _close(self) -> Any:
        self.at += 1
        return self._open.pop().value

    def _end(self, value: Any) -> Any:
        """Put a value where it belongs; give the container when that ends it, else `_MISSING`."""
        bracket, _, container = self._open[-1]
        if bracket == "{":
            self._put(container, self._keys.pop(), value)
        else:
            container.append(value)
        char = self.peek()
        if char == ",":
            return self._after_comma(bracket)
        if char != _CLOSING[bracket]:
            raise self._not_ended(char, value)
        whole = self._close()
        return value if bracket == "(" and len(whole) == 1 else whole

    def _after_comma(self, bracket: str) -> Any:
        comma = self.at
        self.at += 1
        if self.peek() == _CLOSING[bracket]:
            tuple_of_one = bracket == "("
            what = Leniency.LITERAL if tuple_of_one else Leniency.TRAILING_COMMA
            self.notices.add(what, comma, ",")
            return self._close()
        if bracket == "{":
            self._keys.append(self.key())
        return _MISSING

    def _put(self, container: dict[str, Any], key: str, value: Any) -> None:
        if key in container:
            keys = iter([*self._keys, key])
            pointer = "".join(
                f"/{escaped(next(keys)) if level.bracket == '{' else len(level.value)}"
                for level in self._open
            )
            kept, dropped = dumps(value).decode(), dumps(container[key]).decode()
            self.repeated.append(RepeatedKey(pointer, kept, (dropped,)))
        container[key] = value

    def _not_ended(self, char: str, value: Any) -> StopReading:
        bracket, place, _ = self._open[-1]
        if not char:
            name = "object" if bracket == "{" else "list"
            return StopReading(f"the {name} is never closed", place, unfinished=True)
        if isinstance(value, str) and char not in _BRACKETS and char not in QUOTES:
            return StopReading(GOES_ON, self.at)
        return StopReading(f'a comma or "{_CLOSING[bracket]}" is missing', self.at)

    def key(self) -> str:
        """Read a key and its colon."""
        char = self.peek()
        place = self.at
        if char in QUOTES:
            key, self.at = quoted(self.text, place, self.notices)
        elif word := KEY.match(self.text, place):
            key, self.at = word.group(), word.end()
            self.notices.add(Leniency.UNQUOTED_KEY, place, key)
        else:
            raise StopReading("a key is missing", place, unfinished=not char)
        colon = self.peek()
        if colon != ":":
            raise StopReading('a ":" is missing after the key', self.at, unfinished=not colon)
        self.at += 1
        return key
