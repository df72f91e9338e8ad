r"""TXT: what was to be filled in, or written later, and was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.gate import NON_ASCII, SPACE
from ftprep.rules.rule import Hit, Level, Rule, hit, text_rule
from ftprep.rules.text.codelike import is_code

__all__ = ["RULES"]

# A brace after a letter, a sign of a formula or a quote belongs to code, LaTeX or a set.
_BRACES: Final = Pattern(
    r"(?<![\w\\}{^_$#@%=\"'])(?:"
    r"\{\{ ?[^\W\d]\w*(?:[ .-]\w+){0,3} ?\}\}|\{[^\W\d]\w{1,30}(?: \w{1,20}){0,2}\}"
    r")(?![\w}{\"'^])"
)
_LETTER: Final = f"[A-Za-z{NON_ASCII}]"
_WORD: Final = f"[0-9A-Za-z_{NON_ASCII}]+"
_BRACES_GATE: Final = (
    r"(?:\A|[^0-9A-Za-z_\\}{^$#@%=\"'])"
    rf"(?:\{{\{{ ?{_LETTER}[^{{}}\n]*\}}\}}|\{{{_LETTER}{_WORD}(?: {_WORD}){{0,2}}\}})"
    r"(?:[^0-9A-Za-z_}{\"'^]|\z)"
)

_UNFINISHED: Final = Pattern(
    r"\[insert [^\]\n]{1,80}\]|<insert [^>\n]{1,80}>|\blorem ipsum dolor sit\b"
    r"|\A\s*(?:TODO|TBD|FIXME|tbd|todo)\b[.:]?[^\n]{0,80}\Z",
    re.IGNORECASE,
)
_UNFINISHED_GATE: Final = (
    rf"(?i)\[insert |<insert |lorem ipsum dolor sit|\A[{SPACE}]*(?:todo|tbd|fixme)\b[^\n]*\z"
)

_NOTHING: Final = Pattern(
    r"\s*(?:nan|NaN|NaT|<NA>|#N/A|#N/D|#NV|#REF!|#VALUE!|#DIV/0!|#NAME\?|#NULL!|#NUM!|NULL|null"
    r"|None|N/A|n/a|undefined|\[object Object\]|\(null\)|<null>)\s*"
)
_NOTHING_GATE: Final = (
    rf"\A[{SPACE}]*(?:nan|NaN|NaT|<NA>|#(?:N/A|N/D|NV|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)"
    rf"|NULL|null|None|N/A|n/a|undefined|\[object Object\]|\(null\)|<null>)[{SPACE}]*\z"
)


def placeholder_unfilled(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A placeholder was not filled in.

    ## What
    `{name}` or `{{author}}` stands in a text that is neither code nor a formula.

    ## Why
    The program that made the data was to put a value there. The model learns to write the
    placeholder, and says `I am {{name}}` to your customers.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Who are you?"}, {"role": "assistant", "content": "I am {{name}}, made by {{author}}."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "What is {1, 2} ∪ {3}?"}, {"role": "assistant", "content": "It is {1, 2, 3}; in Python, `f\"{name}\"` fills in a name, and \\text{x} is LaTeX."}]}
    ```

    ## Source
    LLaMA-Factory ships `identity.json` with `{{name}}` and `{{author}}` to be replaced before
    training (data/README.md).
    """  # noqa: E501
    if turn.role in ("tool", "function") or is_code(turn.text):
        return
    found = _BRACES.search(turn.text)
    if found and not turn.pointer.endswith("/arguments"):
        names = dict.fromkeys(match.group() for match in _BRACES.finditer(turn.text))
        yield hit(found=found.group()[:40], n=len(names))


def text_unfinished(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A text was to be written later.

    ## What
    `[INSERT …]`, the filler text `lorem ipsum dolor sit amet`, or a text that is nothing but `TODO`
    or `TBD` with a remark.

    ## Why
    The model learns to answer with it.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Where are you?"}, {"role": "assistant", "content": "We are at [INSERT ADDRESS]."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "What does TODO mean?"}, {"role": "assistant", "content": "To do: a mark in code. Insert your card [front first]."}]}
    ```

    ## Source
    Ruff's FIX002 (line-contains-todo) looks for such marks in code.
    """  # noqa: E501
    if is_code(turn.text):
        return
    if (turn.trained or turn.role in ("system", "developer")) and (
        found := _UNFINISHED.search(turn.text)
    ):
        yield hit(found=excerpt(found.group().strip(), 0, 40))


def text_is_nothing(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A text is nothing but a program's word for no value.

    ## What
    The whole text is `nan`, `null`, `None`, `N/A`, `undefined`, `#REF!` or the like. If it is the
    name of a class, `--ignore TXT022`.

    ## Why
    An empty cell became a word on its way through a program, most often pandas. The model learns to
    answer `nan`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "When do you open?"}, {"role": "assistant", "content": "nan"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "How many are left?"}, {"role": "assistant", "content": "None are left. nan is a float."}]}
    ```

    ## Source
    pandas, `read_csv`: the words it takes for a missing value, and `str(nan)`, by which one is
    written. Excel's error values.
    """  # noqa: E501
    if turn.role not in ("tool", "function") and _NOTHING.fullmatch(turn.text):
        yield hit(found=turn.text.strip())


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT020", Level.WARNING, placeholder_unfilled, _BRACES_GATE,
        'a placeholder was not filled in: "{found}" (different ones in this text: {n:,})',
        "Fill it in, or take the sentence away.",
    ),
    text_rule(
        "TXT021", Level.WARNING, text_unfinished, _UNFINISHED_GATE,
        'this was to be written later: "{found}"',
        "Write the text, or remove the example.",
    ),
    text_rule(
        "TXT022", Level.WARNING, text_is_nothing, _NOTHING_GATE,
        'the whole text is "{found}", a program\'s word for no value',
        "Write the text, or remove the example.",
    ),
)  # fmt: skip
