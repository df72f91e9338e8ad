"""DST: how the answers are distributed: one for many, refusals, answers that break off."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from ftprep.aggregate.answer_spread import AnswerSpread
from ftprep.aggregate.answers import Answers
from ftprep.aggregate.index import Index
from ftprep.model import Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_ENOUGH: Final = 20
"""Examples below which a share says little."""

_FEWEST: Final = 5


def repeated_answer(index: Index, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """One answer is given to many different questions.

    ## What
    At least 5 % of the examples (`--threshold repeated-answer=0.05`), and 5 of them, end in the
    same answer, while the other answers hardly repeat, so that this is no classification. Repeats
    of whole examples do not count, nor do numbers and single words. Asked from 20 examples on.

    ## Why
    The model learns to give this answer when it is unsure: "Please contact our support.", "I don't
    know." It then gives it far more often than in the training data. A courtesy that closes
    conversations ("You're welcome!") may well be repeated.

    ## Bad
    ```text
    300 questions with answers of their own, and 60 that are answered "Please contact support."
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07) on the balance and diversity of the data; the shares are
    ftprep's own.
    """
    total = len(index)
    if total < _ENOUGH:
        return
    different, shared = index.shared_answers()
    often = sorted((n for n, _ in shared if n >= _FEWEST), reverse=True)[:_MOST_TOLD]
    others = total - sum(often)
    if not often or different - len(often) < _OWN_ANSWERS * others or others < total / 2:
        return
    least = max(often[-1], context.thresholds["repeated-answer"] * total)
    for n, entry in shared:
        if n >= least and (entry.label is None or _is_text(entry.label)):
            yield entry.origin, hit(n=n, total=total, share=round(100 * n / total))


def _is_text(answer: str) -> bool:
    """Whether a short answer is a text and no number, code or single word."""
    letters = "".join(filter(str.isalpha, answer))
    return len(letters) >= (10 if letters.isascii() else 4)


_MOST_TOLD: Final = 10

_OWN_ANSWERS: Final = 0.9
"""Share of the other examples that have an answer of their own. In a classification, and where the
answers are numbers or names, it is far lower."""


def many_refusals(answers: AnswerSpread, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A large share of the answers are refusals.

    ## What
    More than 10 % of the answers (`--threshold refusals=0.1`), and 5 of them, begin like "I'm
    sorry, but I can't help with that", in one of 14 languages. The first one is named.

    ## Why
    The model refuses at least as often as the data does, also where it should answer.

    ## Bad
    ```text
    100 questions, of which 40 are answered "I'm sorry, but I can't help with that."
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): if 60 % of the answers in the data say "I cannot answer
    this", and 5 % should, there will be an overabundance of refusals. The phrases are those of Zou
    et al. 2023 (arXiv 2307.15043) and of the filters of open data sets.
    """
    count = answers.count
    least = max(_FEWEST, context.thresholds["refusals"] * count)
    if answers.refusals > least or (answers.refusals == count >= _FEWEST):
        for _, origin in answers.first_refusal:
            share = round(100 * answers.refusals / count)
            yield origin, hit(n=answers.refusals, total=count, share=share)


def answers_break_off(answers: Answers, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """Many answers end in the midst of a sentence.

    ## What
    Between 10 % (`--threshold broken-answers=0.1`) and 60 % of the answers of 40 characters or
    more, and 5 of them, end with a word and no full stop, in a line that is no item of a list.
    Above 60 % it is taken for the style of the data; below, each one is told by a rule of its own,
    `answer-cut-off`. The first one is named.

    ## Why
    They were cut: by the limit of the model that wrote them, or by an export. The model learns to
    stop in the middle.

    ## Bad
    ```text
    200 answers of several sentences, 40 of which end like "and then you open the".
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The check of the end of the text in the filters of C4 (Raffel et al. 2020: lines kept end in a
    terminal punctuation mark). The shares are ftprep's own.
    """
    broken, texts = answers.cut.count, answers.sentences + answers.unended
    least = max(_FEWEST, context.thresholds["broken-answers"] * texts)
    if least <= broken <= _STYLE * texts and texts:
        for odd in islice(answers.cut, 1):
            yield (
                odd.origin,
                hit(odd.pointer, n=broken, total=texts, share=round(100 * broken / texts)),
            )


_STYLE: Final = 0.6

RULES: tuple[Rule, ...] = (
    dataset_rule(
        "DST001", Level.NOTE, repeated_answer, Index,
        "{n:,} of {total:,} examples ({share} %) have this same answer",
        "Write answers of their own, or keep a few of these examples.",
    ),
    dataset_rule(
        "DST002", Level.WARNING, many_refusals, AnswerSpread,
        "{n:,} of {total:,} answers ({share} %) are refusals; this is the first",
        "Keep as many as the model shall refuse.",
    ),
    dataset_rule(
        "DST003", Level.WARNING, answers_break_off, Answers,
        "{n:,} of {total:,} long answers ({share} %) end in the midst of a sentence; this is the "
        "first",
        "Complete them, or leave them out.",
    ),
)  # fmt: skip
