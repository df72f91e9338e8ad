"""Is the tuned model better? Both answer the same held-out examples, and each answer is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from ftprep.contract.contract import Contract
from ftprep.errors import FtprepError
from ftprep.submit.provider import Provider, Sample
from ftprep.tuned.ask import Settings, asker
from ftprep.tuned.bootstrap import Interval, mean_of, paired
from ftprep.tuned.cases import Case
from ftprep.tuned.judge import Verdict, both_orders, messages
from ftprep.tuned.metrics import Measured, Pair, Schema, measure, score_of
from ftprep.tuned.price import Price, cost, price_of
from ftprep.tuned.sampling import Answer, ask_all
from ftprep.tuned.scores import require_chrf
from ftprep.tuned.task import Task, task_of

__all__ = ["Comparison", "Judged", "LeftOut", "Request", "Side", "chosen", "compare"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be compared, and how."""

    base: str
    tuned: str
    cases: Sequence[Case]
    contract: Contract
    settings: Settings = field(default_factory=Settings)
    schema: Schema | None = None
    judge: str | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)
    workers: int = 8
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two models."""

    model: str
    price: Price | None
    usd: float | None
    """Of the calls whose answers were compared; None without a price."""
    usd_per_call: float | None
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An example that one of the models gave no answer to; it counts for neither."""

    line: int
    model: str
    fault: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge said of all pairs."""

    model: str
    wins: Mapping[Verdict, int]
    """How often base and tuned won from both places, how often there was a tie, and how often the
    judge did not say."""
    rate: Interval | None
    """The share of the tuned model's wins, ties counting half; None when nothing was judged."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was found."""

    base: Side
    tuned: Side
    task: Task
    pairs: Sequence[Pair]
    """In the order of the test file."""
    changes: Sequence[Literal["better", "worse", "same"]]
    """For each pair, how the tuned model did against its base."""
    measures: Sequence[Measured]
    left_out: Sequence[LeftOut]
    judged: Judged | None
    seed: int

    @property
    def verdict(self) -> int:
        """1 when the tuned model is better by the first measure for certain, -1 when it is worse,
        0 when this test cannot tell."""
        return self.measures[0].difference.verdict


def chosen(cases: Sequence[Case], number: int | None, seed: int) -> list[Case]:
    """`number` of the cases (None: all), drawn by the seed, in the order of the file."""
    if number is None or number >= len(cases):
        return list(cases)
    # By a hash, which draws the same on every machine and with every version of Python.
    drawn = sorted(cases, key=lambda case: sha256(f"{seed}:{case.line}".encode()).digest())
    return sorted(drawn[:number], key=lambda case: case.line)


def compare(
    provider: Provider, request: Request, done: Callable[[], None] = lambda: None
) -> Comparison:
    """Ask both models everything, and score.

    `done` is called after each answer: two for each case, two more where there is a judge. Raises
    `ServiceError` when the service refuses altogether, `FtprepError` when no example was answered
    by both.
    """
    task = task_of(request.cases, request.contract)
    if task == "text":
        require_chrf()  # now, and not once all answers are paid for
    answers = []
    for model in (request.base, request.tuned):
        ask = asker(provider, model, request.contract, request.settings)
        answers.append(ask_all(ask, request.cases, workers=request.workers, done=done))
    pairs, left_out = _paired(request, *answers)
    if not pairs:
        raise FtprepError(
            f"no example was answered by both models; the first fault: {left_out[0].fault}"
        )
    judged = _judged(provider, request, pairs, done) if request.judge else None
    return Comparison(
        base=_side(request.base, [pair.base for pair in pairs], provider, request),
        tuned=_side(request.tuned, [pair.tuned for pair in pairs], provider, request),
        task=task,
        pairs=pairs,
        changes=[_change(pair, task) for pair in pairs],
        measures=measure(pairs, task, request.schema, request.seed),
        left_out=left_out,
        judged=judged,
        seed=request.seed,
    )


def _paired(
    request: Request, base: Sequence[Answer], tuned: Sequence[Answer]
) -> tuple[list[Pair], list[LeftOut]]:
    pairs, left_out = [], []
    for case, one, other in zip(request.cases, base, tuned, strict=True):
        if one.sample is not None and other.sample is not None:
            pairs.append(Pair(case, one.sample, other.sample))
        elif one.sample is None:
            left_out.append(LeftOut(case.line, request.base, one.fault))
        else:
            left_out.append(LeftOut(case.line, request.tuned, other.fault))
    return pairs, left_out


def _change(pair: Pair, task: Task) -> Literal["better", "worse", "same"]:
    score = score_of(task)
    before, after = score(pair.case, pair.base), score(pair.case, pair.tuned)
    if before == after:
        return "same"
    return "better" if after > before else "worse"


def _side(model: str, samples: Sequence[Sample], provider: Provider, request: Request) -> Side:
    price = request.prices.get(model) or price_of(model, provider.name)
    usd = cost(samples, price)
    return Side(
        model=model,
        price=price,
        usd=usd,
        usd_per_call=None if usd is None else usd / len(samples),
        prompt_tokens=sum(sample.prompt_tokens for sample in samples),
        completion_tokens=sum(sample.completion_tokens for sample in samples),
    )


def _judged(
    provider: Provider, request: Request, pairs: Sequence[Pair], done: Callable[[], None]
) -> Judged:
    import numpy as np

    model = request.judge
    assert model is not None
    asked = [
        messages(pair.case, *texts)
        for pair in pairs
        for texts in (
            (_said(pair.base), _said(pair.tuned)),
            (_said(pair.tuned), _said(pair.base)),
        )
    ]
    settings = request.settings.of_chat(Contract())
    replies = ask_all(
        lambda each: provider.chat(model, each, **settings),
        asked,
        workers=request.workers,
        done=done,
    )
    texts = [reply.sample.text if reply.sample else "" for reply in replies]
    verdicts = [both_orders(*two) for two in zip(texts[::2], texts[1::2], strict=True)]
    worth = {"tuned": 1.0, "tie": 0.5, "base": 0.0}
    points = np.array([worth[verdict] for verdict in verdicts if verdict in worth])
    rate = None
    if len(points):
        _, rate, _ = paired(
            mean_of(1 - points), mean_of(points), examples=len(points), seed=request.seed
        )
    return Judged(model, Counter(verdicts), rate)


def _said(sample: Sample) -> str:
    """An answer as the judge sees it; calls of tools are part of it."""
    calls = "\n".join(str(call.get("function")) for call in sample.tool_calls)
    return "\n".join(filter(None, (sample.text, calls)))
