r"""TXT: white space that was not meant: around a text, and line ends of two kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Example, Kind, Turn
from ftprep.rules.context import Context
from ftprep.rules.rewrite import rewritten
from ftprep.rules.rule import Hit, Level, Repair, Rule, hit, text_rule

__all__ = ["RULES", "one_line_end", "without_edges"]

_NEVER: Final = r"[^\x{0}-\x{10FFFF}]"
_SPACE: Final = " \t\n\r\u00a0\u3000"
_LINE_END: Final = re.compile("\r\n?|\n")


def space_around_text(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A text begins or ends with spaces or line ends.

    ## What
    White space before the first or after the last letter of a message. Completions are not asked:
    they begin with a space on purpose.

    ## Why
    The model learns to write it, and `Hello` and ` Hello` are different tokens. In a prompt, the
    caller of the tuned model must send the same.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Are you open? "}, {"role": "assistant", "content": "Yes.\n"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Are you open?"}, {"role": "assistant", "content": "Yes.\nUntil nine."}]}
    ```

    ## Source
    Anthropic's API refuses a last assistant message that ends in white space; the encodings of
    tiktoken for the tokens.
    """  # noqa: E501
    if _is_message(turn):
        start, end = _edges(turn.text)
        if start or end:
            where = "begins and ends" if start and end else "begins" if start else "ends"
            yield hit(where=where, found=_named(start + end))


def mixed_line_ends(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""The lines of one text end in different ways.

    ## What
    Some lines end with CR LF (Windows) or CR, others with LF. The repair writes LF everywhere.

    ## Why
    The two are different tokens: the model learns to write either, by chance.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "Monday\r\nTuesday\nFriday"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "When?"}, {"role": "assistant", "content": "Monday\nTuesday\nFriday"}]}
    ```

    ## Source
    The `mixed-line-ending` hook of pre-commit-hooks has the same rule for files.
    """  # noqa: E501
    kinds = set(_LINE_END.findall(turn.text))
    if len(kinds) > 1:
        names = {"\r\n": "CR LF", "\r": "CR", "\n": "LF"}
        yield hit(kinds=" and ".join(names[kind] for kind in sorted(kinds)))


def without_edges(turn: Turn) -> str:
    """The text of a message without the white space around it."""
    if not _is_message(turn) or not any(_edges(turn.text)):
        return turn.text
    return turn.text.strip(_SPACE)


def one_line_end(text: str) -> str:
    """The text with LF at every line end, if it has several kinds."""
    return _LINE_END.sub("\n", text) if len(set(_LINE_END.findall(text))) > 1 else text


def _is_message(turn: Turn) -> bool:
    """Whether the text is all that a message says: parts of one may be parted by spaces."""
    return turn.pointer.endswith("/content") and turn.role not in ("tool", "function")


def _edges(text: str) -> tuple[str, str]:
    """White space before and after the text; nothing for a text of white space, which MSG tells."""
    if not text.strip():
        return "", ""
    return text[: len(text) - len(text.lstrip(_SPACE))], text[len(text.rstrip(_SPACE)) :]


def _named(space: str) -> str:
    if "\n" in space or "\r" in space:
        return "line ends"
    return "spaces" if set(space) == {" "} else "white space"


def _edge_gate(context: Context) -> str:
    if context.kind is Kind.COMPLETION:
        return _NEVER
    return r"\A[ \t\n\r\x{A0}\x{3000}]|[ \t\n\r\x{A0}\x{3000}]\z"


def _strip(example: Example, context: Context) -> Example:
    return example if example.kind is Kind.COMPLETION else rewritten(example, without_edges)


def _one_kind(example: Example, context: Context) -> Example:
    return rewritten(example, lambda turn: one_line_end(turn.text))


RULES: tuple[Rule, ...] = (
    text_rule(
        "TXT006", Level.NOTE, space_around_text, _edge_gate,
        "the text {where} with {found}",
        "Cut them off; --fix TXT006 does.",
        repair=Repair(_strip, "cuts off white space around messages", safe=False),
    ),
    text_rule(
        "TXT007", Level.NOTE, mixed_line_ends, r"\r",
        "the lines of this text end with {kinds}",
        "Use one of them; --fix TXT007 writes LF.",
        repair=Repair(_one_kind, "ends all lines of a text in the same way", safe=False),
    ),
)  # fmt: skip
