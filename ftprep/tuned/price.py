"""What calling a model costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ftprep.errors import UsageError
from ftprep.submit.provider import Sample
from ftprep.targets.lookup import find_model

__all__ = ["Price", "cost", "is_tuned", "price_of", "read_prices"]


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens."""

    input: float
    output: float
    source: str = "given"


def is_tuned(model: str) -> bool:
    """Whether a name is that of a tuned model: `ft:BASE:…`, `BASE:ft-…`, `BASE.ft-…`."""
    return model.startswith("ft:") or ":ft-" in model or ".ft-" in model


def price_of(model: str, provider: str) -> Price | None:
    """The price of a tuned model from the catalogue; None where it has none.

    The catalogue has what tuned models cost, which is more than their base does; a base model's
    own price is not in it.
    """
    if not is_tuned(model):
        return None
    try:
        known = find_model(model, provider)
    except UsageError:
        return None  # a model that came after the catalogue
    if known.input_price is None or known.output_price is None:
        return None
    return Price(known.input_price, known.output_price, f"catalogue, {known.price_as_of}")


def read_prices(given: Sequence[str]) -> dict[str, Price]:
    """Model → price, from `MODEL=INPUT,OUTPUT`. Raises `UsageError` for any other form."""
    prices = {}
    for said in given:
        model, _, numbers = said.rpartition("=")
        first, _, second = numbers.partition(",")
        try:
            price = Price(float(first), float(second))
        except ValueError:
            price = Price(-1, -1)
        if not model or not (0 <= price.input < 1e9 and 0 <= price.output < 1e9):
            raise UsageError(
                f'--price takes MODEL=INPUT,OUTPUT in USD per million tokens, not "{said}"; for '
                "example --price gpt-4o-mini=0.15,0.60"
            )
        prices[model] = price
    return prices


def cost(samples: Sequence[Sample], price: Price | None) -> float | None:
    """USD of all calls; None without a price."""
    if price is None:
        return None
    sent = sum(sample.prompt_tokens for sample in samples)
    received = sum(sample.completion_tokens for sample in samples)
    return (sent * price.input + received * price.output) / 1_000_000
