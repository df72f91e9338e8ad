r"""TXT: characters that take no room: zero-width, direction marks, and text hidden in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ftprep.model import Example, Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.gate import SPACE
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, hit, text_rule

__all__ = ["RULES", "without_directions", "without_hidden", "without_zero_width"]

_PLAIN: Final = "\\s!-~\u00a0-\u00ac\u00ae-\u058f"
"""Scripts in which nothing is joined and words are parted by spaces: Latin, Greek, Cyrillic,
Armenian; and ASCII signs and white space."""
_RIGHT_TO_LEFT: Final = Pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic and their neighbours, where marks of direction have their work."""

_PARTED: Final = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf"
"""Scripts whose words are parted by zero-width spaces: Thai, Lao, Tibetan, Myanmar, Khmer."""

# The joiners (U+200C, U+200D) shape Persian, Indic scripts and emoji: there they are letters.
_ZERO_WIDTH: Final = Pattern(
    "[\u00ad\u180e\u2060-\u2064\ufeff\u3164\uffa0]+"
    f"|(?<![{_PARTED}])\u200b+(?![{_PARTED}\u200b])"
    f"|(?:(?<=[{_PLAIN}])|^)[\u200b-\u200d]+(?=[{_PLAIN}]|\\Z)"
)
_ZERO_WIDTH_GATE: Final = (
    "[\u00ad\u180e\u2060-\u2064\ufeff\u3164\uffa0]"
    f"|(?:\\A|[^{_PARTED}])\u200b+(?:[^{_PARTED}\u200b]|\\z)"
    f"|(?:\\A|[{_PLAIN}{SPACE}])[\u200b-\u200d]+(?:[{_PLAIN}{SPACE}]|\\z)"
)

_OVERRIDE: Final = Pattern("[\u202d\u202e]")
_DIRECTION: Final = Pattern("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_DIRECTION_GATE: Final = r"[\x{200E}\x{200F}]|\x{061C}|[\x{202A}-\x{202E}]|[\x{2066}-\x{2069}]"

# A flag of a region is a black flag, tags, and the cancel tag. A letter or an emoji has one or two
# selectors at most.
_HIDDEN: Final = Pattern(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)"
    "|[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}"
)
_HIDDEN_GATE: Final = r"[\x{E0000}-\x{E007F}]|[\x{FE00}-\x{FE0F}\x{E0100}-\x{E01EF}]{3}"


def zero_width_character(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A character without width stands in the text.

    ## What
    A zero-width space or joiner, a soft hyphen, a byte order mark or a filler. They come with text
    that was copied from web pages. Where a script needs them (Persian, Indic scripts, Thai, emoji)
    nothing is said.

    ## Why
    Two texts that look alike become different tokens: the model learns two of each, and a search
    for the word finds one.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": "The help\u200bdesk."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": "A family 👨\u200d👩\u200d👧, می\u200cخواهم."}]}
    ```

    ## Source
    The Unicode Standard 16, 5.21, Default Ignorable Code Points, and 23.2, Layout Controls.
    """  # noqa: E501
    found = _ZERO_WIDTH.search(turn.text)
    if found:
        n = sum(len(run.group()) for run in _ZERO_WIDTH.finditer(turn.text))
        yield _told(turn.text, found, n)


def text_direction_override(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""The text has marks that turn its direction.

    ## What
    An override (U+202D, U+202E), or any other mark of direction in a text without a letter that is
    written from right to left.

    ## Why
    What people see is in another order than what the model reads: code or a name can be hidden
    from a reviewer ("trojan source"). Phone numbers copied from contact lists bring them too.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Which file?"}, {"role": "assistant", "content": "invoice\u202egpj.exe"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Which file?"}, {"role": "assistant", "content": "קובץ \u2066invoice.jpg\u2069"}]}
    ```

    ## Source
    Boucher and Anderson, Trojan Source: Invisible Vulnerabilities (2021), CVE-2021-42574; Unicode
    Standard Annex 9.
    """  # noqa: E501
    pattern = _wrong_direction(turn.text)
    if found := pattern.search(turn.text):
        yield _told(turn.text, found, sum(1 for _ in pattern.finditer(turn.text)))


def hidden_text(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""Text that nobody sees is hidden in the text.

    ## What
    Tag characters (U+E0000 to U+E007F) outside of a flag, or three variation selectors in a row.
    Each stands for a letter or a byte of a hidden message.

    ## Why
    The model reads it and people do not: it is a way to smuggle instructions into training data.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi\udb40\udc68\udb40\udc69"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Which flag is this? 🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f"}, {"role": "assistant", "content": "England's ❤\ufe0f."}]}
    ```

    ## Source
    Unicode Technical Standard 51, emoji tag sequences; the probe `goodside.Tag` of garak.
    """  # noqa: E501
    found = next((run for run in _HIDDEN.finditer(turn.text) if run["flag"] is None), None)
    if found:
        runs = _HIDDEN.finditer(turn.text)
        yield _told(turn.text, found, sum(len(r.group()) for r in runs if r["flag"] is None))


def without_zero_width(text: str) -> str:
    """The text without characters that have no width and no work. Idempotent."""
    return _until_still(text, lambda text: _ZERO_WIDTH.sub("", text))


def without_directions(text: str) -> str:
    """The text without marks of direction that have no work. Idempotent."""
    return _wrong_direction(text).sub("", text)


def without_hidden(text: str) -> str:
    """The text without hidden characters. Idempotent."""
    return _until_still(text, lambda text: _HIDDEN.sub(lambda run: run["flag"] or "", text))


def _wrong_direction(text: str) -> Pattern:
    return _OVERRIDE if _RIGHT_TO_LEFT.search(text) else _DIRECTION


def _until_still(text: str, step: Callable[[str], str]) -> str:
    """What one step takes away can bring two parts together that the next one takes away."""
    while (after := step(text)) != text:
        text = after
    return text


def _told(text: str, found: re.Match[str], n: int) -> Hit:
    code = f"U+{ord(text[found.start()]):04X}"
    return hit(n=n, code=code, found=excerpt(text, *found.span()))


def _repair(clean: Callable[[str], str], what: str) -> Repair:
    def apply(example: Example, context: Context) -> Example:
        return rewritten(example, lambda turn: clean(turn.text))

    return Repair(apply, what, safe=False)


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT003", Level.WARNING, zero_width_character, _ZERO_WIDTH_GATE,
        'a character without width, {code}, stands in the text: "{found}" ({n:,} in all)',
        "Take it away; --fix TXT003 does.",
        repair=_repair(without_zero_width, "takes away characters without width"),
    ),
    text_rule(
        "TXT004", Level.WARNING, text_direction_override, _DIRECTION_GATE,
        'a mark that turns the direction of the text, {code}, stands in "{found}" ({n:,} in all)',
        "Take it away; --fix TXT004 does.",
        repair=_repair(without_directions, "takes away marks that turn the direction of text"),
    ),
    text_rule(
        "TXT005", Level.WARNING, hidden_text, _HIDDEN_GATE,
        'text that nobody sees is hidden in "{found}", {n:,} characters',
        "Take it away; --fix TXT005 does. Ask where the data comes from.",
        repair=_repair(without_hidden, "takes away hidden characters"),
    ),
)  # fmt: skip
