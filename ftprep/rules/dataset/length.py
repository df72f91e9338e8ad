"""TOK: examples longer than the model's limit."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Example
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, hit, token_rule
from ftprep.tokens.count import TokenCounts

__all__ = ["RULES"]


def answer_lost(example: Example, tokens: TokenCounts, context: Context) -> Iterator[Hit]:
    """The example is so long that no trained answer is left after truncation.

    ## What
    The provider cuts longer examples from the end, down to the model's limit. Here the cut comes
    before the first trained token.

    ## Why
    The example is billed up to the limit and teaches nothing. Other trainers report a loss of 0 or
    NaN for such lines and nobody knows which they are.

    ## Bad
    ```text
    A prompt of 70,000 tokens and its answer, for a model that takes 65,536 tokens per example.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): examples over the limit are truncated from the end.
    """
    limit = context.target.model.max_example_tokens
    if limit is None or tokens.length <= limit:
        return
    left, trained = _left(example, tokens, limit)
    if trained and not left:
        yield hit(tokens=tokens.length, limit=limit, lost=trained)


def answer_cut(example: Example, tokens: TokenCounts, context: Context) -> Iterator[Hit]:
    """The example is so long that a part of its trained answers is cut off.

    ## What
    The provider cuts longer examples from the end, down to the model's limit, and the end is the
    answer.

    ## Why
    The model learns to stop in the middle of an answer.

    ## Bad
    ```text
    A prompt of 65,000 tokens and an answer of 2,000, for a model that takes 65,536 per example.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): examples over the limit are truncated from the end.
    """
    limit = context.target.model.max_example_tokens
    if limit is None or tokens.length <= limit:
        return
    left, trained = _left(example, tokens, limit)
    if left and left < trained:
        share = min(99, max(1, round(100 * (trained - left) / trained)))
        yield hit(tokens=tokens.length, limit=limit, lost=trained - left, share=share)


def _left(example: Example, tokens: TokenCounts, limit: int) -> tuple[int, int]:
    """(trained tokens left after truncation at the limit, trained tokens)."""
    trained = sum(n for turn, n in zip(example.turns, tokens.turns, strict=True) if turn.trained)
    # The tokens that belong to no text (roles, message frames, tool definitions) are counted as if
    # they came evenly before each turn: exact for plain messages, close for the others.
    frame = (tokens.length - sum(tokens.turns)) / max(1, len(tokens.turns))
    room, left = float(limit), 0
    for turn, count in zip(example.turns, tokens.turns, strict=True):
        room -= frame
        if turn.trained:
            left += max(0, min(count, int(room)))
        room -= count
    return left, trained


RULES: tuple[Rule, ...] = (
    token_rule(
        "TOK001", Level.ERROR, answer_lost,
        "the example has {tokens:,} tokens, the model takes {limit:,}: nothing of the answer "
        "is left after truncation",
        "Shorten or split the example; prepare leaves it out.",
        beyond_limit=True,
    ),
    token_rule(
        "TOK002", Level.WARNING, answer_cut,
        "the example has {tokens:,} tokens, the model takes {limit:,}: {lost:,} tokens "
        "({share} %) of the answer are cut off",
        "Shorten or split the example.",
        beyond_limit=True,
    ),
)  # fmt: skip
