"""JSN: what the readers of JSON and JSONL find."""

from __future__ import annotations

from ftprep.rules.reading import json_character, json_columns, json_line, json_notation, json_shape
from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def invalid_json() -> None:
    r"""A record is not readable as JSON.

    ## What
    What the text means is not clear, so it is not guessed: a quotation mark inside a text is
    not escaped, a quotation mark, a bracket or a comma is missing, or it is no JSON at all.
    Reading goes on with the next record.

    ## Why
    The provider refuses the whole file: `Invalid file format. Example 1273 cannot be parsed.
    Error: line contains invalid json: Expecting ',' delimiter: line 1 column 79 (char 78) (line
    1273)`.

    ## Bad
    ```jsonl
    {"prompt": "What does "hi" mean? ->", "completion": " Hello."}
    ```

    ## Good
    ```jsonl
    {"prompt": "What does \"hi\" mean? ->", "completion": " Hello."}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024.
    """


def truncated_json() -> None:
    """The file ends inside a record.

    ## What
    The last record, or the list around the records, is not closed when the file ends. The
    records before are read.

    ## Why
    A download or an export stopped early: the records that should follow are missing. The
    provider refuses the file for its last line.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    {"messages": [{"role": "user", "conte
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024.
    """


def comma_after_record() -> None:
    """A comma stands between the records of a JSONL file.

    ## What
    Lines end with a comma, as they do inside a JSON list.

    ## Why
    JSONL has nothing between its lines; the provider refuses the file: `line contains invalid
    json: Extra data`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]},
    {"messages": [{"role": "user", "content": "Bye"}, {"role": "assistant", "content": "See you."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    JSON Lines, jsonlines.org.
    """


def stray_character() -> None:
    """A bracket or semicolon belongs to nothing.

    ## What
    A closing bracket without its opening one, or a semicolon, stands between records.

    ## Why
    It is no JSON, and strict readers refuse the line or the file. Nothing is lost by passing
    over it.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]};
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    RFC 8259, 2017-12.
    """


def missing_comma() -> None:
    """A comma is missing between the records of a list.

    ## What
    The elements of a JSON list follow each other without a comma. Each is read as a record.

    ## Why
    It is no JSON, and strict readers refuse the whole file.

    ## Bad
    ```json
    [
      {"prompt": "Hi ->", "completion": " Hello."}
      {"prompt": "Bye ->", "completion": " See you."}
    ]
    ```

    ## Good
    ```json
    [
      {"prompt": "Hi ->", "completion": " Hello."},
      {"prompt": "Bye ->", "completion": " See you."}
    ]
    ```

    ## Source
    RFC 8259, section 5 (Arrays), 2017-12.
    """


_OWN: tuple[Rule, ...] = (
    source_rule(
        "JSN001", Level.ERROR, invalid_json,
        "not readable as JSON: {problem}, at {where}: {excerpt}",
        "Mend the record at this place; it is left out until then.",
    ),
    source_rule(
        "JSN002", Level.ERROR, truncated_json,
        "the file ends inside a record ({problem}); its end is: {excerpt}",
        "Get the whole file again; what follows here is missing.",
    ),
    source_rule(
        "JSN032", Level.WARNING, comma_after_record,
        "a comma stands after the record ({where})",
        "Nothing need be done: prepare writes the lines without it.",
        fixable=True,
    ),
    source_rule(
        "JSN034", Level.WARNING, stray_character,
        '"{found}" at {where} belongs to nothing and is passed over',
        "Nothing need be done: prepare leaves it out.",
        fixable=True,
    ),
    source_rule(
        "JSN035", Level.WARNING, missing_comma,
        "a comma is missing before the record ({where})",
        "Nothing need be done: prepare writes one record per line.",
        fixable=True,
    ),
)  # fmt: skip

_ROOMS = (json_character, json_columns, json_line, json_notation, json_shape)

RULES = tuple(
    sorted((*_OWN, *(rule for room in _ROOMS for rule in room.RULES)), key=lambda rule: rule.code)
)
