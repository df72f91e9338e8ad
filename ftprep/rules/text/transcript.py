r"""TPL: a conversation in a single text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.model import Turn
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rule import Hit, Level, Rule, hit, text_rule

__all__ = ["RULES"]

_ASKS: Final = Pattern(r"^[ \t]{0,3}\**(?:User|Human|USER|HUMAN)\**:", re.MULTILINE)
_ANSWERS: Final = Pattern(
    r"^[ \t]{0,3}\**(?:Assistant|ASSISTANT|AI|Bot|GPT|ChatGPT)\**:", re.MULTILINE
)
_HEADING: Final = Pattern(
    r"^#{2,3} ?(?:Instruction|Response|Human|Assistant|User|Input):?[ \t]*(?:\n|\Z|(?<=:))",
    re.MULTILINE,
)
"""The headings of Alpaca's and Vicuna's templates."""
_GATE: Final = (
    r"(?m)^[ \t]*\**(?:User|Human|USER|HUMAN)\**:"
    r"|^#{2,3} ?(?:Instruction|Response|Human|Assistant|User|Input)"
)


def transcript_in_text(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""An answer holds a whole conversation.

    ## What
    Lines of one answer begin with `User:` (or `Human:`) and with `Assistant:` (or `AI:`, `Bot:`),
    or stand under a template's headings such as `### Instruction:`.

    ## Why
    The model learns to speak for both sides: it answers, asks itself the next question, and answers
    that as well.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello.\nUser: Are you open?\nAssistant: Yes."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "User: Hi\nAssistant: Hello.\nSum this up."}, {"role": "assistant", "content": "User: the person who asks.\nThey greet."}]}
    ```

    ## Source
    The prompt templates of Alpaca (tatsu-lab/stanford_alpaca) and Vicuna (lm-sys/FastChat,
    conversation.py).
    """  # noqa: E501
    if not turn.trained:
        return
    found = _HEADING.search(turn.text)
    if found is None and _ANSWERS.search(turn.text):
        found = _ASKS.search(turn.text)
    if found:
        yield hit(found=excerpt(turn.text, found.start(), found.end()))


RULES: tuple[Rule, ...] = (
    text_rule(
        "TPL010", Level.WARNING, transcript_in_text, _GATE,
        'the answer holds a conversation of its own: "{found}"',
        "Make each speaker's text a message of its own, or cut the answer where it ends.",
    ),
)  # fmt: skip
