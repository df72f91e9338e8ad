"""DST, LAB, SET: the training examples beside the test examples that were given."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from ftprep.aggregate.answer_sides import AnswerSides
from ftprep.aggregate.labels import LabelSides
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.named import NamedTuple
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_ENOUGH: Final = 20
"""Examples on either side below which chance makes differences."""

_CERTAIN: Final = 3.0902
"""Standard deviations that one in a thousand exceeds by chance (normal distribution)."""

_FEW_TESTS: Final = 10

_MOST_TOLD: Final = 20


class _Sides(NamedTuple):
    """Counts of the training inputs and of the test inputs."""

    train: Counter[str]
    test: Counter[str]


def label_drift(labels: LabelSides, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The labels of the test set are spread otherwise than those of the training set.

    ## What
    At least 20 % of the examples of one side would need another label to have the shares of the
    other side (total variation distance, `--threshold label-drift=0.2`), and chance makes such a
    difference less than once in a thousand times (chi-square test). The label whose share differs
    most is named.

    ## Why
    What the test measures is not what the model was trained for. A test may be balanced on purpose:
    then the accuracy it gives is not the one of daily use.

    ## Bad
    ```text
    Training: 80 % billing, 20 % delivery. Test: 30 % billing, 70 % delivery.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Rabanser et al. 2019, Failing Loudly (arXiv 1810.11953): a chi-square test of the labels; OpenAI
    fine-tuning guide (2026-07) on train and test sets.
    """
    sides = _label_sides(labels, context)
    n, m = sides.train.total(), sides.test.total()
    if min(n, m) < _ENOUGH:
        return
    shares = {
        label: (sides.train[label] / n, sides.test[label] / m)
        for label in sorted(sides.train | sides.test)
    }
    distance = sum(abs(one - other) for one, other in shares.values()) / 2
    if distance >= context.thresholds["label-drift"] and _differ(sides):
        most = max(shares, key=lambda label: abs(shares[label][0] - shares[label][1]))
        train, test = (round(100 * share) for share in shares[most])
        yield (
            WHOLE_DATASET,
            hit(distance=round(100 * distance), label=most, train=train, test=test),
        )


