"""SET: what all conversations share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.openings import Openings
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.excerpt import excerpt
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.tokens.count import count, encoding_for

__all__ = ["RULES"]

_ENOUGH: Final = 20
"""Examples below which nobody can say what is usual."""

_LONG: Final = 100
"""Tokens that a shared beginning has at least, to be worth a word."""


def shared_beginning(openings: Openings, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """All examples begin with the same long text, which makes up most of the bill.

    ## What
    The text that all conversations begin with (the system text and the beginning of the first user
    message) has at least 100 tokens and is more than half of what is billed
    (`--threshold shared-beginning=0.5`). The message tells what it costs in one epoch.

    ## Why
    It is paid for in each example and each epoch, and again in every call of the tuned model. With
    enough examples the model needs a part of it only. This is advice: below 100 examples the full
    instruction helps, and what is trained with must be sent later, too.

    ## Bad
    ```text
    300 examples with a system text of 900 tokens, and questions and answers of 100.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide: instructions that are repeated in every example can be shortened to
    save costs, and it may take more training examples then. The retired tool asked to remove
    prefixes of more than 12 characters.
    """
    if openings.count < _ENOUGH or not openings.billed:
        return
    tokens = _tokens(openings.system.prefix or "", context)
    if openings.system.same and not openings.without_user:
        tokens += _tokens(openings.user.prefix or "", context)
    share = tokens * openings.count / openings.billed
    if tokens < _LONG or share <= context.thresholds["shared-beginning"]:
        return
    total = tokens * openings.count
    price = context.target.model.train_price
    usd = "" if price is None else f" and {total * price / 1e6:,.2f} USD"
    yield (
        WHOLE_DATASET,
        hit(tokens=tokens, share=min(100, round(100 * share)), total=total, usd=usd),
    )


def prompts_alike(openings: Openings, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The questions differ in a few characters only.

    ## What
    All first user messages begin and end alike, and less than 20 % of their characters, and 20
    characters each on average, differ (`--threshold varied-prompt=0.2`). Asked from 20 examples on.

    ## Why
    People who use the model will not write their question in the form of a template. It has then
    learned a form that it does not meet.

    ## Bad
    ```text
    "Please write a short and friendly product text for the article lamp in our shop.", and 50 like
    it for other articles.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): training examples should be of the same form as the
    requests that the model will get. Sanh et al. 2021 (T0, arXiv 2110.08207): more wordings of the
    prompts make a model that holds up better. The numbers are ftprep's own.
    """
    user, asked = openings.user, openings.count - openings.without_user
    if asked < _ENOUGH or user.prefix is None or user.suffix is None:
        return
    shared = min(len(user.prefix) + len(user.suffix), user.shortest)
    varied = user.characters - shared * asked
    if shared < _LEAST_FRAME or not varied:
        return
    share = varied / user.characters
    frame = max(user.prefix, user.suffix, key=len)
    if share < context.thresholds["varied-prompt"] and varied < _VARIED * asked:
        yield (
            WHOLE_DATASET,
            hit(n=asked, share=round(100 * share), frame=excerpt(frame, 0, len(frame))),
        )


_LEAST_FRAME: Final = 20
_VARIED: Final = 20
"""Characters of the part that differs, on average: a name, not a text."""


def _tokens(text: str, context: Context) -> int:
    return count([text], encoding_for(context.target.model)[0])[0] if text else 0


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "SET008", Level.NOTE, shared_beginning, Openings,
        "all examples begin with the same {tokens:,} tokens: {share} % of the bill, {total:,} "
        "tokens{usd} in each epoch",
        "With a few hundred examples try a shorter instruction, here and in the calls.",
    ),
    dataset_rule(
        "SET009", Level.NOTE, prompts_alike, Openings,
        'the questions differ in {share} % of their characters only: all have "{frame}"',
        "Word the questions as different people would.",
    ),
)  # fmt: skip
