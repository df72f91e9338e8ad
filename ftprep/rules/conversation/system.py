"""MSG: the system texts of all examples, put beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.inference import Inference
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.rules.walk import quoted, quoted_apart

__all__ = ["RULES"]

_MOST_TOLD: Final = 5
"""Findings of one rule about system texts."""
_FEW_TEXTS: Final = 10
"""Distinct texts up to which they look like versions of one; more are data of each example."""


def system_sometimes_missing(facts: Inference, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Some examples have a system message and others have none.

    ## What
    At least one example in ten lacks the system message that the rest has, or has it where the rest
    lacks it; or fewer, down to a single one, when all the others have the very same text.

    ## Why
    A tuned model answers as trained when it is called as trained. If one form is trained in part
    only, both are learnt less well. The fine-tuning guide asks for the same instructions in every
    example.

    ## Bad
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): put the instructions that worked best into every example.
    """  # noqa: E501
    without = facts.systems.get(None, 0)
    all_of_them = facts.systems.total()
    texts = len(facts.systems) - (without > 0)
    if (
        without
        and texts
        and (texts == 1 or 10 * min(without, all_of_them - without) >= all_of_them)
    ):
        yield WHOLE_DATASET, hit(n=without, all=all_of_them)


def system_nearly_equal(facts: Inference, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Two system texts differ only in spaces, punctuation, or upper and lower case.

    ## What
    `You are helpful.` and `You are helpful` in one file.

    ## Why
    They are other tokens for the model. One of them is a slip, and the tuned model is called with
    either.

    ## Bad
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): put the instructions that worked best into every example.
    """  # noqa: E501
    seen: dict[str, str] = {}
    told = 0
    for text in _by_use(facts):
        often = seen.setdefault(_plain(text), text)
        if often != text and told < _MOST_TOLD:
            told += 1
            yield (
                WHOLE_DATASET,
                hit(
                    text=quoted(text),
                    n=facts.systems[text],
                    m=facts.systems[often],
                    how=_difference(often, text),
                ),
            )


def system_varies(facts: Inference, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A few different system texts are in use.

    ## What
    Between two and ten system texts, each in five examples or more on average.

    ## Why
    It may be meant: one text for each task. If it is not, the model learns several instructions
    where one would be learnt better; and a caller has to know which of them to send.

    ## Bad
    ```text
    half of the examples with "You are a shop assistant.", half with "You are Ann, who sells shoes."
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): put the instructions that worked best into every example.
    """  # noqa: E501
    texts = list({_plain(text): text for text in reversed(_by_use(facts))}.values())[::-1]
    used = sum(facts.systems[text] for text in texts)
    if 2 <= len(texts) <= _FEW_TEXTS and used >= 5 * len(texts):
        often, *_, seldom = texts
        first, last = quoted_apart(often, seldom)
        yield (
            WHOLE_DATASET,
            hit(
                texts=len(texts),
                often=first,
                n=facts.systems[often],
                seldom=last,
                m=facts.systems[seldom],
            ),
        )


def _plain(text: str) -> str:
    """A text without what two spellings of it may differ in; a text of signs alone stays."""
    return "".join(filter(str.isalnum, text.casefold())) or text


def _difference(one: str, other: str) -> str:
    """In what two texts of the same letters differ."""
    if one.split() == other.split():
        return "white space"
    if one.casefold() == other.casefold():
        return "upper and lower case"
    return "punctuation, spaces or case"


def _by_use(facts: Inference) -> list[str]:
    """The system texts, the most frequent first."""
    texts = [text for text in facts.systems if text]
    return sorted(texts, key=lambda text: (-facts.systems[text], text))


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "MSG018", Level.WARNING, system_sometimes_missing, Inference,
        "{n:,} of {all:,} examples have no system message, the others have one",
        "Give all examples the same instructions (--system adds them where they are missing), or"
        " none.",
    ),
    dataset_rule(
        "MSG019", Level.WARNING, system_nearly_equal, Inference,
        'the system text "{text}" ({n:,} times) differs from a more frequent one ({m:,}) only in '
        "{how}",
        "Use one spelling.",
    ),
    dataset_rule(
        "MSG020", Level.NOTE, system_varies, Inference,
        'there are {texts} system texts, from "{often}" ({n:,}) to "{seldom}" ({m:,})',
        "Make sure that they are meant to differ, and call the tuned model with one of them.",
    ),
)  # fmt: skip
