"""JSN: the lines that records of JSON stand on."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def several_records_on_a_line() -> None:
    """Several records stand on one line.

    ## What
    Objects follow each other without a line break. Each is read as a record.

    ## Why
    JSONL has one record per line; the provider refuses the file: `line contains invalid json:
    Extra data`.

    ## Bad
    ```jsonl
    {"prompt": "Hi ->", "completion": " Hello."} {"prompt": "Bye ->", "completion": " See you."}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    JSON Lines, jsonlines.org.
    """


def record_over_several_lines() -> None:
    """A record goes over several lines.

    ## What
    Objects are indented, or broken inside a text. Lines are joined where it is clear that they
    belong together.

    ## Why
    JSONL has one record per line; the provider refuses the file at the first line.

    ## Bad
    ```jsonl
    {
      "messages": [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello."}
      ]
    }
    {
      "messages": [
        {"role": "user", "content": "Bye"},
        {"role": "assistant", "content": "See you."}
      ]
    }
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    JSON Lines, jsonlines.org.
    """


def blank_lines() -> None:
    """Lines of a JSONL file are blank.

    ## What
    Lines hold nothing or spaces only. They are no records and are passed over.

    ## Why
    Strict readers fail on them: `json.loads` of an empty line raises an error, and so did
    OpenAI's own notebook.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}

    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "See you."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI cookbook, Chat_finetuning_data_prep, 2023.
    """


def records_not_in_line() -> None:
    """A line has no records where `--records` says.

    ## What
    `--records` names a list or an object inside each line, and this line has none there, or an
    empty list. The line is kept with the rejected ones.

    ## Why
    What such a line holds cannot be trained on as it stands. It may be of another version of the
    format, or an error that was written between the data.

    ## Bad
    ```jsonl --records item
    {"item": {"prompt": "Hi ->", "completion": " Hello."}}
    {"error": "timeout"}
    ```

    ## Good
    ```jsonl --records item
    {"item": {"prompt": "Hi ->", "completion": " Hello."}}
    ```

    ## Source
    ftprep.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "JSN030", Level.WARNING, several_records_on_a_line,
        "several records stand on one line ({where})",
        "Nothing need be done: prepare writes one record per line.",
        fixable=True,
    ),
    source_rule(
        "JSN031", Level.WARNING, record_over_several_lines,
        "records go over several lines ({where})",
        "Nothing need be done: prepare writes one record per line.",
        fixable=True,
    ),
    source_rule(
        "JSN033", Level.NOTE, blank_lines,
        "blank lines are passed over: {lines}",
        "Nothing need be done: prepare writes none.",
        fixable=True,
    ),
    source_rule(
        "JSN047", Level.ERROR, records_not_in_line,
        "the line has no records at {path}",
        "Remove the line, or name another place with --records.",
    ),
)  # fmt: skip
