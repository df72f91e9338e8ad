"""MAP: the layout of records: columns that are not understood, not used, or not there."""

from __future__ import annotations

from ftprep.rules.layout import form, value
from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def layout_unknown() -> None:
    """The columns are of no known layout.

    ## What
    No column has a usual name for a question or an answer, in any of the languages that ftprep
    knows, and the record is no chat, completion, Alpaca, ShareGPT or preference record either.

    ## Why
    A column that was guessed wrongly trains a model on the wrong thing, and nobody notices. So
    nothing is guessed: the message shows every column with the beginning of its value, and flags
    that would do.

    ## Bad
    ```csv
    left,right
    How do I pay?,By card.
    ```

    ## Good
    ```csv --map user=left --map assistant=right
    left,right
    How do I pay?,By card.
    ```

    ## Source
    The retired tool of OpenAI (`openai tools fine_tunes.prepare_data`, 0.28.1) said only
    `prompt column/key is missing` and did not show which columns it had found.
    """


def columns_ambiguous() -> None:
    """More than one column could be the question or the answer.

    ## What
    Two columns have usual names for one side: `ground_truth` and `response`, `Prompt` and `PROMPT`.

    ## Why
    Only one of them is meant, and the file does not say which. The retired tool of OpenAI took the
    first of `Prompt` and `PROMPT` without a word.

    ## Bad
    ```csv
    query,ground_truth,response
    How do I pay?,By card.,You cannot.
    ```

    ## Good
    ```csv --map assistant=ground_truth
    query,ground_truth,response
    How do I pay?,By card.,You cannot.
    ```

    ## Source
    `openai tools fine_tunes.prepare_data`, 0.28.1, run with headers that differ in case.
    """


def columns_unused() -> None:
    r"""Some columns are no part of the examples.

    ## What
    The table has more columns than a question, an answer and a system text. They are left out.

    ## Why
    That is right for numbers and dates, and wrong for a passage that the question is about. Such a
    column is brought in with a template: `--user "{question}\n\n{context}"`.

    ## Bad
    ```csv
    id,question,answer
    17,How do I pay?,By card.
    ```

    ## Good
    ```csv
    question,answer
    How do I pay?,By card.
    ```

    ## Source
    OpenAI fine-tuning guide (2026-07): an answer must be derivable from the example.
    """


def value_missing() -> None:
    """The record has no value at a column that a flag names.

    ## What
    `--map`, `--user` or `--assistant` names a column, and in this record it is missing, or null
    inside a template.

    ## Why
    A template with a hole (`Subject: None`) teaches the hole.

    ## Bad
    ```jsonl --map user=ticket.text --map assistant=answer
    {"ticket": {"text": "How do I pay?"}, "answer": "By card."}
    {"ticket": {"body": "How do I return it?"}, "answer": "By post."}
    ```

    ## Good
    ```jsonl --map user=ticket.text --map assistant=answer
    {"ticket": {"text": "How do I pay?"}, "answer": "By card."}
    {"ticket": {"text": "How do I return it?"}, "answer": "By post."}
    ```

    ## Source
    unsloth pull request 10813 (2026-09): blank cells were trained as the word "None".
    """


def record_not_object() -> None:
    """The record is no object with named values.

    ## What
    A line or an entry is a text, a number, null, or a list that is no list of messages.

    ## Why
    The provider refuses the file: `Expected file to have JSONL format, where every line is a JSON
    dictionary. Line 1 is not a dictionary`.

    ## Bad
    ```jsonl
    ["How do I pay?", "By card."]
    ```

    ## Good
    ```jsonl
    {"question": "How do I pay?", "answer": "By card."}
    ```

    ## Source
    The provider's error text, as seen in public (openai-python issue 426).
    """


def group_empty() -> None:
    """A row has no value in the column that rows are joined by.

    ## What
    `--group-by` names a column whose equal values make one conversation, and here it is empty.

    ## Why
    The row belongs to no conversation. All such rows joined into one would be a conversation that
    never was.

    ## Bad
    ```csv --group-by chat_id
    chat_id,role,content
    1,user,How do I pay?
    1,assistant,By card.
    ,user,Thank you.
    ```

    ## Good
    ```csv --group-by chat_id
    chat_id,role,content
    1,user,How do I pay?
    1,assistant,By card.
    ```

    ## Source
    Arithmetic: an empty value equals every other empty value.
    """


RULES: tuple[Rule, ...] = (
    *value.RULES,
    *form.RULES,
    source_rule(
        "MAP001", Level.ERROR, layout_unknown,
        "the columns are not understood: {found}",
        "Say which of them ask and answer, for instance {flags}",
    ),
    source_rule(
        "MAP002", Level.ERROR, columns_ambiguous,
        "more than one column could be meant ({choice}): {found}",
        "Say which, for instance {flags}",
    ),
    source_rule(
        "MAP003", Level.NOTE, columns_unused,
        "not used: {columns}",
        'If one belongs to the text, write a template: --user "{{COLUMN}}\\n\\n{{OTHER '
        'COLUMN}}".',
        once=True,
    ),
    source_rule(
        "MAP009", Level.ERROR, value_missing,
        'there is no value at "{column}"',
        "Fill it in, or correct the flag.",
    ),
    source_rule(
        "MAP010", Level.ERROR, record_not_object,
        "the record is {found}, not an object with named values",
        'Write it as an object: {{"question": …, "answer": …}}.',
    ),
    source_rule(
        "MAP012", Level.ERROR, group_empty,
        'the row has no value in "{column}", so it belongs to no conversation',
        "Fill it in, or delete the row.",
    ),
)  # fmt: skip
