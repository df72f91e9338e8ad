"""Read the texts and words of almost-JSON, in any quotation marks, escapes and spellings."""

from __future__ import annotations

import re
from typing import Any, Final

from ftprep.jsontext import Number, dumps, number
from ftprep.pattern import Pattern
from ftprep.readers.json.leniency import Leniency, Notices, StopReading

__all__ = ["KEY", "QUOTES", "quoted", "word_value"]

QUOTES: Final = frozenset("\"'“”„‘’")
"""What a text may start with."""
KEY: Final = Pattern(r"[^\W\d][\w$-]*|\$[\w$-]*|[0-9]+")
"""A key without quotation marks, as JavaScript and Python allow."""

_WORD: Final = Pattern(r"""[^\s\0\x1a\u200b\ufeff,:;{}\[\]()"'“”‘’„#/\\]+""")
_NUMBER: Final = Pattern(r"-?(?:0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_ODD_NUMBER: Final = Pattern(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?P<rest>(?:\.[0-9]*)?)(?P<power>(?:[eE][+-]?[0-9]+)?)"
)
_LITERALS: Final = {"true": True, "false": False, "null": None, "none": None}
_NOT_NUMBERS: Final = frozenset({"nan", "inf", "infinity"})
_UNQUOTED: Final = "a text without quotation marks stands where a value should"
_CUT_NUMBER: Final = Pattern(r"[+-]?[0-9]*\.?[0-9]*(?:[eE][+-]?)?")
_NEVER_CLOSED: Final = "the text in quotes is never closed"

_PLAIN: Final = {
    '"': Pattern(r'[^"\\\x00-\x1f]*'),
    "'": Pattern(r"[^'\\\x00-\x1f]*"),
}
# A typographic mark also stands inside texts; it ends one only before , : } or ].
_CURLY_END: Final = {
    "“": Pattern(r"[“”](?=\s*(?:[,:}\]]|\Z))"),
    "‘": Pattern(r"[‘’](?=\s*(?:[,:}\]]|\Z))"),
}
_ESCAPES: Final = {
    '"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}  # fmt: skip
_CODED: Final = Pattern(r"u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4}")


def word_value(text: str, start: int, notices: Notices) -> tuple[Any, int]:
    """Read the number or literal at `start`; give its value and the index after it."""
    match = _WORD.match(text, start)
    if not match:
        raise StopReading("a value is missing", start, unfinished=start == len(text))
    word, end = match.group(), match.end()
    if strict := _NUMBER.fullmatch(word):
        return (Number(word) if strict["rest"] else number(word)), end
    folded = word.lower()
    if folded in _LITERALS:
        value = _LITERALS[folded]
        if word != dumps(value).decode():
            notices.add(Leniency.LITERAL, start, word)
        return value, end
    if folded.lstrip("+-") in _NOT_NUMBERS:
        notices.add(Leniency.NOT_A_NUMBER, start, word)
        return None, end
    if word in "uU" and text[end : end + 1] in ('"', "'"):
        notices.add(Leniency.LITERAL, start, word)
        return quoted(text, end, notices)
    odd = _ODD_NUMBER.fullmatch(word)
    if not odd or not (odd["whole"] or odd["rest"].strip(".")):
        raise StopReading(_UNQUOTED, start, unfinished=end == len(text) and _is_cut(word))
    notices.add(Leniency.NUMBER_SPELLING, start, word)
    return _odd_number(odd), end


def _is_cut(word: str) -> bool:
    """Whether a word could be the beginning of a literal or a number."""
    literals = (*_LITERALS, *_NOT_NUMBERS)
    return bool(_CUT_NUMBER.fullmatch(word)) or any(
        literal.startswith(word.lstrip("+-").lower()) for literal in literals
    )


def _odd_number(match: re.Match[str]) -> int | Number | str:
    """`+1`, `.5` and `5.` are numbers; with leading zeros it is more likely a name: `007`."""
    sign, whole, rest, power = match.groups()
    if whole.startswith("0") and len(whole) > 1:
        return match.group()
    literal = f"{sign.strip('+')}{whole or '0'}{'.0' if rest == '.' else rest}{power}"
    return Number(literal) if rest or power else number(literal)


def quoted(text: str, start: int, notices: Notices) -> tuple[str, int]:
    """Read the text in quotation marks at `start`; give it and the index after it."""
    quote = text[start]
    if quote not in _PLAIN:
        return _curly(text, start, notices)
    if quote == "'":
        notices.add(Leniency.SINGLE_QUOTES, start, quote)
    plain = _PLAIN[quote]
    parts: list[str] = []
    at = start + 1
    while True:
        match = plain.match(text, at)
        assert match
        parts.append(match.group())
        at = match.end()
        char = text[at : at + 1]
        if char == quote:
            return _joined(parts), at + 1
        if char == "\\":
            part, at = _escape(text, at, quote, notices)
        elif char:
            notices.add(Leniency.RAW_CONTROL, at, f"U+{ord(char):04X}")
            part, at = char, at + 1
        else:
            raise StopReading(_NEVER_CLOSED, start, unfinished=True)
        parts.append(part)


def _curly(text: str, start: int, notices: Notices) -> tuple[str, int]:
    marks = _CURLY_END["‘" if text[start] in "‘’" else "“"]
    end = marks.search(text, start + 1)
    if end is None:
        raise StopReading(_NEVER_CLOSED, start, unfinished=True)
    notices.add(Leniency.CURLY_QUOTES, start, text[start])
    parts: list[str] = []
    at = start + 1
    while (stop := text.find("\\", at, end.start())) >= 0:
        part, after = _escape(text, stop, text[start], notices)
        parts += text[at:stop], part
        at = after
    parts.append(text[at : end.start()])
    return _joined(parts), end.end()


def _escape(text: str, start: int, quote: str, notices: Notices) -> tuple[str, int]:
    """The meaning of the escape at `start`, and the index after it."""
    char = text[start + 1 : start + 2]
    if char in _ESCAPES:
        return _ESCAPES[char], start + 2
    if char == "'":
        if quote != "'":
            notices.add(Leniency.INVALID_ESCAPE, start, "\\'")
        return char, start + 2
    if code := _CODED.match(text, start + 1):
        if char != "u" and quote != "'":
            notices.add(Leniency.INVALID_ESCAPE, start, f"\\{code.group()}")
        return chr(int(code.group()[1:], 16)), code.end()
    # With its backslash nothing is lost; without it, it could be another word.
    notices.add(Leniency.INVALID_ESCAPE, start, f"\\{char}")
    return "\\", start + 1


def _joined(parts: list[str]) -> str:
    """One text; two halves of a surrogate pair become the character that they stand for."""
    text = parts[0] if len(parts) == 1 else "".join(parts)
    if any("\ud800" <= part <= "\udfff" for part in parts if len(part) == 1):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text
