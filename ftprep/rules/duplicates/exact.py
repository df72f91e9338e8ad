"""DUP: examples that repeat or contradict others."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.aggregate.index import Index
from ftprep.model import Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]


def exact_duplicate(index: Index, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The example repeats an earlier one, word for word.

    ## What
    What would be written is equal to an earlier example in every character.

    ## Why
    Repeats are billed again and weigh an example more than was meant. A repeat that lands in the
    test file makes the test look better than the model is. `prepare` keeps the first.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "Goodbye."}]}
    ```

    ## Source
    The retired `prepare_data` (openai 0.28.1) removed duplicated rows in the same way.
    """
    for copy, first in index.copies():
        yield copy, hit(first=first)


def conflicting_answers(index: Index, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """The same prompt has different answers.

    ## What
    Two or more examples have the same texts up to the last answer, and different answers. Not told
    where nothing is asked, nor of preference pairs, of which one prompt may have several (PRF005
    tells those that contradict each other).

    ## Why
    The model is taught both, and learns neither well. In a classification at least one is wrong.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}
    {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "5"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "2 + 2?"}, {"role": "assistant", "content": "4"}]}
    {"messages": [{"role": "user", "content": "2 + 3?"}, {"role": "assistant", "content": "5"}]}
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): agreement and consistency of the examples bound the quality.
    """
    for first, *others in index.conflicts():
        yield others[0].origin, hit(first=first.origin, answers=1 + len(others))


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "DUP001", Level.WARNING, exact_duplicate, Index,
        "the same example stands already at {first}",
        "Remove the repeat; prepare keeps the first.",
        condemns=True,
    ),
    dataset_rule(
        "DUP002", Level.WARNING, conflicting_answers, Index,
        "the same prompt has {answers} different answers; the first stands at {first}",
        "Decide for one answer, or say in the prompt what makes the difference.",
    ),
)  # fmt: skip
