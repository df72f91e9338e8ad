"""DUP: examples of the test set that the model is trained on."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.near import Near
from ftprep.aggregate.near_matches import across, same_answers
from ftprep.model import Origin
from ftprep.near.overlap import View
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_LONG_ANSWER = 30
"""Words from which an answer is seldom the same by chance; ours."""


def test_example_in_training(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """An example of the test set stands in the training set too, the same or nearly.

    ## What
    The whole example is equal to one that is trained on, equal but for case, spaces and
    punctuation, or alike to 80 % or more (see DUP102).

    ## Why
    The model has seen question and answer: the test shows what it knows by heart, and not how well
    it answers what is new.

    ## Bad
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "Why does the lamp flicker?"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "why does the lamp flicker"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```

    ## Good
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "Why does the lamp flicker?"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "Why is the lamp so hot?"}, {"role": "assistant", "content": "Its bulb is too strong."}]}
    ```

    ## Source
    Lee et al. 2022, Deduplicating Training Data Makes Language Models Better: over 4 % of the
    validation sets of standard datasets were near-duplicates of training examples.
    """  # noqa: E501
    for match in across(near, View.WHOLE, context.test_sources):
        like, score = near.origin(match.like), int(100 * match.similarity)
        yield near.origin(match.example), hit(like=like, score=score, view="whole")


def test_prompt_in_training(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A prompt of the test set stands in the training set too, the same or nearly.

    ## What
    The prompt is equal to one that is trained on, or alike to 80 % or more, and the answer is
    another (else it is DUP111).

    ## Why
    The model was taught an answer to this very question. If it gives that, the test counts it as
    wrong; if the answers agree in substance, as right without merit.

    ## Bad
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "Why does the lamp flicker?"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "Why does the lamp flicker?"}, {"role": "assistant", "content": "Screw the bulb in tightly."}]}
    ```

    ## Good
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "Why does the lamp flicker?"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "Why is the lamp so hot?"}, {"role": "assistant", "content": "The cable is loose."}]}
    ```

    ## Source
    Lee et al. 2022, section 6.2: models do better on test texts that have near-duplicates in the
    training set than on the others.
    """  # noqa: E501
    told = {match.example for match in across(near, View.WHOLE, context.test_sources)}
    for match in across(near, View.PROMPT, context.test_sources):
        if match.example not in told:
            like, score = near.origin(match.like), int(100 * match.similarity)
            yield near.origin(match.example), hit(like=like, score=score, view="prompt")


def test_answer_in_training(near: Near, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """A long answer of the test set is also an answer of the training set, to another prompt.

    ## What
    An answer of 30 words or more is equal, but for case, spaces and punctuation, to one that is
    trained on.

    ## Why
    The model may give the right answer because it knows it by heart. Where texts are fixed, as in
    customer service, that is what you want; then pass over this note.

    ## Bad
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "The shade has a scratch"}, {"role": "assistant", "content": "We are sorry. Please send us a picture of the shade and the number of your order, and we shall send you a new one at once. You need not return the broken one to us."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "My lamp came without its shade"}, {"role": "assistant", "content": "We are sorry. Please send us a picture of the shade and the number of your order, and we shall send you a new one at once. You need not return the broken one to us."}]}
    ```

    ## Good
    ```jsonl title=train.jsonl
    {"messages": [{"role": "user", "content": "The shade has a scratch"}, {"role": "assistant", "content": "We are sorry and send you a new one."}]}
    ```
    ```jsonl title=test.jsonl
    {"messages": [{"role": "user", "content": "My lamp came without its shade"}, {"role": "assistant", "content": "We are sorry and send you a new one."}]}
    ```

    ## Source
    ftprep. The number 30 is its own.
    """  # noqa: E501
    tests = context.test_sources
    told = {m.example for view in View for m in across(near, view, tests)}
    for match in same_answers(near, tests, _LONG_ANSWER):
        if match.example not in told:
            like = near.origin(match.like)
            yield near.origin(match.example), hit(like=like, score=100, view="answer")


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "DUP111", Level.WARNING, test_example_in_training, Near,
        "this test example is {score} % like the training example at {like}",
        "Take one of them out: a test must ask what was not trained on.",
    ),
    dataset_rule(
        "DUP112", Level.WARNING, test_prompt_in_training, Near,
        "the prompt of this test example is {score} % like that of the training example at {like}",
        "Take one of them out: a test must ask what was not trained on.",
    ),
    dataset_rule(
        "DUP113", Level.NOTE, test_answer_in_training, Near,
        "the answer of this test example is also that of the training example at {like}",
        "See whether the questions are the same in other words.",
    ),
)  # fmt: skip
