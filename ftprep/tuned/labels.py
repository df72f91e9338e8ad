"""Scores of a classification: macro-F1, as a function of how often each example is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftprep.tuned.bootstrap import Array, Statistic

__all__ = ["macro_f1"]


def macro_f1(expected: Sequence[str], answers: Sequence[str]) -> Statistic:
    """The mean of the F1 of every class that is expected at least once.

    An answer that is no such class is wrong for the class that was expected, and makes no class of
    its own. Texts are compared without the white space around them. The same as scikit-learn's
    `f1_score(…, labels=expected classes, average="macro", zero_division=0)`.
    """
    import numpy as np

    classes = sorted({text.strip() for text in expected})
    wanted = _one_hot(expected, classes)
    given = _one_hot(answers, classes)
    hits = wanted * given

    def score(weights: Array) -> Array:
        support = weights @ wanted
        twice_hits = 2 * (weights @ hits)
        told = support + weights @ given
        f1 = np.divide(twice_hits, told, out=np.zeros_like(told), where=told > 0)
        present = support > 0  # a draw may have no example of a rare class
        scores: Array = np.where(present, f1, 0.0).sum(axis=1) / present.sum(axis=1)
        return scores

    return score


def _one_hot(texts: Sequence[str], classes: Sequence[str]) -> Array:
    """(examples × classes): 1 where the text is the class."""
    import numpy as np

    place = {name: index for index, name in enumerate(classes)}
    table = np.zeros((len(texts), len(classes)))
    for row, text in enumerate(texts):
        if text.strip() in place:
            table[row, place[text.strip()]] = 1.0
    return table
