"""SRC: words whose UTF-8 bytes were read as a code page, inside a file that is valid UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import Final

from ftprep.model import Turn
from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.gate import Gate
from ftprep.rules.rule import Hit, hit

__all__ = ["gate", "mojibake", "repaired"]

_MOST_ROUNDS: Final = 6
"""A text may have been misread three times over, and of each time two code pages know a part."""


class _Misreading(NamedTuple):
    """A code page that UTF-8 may have been read as, and what that looks like."""

    codec: str
    sure: Pattern
    """What nobody writes."""
    run: Pattern
    """What is read again once that is found: as far as it is UTF-8."""


def _characters(first: int, last: int, codec: str) -> str:
    """The characters that a code page gives for bytes, for use in a regex class; a control for what
    it has none for."""
    return re.escape("".join(map(partial(_character, codec=codec), range(first, last + 1))))


def _character(byte: int, codec: str) -> str:
    return bytes([byte]).decode(codec, "ignore") or chr(byte)


def _letters(first: int, last: int, codec: str = "cp1252") -> str:
    """The same, and all controls U+0080 to U+009F, for what was read as ISO 8859-1."""
    controls = "".join(map(chr, range(max(first, 0x80), min(last, 0x9F) + 1)))
    return re.escape(bytes(range(first, last + 1)).decode(codec, "ignore") + controls)


def _of_western() -> _Misreading:
    """Windows-1252: `â€™`, `Ã©`, `Â°`, `ÐŸÑ€`. A lone pair such as `É”` may be meant."""
    after, symbol = f"[{_letters(0x80, 0xBF)}]", f"[{_letters(0xA1, 0xBF)}]"
    two = f"[{_letters(0xC2, 0xDF)}]{after}"
    long = f"[{_letters(0xE0, 0xEF)}]{after}{{2}}|[{_letters(0xF0, 0xF4)}]{after}{{3}}"
    capital = f"(?<=[a-z])[Â-ÖØ-Þ]{after}"  # no word has one in its middle
    sure = rf"{long}|[ÂÃ]{symbol}|Â\xa0|\bÃ{after}(?=[a-z])|{capital}|(?:{two}){{2}}"
    return _Misreading("cp1252", Pattern(sure), Pattern(f"(?:{long}|{two})+"))


def _of(codec: str) -> _Misreading:
    """Another code page: the punctuation of U+2010 to U+203F, Latin and Cyrillic letters alone.

    Its other letters are those of a language that is written in it, and may well be meant.
    """
    starts = (b"\xe2\x80", b"\xc3", b"\xc4\xc5", b"\xc2", b"\xd0\xd1")
    marks, latin, more, space, cyrillic = (start.decode(codec) for start in starts)
    after = f"[{_letters(0x80, 0xBF, codec).replace('π', '')}]"
    inside = f"(?<=[a-z][a-z])[{latin}]{after}|(?<=[a-z])[{latin}]{after}(?=[a-z][a-z])"
    sure = f"{marks}{after}|{inside}|(?:[{cyrillic}]{after}){{3}}"
    run = f"(?:{marks}{after}|[{latin}{more}{space}{cyrillic}]{after})+"
    return _Misreading(codec, Pattern(sure), Pattern(run))


def _of_central(codec: str) -> _Misreading:
    """A code page of Central Europe: `Ĺ‚` for ł, `Ä™` for ę, `Ă©` for é, `Č™` for ș.

    No word has a capital in its middle with a sign or a marked letter behind it.
    """
    latin, cyrillic = b"\xc3\xc4\xc5\xc8".decode(codec), b"\xd0\xd1".decode(codec)
    mark, symbol, space = (start.decode(codec) for start in (b"\xe2", b"\xe2\x80", b"\xc2"))
    after = f"[{_characters(0x80, 0xBF, codec)}]"
    inside = f"(?<=[a-z][a-z])[{latin}]{after}|(?<=[A-Za-z])[{latin}]{after}(?=[a-z][a-z])"
    sure = rf"{symbol}{after}|{inside}|\bĹ{after}(?=[a-z][a-z])|(?:[{cyrillic}]{after}){{3}}"
    run = f"(?:{mark}{after}{{2}}|[{latin}{space}{cyrillic}]{after})+"
    return _Misreading(codec, Pattern(sure), Pattern(run))


def _of_russian_dos() -> _Misreading:
    """Code page 866: `тАЩ` for ’, `╨Я╤А╨╕` for При, `├й` for é.

    The signs of UTF-8 are Cyrillic letters here, so that of a mark only the usual ones are taken,
    and where no Cyrillic letter stands before them.
    """
    after, letter = f"[{_letters(0x80, 0xBF, 'cp866')}]", f"[{_letters(0x80, 0xAF, 'cp866')}]"
    mark = "тА[УФШЩЬЭжв]"  # – — ‘ ’ “ ” … •
    inside = f"(?<=[a-z][a-z])[├─┼]{letter}|(?<=[A-Za-z])[├─┼]{letter}(?=[a-z])"
    sure = f"(?<![а-яёА-ЯЁ]){mark}|{inside}|(?:[╨╤]{after}){{3}}"
    run = f"(?:т{after}{{2}}|[├─┼╚┬╨╤]{after})+"
    return _Misreading("cp866", Pattern(sure), Pattern(run))


_MISREADINGS: Final = (
    _of("cp1251"),
    _of("mac_roman"),
    _of("cp437"),
    _of("cp850"),
    _of("cp1253"),
    _of("koi8_r"),
    _of_russian_dos(),
    _of_western(),
    _of_central("cp1250"),
    _of_central("iso8859_2"),
)
_WORD: Final = Pattern(r"\S{0,20}")
_USUAL: Final = frozenset("áâäéëíóôöúüýßàèùçêîûñąćęłńśźżčďěňřšťůžľĺŕőűășțşţđ–—‘’“”„…•€\xa0")
"""What stands where code pages differ most often: it tells those apart that share their letters."""


def repaired(text: str) -> str:
    """Give the text as it was before it was misread; the same text when nothing speaks for that.

    Only runs that are valid UTF-8 are mended; all others stay as they are.
    """
    for _ in range(_MOST_ROUNDS):
        misreading = _likeliest(text)
        if misreading is None or (mended := _read_again(text, misreading)) == text:
            break
        text = mended
    return text


def _likeliest(text: str) -> _Misreading | None:
    """What makes most of a text, of all misreadings that have left something that nobody writes."""
    suspects = [_MISREADINGS[number] for number in sorted(_gate()(text))]
    found = [misreading for misreading in suspects if misreading.sure.search(text)]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda misreading: _worth(text, misreading))


def _worth(text: str, misreading: _Misreading) -> int:
    """How much of a text makes sense when it is read again."""
    return sum(
        _worth_of(run.group(), text[run.start() - 1 : run.start()], misreading.codec)
        for run in misreading.run.finditer(text)
    )


@lru_cache(maxsize=4096)
def _worth_of(run: str, before: str, codec: str) -> int:
    """How much of a run makes sense behind another character. A language has few of them."""
    read = _as_utf8(run, codec)
    return sum(map(_sense, (before + read).rjust(len(read) + 1), read)) if read else 0


def _sense(before: str, char: str) -> int:
    """Whether a character behind another makes sense: 0 no, 1 it may, 4 it is usual."""
    if not char.isalpha():
        return 3 * (char in _USUAL)
    if char.isupper() and before.islower():
        return 0
    return 4 if char.casefold() in _USUAL or "а" <= char.casefold() <= "ё" else 1


def _read_again(text: str, misreading: _Misreading) -> str:
    """The text read as UTF-8 where it was misread so."""

    def again(run: re.Match[str]) -> str:
        read = _as_utf8(run.group(), misreading.codec)
        return run.group() if read is None else read

    return misreading.run.sub(again, text)


def _as_utf8(run: str, codec: str) -> str | None:
    """What the bytes of a run are as UTF-8; None when they are none."""
    try:
        return bytes(map(_bytes(codec).__getitem__, run)).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


@cache
def _bytes(codec: str) -> Mapping[str, int]:
    """Character → the byte that was misread: of the code page, or of a control where that has no
    letter."""
    known = {chr(byte): byte for byte in range(256)}
    letters = ((bytes([byte]).decode(codec, "ignore"), byte) for byte in range(256))
    return known | {letter: byte for letter, byte in letters if letter}


def mojibake(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text was saved in the wrong encoding.

    ## What
    The UTF-8 bytes of a letter were read as Windows-1252 once, and each became a letter of its own:
    `donâ€™t` for `don’t`, `cafÃ©` for `café`. On a Mac that gives `‚Äô`, in a Russian Windows
    `вЂ™`, on a command line `ΓÇÖ`; a Polish Windows makes `Ĺ‚` of `ł`. The message offers the text
    as it was before.

    ## Why
    The file is valid UTF-8, so no program complains, and the model learns to write `â€™`.

    ## Bad
    ```jsonl
    {"prompt": "Is it open?", "completion": "No, itâ€™s closed. The cafÃ© opens at nine."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Is it open?", "completion": "No, it’s closed. The café opens at nine."}
    ```

    ## Source
    WHATWG Encoding Standard, windows-1252; the `ftfy` library (Robyn Speer, 2019) for the kinds.
    """
    text = turn.text
    misreading = _likeliest(text)
    found = misreading.sure.search(text) if misreading else None
    if misreading is None or found is None:
        return
    start = max(text.rfind(" ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
    start = max(start, found.start() - 20)
    match = _WORD.match(text, start)
    word = match.group() if match else found.group()
    if (mended := repaired(_read_again(word, misreading))) != word:
        count = sum(a != b for a, b in zip(text.split(), repaired(text).split(), strict=False))
        yield hit(n=count, found=word, repaired=mended)


def gate(context: Context) -> str:
    """RE2 pattern of what stands in every text that was misread: what nobody writes.

    Anything less would stand in every text of some language: Ukrainian is full of `ві`.
    """
    return "|".join(_gates())


@cache
def _gate() -> Gate:
    return Gate(_gates())


def _gates() -> list[str]:
    return [_for_re2(misreading.sure.source) for misreading in _MISREADINGS]


def _for_re2(pattern: str) -> str:
    """The pattern with its neighbours as a part of it, or without those that must not be there."""
    pattern = re.sub(r"\(\?<?=((?:\[[^]]*\])+)\)", r"\1", pattern)
    return re.sub(r"\(\?<!\[[^]]*\]\)|\\b", "", pattern)
