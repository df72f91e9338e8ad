"""What training costs, and calling the tuned model."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ftprep.frozen import frozen
from ftprep.targets.target import Target

__all__ = ["Cost", "EpochCost", "Inference", "default_epochs", "estimate", "inference"]

_TABLE: Final = (1, 2, 3, 4)
"""Numbers of epochs that are always told."""


@frozen
class EpochCost:
    """What training for so many epochs costs."""

    epochs: int
    billed_tokens: int
    train_usd: float | None


@frozen
class Inference:
    """What calling the tuned model costs, for calls like those of the test set (or of all examples
    when nothing is split)."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None


@frozen
class Cost:
    """What training costs."""

    epochs: int
    epochs_mode: str
    """`auto` (the provider's default rule) or `given`."""
    billed_tokens: int
    billed_tokens_most: int
    """Equal to `billed_tokens` when `exact`."""
    train_usd: float | None
    train_usd_most: float | None
    price_per_million: float | None
    price_as_of: str | None
    price_source: str | None
    exact: bool
    """Whether the count was verified against the provider's bill for this model and such lines."""
    why_not_exact: str | None
    table: tuple[EpochCost, ...]
    """1 to 4 epochs, and the chosen number."""
    inference: Inference | None

    def with_inference(self, inference: Inference) -> Cost:
        """The same, with the cost of calling the tuned model."""
        return replace(self, inference=inference)


def default_epochs(examples: int) -> int:
    """Epochs of a job that asks for `auto`.

    OpenAI's rule, from openai-cookbook, Chat_finetuning_data_prep: three, more for few examples
    (at most 25) and fewer for many. It agrees with every public job of mode `auto` that was found
    (10 examples 10 epochs, 15 examples 6, 25 examples 4).
    """
    examples = max(examples, 1)
    if examples * 3 < 100:
        return min(25, 100 // examples)
    if examples * 3 > 25_000:
        return max(1, 25_000 // examples)
    return 3


def estimate(
    target: Target,
    *,
    examples: int,
    billed: int,
    billed_most: int,
    epochs: int | None = None,
    over_limit: int = 0,
    estimated: bool = False,
) -> Cost:
    """What training on the examples costs.

    `billed`, `billed_most`: the range of tokens that one epoch is billed. `epochs`: None for the
    default rule. `over_limit`: how many examples are longer than the model takes. `estimated`: the
    tokens were counted with an encoding that only stands in for the model's own.
    """
    model = target.model
    chosen = default_epochs(examples) if epochs is None else epochs
    why_not = _why_not_exact(target, billed, billed_most, over_limit, estimated=estimated)
    return Cost(
        epochs=chosen,
        epochs_mode="auto" if epochs is None else "given",
        billed_tokens=billed * chosen,
        billed_tokens_most=billed_most * chosen,
        train_usd=_usd(billed * chosen, model.train_price),
        train_usd_most=_usd(billed_most * chosen, model.train_price),
        price_per_million=model.train_price,
        price_as_of=model.price_as_of,
        price_source=model.price_source,
        exact=why_not is None,
        why_not_exact=why_not,
        table=tuple(
            EpochCost(n, billed * n, _usd(billed * n, model.train_price))
            for n in sorted({*_TABLE, chosen})
        ),
        inference=None,
    )


def inference(target: Target, calls: int, input_tokens: int, output_tokens: int) -> Inference:
    """What so many calls of the tuned model cost, without caching or batching."""
    sent = _usd(input_tokens, target.model.input_price)
    received = _usd(output_tokens, target.model.output_price)
    usd = None if sent is None or received is None else round(sent + received, 6)
    return Inference(calls, input_tokens, output_tokens, usd)


def _usd(tokens: int, per_million: float | None) -> float | None:
    # Six decimals are a single token at the dearest price; more would be noise of binary fractions.
    return None if per_million is None else round(tokens * per_million / 1_000_000, 6)


def _why_not_exact(
    target: Target, billed: int, billed_most: int, over_limit: int, *, estimated: bool
) -> str | None:
    """Why the count may differ from the bill, for people; None when it was verified not to."""
    model = target.model
    if estimated:
        return f"the encoding of {model.id} is not published, another one stands in"
    if not model.billing_verified:
        return f"no bill of {model.id} is public to compare the count with"
    if billed != billed_most:
        return "how names, tools, images and the like are billed is not published"
    if over_limit:
        return "how examples that are cut at the limit are billed was never compared with a bill"
    return None
