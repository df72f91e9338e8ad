"""DUP and LAB: examples that are nearly the same as others."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.near import Near
from ftprep.aggregate.near_matches import matches, mislabelled
from ftprep.model import WHOLE_DATASET, Kind, Origin
from ftprep.near.overlap import View
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]


_SURELY_ALIKE = 0.9
"""Similarity from which another label is told. On a public set whose label depends on the last of
several sentences 45 pairs lie between 0.8 and 0.9, all rightly labelled as far as read."""
_CROWD = 100
"""Examples below which a crowd is not worth a note."""


def duplicate_but_for_form(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The example repeats an earlier one but for case, spaces and punctuation.

    ## What
    Prompt and answer have the same words in the same order as an earlier example of the same set.
    System and developer texts must be the same. Signs that carry meaning in formulas and code
    (`+ - * / = < >` and the like) count as words.

    ## Why
    It is billed again and weighs the example more than was meant, and in the test file it makes the
    test look better than the model is. `prepare` puts it on the side of the earlier one, and leaves
    it out when asked with `--fix DUP101`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Who wrote it?"}, {"role": "assistant", "content": "I did."}]}
    {"messages": [{"role": "user", "content": "who wrote it"}, {"role": "assistant", "content": "I did"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "What is 2 + 3?"}, {"role": "assistant", "content": "5"}]}
    {"messages": [{"role": "user", "content": "What is 2 - 3?"}, {"role": "assistant", "content": "-1"}]}
    ```

    ## Source
    Lee et al. 2022, Deduplicating Training Data Makes Language Models Better; the normal form is
    that of CCNet (Wenzek et al. 2020), which also passes over case and punctuation.
    """  # noqa: E501
    for match in matches(near, View.WHOLE, context.test_sources, context.keep):
        if match.equal:
            yield near.origin(match.example), hit(like=near.origin(match.like))


def near_duplicate(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The example is nearly the same as an earlier one.

    ## What
    Of all the runs of three words in the two examples, at least 80 % stand in both (Jaccard index;
    prompt and answer counted apart and each alike by half at least; system and developer texts and
    tools must be the same). The pair is found by MinHash and verified on the runs themselves. Runs
    that stand in more than a tenth of all prompts or answers do not count, so that a long instruction
    alone makes no duplicates.

    ## Why
    Repeats are billed again and weigh more than was meant; models trained on them repeat texts by
    heart. `prepare` keeps such examples on one side of the split, and leaves out all but one when
    asked with `--fix DUP102`: the first, or as `--keep` says the longest or the newest.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "My parcel with the blue garden chairs has not arrived although you told me that it left your store on Monday. Where is it now?"}, {"role": "assistant", "content": "I am sorry about that. The carrier says that it will be with you tomorrow before noon."}]}
    {"messages": [{"role": "user", "content": "My parcel with the blue garden chairs has not arrived although you told me that it left your store on Monday. Where is it?"}, {"role": "assistant", "content": "I am sorry about that. The carrier says that it will be with you tomorrow before noon."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "My parcel with the blue garden chairs has not arrived. Where is it now?"}, {"role": "assistant", "content": "The carrier says that it will be with you tomorrow before noon."}]}
    {"messages": [{"role": "user", "content": "My order of two lamps came with a broken shade. What can you do?"}, {"role": "assistant", "content": "We send you a new shade at once. You need not return the old one."}]}
    ```

    ## Source
    Lee et al. 2022, Deduplicating Training Data Makes Language Models Better: Jaccard index of 0.8.
    """  # noqa: E501
    for match in matches(near, View.WHOLE, context.test_sources, context.keep):
        if not match.equal:
            score = _percent(match.similarity)
            yield near.origin(match.example), hit(like=near.origin(match.like), score=score)


def near_duplicate_prompt(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The prompt is nearly the same as an earlier one, and the answer is another.

    ## What
    The prompts are equal but for case, spaces and punctuation, or have at least 80 % of their runs
    of three words in common; the examples as wholes have not. Not told where answers are labels,
    nor of preference pairs, of which one prompt may have several.

    ## Why
    If the two mean the same, the model is taught both answers and learns neither well. If a small
    difference decides, it is well that the data show it: have a look. `prepare` keeps both on one
    side of the split.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "How do I reset my password?"}, {"role": "assistant", "content": "Follow the link below the form."}]}
    {"messages": [{"role": "user", "content": "how do i reset my password"}, {"role": "assistant", "content": "Please write to the support team, they will send you a new one."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "How do I reset my password?"}, {"role": "assistant", "content": "Follow the link below the form."}]}
    {"messages": [{"role": "user", "content": "How do I delete my account?"}, {"role": "assistant", "content": "Please write to the support team."}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): agreement and consistency of the examples bound the quality.
    """  # noqa: E501
    if near.classification or context.kind is Kind.PREFERENCE:
        return
    groups = near.clusters(View.WHOLE)
    wholes = {example: at for at, group in enumerate(groups) for example in group}
    for match in matches(near, View.PROMPT, context.test_sources):
        cluster = wholes.get(match.example)
        if cluster is None or cluster != wholes.get(match.like):
            like, score = near.origin(match.like), _percent(match.similarity)
            yield near.origin(match.example), hit(like=like, score=score)


def not_all_compared(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """So many examples share the same phrases that not every pair of them was compared.

    ## What
    Examples that share a signature are compared, each with the first and four others of them. In
    larger crowds of examples that are not all alike a pair can be missed. Told from 100 examples
    on.

    ## Why
    You should know where the search for near-duplicates was not complete. Crowds come from
    templates that many examples are filled into.

    ## Bad
    ```text
    Thousands of prompts made from a dozen templates with one word exchanged.
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    ftprep: the price of work that grows with the number of examples and not with its square.
    """
    crowded = max(near.crowded(view) for view in View)
    if crowded >= _CROWD:
        yield WHOLE_DATASET, hit(n=crowded)


def other_label_than_equal(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The prompt is the same, but for case, spaces and punctuation, as others of another label.

    ## What
    In a classification, prompts that are equal but for case, spaces and punctuation have different
    labels. Told are those that
    have not the most frequent label among them. Prompts equal in every character are DUP002.

    ## Why
    Most likely one of the labels is wrong. Wrong labels cost more than missing examples.

    ## Bad
    ```csv
    text,label
    I was charged twice,billing
    i was charged twice!,delivery
    I was charged twice.,billing
    Where is my parcel,delivery
    ```

    ## Good
    ```csv
    text,label
    I was charged twice,billing
    i was charged twice!,billing
    Where is my parcel,delivery
    Still no parcel,delivery
    ```

    ## Source
    Northcutt et al. 2021, Pervasive Label Errors in Test Sets; cleanlab's datalab reports
    near-duplicate sets, whose labels ought to agree.
    """
    if near.classification:
        yield from _labelled_otherwise(near, equal=True)


