"""What is measured of two models' answers, by the task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ftprep.submit.provider import Sample
from ftprep.tuned.bootstrap import Interval, mean_of, paired
from ftprep.tuned.cases import Case
from ftprep.tuned.labels import macro_f1
from ftprep.tuned.scores import (
    NO_JSON,
    chrf,
    exact,
    json_value,
    same_arguments,
    same_json,
    same_names,
    same_shape,
    token_f1,
)
from ftprep.tuned.task import Task

if TYPE_CHECKING:
    from ftprep.tuned.bootstrap import Statistic

__all__ = ["Measured", "Pair", "Schema", "measure", "score_of"]

Schema = Callable[[Any], bool]
"""Whether a value holds to a schema that the user gave."""

_Score = Callable[[Case, Sample], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """One example that both models answered."""

    case: Case
    base: Sample
    tuned: Sample


@dataclass(frozen=True, slots=True)
class Measured:
    """One number about both models."""

    name: str
    title: str
    better: Literal["higher", "neither"]
    examples: int
    base: Interval
    tuned: Interval
    difference: Interval
    """Tuned minus base."""


def measure(
    pairs: Sequence[Pair], task: Task, schema: Schema | None = None, seed: int = 0
) -> list[Measured]:
    """All measures of the task, what matters most first; `pairs` must not be empty."""
    told = [
        _measured(name, title, _means(score, pairs), pairs, seed)
        for name, title, score in _scores(task, schema)
    ]
    if task == "labels":
        expected = [pair.case.expected for pair in pairs]
        both = (
            macro_f1(expected, [pair.base.text for pair in pairs]),
            macro_f1(expected, [pair.tuned.text for pair in pairs]),
        )
        told.insert(1, _measured("macro_f1", "macro-F1", both, pairs, seed))
    length = _means(lambda case, sample: float(len(sample.text)), pairs)
    used = _means(lambda case, sample: float(sample.completion_tokens), pairs)
    return [
        *told,
        _measured("length", "length in letters", length, pairs, seed, better="neither"),
        _measured("tokens", "length in tokens", used, pairs, seed, better="neither"),
    ]


def score_of(task: Task) -> _Score:
    """The score that tells which of two answers to one example is better."""
    if task == "tools":
        return lambda case, sample: same_arguments(case.expected_calls, sample.tool_calls)
    if task == "structured":
        return lambda case, sample: same_json(case.expected, sample.text)
    if task == "labels":
        return lambda case, sample: exact(case.expected, sample.text)
    return lambda case, sample: token_f1(case.expected, sample.text)


def _scores(task: Task, schema: Schema | None) -> list[tuple[str, str, _Score]]:
    same = ("exact_match", "exact match", lambda case, sample: exact(case.expected, sample.text))
    if task == "labels":
        return [same]
    if task == "tools":
        return [
            ("tool_calls", "same tools and arguments", score_of("tools")),
            ("tool_names", "same tools", _same_names),
        ]
    if task == "structured":
        title = "match the schema" if schema else "same keys and types"
        return [
            ("same_json", "same JSON", score_of("structured")),
            ("valid_json", "valid JSON", lambda _, sample: float(_json(sample) is not NO_JSON)),
            ("schema_match", title, lambda case, sample: _matches(case, sample, schema)),
        ]
    return [
        same,
        ("token_f1", "token F1", score_of("text")),
        ("chrf", "chrF", lambda case, sample: chrf(case.expected, sample.text)),
    ]


def _same_names(case: Case, sample: Sample) -> float:
    return same_names(case.expected_calls, sample.tool_calls)


def _json(sample: Sample) -> Any:
    return json_value(sample.text)


def _matches(case: Case, sample: Sample, schema: Schema | None) -> float:
    given = _json(sample)
    if given is NO_JSON:
        return 0.0
    return float(schema(given) if schema else same_shape(json_value(case.expected), given))


def _means(score: _Score, pairs: Sequence[Pair]) -> tuple[Statistic, Statistic]:
    import numpy as np

    return (
        mean_of(np.array([score(pair.case, pair.base) for pair in pairs])),
        mean_of(np.array([score(pair.case, pair.tuned) for pair in pairs])),
    )


def _measured(
    name: str,
    title: str,
    both: tuple[Statistic, Statistic],
    pairs: Sequence[Pair],
    seed: int,
    *,
    better: Literal["higher", "neither"] = "higher",
) -> Measured:
    bounds = paired(*both, examples=len(pairs), seed=seed)
    return Measured(name, title, better, len(pairs), *bounds)
