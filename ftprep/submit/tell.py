"""What is about to be submitted, and what became of it, in lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.report.figures import count, money, money_range, plural, size
from ftprep.report.places import place
from ftprep.submit import bill
from ftprep.submit.locate import Line, Located
from ftprep.submit.order import Order
from ftprep.submit.run import Submitted
from ftprep.submit.settings import Settings

__all__ = ["Row", "flag", "of_located", "of_order", "of_submitted"]

Row = tuple[str, str]
"""A heading, empty where the one above goes on, and a text."""


def flag(provider: str) -> str:
    """What a command needs beside an id: the provider, unless it is the default."""
    return "" if provider == "openai" else f" --provider {provider}"


def of_order(order: Order) -> Iterator[Row]:
    """Files, model, settings, tokens, price and dates."""
    for piece in order.dataset.pieces:
        lines = plural(piece.lines, "example")
        yield piece.role.capitalize(), f"{piece.path}  {lines}, {size(piece.bytes)}"
    yield "Model", f"{order.model} at {order.target.provider.title}, method {order.method}"
    if order.continues:
        yield "", f"goes on from a tuned model; its base is {order.target.model.id}"
    cutoff = order.target.model.train_cutoff
    if cutoff is not None:
        yield "", f"new training closes on {cutoff}"
    settings = ", ".join(_settings(order.settings))
    if settings:
        yield "Settings", settings
    yield from _of_cost(order)
    for number, doubt in enumerate(order.doubts):
        yield "" if number else "Doubts", doubt
    if order.forced:
        yield "Forced", order.forced


def _of_cost(order: Order) -> Iterator[Row]:
    cost = order.cost
    if cost is None:
        yield "Price", "not known: the report has no token counts"
        return
    how = "the provider's default" if cost.epochs_mode == "auto" else "as given"
    yield "Epochs", f"{count(cost.epochs)} ({how})"
    tokens = count(cost.billed_tokens)
    if cost.billed_tokens_most != cost.billed_tokens:
        tokens = f"{tokens} to {count(cost.billed_tokens_most)}"
    exact = "exact" if cost.exact else f"an estimate: {cost.why_not_exact}"
    yield "Billed", f"{tokens} tokens, {exact}"
    if cost.train_usd is None or cost.train_usd_most is None:
        hour = order.target.model.train_price_per_hour
        known = f"{money(hour)} for each hour of training" if hour else "not published"
        yield "Price", known
        return
    yield "Price", money_range(cost.train_usd, cost.train_usd_most)
    source = f" ({cost.price_source})" if cost.price_source else ""
    as_of = f", as of {cost.price_as_of}" if cost.price_as_of else ""
    yield "", f"{money(cost.price_per_million or 0)} per million tokens{as_of}{source}"


def of_submitted(submitted: Submitted, order: Order) -> Iterator[Row]:
    """The job, where it is recorded, and how to go on."""
    job, entry = submitted.job, submitted.entry
    yield ("Started" if submitted.new else "Job"), f"{job.id}, {job.status}"
    if not submitted.new:
        yield "", "it was started before; nothing was uploaded or started again"
    if job.fine_tuned_model:
        yield "Tuned", job.fine_tuned_model
    if entry.bill:
        yield "Bill", bill.told(entry.bill)
    yield "Record", str(order.dataset.record)
    at = flag(order.provider)
    match job.phase:
        case "succeeded":
            yield "Next", f'ftprep tuned try {job.fine_tuned_model or "MODEL"} "..."{at}'
        case "failed" | "cancelled":
            yield "Next", "mend what is told above; the same command then starts a new attempt"
        case _:
            yield "Next", f"ftprep jobs follow {job.id}{at}"


def of_located(located: Located, service: str) -> Iterator[Row]:
    """The finding: what the service says, where it is, and whether it was missed."""
    yield "error", f"refused by {service}: {located.text}"
    for line in located.lines:
        yield from _of_line(line)
    if not located.lines:
        yield "", f"{located.file}, the file as a whole"
    for told in located.told:
        yield "", f"ftprep's own check had said: {told}"
    if located.missed:
        yield "", "ftprep's own check says nothing of it: please report that, with the text above"


def _of_line(line: Line) -> Iterator[Row]:
    yield "", " ".join(filter(None, (f"{line.file}:{line.number}", line.pointer)))
    for source in line.sources:
        yield "", "from " + " ".join(filter(None, (place(source), source.column)))
    for told in line.told:
        yield "", f"ftprep's own check says of this line: {told}"


def _settings(settings: Settings) -> Iterator[str]:
    """What was chosen, as it is called in the interface."""
    for name, value in settings.hyperparameters().items():
        yield f"{name} {value}"
    for name, text in (("suffix", settings.suffix), ("seed", settings.seed)):
        if text is not None:
            yield f"{name} {text}"
    if settings.wandb is not None:
        yield f"Weights & Biases project {settings.wandb}"
    if settings.grader is not None:
        yield f"grader {settings.grader.get('type', '')}".rstrip()
    for name, text in settings.metadata.items():
        yield f"{name}={text}"
