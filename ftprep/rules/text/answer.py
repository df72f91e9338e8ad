r"""TXT: answers that differ from most others of the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.aggregate.answers import Answers, Odds
from ftprep.model import Origin
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, dataset_rule, hit

__all__ = ["RULES"]

_FEWEST: Final = 10
"""Answers from which on there is a habit that one can differ from."""


def answer_cut_off(answers: Answers, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """An answer stops in the midst of a sentence.

    ## What
    It ends with a word and no full stop, while more than 90 % of the longer answers end with the
    end of a sentence (`--threshold sentence-ends=0.9`). Lists, tables, headings, code, numbers and
    addresses are left alone, and so is all data of fewer than 10 longer answers.

    ## Why
    A limit of length cut it off. The model learns to stop anywhere.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Tell me of the river 1."}, {"role": "assistant", "content": "The river rises in the hills and runs to the sea."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 2."}, {"role": "assistant", "content": "The river rises in the woods and runs to the sea."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 3."}, {"role": "assistant", "content": "The river rises in the north and runs to the sea."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 4."}, {"role": "assistant", "content": "The river rises in the south and runs to the sea."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 5."}, {"role": "assistant", "content": "The river rises in the east and runs to the lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 6."}, {"role": "assistant", "content": "The river rises in the west and runs to the lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 7."}, {"role": "assistant", "content": "The river rises in a spring and runs to the lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 8."}, {"role": "assistant", "content": "The river rises in a cave and runs to the great lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 9."}, {"role": "assistant", "content": "The river rises in a bog and runs to the great lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 10."}, {"role": "assistant", "content": "The river rises in a fen and runs to the great lake."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 11."}, {"role": "assistant", "content": "The river rises in the highest of the mountains and then"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Tell me of the river 1."}, {"role": "assistant", "content": "The river rises in the hills and runs to the sea."}]}
    {"messages": [{"role": "user", "content": "Tell me of the river 2."}, {"role": "assistant", "content": "The river rises in the highest of the mountains and then"}]}
    ```

    ## Source
    `finish_reason` of the chat API is `length` where an answer was cut; the retired tool asked for
    one end of all completions.
    """  # noqa: E501
    ended, others = answers.sentences, answers.unended
    if ended >= _FEWEST and ended >= context.thresholds["sentence-ends"] * (ended + others):
        yield from _told(answers.cut, share=_percent(ended, ended + others))


def answer_not_json(answers: Answers, context: Context) -> Iterator[tuple[Origin, Hit]]:
    r"""An answer is no JSON, or broken JSON, where the others are JSON.

    ## What
    At least 90 % of the answers are a JSON object or list (`--threshold json-answers=0.9`), and
    this one cannot be read as one: it is plain text, stands in a code fence, or was cut.

    ## Why
    The program that reads the model's answers fails on it, and the model learns that both will do.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Buy 1 pear"}, {"role": "assistant", "content": "{\"pears\": 1}"}]}
    {"messages": [{"role": "user", "content": "Buy 2 pears"}, {"role": "assistant", "content": "{\"pears\": 2}"}]}
    {"messages": [{"role": "user", "content": "Buy 3 pears"}, {"role": "assistant", "content": "{\"pears\": 3}"}]}
    {"messages": [{"role": "user", "content": "Buy 4 pears"}, {"role": "assistant", "content": "{\"pears\": 4}"}]}
    {"messages": [{"role": "user", "content": "Buy 5 pears"}, {"role": "assistant", "content": "{\"pears\": 5}"}]}
    {"messages": [{"role": "user", "content": "Buy 6 pears"}, {"role": "assistant", "content": "{\"pears\": 6}"}]}
    {"messages": [{"role": "user", "content": "Buy 7 pears"}, {"role": "assistant", "content": "{\"pears\": 7}"}]}
    {"messages": [{"role": "user", "content": "Buy 8 pears"}, {"role": "assistant", "content": "{\"pears\": 8}"}]}
    {"messages": [{"role": "user", "content": "Buy 9 pears"}, {"role": "assistant", "content": "{\"pears\": 9}"}]}
    {"messages": [{"role": "user", "content": "Buy 10 pears"}, {"role": "assistant", "content": "{\"pears\": 10}"}]}
    {"messages": [{"role": "user", "content": "Buy 11 pears"}, {"role": "assistant", "content": "{\"pears\": 11"}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Buy 1 pear"}, {"role": "assistant", "content": "{\"pears\": 1}"}]}
    {"messages": [{"role": "user", "content": "Buy 2 pears"}, {"role": "assistant", "content": "I bought two."}]}
    ```

    ## Source
    OpenAI's guide on structured outputs: JSON mode answers with one valid JSON value.
    """  # noqa: E501
    if answers.json >= _FEWEST and answers.json >= context.thresholds["json-answers"] * (
        answers.count
    ):
        yield from _told(answers.not_json, share=_percent(answers.json, answers.count))


def answer_repeats_prompt(answers: Answers, context: Context) -> Iterator[tuple[Origin, Hit]]:
    """An answer is its prompt, or begins with it.

    ## What
    The last answer begins with all the words of the message before it, which has 20 characters or
    more. Where more than 5 % of the answers do (`--threshold echoes=0.05`) it is the task, such as
    correcting a text, and nothing is said.

    ## Why
    A base model wrote the answer, or the columns were mixed up. The model learns to repeat the
    question.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "When does the museum open?"}, {"role": "assistant", "content": "When does the museum open? At nine."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello"}]}
    ```

    ## Source
    Self-Instruct (Wang et al., 2023), section 3.3: instances whose output repeats the input are
    filtered out.
    """  # noqa: E501
    echoes = answers.echoes
    if echoes.count <= 1 or echoes.count <= context.thresholds["echoes"] * answers.count:
        yield from _told(echoes)


def _told(odds: Odds, **args: int) -> Iterator[tuple[Origin, Hit]]:
    for odd in odds:
        yield odd.origin, hit(odd.pointer, found=odd.found, n=odds.count, **args)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole


RULES: tuple[Rule, ...] = (
    dataset_rule(
        "TXT040", Level.WARNING, answer_cut_off, Answers,
        'the answer stops in the midst of a sentence: "{found}"; {share} % of the answers do not',
        "Write the end of it, or remove the example.",
    ),
    dataset_rule(
        "TXT041", Level.WARNING, answer_not_json, Answers,
        'the answer is no JSON, as {share} % of the answers are: "{found}"',
        "Write it as JSON like the others, or remove the example.",
    ),
    dataset_rule(
        "TXT042", Level.WARNING, answer_repeats_prompt, Answers,
        'the answer repeats its prompt: "{found}"',
        "Write the answer alone.",
    ),
)  # fmt: skip
