"""What rules may know beside the data: the target, the day, and the thresholds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from ftprep.frozen import frozen
from ftprep.model import Kind
from ftprep.near.keep import Keep
from ftprep.targets.target import Target

__all__ = ["DEFAULT_THRESHOLDS", "WORD_LISTS", "Context"]

DEFAULT_THRESHOLDS: Final[Mapping[str, float]] = {
    # OpenAI fine-tuning guide, 2026-07: start with 50; 50 to 100 examples show gains.
    "few-examples": 50,
    "modest-examples": 200,
    # OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): at least 100 per class, and about
    # 500 for conditional generation.
    "few-completions": 100,
    "modest-completions": 500,
    "rare-label": 5,
    "dominating-label": 0.8,
    # Ours, chosen on public data: a habit that nine of ten answers keep to.
    "sentence-ends": 0.9,
    "json-answers": 0.9,
    "answer-language": 0.9,
    # Ours: where more answers repeat their prompt it is the task (correcting, restoring letters).
    "echoes": 0.05,
    # Length of an answer over the median of the answers in its conversation; ours.
    "uneven-answers": 50,
    # Romano et al. 2006: Cliff's delta is called large from 0.474 on.
    "length-bias": 0.474,
    # OpenAI vision fine-tuning guide, 2026-07-15; Azure and Together have the same limit.
    "image-megabytes": 10,
    # Robust deviations of the logarithm of the length; Iglewicz and Hoaglin 1993 take 3.5.
    "unusual-length": 5,
    "short-answer": 2,
    "cut-answers": 0.02,
    # People's own limits of the written file, in place of higher ones of the provider; 0 is none.
    "file-megabytes": 0,
    "most-examples": 0,
    "job-tokens": 0,
    "job-examples": 0,
    # OpenAI fine-tuning guide, 2026-07: one or two epochs more or fewer than its own choice.
    "epochs-away": 2,
    "shared-beginning": 0.5,
    "varied-prompt": 0.2,
    "repeated-answer": 0.05,
    # OpenAI fine-tuning guide, 2026-07: 60 % is an overabundance where 5 % are right.
    "refusals": 0.1,
    "broken-answers": 0.1,
    # Romano et al. 2006: Cliff's delta from 0.33 is a medium effect, from 0.474 a large one.
    "answer-length-drift": 0.474,
    "label-drift": 0.2,
}
"""Name → default; `--threshold NAME=VALUE` sets another."""

WORD_LISTS: Final = ("ai-phrases", "refusals")
"""The lists of our rules that people can add words to with `--word LIST=TEXT`."""


@frozen
class Context:
    """Constant for a run; travels to every process."""

    target: Target
    kind: Kind
    """The kind of line that is written."""
    today: dt.date
    """The day that dates in the catalogue are compared with."""
    thresholds: Mapping[str, float]
    """Every name of `DEFAULT_THRESHOLDS`."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that people add to a rule's own, by the name of the list: `refusals`."""
    test_sources: frozenset[int] = frozenset()
    """Indexes of the inputs that were given as the test set (`--test`)."""
    keep: Keep = field(default_factory=Keep)
    """Which of near-duplicates stays when the others are left out."""
    epochs: int | None = None
    """Epochs of training that were asked for; None: by the provider's default rule."""
