"""JSN: how the records of a JSON file were found."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def json_inside_json() -> None:
    r"""A record is JSON inside a text.

    ## What
    The record was written out twice, or saved as a cell of a CSV file, so that it stands in
    quotation marks with every mark in it escaped.

    ## Why
    The provider refuses the file: `Expected file to have JSONL format, where every line is a
    JSON dictionary. Line 1 is not a dictionary`.

    ## Bad
    ```jsonl
    "{\"prompt\": \"Hi ->\", \"completion\": \" Hello.\"}"
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi ->", "completion": " Hello."}
    ```

    ## Source
    OpenAI upload error message, seen in public 2023.
    """


def list_of_records() -> None:
    """A line holds a list of records.

    ## What
    A line of a JSONL file, or an element of a JSON list, is a list of objects. Each of them is
    read as a record.

    ## Why
    The provider wants an object on every line: `Line 1 is not a dictionary`.

    ## Bad
    ```jsonl
    [{"prompt": "Hi ->", "completion": " Hello."}, {"prompt": "Bye ->", "completion": " See you."}]
    [{"prompt": "Yes ->", "completion": " No."}]
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi ->", "completion": " Hello."}
    ```

    ## Source
    OpenAI upload error message, seen in public 2023.
    """


def bare_messages() -> None:
    """A list of messages has no object around it.

    ## What
    Messages stand in a list by themselves. They are read as one conversation, when somebody
    answers and no second system message starts another.

    ## Why
    The provider wants `{"messages": [...]}` on every line. If several conversations stand in
    one list, they must be told apart first.

    ## Bad
    ```json
    [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    ```

    ## Good
    ```json
    [{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}]
    ```

    ## Source
    OpenAI fine-tuning guide, 2026-07.
    """


def records_not_found() -> None:
    """It is not clear where in the document the records are.

    ## What
    The document holds several lists of objects that are not alike, and none looks like training
    examples or has a usual name such as `data`. Nothing is guessed.

    ## Why
    Reading the wrong list would train on the wrong data. `--records` takes the path with dots
    between the keys: `--records data.items`.

    ## Bad
    ```json
    {"users": [{"id": 1}, {"id": 2}], "orders": [{"no": 7}, {"no": 8}]}
    ```

    ## Good
    ```json
    {"users": [{"id": 1}], "examples": [{"prompt": "Hi ->", "completion": " Hello."}]}
    ```

    ## Source
    ftprep.
    """


def several_lists() -> None:
    """Several lists of records are read together.

    ## What
    The document holds several lists of like records, such as `train` and `test`. All are read,
    in the order of the document.

    ## Why
    If they are a split that was made before, its sides are mixed: ftprep makes its own.

    ## Bad
    ```json
    {
      "train": [{"prompt": "Hi ->", "completion": " Hello."}],
      "test": [{"prompt": "Bye ->", "completion": " See you."}]
    }
    ```

    ## Good
    ```json
    [{"prompt": "Hi ->", "completion": " Hello."}]
    ```

    ## Source
    ftprep.
    """


def members_not_read() -> None:
    """A document holds more than its records.

    ## What
    Beside the list of records there are other members, which are not read.

    ## Why
    They are mostly metadata; but if there is training data in them it is left out.

    ## Bad
    ```json
    {"version": "1.0", "data": [{"prompt": "Hi ->", "completion": " Hello."}]}
    ```

    ## Good
    ```json
    {"data": [{"prompt": "Hi ->", "completion": " Hello."}]}
    ```

    ## Source
    ftprep.
    """


def several_documents() -> None:
    """Several JSON documents stand in one file.

    ## What
    After the end of the first list or object another one follows, as when outputs are appended
    to a file. Its records are read too.

    ## Why
    It is no JSON, and strict readers refuse the whole file.

    ## Bad
    ```json
    [
      {"prompt": "Hi ->", "completion": " Hello."}
    ]
    [
      {"prompt": "Bye ->", "completion": " See you."}
    ]
    ```

    ## Good
    ```json
    [{"prompt": "Hi ->", "completion": " Hello."}, {"prompt": "Bye ->", "completion": " See you."}]
    ```

    ## Source
    RFC 8259, section 2 (JSON grammar), 2017-12.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "JSN036", Level.WARNING, json_inside_json,
        "the record is a text that holds JSON; it is read as that JSON",
        "Nothing need be done: prepare writes the record itself.",
        fixable=True,
    ),
    source_rule(
        "JSN037", Level.NOTE, list_of_records,
        "a list of {n:,} records is read as {n:,} records",
        "Nothing need be done: prepare writes one record per line.",
        fixable=True,
    ),
    source_rule(
        "JSN038", Level.WARNING, bare_messages,
        'a list of {n:,} messages is read as one conversation, under "{key}"',
        "Put each conversation into an object, under its key; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN040", Level.ERROR, records_not_found,
        "the records could be in any of: {paths}; choose one, for example --records {longest}",
        "Say where they are with --records.",
    ),
    source_rule(
        "JSN041", Level.NOTE, several_lists,
        "several lists are read one after the other: {paths}",
        "To read one of them only, name it with --records.",
    ),
    source_rule(
        "JSN042", Level.NOTE, members_not_read,
        "beside the records, the document holds: {keys}",
        "Nothing need be done if no training data is in them.",
    ),
    source_rule(
        "JSN046", Level.WARNING, several_documents,
        "another JSON document follows ({where}); it is read too",
        "Nothing need be done: prepare writes one record per line.",
        fixable=True,
    ),
)  # fmt: skip