def label_only_in_test(labels: LabelSides, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A label stands in the test set and not in the training set.

    ## What
    The test examples have a label that no training example has, to the letter.

    ## Why
    The model never saw it and cannot give it: these test examples count as wrong. Often it is
    another spelling of a label of the training set.

    ## Bad
    ```csv title=train.csv
    text,label
    I was charged twice,billing
    Where is my parcel,delivery
    My card was refused,billing
    ```
    ```csv title=test.csv
    text,label
    The invoice is too high,billing
    The parcel was left in the rain,Delivery
    Can I pay by transfer,billing
    ```

    ## Good
    ```csv title=train.csv
    text,label
    I was charged twice,billing
    Where is my parcel,delivery
    ```
    ```csv title=test.csv
    text,label
    The invoice is too high,billing
    The parcel was left in the rain,delivery
    ```

    ## Source
    OpenAI's retired metrics for classification took the classes of the validation file to be those
    of the training file (MicrosoftDocs prepare-dataset, 2022-06).
    """
    sides = _label_sides(labels, context)
    if sides.train:
        for label in _most(sides.test, sides.train):
            yield WHOLE_DATASET, hit(label=label, n=sides.test[label])


def label_not_in_test(labels: LabelSides, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A label of the training set has no test example.

    ## What
    The training examples have a label that no test example has.

    ## Why
    Nobody learns from the test how well the model does on it.

    ## Bad
    ```csv title=train.csv
    text,label
    I was charged twice,billing
    Where is my parcel,delivery
    May I send the lamp back,returns
    My card was refused,billing
    ```
    ```csv title=test.csv
    text,label
    The invoice is too high,billing
    The parcel was left in the rain,delivery
    ```

    ## Good
    ```csv title=train.csv
    text,label
    I was charged twice,billing
    Where is my parcel,delivery
    ```
    ```csv title=test.csv
    text,label
    The invoice is too high,billing
    The parcel was left in the rain,delivery
    ```

    ## Source
    `stratify` of scikit-learn's `train_test_split`, which exists for this; `prepare` splits so
    that every label with two examples stands on both sides.
    """
    sides = _label_sides(labels, context)
    if sides.test:
        for label in _most(sides.train, sides.test):
            yield WHOLE_DATASET, hit(label=label, n=sides.train[label])


def answer_length_drift(answers: AnswerSides, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The answers of the test set are much longer, or shorter, than those of the training set.

    ## What
    Of a test answer and a training answer drawn at random, the one is longer than the other so much
    more often that Cliff's delta is 0.474 or more (`--threshold answer-length-drift=0.474`).

    ## Why
    The two come from different sources or times. The model learns one length and is judged by
    another.

    ## Bad
    ```text
    Training answers of 20 to 60 tokens, test answers of 150 to 400.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Romano et al. 2006 (Annual Meeting of the Florida Association of Institutional Research): a
    delta from 0.474 is a large effect.
    """
    train, test = _length_sides(answers, context)
    if min(train.total(), test.total()) < _ENOUGH:
        return
    delta = cliffs_delta(test, train)
    if abs(delta) >= context.thresholds["answer-length-drift"]:
        longer = "longer" if delta > 0 else "shorter"
        yield (
            WHOLE_DATASET,
            hit(how=longer, delta=round(abs(delta), 2), train=_median(train), test=_median(test)),
        )


def odd_test_size(answers: AnswerSides, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The test set is very small, or larger than the training set.

    ## What
    Fewer than 10 test examples, or more test than training examples.

    ## Why
    A few examples tell next to nothing: with 10 of them one more right answer is 10 %. Examples
    beyond a thousand or so sharpen the test little and would train the model instead.

    ## Bad
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "Me."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The retired tool held out a fifth, and at most 1,000 examples. The number 10 is ftprep's own.
    """
    train, test = (side.total() for side in _length_sides(answers, context))
    if train and 0 < test < _FEW_TESTS:
        yield WHOLE_DATASET, hit(n=test, train=train, what="too few to measure by beside")
    elif train and test > train:
        yield WHOLE_DATASET, hit(n=test, train=train, what="more than")


def cliffs_delta(ones: Mapping[int, int], others: Mapping[int, int]) -> float:
    """How much more often a value of `ones` is the greater than that it is the smaller: -1 to 1.

    Both are histograms: value → how often it occurs; neither may be empty.
    """
    below, balance, total = 0, 0, sum(others.values())
    for value in sorted(ones.keys() | others.keys()):
        at = others.get(value, 0)
        balance += ones.get(value, 0) * (2 * below + at - total)
        below += at
    return balance / (sum(ones.values()) * total)


def _label_sides(labels: LabelSides, context: Context) -> _Sides:
    train, test = Counter[str](), Counter[str]()
    if labels.classification and context.test_sources:
        for source, counts in labels.by_source.items():
            side = test if source in context.test_sources else train
            for label, n in counts.items():
                side[label.strip()] += n
    return _Sides(train, test)


def _length_sides(answers: AnswerSides, context: Context) -> tuple[Counter[int], Counter[int]]:
    train, test = Counter[int](), Counter[int]()
    for source, counts in answers.by_source.items():
        (test if source in context.test_sources else train).update(counts)
    return train, test


def _most(of: Counter[str], but: Counter[str]) -> list[str]:
    """Labels of one side that the other lacks, the most frequent first."""
    return sorted(of.keys() - but.keys(), key=lambda label: (-of[label], label))[:_MOST_TOLD]


def _differ(sides: _Sides) -> bool:
    """Chi-square test of homogeneity at one in a thousand, by Wilson and Hilferty's cube root."""
    n, m = sides.train.total(), sides.test.total()
    statistic, freedom = 0.0, len(sides.train | sides.test) - 1
    for label in sides.train | sides.test:
        both = sides.train[label] + sides.test[label]
        for count, size in ((sides.train[label], n), (sides.test[label], m)):
            expected = both * size / (n + m)
            statistic += (count - expected) ** 2 / expected
    if not freedom:
        return False
    spread = 2 / (9 * freedom)
    return statistic > freedom * (1 - spread + _CERTAIN * math.sqrt(spread)) ** 3


def _median(lengths: Counter[int]) -> int:
    rank = (lengths.total() + 1) // 2
    for length, n in sorted(lengths.items()):
        rank -= n
        if rank <= 0:
            return length
    return 0


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "DST004", Level.WARNING, label_drift, LabelSides,
        'the labels of the test set differ by {distance} %: "{label}" has {train} % of the '
        "training and {test} % of the test examples",
        "Draw the test set from the same data, or weigh its result.",
    ),
    dataset_rule(
        "DST005", Level.WARNING, answer_length_drift, AnswerSides,
        "the test answers are {how} than the training answers: median {test:,} and {train:,} "
        "tokens, Cliff's delta {delta}",
        "Draw the test set from the same data.",
    ),
    dataset_rule(
        "LAB007", Level.WARNING, label_only_in_test, LabelSides,
        'the label "{label}" stands in the test set ({n} example(s)) and not in the training set',
        "Add training examples of it, or correct its spelling.",
    ),
    dataset_rule(
        "LAB008", Level.NOTE, label_not_in_test, LabelSides,
        'the label "{label}" has {n} training example(s) and no test example',
        "Add test examples of it.",
    ),
    dataset_rule(
        "SET010", Level.NOTE, odd_test_size, AnswerSides,
        "the test set has {n:,} example(s), {what} the {train:,} to train on",
        "Hold out between a tenth and a fifth of the examples.",
    ),
)  # fmt: skip
