"""Read text that is almost JSON, say in what it is not, and refuse what is not clear."""

from __future__ import annotations

import enum
import re
from typing import Any, Final, NamedTuple

from ftprep.jsontext import MAX_DEPTH, Number, RepeatedKey, dumps, escaped

__all__ = ["Leniency", "Noticed", "Parsed", "Unclear", "parse", "skip"]


class Leniency(enum.StrEnum):
    """What is not JSON but clear. The value is the code of the rule that tells it."""

    COMMENT = "JSN010"
    TRAILING_COMMA = "JSN011"
    SINGLE_QUOTES = "JSN012"
    LITERAL = "JSN013"
    UNQUOTED_KEY = "JSN014"
    NOT_A_NUMBER = "JSN015"
    RAW_CONTROL = "JSN016"
    INVALID_ESCAPE = "JSN017"
    NUMBER_SPELLING = "JSN018"
    CURLY_QUOTES = "JSN019"
    ODD_SPACE = "JSN020"


class Noticed(NamedTuple):
    """A leniency that was used, the first time in this value."""

    what: Leniency
    place: int
    """Index in the text."""
    found: str
    """How it is spelled there."""
    times: int


class Parsed(NamedTuple):
    """A value that was clear."""

    value: Any
    end: int
    """Index after the value."""
    noticed: tuple[Noticed, ...]
    repeated: tuple[RepeatedKey, ...]


class Unclear(NamedTuple):
    """A text that is not read, because what it means is not clear."""

    problem: str
    place: int
    """Index in the text."""
    unfinished: bool = False
    """The text ends before the value does: more text could make it clear."""


_SPACE: Final = re.compile(r"[ \t\r\n]*")
# What editors, word processors and crashed programs leave between values: byte order marks,
# no-break and wide spaces, line separators, NUL, Ctrl-Z and the record separator of RFC 7464.
_ODD_SPACE: Final = re.compile("[\ufeff\u00a0\u2000-\u200b\u2028\u2029\u3000\x85\0\x1a\x1e\v\f]+")
_LINE_COMMENT: Final = re.compile(r"(?://|#)[^\r\n]*")
_WORD: Final = re.compile(r"""[^\s,:;{}\[\]()"'“”‘’„#/\\]+""")
_KEY: Final = re.compile(r"[^\W\d][\w$-]*|\$[\w$-]*|\d+")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_OTHER_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?P<rest>\.[0-9]*)?"
    r"(?P<power>[eE][+-]?[0-9]+)?\Z"
)
_PLAIN: Final = {
    '"': re.compile(r'[^"\\\x00-\x1f]*'),
    "'": re.compile(r"[^'\\\x00-\x1f]*"),
}
_CURLY: Final = {"“": "“”", "”": "“”", "„": "“”", "‘": "‘’", "’": "‘’"}
_ESCAPES: Final = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_HEXADECIMAL: Final = {"u": 4, "x": 2, "U": 8}
_WORDS: Final = {"true": True, "false": False, "null": None, "none": None}
_NOT_NUMBERS: Final = frozenset({"nan", "inf", "infinity"})
_CLOSING: Final = {"[": "]", "{": "}", "(": ")"}
_MISSING: Final = object()


def parse(text: str, start: int = 0) -> Parsed | Unclear:
    """Read the value at `start`, after spaces and comments. Takes time linear in its length.

    Accepted beside JSON: comments (`//`, `#`, `/* */`), trailing commas, single and curly quotes,
    unquoted keys, `True`, `None`, tuples and `u''` of Python, NaN and infinities (read as null),
    control characters and line breaks in texts, escapes that JSON does not know (`\\d` stays as it
    is, `\\x41` and `\\'` mean what they mean in Python and JavaScript), `+1`, `.5`, `5.`, and numbers
    with leading zeros (read as text, so that `007` stays `007`).
    """
    parser = _Parser(text, start)
    try:
        value = parser.value()
    except _Stop as stop:
        return stop.unclear
    return Parsed(value, parser.at, parser.noticed(), tuple(parser.repeated))


def skip(text: str, start: int) -> tuple[int, tuple[Noticed, ...]] | Unclear:
    """Pass over spaces and comments; tell where the next thing starts, and what was passed."""
    parser = _Parser(text, start)
    try:
        parser.peek()
    except _Stop as stop:
        return stop.unclear
    return parser.at, parser.noticed()