def other_label_than_similar(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The prompt is nearly the same as others that have another label.

    ## What
    As LAB101, but the prompts have at least 90 % of their runs of three words in common.

    ## Why
    Either one of the labels is wrong, or a few words decide: see which. On a public set where the
    last of several sentences decides, all labels were right, and so this is a note.

    ## Bad
    ```csv
    text,label
    "The parcel with the three blue garden chairs, two lamps and a box of books that I ordered on the first of March has not arrived yet, and I want to know where it is",delivery
    "The parcel with the three blue garden chairs, two lamps and a box of books that I ordered on the first of March has not arrived yet, and I want to know where it is now",delivery
    "The parcel with the three blue garden chairs, two lamps and a box of books that I ordered on the first of March has not arrived yet, and I want to know where it is please",billing
    I was charged twice,billing
    ```

    ## Good
    ```csv
    text,label
    I was charged twice,billing
    i was charged twice!,billing
    Where is my parcel,delivery
    Still no parcel,delivery
    ```

    ## Source
    As LAB101.
    """  # noqa: E501
    if near.classification:
        yield from _labelled_otherwise(near, equal=False)


def _labelled_otherwise(near: Near, *, equal: bool) -> Iterator[tuple[Origin, Hit]]:
    for match, own, usual in mislabelled(near):
        if match.equal is equal and match.similarity >= _SURELY_ALIKE:
            like, score = near.origin(match.like), _percent(match.similarity)
            yield near.origin(match.example), hit(label=own, other=usual, like=like, score=score)


def _percent(similarity: float) -> int:
    """Rounded down, and of texts that have all their phrases in common in another order 99: only
    equals are 100 % alike, and they are told by other rules."""
    return min(99, int(100 * similarity))


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "DUP101", Level.WARNING, duplicate_but_for_form, Near,
        "the same example stands at {like}, but for case, spaces and punctuation",
        "Keep one of them; prepare does with --fix DUP101, and --keep says which.",
        condemns=True, on_request=True,
    ),
    dataset_rule(
        "DUP102", Level.WARNING, near_duplicate, Near,
        "{score} % like the example at {like}",
        "Keep one of them, unless the difference matters; prepare does with --fix DUP102, and "
        "--keep says which.",
        condemns=True, on_request=True,
    ),
    dataset_rule(
        "DUP103", Level.NOTE, near_duplicate_prompt, Near,
        "the prompt is {score} % like the one at {like}, and the answer is another",
        "See whether the answers agree.",
    ),
    dataset_rule(
        "DUP104", Level.NOTE, not_all_compared, Near,
        "{n:,} examples share phrases with so many others that not every pair was compared",
        "Near-duplicates among them may be missed; a text that all share belongs into the system "
        "message, which is not compared.",
    ),
    dataset_rule(
        "LAB101", Level.WARNING, other_label_than_equal, Near,
        'labelled "{label}", but the same prompt at {like} is labelled "{other}"',
        "See which label is right.",
    ),
    dataset_rule(
        "LAB102", Level.NOTE, other_label_than_similar, Near,
        'labelled "{label}", but the prompt at {like} is {score} % like it and labelled "{other}"',
        "See which label is right.",
    ),
)  # fmt: skip
