"""LAB: the classes of a classification."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ftprep.aggregate.labels import Labels
from ftprep.model import WHOLE_DATASET, Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_MOST_COMPARED = 500
"""Labels compared pair by pair at most, the most frequent first (124,750 pairs)."""

_LONG_WORD = 5
"""Letters of a word in which one more, fewer or other is a slip of the pen."""


def rare_label(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A label has very few examples.

    ## What
    Fewer than 5 examples have this label (`--threshold rare-label=5`).

    ## Why
    The model cannot learn a class from so few, and the test file cannot tell whether it did.

    ## Bad
    ```csv
    text,label
    The parcel never came,delivery
    Where is my parcel,delivery
    Still no parcel,delivery
    The box came empty,delivery
    It came two weeks late,delivery
    The courier left it outside,delivery
    I was charged twice,billing
    ```

    ## Good
    ```csv
    question,answer
    Where is my parcel?,"Follow the link in the mail that told you of the dispatch, please."
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06) asks for at least 100 per class.
    """
    if labels.classification:
        for label, count in sorted(labels.answers.items(), key=lambda p: (-p[1], p[0])):
            if count < context.thresholds["rare-label"]:
                yield WHOLE_DATASET, hit(label=label, n=count)


def similar_labels(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Two labels differ only in case, spaces, punctuation or one letter.

    ## What
    `Billing`, `billing ` and `Biling` are three classes for the model. One letter is a slip in a
    word of five letters or more; a shorter word, as in `category A`, is meant as it is.

    ## Why
    The examples of one class are divided among several, and the model answers with any of them.

    ## Bad
    ```csv
    text,label
    I was charged twice,Billing
    The invoice is wrong,Billing
    Please refund me,billing
    My card was declined,Billing
    ```

    ## Good
    ```csv
    text,label
    I was charged twice,Billing
    The invoice is wrong,Billing
    Where is my parcel,Delivery
    The box came empty,Delivery
    ```

    ## Source
    The retired tool counted `yes`, `Yes` and `yes ` as three classes without a word.
    """
    if labels.classification:
        counts = labels.answers
        ranked = sorted(counts, key=lambda label: (-counts[label], label))[:_MOST_COMPARED]
        for place, seldom in enumerate(ranked):
            # Against the most frequent label that it is like, and no other: of five spellings the
            # four that are to be corrected are told, not all ten pairs.
            for often in ranked[:place]:
                if how := _likeness(often, seldom):
                    yield (
                        WHOLE_DATASET,
                        hit(label=seldom, n=counts[seldom], other=often, m=counts[often], how=how),
                    )
                    break


def dominating_label(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """One label has nearly all the examples.

    ## What
    More than 80 % of the examples have the same label (`--threshold dominating-label=0.8`).

    ## Why
    A model that always answers with this label looks good in every count and knows nothing.

    ## Bad
    ```csv
    text,label
    The parcel never came,delivery
    Where is my parcel,delivery
    Still no parcel,delivery
    The box came empty,delivery
    It came two weeks late,delivery
    The courier left it outside,delivery
    I was charged twice,billing
    ```

    ## Good
    ```csv
    text,label
    I was charged twice,Billing
    The invoice is wrong,Billing
    Where is my parcel,Delivery
    The box came empty,Delivery
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07) on the balance of the data.
    """
    if labels.classification and len(labels.answers) > 1:
        (label, count), *_ = labels.answers.most_common(1)
        share = count / labels.answers.total()
        if share > context.thresholds["dominating-label"]:
            yield WHOLE_DATASET, hit(label=label, share=round(100 * share), n=count)


def single_label(labels: Labels, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """All examples have the same answer.

    ## What
    There is one short answer, or one label, in all examples.

    ## Why
    The model learns to give that answer whatever it is asked.

    ## Bad
    ```csv
    text,label
    The parcel never came,delivery
    Where is my parcel,delivery
    Still no parcel,delivery
    ```

    ## Good
    ```csv
    text,label
    I was charged twice,billing
    Where is my parcel,delivery
    ```

    ## Source
    The retired tool said so for two or three rows only.
    """
    if labels.count > 1 and not labels.others and not labels.long and len(labels.answers) == 1:
        (answer,) = labels.answers
        yield WHOLE_DATASET, hit(label=answer, n=labels.count)


def _likeness(one: str, other: str) -> str:
    """In what two labels differ, if it is next to nothing; else an empty string."""
    if one.strip() == other.strip():
        return "the spaces around it"
    if one.strip().casefold() == other.strip().casefold():
        return "upper and lower case"
    plain_one, plain_other = _plain(one), _plain(other)
    if plain_one and plain_one == plain_other:
        return "spaces and punctuation"
    long_enough = min(len(plain_one), len(plain_other)) >= _LONG_WORD
    if long_enough and plain_one.isalpha() and _one_edit(plain_one, plain_other):
        return "one letter" if _slip(_words(one), _words(other)) else ""
    return ""


def _slip(words: list[str], others: list[str]) -> bool:
    """Whether one word differs, and that is a long one."""
    if len(words) != len(others):
        return False
    unlike = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and min(map(len, unlike[0])) >= _LONG_WORD


def _words(label: str) -> list[str]:
    """The letters of each word of a label, also of `category_a` and `categoryA`."""
    words, before = [""], ""
    for character in label:
        between = not character.isalnum() and unicodedata.category(character)[0] != "M"
        if between or (character.isupper() and before.islower()):
            words.append("")
        if character.isalnum():
            words[-1] += character.casefold()
        before = character
    return list(filter(None, words))


def _plain(label: str) -> str:
    return "".join(character for character in label.casefold() if character.isalnum())


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes them equal."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or not other.isalpha():
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[:start] + one[start : start + 2][::-1] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "LAB001", Level.WARNING, rare_label, Labels,
        'the label "{label}" has too few examples: {n:,}',
        "Add examples of it, or merge it with another label.",
    ),
    dataset_rule(
        "LAB002", Level.WARNING, similar_labels, Labels,
        'the labels "{label}" ({n:,}) and "{other}" ({m:,}) differ only in {how}',
        "Use one spelling.",
    ),
    dataset_rule(
        "LAB003", Level.WARNING, dominating_label, Labels,
        'the label "{label}" has {share} % of the examples',
        "Add examples of the other labels, or thin out this one.",
    ),
    dataset_rule(
        "LAB004", Level.ERROR, single_label, Labels,
        'all {n:,} examples have the answer "{label}"',
        "Add examples with other answers.",
    ),
)  # fmt: skip
