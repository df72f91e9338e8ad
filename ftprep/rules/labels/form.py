"""LAB: how labels are written: in tokens, and beside the list in the instruction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.labels import Labels
from ftprep.model import WHOLE_DATASET, Kind, Origin
from ftprep.normalizers.separators import END_MARKERS
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit
from ftprep.tokens.count import cut_at, encoding_for

__all__ = ["RULES"]

_MOST_COMPARED: Final = 500
"""Labels that are looked at, the most frequent first."""


def same_first_token(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Two labels of a completion begin with the same token.

    ## What
    In prompt/completion data for a classification two labels, with one space before them, have the
    same first token. Chat lines are not asked: their answers are read as a whole.

    ## Why
    Classifying with completions asks the model for one token and its probability. Labels that begin
    alike cannot be told apart by it, and the metrics count one for the other.

    ## Bad
    ```text
    {"prompt": "…", "completion": " card_arrival"} and {"prompt": "…", "completion": " card_lost"}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): choose classes that map to a single
    token, and ask with max_tokens=1, as only the first token is needed.
    """
    if not labels.classification or context.kind is not Kind.COMPLETION:
        return
    encoding, _ = encoding_for(context.target.model)
    first: dict[str, str] = {}
    for label in _most_frequent(labels):
        word = _bare(label)
        token = cut_at(" " + word, 1, encoding)
        other = first.setdefault(token, word)
        if other != word:
            yield WHOLE_DATASET, hit(label=word, other=other, token=token)


def unlisted_label(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The system text lists the labels, and this one is not among them.

    ## What
    All examples have the same system text, it names at least two labels and at least half of
    them, and this label stands nowhere in it. Upper and lower case do not count.

    ## Why
    The instruction says that there is no such answer, and the examples say that there is. Often one
    of the two is a slip or was renamed.

    ## Bad
    ```text
    "Answer with one of: billing, delivery, other.", and examples with the answer "returns".
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): the training data should have all the information that the
    answer needs, and follow the instruction that it will be called with.
    """
    if not labels.classification or not labels.instruction:
        return
    instruction = labels.instruction.casefold()
    ranked = _most_frequent(labels)
    missing = [label for label in ranked if not _stands_in(label.strip().casefold(), instruction)]
    named = len(ranked) - len(missing)
    if named >= 2 and named >= len(ranked) / 2:
        for label in missing:
            yield WHOLE_DATASET, hit(label=label, n=labels.answers[label], named=named)


def _most_frequent(labels: Labels) -> list[str]:
    counts = labels.answers
    return sorted(counts, key=lambda label: (-counts[label], label))[:_MOST_COMPARED]


def _bare(label: str) -> str:
    """A label without the space before it and the marker after it."""
    for marker in END_MARKERS:
        label = label.removesuffix(marker)
    return label.strip()


def _stands_in(label: str, text: str) -> bool:
    """Whether a label stands in the text as words of its own."""
    return not label or re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text) is not None


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "LAB005", Level.NOTE, same_first_token, Labels,
        'the labels "{label}" and "{other}" begin with the same token "{token}"',
        "Choose labels that differ in their first token, for instance numbers.",
    ),
    dataset_rule(
        "LAB006", Level.WARNING, unlisted_label, Labels,
        'the system text names {named} labels, but not "{label}" ({n:,} example(s))',
        "Add it to the system text, or correct the label.",
    ),
)  # fmt: skip
