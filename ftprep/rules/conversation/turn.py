"""MSG: the order of the turns in a conversation, and their lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.walk import messages

__all__ = ["RULES"]

_INSTRUCTIONS: Final = ("system", "developer")


def answers_in_row(example: Example, context: Context) -> Iterator[Hit]:
    """Two assistant messages follow each other.

    ## What
    An assistant message stands directly after another one: no user spoke, and no tool answered.

    ## Why
    Together wants user and assistant in turn, and an Azure user saw the whole file refused without
    a place (`contains invalid schema (20)`) until text and tool call were one message. Elsewhere
    the model learns to end and to begin again.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}, {"role": "assistant", "content": "How can I help?"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Anybody there?"}, {"role": "assistant", "content": "Hello. How can I help?"}]}
    ```

    ## Source
    microsoft-foundry/fine-tuning issue 23 (2026-03-06); Together's check of files (together 3.1.1).
    """  # noqa: E501
    if not _speaks_twice(example):
        return
    before = None
    for index, message in messages(example):
        role = message.get("role")
        if role == "assistant" == before:
            yield hit(f"/messages/{index}")
        before = role


def system_not_first(example: Example, context: Context) -> Iterator[Hit]:
    """A system message stands after the conversation has begun.

    ## What
    A message with the role `system` comes after a message of another role.

    ## Why
    The chat templates of many models take a system message at the beginning only: they fail, leave
    it out, or read it as the user's words. A model that is called with the instructions first, as
    is usual, has not been trained on that.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "system", "content": "Be brief."}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Together's check of files (together 3.1.1): system or user first, then in turn.
    """  # noqa: E501
    if not _instructed_later(example):
        return
    begun = False
    for index, message in messages(example):
        if message.get("role") not in _INSTRUCTIONS:
            begun = True
        elif begun:
            yield hit(f"/messages/{index}")


def system_repeated(example: Example, context: Context) -> Iterator[Hit]:
    """The conversation begins with several system messages.

    ## What
    A second system message follows the first.

    ## Why
    Many chat templates take one: they fail, or keep the first or the last alone.

    ## Bad
    ```jsonl
    {"messages": [{"role": "system", "content": "You sell shoes."}, {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "system", "content": "You sell shoes. Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Together's check of files (together 3.1.1): one system message, then user and assistant in turn.
    """  # noqa: E501
    if not _instructed_later(example):
        return
    for index, message in messages(example):
        if message.get("role") not in _INSTRUCTIONS:
            return
        if index:
            yield hit(f"/messages/{index}")


def answers_uneven(example: Example, context: Context) -> Iterator[Hit]:
    """One answer of the conversation outweighs all its others.

    ## What
    Of at least three answers that are trained on, one has 2,000 characters or more, and 50 times as
    many as the one in the middle when they are put in order of length (`--threshold
    uneven-answers=50`).

    ## Why
    What is learnt is averaged over tokens, so that next to nothing is learnt from the short answers.
    Often the long one is a pasted document.

    ## Bad
    ```text
    an answer of 3,000 characters in a chat of answers such as "Yes, until six."
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Open?"}, {"role": "assistant", "content": "Yes."}, {"role": "user", "content": "Until?"}, {"role": "assistant", "content": "Six."}, {"role": "user", "content": "And on Sunday?"}, {"role": "assistant", "content": "On Sundays the shop is closed, but the café beside it is open from ten to four."}]}
    ```

    ## Source
    The training loss is the mean over all trained tokens (Hugging Face TRL, SFT Trainer, 2026-07);
    the threshold is ours.
    """  # noqa: E501
    trained = [turn for turn in example.turns if turn.trained]
    if len(trained) < _FEWEST_ANSWERS:
        return
    longest = max(trained, key=lambda turn: len(turn.text))
    if len(longest.text) >= _LONG_ANSWER:
        from statistics import median  # starting fast: few conversations get here

        middle = max(1, round(median(len(turn.text) for turn in trained)))
        if len(longest.text) >= context.thresholds["uneven-answers"] * middle:
            yield hit(longest.pointer, length=len(longest.text), middle=middle)


def _speaks_twice(example: Example) -> bool:
    """Whether two texts of the assistant follow each other: seldom, and then messages are looked at
    one by one, for they may be parts of one message."""
    before = ""
    for turn in example.turns:
        if turn.role == "assistant" == before:
            return True
        before = turn.role
    return False


def _instructed_later(example: Example) -> bool:
    """Whether a text beside the first is a system message's: seldom, as above."""
    return any(turn.role in _INSTRUCTIONS for turn in example.turns[1:])


def _has_long_answer(examples: Sequence[Example]) -> list[int]:
    """Those in which one of several answers is long."""
    return [
        index
        for index, example in enumerate(examples)
        for turn in example.turns
        if len(turn.text) >= _LONG_ANSWER and turn.trained and len(example.turns) >= _FEWEST_ANSWERS
    ]


_FEWEST_ANSWERS: Final = 3
_LONG_ANSWER: Final = 2_000
"""Characters. Below it no answer outweighs others by much, whatever the ratio."""


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG015", Level.WARNING, answers_in_row,
        "two assistant messages follow each other",
        "Join them (a message may have both text and calls), or put back what stood between them.",
        of_shape=True,
    ),
    example_rule(
        "MSG016", Level.WARNING, system_not_first,
        "a system message stands in the midst of the conversation",
        "Put the instructions into the system message at the beginning.",
        of_shape=True,
    ),
    example_rule(
        "MSG017", Level.WARNING, system_repeated,
        "the conversation begins with more than one system message",
        "Join them into one.",
        of_shape=True,
    ),
    example_rule(
        "MSG022", Level.NOTE, answers_uneven,
        "one answer has {length} characters, where half of the answers have {middle} or fewer",
        "Look at whether the long answer belongs here; if it does, give it an example of its own.",
        suspects=_has_long_answer,
    ),
)  # fmt: skip
