r"""TXT: characters that nobody sees, or that no text should have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.model import Example, Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, hit, text_rule

__all__ = ["RULES", "without_controls"]

_CONTROL: Final = Pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_GATE: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|[\x{80}-\x{9F}]|\x{2028}|\x{2029}"  # all but \t, \n, \r
)

_LATEX: Final = {
    "\x07": "a", "\x08": "b", "\x0b": "v", "\x0c": "f",
}  # fmt: skip
"""Control character → the letter that makes it after a backslash, in JSON or in a Python string."""

_LATEX_COMMAND: Final = Pattern(
    "\x07(?=(?:lpha|ngle|pprox|rc|rray|st)(?![a-z]))"
    "|\x08(?=(?:ar|egin|eta|f|ig|igg|igl|igr|inom|mod|oldsymbol|ot|oxed|ullet)(?![a-z]))"
    "|\x0b(?=(?:arepsilon|arphi|dots|ec|ee|ert)(?![a-z]))"
    "|\x0c(?=(?:box|lat|orall|rac|rown)(?![a-z]))"
)
r"""`\frac` in a string that was not escaped is a form feed and `rac`."""

_SEPARATORS: Final = {"\u2028": "a line separator", "\u2029": "a paragraph separator"}
_NEW_LINE: Final = Pattern("[\x0b\x0c\x85\u2028\u2029]")
"""What other programs take for the end of a line."""

_ANSI: Final = Pattern("(?:\x1b\\[|\x9b)[0-9;:?]{0,20}[A-Za-z]")
"""The commands that colour a terminal's text (ECMA-48, CSI)."""


def replacement_character(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A letter was lost, and a � stands in its place.

    ## What
    The text has the replacement character (U+FFFD). A program writes it where it cannot read a
    byte; what stood there is gone.

    ## Why
    The model learns to write � in the middle of words.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Are you open?"}, {"role": "assistant", "content": "The caf\ufffd opens at nine."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Are you open?"}, {"role": "assistant", "content": "The café opens at nine."}]}
    ```

    ## Source
    The Unicode Standard 16, 23.8, Specials: U+FFFD replaces what could not be read.
    """  # noqa: E501
    if (place := turn.text.find("\ufffd")) != -1:
        yield hit(n=turn.text.count("\ufffd"), found=excerpt(turn.text, place, place + 1))


def control_character(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""The text has a control character.

    ## What
    Any of U+0000 to U+001F but tab, line feed and carriage return, U+007F to U+009F, and the line
    separators U+2028 and U+2029. They come from terminals, PDF files, databases, and from LaTeX
    whose backslashes were not escaped: `\frac` becomes a form feed and `rac`.

    The repair writes a LaTeX command again as it was, puts a line feed where another program sees
    the end of a line, and takes the others away, with the whole of a terminal's colour command.

    ## Why
    Nobody sees them, and the model learns to write them. Many JSONL programs take U+2028, U+0085
    and the form feed for the end of a line, and break the file there.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Half of 3?"}, {"role": "assistant", "content": "It is $\frac{3}{2}$."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Half of 3?"}, {"role": "assistant", "content": "It is\n\t$\\frac{3}{2}$."}]}
    ```

    ## Source
    The Unicode Standard 16, 23.1, Control Codes; Python's `str.splitlines` for the line ends.
    """  # noqa: E501
    found = _CONTROL.search(turn.text)
    if found:
        n = sum(1 for _ in _CONTROL.finditer(turn.text))
        char = found.group()
        what = _SEPARATORS.get(char, "a control character")
        where = excerpt(turn.text, *found.span())
        yield hit(n=n, what=what, code=f"U+{ord(char):04X}", found=where)


def without_controls(text: str) -> str:
    """The text as it was meant, without control characters. Idempotent."""
    if not _CONTROL.search(text):
        return text
    text = _ANSI.sub("", text)
    text = _LATEX_COMMAND.sub(lambda found: "\\" + _LATEX[found.group()], text)
    return _CONTROL.sub("", _NEW_LINE.sub("\n", text))


def _mend(example: Example, context: Context) -> Example:
    return rewritten(example, lambda turn: without_controls(turn.text))


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT001", Level.WARNING, replacement_character, r"\x{FFFD}",
        'a letter was lost and is now �: "{found}" ({n:,} in this text)',
        "Export the data again from where the text is whole, or write the letter.",
    ),
    text_rule(
        "TXT002", Level.WARNING, control_character, _CONTROL_GATE,
        '{what}, {code}, stands in the text: "{found}" ({n:,} in all)',
        "Take it away, or write what was meant; --fix TXT002 does.",
        repair=Repair(
            _mend, "takes away control characters, and mends broken LaTeX commands", safe=False
        ),
    ),
)  # fmt: skip
