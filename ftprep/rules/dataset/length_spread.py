"""LEN: lengths that stand out from those of the other examples."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.answer_spread import AnswerSpread
from ftprep.aggregate.lengths import Lengths
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_ENOUGH: Final = 20
"""Examples below which nobody can say what is usual."""

_LEAST_SPREAD: Final = math.log(1.5)
"""Lengths within a factor of 1.5 are alike, however narrow the others' spread is."""

_MAD_TO_DEVIATION: Final = 1.4826
"""The median absolute deviation of a normal distribution is the standard deviation over this."""

_MOST_SHORT: Final = 0.02
"""A greater share of short answers is a kind of answer of its own and no slip."""

_TIMES_SHORTER: Final = 15


def unusually_long(lengths: Lengths, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The example is far longer than the others.

    ## What
    The logarithm of its length in tokens lies more than 5 robust deviations above the median of all
    examples (`--threshold unusual-length=5`). The deviation is that of the median absolute
    deviation, which the long ones themselves hardly move. Asked from 20 examples on; the 20 longest
    are named.

    ## Why
    Such a row is often a whole document, a log or several rows that were run together by a missing
    quote. It is billed by its length and weighs as much in training.

    ## Bad
    ```text
    500 questions and answers of about 60 tokens, and one of 12,000.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): the modified z-score. Lengths of
    texts are spread by factors, so that the logarithm is what it is asked of; 5 in place of their
    3.5 is ftprep's own, found on public data.
    """
    if lengths.count < _ENOUGH:
        return
    median = lengths.quantile(0.5)
    spread = _spread(lengths.examples, median)
    limit = _level(median) + context.thresholds["unusual-length"] * spread
    for negative, origin in lengths.longest:
        if _level(-negative) > limit:
            yield origin, hit(tokens=-negative, median=median, times=round(-negative / median))


def unusually_short_answer(answers: AnswerSpread, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The answer is one or two tokens where the others are texts.

    ## What
    The answer has at most 2 tokens (`--threshold short-answer=2`), the median answer is at least 15
    times as long, and at most 2 % of the answers are so short. Asked from 20 examples on; the first
    20 are named.

    ## Why
    `ok`, `-` or `tbd` among full answers was hardly meant as an answer, and a bare `Yes` is an
    answer in another style than the others. The model learns that such a reply is fine.

    ## Bad
    ```text
    200 answers of about 80 tokens, and one that says "tbd".
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    data-juicer filters texts below a length (`text_length_filter`) whatever the others are like.
    The numbers are ftprep's own.
    """
    count = answers.count
    if count < _ENOUGH:
        return
    most = int(context.thresholds["short-answer"])
    lengths = answers.lengths
    median = _quantile(lengths, 0.5)
    short = sum(n for length, n in lengths.items() if 0 < length <= most)
    if median < _TIMES_SHORTER * most or short > max(1, _MOST_SHORT * count):
        return
    for length, origin in answers.shortest:
        if length <= most:
            yield origin, hit(tokens=length, median=median)


def answers_cut_at_length(answers: AnswerSpread, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Many answers have exactly the greatest length: they look cut off.

    ## What
    At least 10 different answers, and 2 % of all (`--threshold cut-answers=0.02`), have the same
    number of characters, no answer is longer, that number is at least 100, and none of the numbers
    down to a half of it is nearly as frequent.

    ## Why
    A program or a column cuts texts at a fixed length. The model learns to stop in the middle of a
    sentence.

    ## Bad
    ```text
    400 answers, 35 of them with exactly 1,000 characters, none longer.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    Excel cuts a cell at 32,767 characters and Access a short text at 255 (Microsoft, specifications
    and limits); ftprep's own rule and numbers.
    """
    limit, count = answers.longest.characters, answers.count
    if limit < _SHORTEST_CUT or len(answers.longest.distinct) < _FEWEST_CUT:
        return
    n = answers.characters[limit]
    near = (m for length, m in answers.characters.items() if limit // 2 <= length < limit)
    if n >= context.thresholds["cut-answers"] * count and n >= _TIMES_CUT * max(near, default=0):
        yield WHOLE_DATASET, hit(n=n, total=count, characters=limit)


_SHORTEST_CUT: Final = 100
_FEWEST_CUT: Final = 10
_TIMES_CUT: Final = 3


def _level(length: int) -> float:
    return math.log(max(length, 1))


def _spread(lengths: Counter[int], median: int) -> float:
    """Robust deviation of the logarithms of the lengths."""
    distances: Counter[float] = Counter()
    for length, n in lengths.items():
        distances[abs(_level(length) - _level(median))] += n
    rank = (lengths.total() + 1) // 2
    for distance, n in sorted(distances.items()):
        rank -= n
        if rank <= 0:
            return max(_MAD_TO_DEVIATION * distance, _LEAST_SPREAD)
    return _LEAST_SPREAD


def _quantile(lengths: Counter[int], share: float) -> int:
    rank = max(1, math.ceil(share * lengths.total()))
    for length, n in sorted(lengths.items()):
        rank -= n
        if rank <= 0:
            return length
    return 0


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "LEN001", Level.NOTE, unusually_long, Lengths,
        "the example has {tokens:,} tokens, about {times} times the median of {median:,}",
        "Look whether it is one example; split or shorten it if not.",
    ),
    dataset_rule(
        "LEN002", Level.NOTE, unusually_short_answer, AnswerSpread,
        "the answer has {tokens} token(s), where the median answer has {median:,}",
        "Write the answer like the others if it was not meant so.",
    ),
    dataset_rule(
        "LEN003", Level.WARNING, answers_cut_at_length, AnswerSpread,
        "{n:,} of {total:,} answers have exactly {characters:,} characters and none has more: they "
        "look cut off",
        "Export the data again without a limit of length.",
    ),
)  # fmt: skip
