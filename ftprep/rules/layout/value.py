"""MAP: the values that examples are made of: empty, or no text."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def value_not_text() -> None:
    """A number, true or false stands where a text is due.

    ## What
    The JSON value of a question or an answer is a number or a boolean. It is written as it stands
    in the file: `1.10` stays `1.10`, `true` stays `true`.

    ## Why
    The training file holds texts only. Tools that convert such values change them: `1.10` to `1.1`,
    `true` to `True`, a long number to `1e+20`.

    ## Bad
    ```jsonl
    {"question": "How many days are in a week?", "answer": 7}
    ```

    ## Good
    ```jsonl
    {"question": "How many days are in a week?", "answer": "7"}
    ```

    ## Source
    OpenAI API specification, FineTuneCompletionRequestInput (2025-04-29): strings.
    """


def value_has_parts() -> None:
    """A list or an object stands where a text is due.

    ## What
    The question or the answer is a JSON list or object, and neither messages nor content parts.

    ## Why
    It has no text of its own; Python's way of printing it (`{'a': None}`) is not JSON and would be
    learned. Name the part that is meant, or write the JSON as a text.

    ## Bad
    ```jsonl
    {"question": "Where is Lima?", "answer": {"country": "Peru"}}
    ```

    ## Good
    ```jsonl --map user=question --map assistant=answer.country
    {"question": "Where is Lima?", "answer": {"country": "Peru"}}
    ```

    ## Source
    `openai tools fine_tunes.prepare_data`, 0.28.1, writes the Python form.
    """


def empty_answer() -> None:
    """The answer is empty.

    ## What
    The answer is missing, null, or nothing but white space.

    ## Why
    There is nothing to learn from the row, and where tools fill the hole with a word (`None`,
    `nan`), the model learns that word.

    ## Bad
    ```csv
    question,answer
    How do I pay?,By card.
    How do I return it?,
    ```

    ## Good
    ```csv
    question,answer
    How do I pay?,By card.
    How do I return it?,By post.
    ```

    ## Source
    `openai tools fine_tunes.prepare_data`, 0.28.1: JSON null became the completion `None`.
    """


def empty_question() -> None:
    """The question is empty.

    ## What
    The text of the user is missing, null, or nothing but white space.

    ## Why
    A chat example without a question teaches the model to answer anything with this answer. Models
    of prompts and completions can be trained that way on purpose: `--to completion`.

    ## Bad
    ```csv
    question,answer
    How do I pay?,By card.
    ,By post.
    ```

    ## Good
    ```csv
    question,answer
    How do I pay?,By card.
    How do I return it?,By post.
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): an empty prompt is for open-ended
    generation.
    """


def empty_prompt() -> None:
    """The prompt of a completion is empty.

    ## What
    The prompt is missing, null, or nothing but white space. The example is kept.

    ## Why
    All prompts empty is open-ended generation, which is legal. Some prompts empty is mostly a hole
    in the table.

    ## Bad
    ```jsonl --to completion
    {"prompt": "", "completion": "Once upon a time."}
    ```

    ## Good
    ```jsonl --to completion
    {"prompt": "Tell a story.", "completion": "Once upon a time."}
    ```

    ## Source
    OpenAI's old guide (MicrosoftDocs prepare-dataset, 2022-06): open-ended generation leaves the
    prompt empty and wants thousands of examples.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "MAP004", Level.NOTE, value_not_text,
        '"{column}" holds {found}; it is written as it stands in the file',
        "Nothing need be done if that text is meant.",
        once=True,
    ),
    source_rule(
        "MAP005", Level.ERROR, value_has_parts,
        '"{column}" is {found}, where a text is due',
        "Name the part that is meant by its path (--map assistant={column}.KEY), or write the "
        "JSON as a text.",
    ),
    source_rule(
        "MAP006", Level.ERROR, empty_answer,
        'there is no answer: "{column}" is empty or missing',
        "Fill it in, or delete the row.",
    ),
    source_rule(
        "MAP007", Level.ERROR, empty_question,
        'there is no question: "{column}" is empty or missing',
        "Fill it in, or delete the row.",
    ),
    source_rule(
        "MAP008", Level.WARNING, empty_prompt,
        'the prompt is empty: "{column}"',
        "Fill it in, unless the model shall write without a prompt.",
    ),
)  # fmt: skip