class _Stop(Exception):  # noqa: N818  (it is no error, it is the way out)
    def __init__(self, problem: str, place: int, *, unfinished: bool = False) -> None:
        self.unclear = Unclear(problem, place, unfinished)


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
        self.repeated: list[RepeatedKey] = []
        self._noticed: dict[Leniency, Noticed] = {}
        self._open: list[_Open] = []
        self._keys: list[str] = []
        """Key of the member that is being read, for each open object."""

    def noticed(self) -> tuple[Noticed, ...]:
        return tuple(self._noticed.values())

    def _notice(self, what: Leniency, place: int, found: str) -> None:
        first = self._noticed.get(what)
        if first is None:
            self._noticed[what] = Noticed(what, place, found, 1)
        else:
            self._noticed[what] = first._replace(times=first.times + 1)

    def peek(self) -> str:
        """The next character that is no space and no comment; empty at the end."""
        while True:
            match = _SPACE.match(self.text, self.at)
            assert match
            self.at = match.end()
            char = self.text[self.at : self.at + 1]
            if char in "/#" and char:
                self._comment()
            elif odd := _ODD_SPACE.match(self.text, self.at):
                self._notice(Leniency.ODD_SPACE, self.at, f"U+{ord(char):04X}")
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
                raise _Stop("the comment is never closed", start, unfinished=True)
            self.at = end + 2
        else:
            alone = start + 1 == len(self.text)
            raise _Stop('a "/" stands where a value should', start, unfinished=alone)
        self._notice(Leniency.COMMENT, start, self.text[start : self.at])

    def value(self) -> Any:
        while True:
            value = self._begin()
            while value is not _MISSING:
                if not self._open:
                    return value
                value = self._end(value)

    def _begin(self) -> Any:
        """Read a scalar, or open a list or object; `_MISSING` while its first child is due."""
        char = self.peek()
        if char not in _CLOSING or not char:
            return self._scalar(char)
        if len(self._open) == MAX_DEPTH:
            raise _Stop(f"it is nested deeper than {MAX_DEPTH} levels", self.at)
        self._open.append(_Open(char, self.at, {} if char == "{" else []))
        self.at += 1
        if self.peek() == _CLOSING[char]:
            return self._close()
        if char == "{":
            self._keys.append(self._key())
        return _MISSING

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
        if bracket == "(" and len(container) == 1:
            self._close()
            return value
        return self._close()

    def _after_comma(self, bracket: str) -> Any:
        comma = self.at
        self.at += 1
        if self.peek() == _CLOSING[bracket]:
            what = Leniency.LITERAL if bracket == "(" else Leniency.TRAILING_COMMA
            self._notice(what, comma, ",")
            return self._close()
        if bracket == "{":
            self._keys.append(self._key())
        return _MISSING

    def _put(self, container: dict[str, Any], key: str, value: Any) -> None:
        if key in container:
            steps: list[str] = []
            keys = iter([*self._keys, key])
            for bracket, _, held in self._open:
                steps.append(escaped(next(keys)) if bracket == "{" else str(len(held)))
            pointer = "".join(f"/{step}" for step in steps)
            kept, dropped = dumps(value).decode(), dumps(container[key]).decode()
            self.repeated.append(RepeatedKey(pointer, kept, (dropped,)))
        container[key] = value

    def _not_ended(self, char: str, value: Any) -> _Stop:
        bracket, place, _ = self._open[-1]
        name = "object" if bracket == "{" else "list"
        if not char:
            return _Stop(f"the {name} is never closed", place, unfinished=True)
        if isinstance(value, str) and char not in _CLOSING and char not in _CLOSING.values():
            return _Stop(
                'a text goes on after its closing quotation mark; inside a text it is written \\"',
                self.at,
            )
        return _Stop(f'a comma or "{_CLOSING[bracket]}" is missing', self.at)

    def _key(self) -> str:
        char = self.peek()
        place = self.at
        if char in _PLAIN or char in _CURLY:
            key = self._quoted(char)
        elif word := _KEY.match(self.text, place):
            key = word.group()
            self.at = word.end()
            self._notice(Leniency.UNQUOTED_KEY, place, key)
        elif not char:
            raise _Stop("the object is never closed", self._open[-1].place, unfinished=True)
        else:
            raise _Stop("a key is missing", place)
        if self.peek() != ":":
            raise _Stop('a ":" after the key is missing', self.at, unfinished=not self.peek())
        self.at += 1
        return key

    def _scalar(self, char: str) -> Any:
        if char in _PLAIN or char in _CURLY:
            return self._quoted(char)
        place = self.at
        word = _WORD.match(self.text, place)
        if not word:
            unfinished = not char
            raise _Stop("a value is missing", place, unfinished=unfinished)
        self.at = word.end()
        value = self._word(word.group(), place)
        if value is _MISSING:
            if word.group() in "uU" and self.text[self.at : self.at + 1] in ("'", '"'):
                self._notice(Leniency.LITERAL, place, word.group())
                return self._quoted(self.text[self.at])
            raise _Stop(
                "a text without quotation marks stands where a value should",
                place,
                unfinished=self.at == len(self.text),
            )
        return value

    def _word(self, word: str, place: int) -> Any:
        if match := _NUMBER.match(word):
            return int(word) if not match[1] and not match[2] and word != "-0" else Number(word)
        folded = word.lower()
        if folded in _WORDS:
            value = _WORDS[folded]
            if word != dumps(value).decode():
                self._notice(Leniency.LITERAL, place, word)
            return value
        if folded.lstrip("+-") in _NOT_NUMBERS:
            self._notice(Leniency.NOT_A_NUMBER, place, word)
            return None
        return self._odd_number(word, place)

    def _odd_number(self, word: str, place: int) -> Any:
        match = _OTHER_NUMBER.match(word)
        if not match or not any(map(str.isdigit, word)):
            return _MISSING
        self._notice(Leniency.NUMBER_SPELLING, place, word)
        sign, whole, rest, power = match.groups("")
        if whole[:1] == "0" and len(whole) > 1:
            return word
        digits = f"{whole or '0'}{rest}{'0' if rest == '.' else ''}{power}"
        return self._word(("-" if sign == "-" else "") + digits, place)

    def _quoted(self, quote: str) -> str:
        start = self.at
        if quote in _CURLY:
            return self._curly(quote)
        if quote == "'":
            self._notice(Leniency.SINGLE_QUOTES, start, self.text[start : start + 20])
        self.at += 1
        parts: list[str] = []
        plain = _PLAIN[quote]
        while True:
            match = plain.match(self.text, self.at)
            assert match
            parts.append(match.group())
            self.at = match.end()
            char = self.text[self.at : self.at + 1]
            if char == quote:
                self.at += 1
                return _joined(parts)
            if not char:
                raise _Stop("the text in quotes is never closed", start, unfinished=True)
            parts.append(self._escape(quote) if char == "\\" else self._control(char))

    def _control(self, char: str) -> str:
        self._notice(Leniency.RAW_CONTROL, self.at, f"U+{ord(char):04X}")
        self.at += 1
        return char

    def _escape(self, quote: str) -> str:
        """The meaning of the escape that starts here."""
        place = self.at
        char = self.text[place + 1 : place + 2]
        self.at += 2
        if char in _ESCAPES:
            return _ESCAPES[char]
        if char == "'":
            if quote != "'":
                self._notice(Leniency.INVALID_ESCAPE, place, "\\'")
            return char
        if char in _HEXADECIMAL and char:
            length = _HEXADECIMAL[char]
            digits = self.text[self.at : self.at + length]
            if re.fullmatch("[0-9A-Fa-f]{%d}" % length, digits) and int(digits, 16) < 0x110000:
                if char != "u" and quote != "'":
                    self._notice(Leniency.INVALID_ESCAPE, place, f"\\{char}{digits}")
                self.at += length
                return chr(int(digits, 16))
        # Without its backslash it could be another word; with it nothing is lost.
        self._notice(Leniency.INVALID_ESCAPE, place, f"\\{char}")
        self.at = place + 1
        return "\\"

    def _curly(self, quote: str) -> str:
        """A text in typographic quotation marks; it ends where one stands before , : } or ]."""
        start = self.at
        end = re.compile(f"[{_CURLY[quote]}](?=\\s*(?:[,:}}\\]]|\\Z))").search(self.text, start + 1)
        if end is None:
            raise _Stop("the text in quotes is never closed", start, unfinished=True)
        self._notice(Leniency.CURLY_QUOTES, start, self.text[start : start + 20])
        self.at += 1
        parts: list[str] = []
        while self.at < end.start():
            stop = self.text.find("\\", self.at, end.start())
            parts.append(self.text[self.at : stop if stop >= 0 else end.start()])
            self.at = stop if stop >= 0 else end.start()
            if stop >= 0:
                parts.append(self._escape('"'))
        self.at = end.end()
        return _joined(parts)


def _joined(parts: list[str]) -> str:
    """One text; the two halves of a surrogate pair become the character that they stand for."""
    text = parts[0] if len(parts) == 1 else "".join(parts)
    if any("\ud800" <= part <= "\udfff" for part in parts if len(part) == 1):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text
