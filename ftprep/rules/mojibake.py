"""SRC: words whose UTF-8 bytes were read as Windows-1252, inside a file that is valid UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, hit

__all__ = ["mojibake", "repaired"]

_MOST_TIMES: Final = 3
"""How often over a text may have been misread."""


def _letters(first: int, last: int) -> str:
    """The characters that Windows-1252 or Latin-1 gives for bytes, for use in a regex class."""
    data = bytes(range(first, last + 1))
    return re.escape(data.decode("cp1252", "ignore") + data.decode("latin-1"))


_NEXT: Final = f"[{_letters(0x80, 0xBF)}]"
_SYMBOL: Final = f"[{_letters(0xA1, 0xBF)}]"
_TWO: Final = f"[{_letters(0xC2, 0xDF)}]{_NEXT}"
_LONG: Final = f"[{_letters(0xE0, 0xEF)}]{_NEXT}{{2}}|[{_letters(0xF0, 0xF4)}]{_NEXT}{{3}}"
_SURE: Final = re.compile(f"{_LONG}|[ÂÃ]{_SYMBOL}|Â\xa0|(?<=[a-z])Ã\xa0|(?:{_TWO}){{2}}")
"""What nobody writes: `â€™`, `Ã©`, `Â°`, `ÐŸÑ€`. A lone pair such as `É”` may be meant."""
_RUN: Final = re.compile(f"(?:{_LONG}|{_TWO})+")
_WORD: Final = re.compile(r"\S{0,20}")


def repaired(text: str) -> str:
    """Give the text as it was before it was misread; the same text when nothing speaks for that.

    Only runs that are valid UTF-8 are mended; all others stay as they are.
    """
    for _ in range(_MOST_TIMES):
        if text.isascii() or not _SURE.search(text):
            break
        mended = _RUN.sub(_read_again, text)
        if mended == text:
            break
        text = mended
    return text


def _read_again(run: re.Match[str]) -> str:
    try:
        data = b"".join(_byte(char) for char in run.group())
        return data.decode("utf-8")
    except UnicodeError:
        return run.group()


def _byte(char: str) -> bytes:
    """The byte that was misread: of Windows-1252, or of Latin-1 where that has no letter."""
    return char.encode("latin-1" if ord(char) < 0x100 else "cp1252")


def mojibake(example: Example, context: Context) -> Iterator[Hit]:
    """A text was saved in the wrong encoding.

    ## What
    The UTF-8 bytes of a letter were read as Windows-1252 once, and each became a letter of its own:
    `donâ€™t` for `don’t`, `cafÃ©` for `café`. The message offers the text as it was before.

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
    for turn in example.turns:
        text = turn.text
        if text.isascii() or (found := _SURE.search(text)) is None:
            continue
        start = max(text.rfind(" ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
        start = max(start, found.start() - 20)
        match = _WORD.match(text, start)
        word = match.group() if match else found.group()
        if (mended := repaired(word)) != word:
            count = len(_RUN.findall(text))
            yield hit(turn.pointer, n=count, found=word, repaired=mended)
