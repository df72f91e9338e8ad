"""What training will cost, and what it did: told before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ftprep.cost import Cost, estimate
from ftprep.dataset.dataset import Dataset
from ftprep.report.figures import count, money
from ftprep.submit.provider import Job
from ftprep.submit.record import JobEntry
from ftprep.targets.target import Target

__all__ = ["billed", "expected", "kept", "seen", "told"]


_AUTO_EPOCHS: Final[Mapping[str, int]] = {"together": 1, "fireworks": 1}
"""Epochs of a job that names none. together 3.1.1, fine_tuning.create; Fireworks, documentation."""


def expected(dataset: Dataset, target: Target, epochs: int | None) -> Cost | None:
    """The cost of a job with the train file; None when its tokens were not counted.

    `epochs`: None for the provider's default. The counts are those of the report, for one epoch.
    """
    counted, priced = dataset.report.get("tokens"), dataset.report.get("cost")
    if not counted or not priced or dataset.manifest["tokens"] is None:
        return None
    # The report has the range of all its epochs; one epoch is a whole number of tokens.
    most = priced["billed_tokens_most"] // priced["epochs"]
    # OpenAI's rule is the only one that depends on the data.
    auto = _AUTO_EPOCHS.get(target.provider.name) if epochs is None else None
    stands_in = bool(counted["estimated"]) or counted["encoding"] != target.model.encoding
    cost = estimate(
        target,
        examples=dataset.train.lines,
        billed=dataset.manifest["tokens"]["billed_per_epoch"],
        billed_most=most,
        epochs=auto or epochs,
        over_limit=counted["over_limit"],
        estimated=stands_in,
    )
    return cost if auto is None else replace(cost, epochs_mode="auto")


def kept(cost: Cost | None, epochs: int | None) -> dict[str, Any]:
    """The estimate as the record keeps it."""
    names = (
        "epochs", "epochs_mode", "billed_tokens", "billed_tokens_most", "train_usd",
        "train_usd_most", "price_per_million", "price_as_of",
    )  # fmt: skip
    if cost is None:
        unknown: dict[str, Any] = dict.fromkeys(names)
        mode = "auto" if epochs is None else "given"
        return {**unknown, "epochs": epochs, "epochs_mode": mode, "exact": False}
    return {**{name: getattr(cost, name) for name in names}, "exact": cost.exact}


def billed(entry: JobEntry, job: Job) -> dict[str, Any] | None:
    """What a job was billed, against the estimate; None while the service has not told.

    The shape is `bill` of `schemas/job.schema.json`. The estimate is scaled to the epochs that were
    trained, as the service may choose others than its rule says.
    """
    if job.trained_tokens is None:
        return None
    price = entry.estimate.get("price_per_million")
    least, most = _for_epochs(entry.estimate, job.epochs)
    tokens = job.trained_tokens
    nearest = None if least is None or most is None else min(max(tokens, least), most)
    return {
        "trained_tokens": tokens,
        "epochs": job.epochs,
        "usd": None if price is None else round(tokens * price / 1_000_000, 6),
        "expected_tokens": least,
        "difference": None if nearest is None else tokens - nearest,
    }


def seen(entry: JobEntry, job: Job) -> JobEntry:
    """The entry of a job as the service tells it now, with its bill."""
    return entry.seen(job, billed(entry, job))


def told(bill: Mapping[str, Any]) -> str:
    """A bill in one sentence."""
    tokens = f"{count(bill['trained_tokens'])} tokens"
    price = "" if bill["usd"] is None else f", {money(bill['usd'])}"
    if bill["difference"] is None:
        return f"billed {tokens}{price}; there was no estimate"
    if bill["difference"] == 0:
        return f"billed {tokens}{price}, as estimated"
    share = bill["difference"] / max(bill["expected_tokens"], 1)
    more = "more" if bill["difference"] > 0 else "fewer"
    return (
        f"billed {tokens}{price}: {count(abs(bill['difference']))} {more} than estimated "
        f"({abs(share):.1%})"
    )


def _for_epochs(kept: Mapping[str, Any], epochs: int | None) -> tuple[int | None, int | None]:
    least, most, planned = kept["billed_tokens"], kept["billed_tokens_most"], kept["epochs"]
    if least is None or most is None or not planned:
        return None, None
    trained = epochs or planned
    return least // planned * trained, most // planned * trained
