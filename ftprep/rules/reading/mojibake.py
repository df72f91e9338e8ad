"""SRC: words whose UTF-8 bytes were read as a code page, inside a file that is valid UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from ftprep.model import Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, hit

__all__ = ["gate", "mojibake", "repaired"]

_MOST_TIMES: Final = 3
"""How often over a text may have been misread."""


class _Misreading(NamedTuple):
    """A code page that UTF-8 may have been read as, and what that looks like."""

    codec: str
    leads: str
    """One of these is in all that was misread so; empty when there are many."""
    sure: Pattern
    """What nobody writes."""
    run: Pattern
    """What is read again once that is found: as far as it is UTF-8."""
    pair: str
    """The least of it, which stands in whatever `sure` finds."""


def _letters(first: int, last: int, codec: str = "cp1252") -> str:
    """The characters that a code page gives for bytes, for use in a regex class.

    And the controls U+0080 to U+009F, which stand for bytes that it has no letter for.
    """
    controls = "".join(map(chr, range(max(first, 0x80), min(last, 0x9F) + 1)))
    return re.escape(bytes(range(first, last + 1)).decode(codec, "ignore") + controls)


def _of_western() -> _Misreading:
    """Windows-1252: `â€™`, `Ã©`, `Â°`, `ÐŸÑ€`. A lone pair such as `É”` may be meant."""
    after, symbol = f"[{_letters(0x80, 0xBF)}]", f"[{_letters(0xA1, 0xBF)}]"
    two = f"[{_letters(0xC2, 0xDF)}]{after}"
    long = f"[{_letters(0xE0, 0xEF)}]{after}{{2}}|[{_letters(0xF0, 0xF4)}]{after}{{3}}"
    capital = f"(?<=[a-z])[Â-ÖØ-Þ]{after}"  # no word has one in its middle
    sure = rf"{long}|[ÂÃ]{symbol}|Â\xa0|\bÃ{after}(?=[a-z])|{capital}|(?:{two}){{2}}"
    pair = f"[{_letters(0xC2, 0xF4)}]{after}"
    return _Misreading("cp1252", "", Pattern(sure), Pattern(f"(?:{long}|{two})+"), pair)


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
    leads = marks[0] + latin + cyrillic
    return _Misreading(codec, leads, Pattern(sure), Pattern(run), f"[{leads}]{after}")


_MISREADINGS: Final = (
    _of("cp1251"),
    _of("mac_roman"),
    _of("cp437"),
    _of("cp850"),
    _of("cp1253"),
    _of("koi8_r"),
    _of_western(),
)
"""The commonest by far last: its letters are the least peculiar."""
_WORD: Final = Pattern(r"\S{0,20}")


def repaired(text: str) -> str:
    """Give the text as it was before it was misread; the same text when nothing speaks for that.

    Only runs that are valid UTF-8 are mended; all others stay as they are.
    """
    for _ in range(_MOST_TIMES):
        mended = next((new for new in map(partial(_read_again, text), _MISREADINGS) if new), "")
        if not mended:
            break
        text = mended
    return text


def _read_again(text: str, misreading: _Misreading) -> str:
    """The text read as UTF-8 where it was misread so; empty when nothing speaks for that."""
    if _place(text, misreading) is None:
        return ""

    def again(run: re.Match[str]) -> str:
        try:
            return b"".join(_byte(char, misreading.codec) for char in run.group()).decode("utf-8")
        except UnicodeError:
            return run.group()

    mended = misreading.run.sub(again, text)
    return mended if mended != text else ""


def _byte(char: str, codec: str) -> bytes:
    """The byte that was misread: of the code page, or of a control where that has no letter."""
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return char.encode("latin-1")


def _place(text: str, misreading: _Misreading) -> re.Match[str] | None:
    """The first place that nobody writes."""
    leads = misreading.leads
    if text.isascii() or (leads and not any(lead in text for lead in leads)):
        return None
    return misreading.sure.search(text)


def mojibake(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text was saved in the wrong encoding.

    ## What
    The UTF-8 bytes of a letter were read as Windows-1252 once, and each became a letter of its own:
    `donâ€™t` for `don’t`, `cafÃ©` for `café`. On a Mac that gives `‚Äô`, in a Russian Windows
    `вЂ™`, on a command line `ΓÇÖ`. The message offers the text as it was before.

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
    found = next(filter(None, map(partial(_place, text), _MISREADINGS)), None)
    if found is None:
        return
    start = max(text.rfind(" ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
    start = max(start, found.start() - 20)
    match = _WORD.match(text, start)
    word = match.group() if match else found.group()
    if (mended := repaired(word)) != word:
        count = sum(a != b for a, b in zip(text.split(), repaired(text).split(), strict=False))
        yield hit(n=count, found=word, repaired=mended)


def gate(context: Context) -> str:
    """RE2 pattern of what stands in every text that was misread."""
    return "|".join(misreading.pair for misreading in _MISREADINGS)
