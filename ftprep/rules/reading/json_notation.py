"""JSN: members and values that are not JSON but clear, and are read all the same."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def json_comment() -> None:
    """A comment stands beside the data.

    ## What
    `//`, `#` or `/* */` starts a comment outside of the texts, or a line is the fence of a code
    block. It is passed over.

    ## Why
    JSON has no comments. The provider reads every line with a strict JSON parser and refuses
    the whole file: `Invalid file format. Example 1 cannot be parsed. Error: line contains
    invalid json`.

    ## Bad
    ```jsonl
    // questions of May
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def trailing_comma() -> None:
    """A comma stands where nothing follows.

    ## What
    A list or an object ends with a comma, as Python and JavaScript allow, or a list has two
    commas in a row.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."},]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def single_quotes() -> None:
    """Texts stand in single quotes.

    ## What
    The record is written as Python or JavaScript prints it: with `'` around its texts.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`. It often means
    that the file was made with `print` or `str` in place of `json.dumps`.

    ## Bad
    ```jsonl
    {'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Hello.'}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def python_literal() -> None:
    """A literal is spelled as in Python.

    ## What
    `True`, `False`, `None`, a tuple or `u'text'` stands where JSON has `true`, `false`, `null`,
    a list or a text. It is read as what it means.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": None}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def unquoted_key() -> None:
    """A key has no quotation marks.

    ## What
    Keys of an object are written bare, as in JavaScript.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {messages: [{role: "user", content: "Hi"}, {role: "assistant", content: "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def not_a_number() -> None:
    """NaN or an infinity stands for a value.

    ## What
    Python writes missing values as `NaN`, which JSON does not know. It is read as null, as
    JavaScript and pandas write it. The text "NaN" in quotation marks stays as it is.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`. A missing
    answer is nothing to learn from.

    ## Bad
    ```jsonl
    {"prompt": "Is it open today? ->", "completion": NaN}
    ```

    ## Good
    ```jsonl
    {"prompt": "Is it open today? ->", "completion": " Yes."}
    ```

    ## Source
    ECMAScript 2026, JSON.stringify; pandas DataFrame.to_json, 2026; RFC 8259, 2017-12.
    """


def repeated_key() -> None:
    """A key stands twice in one object.

    ## What
    An object has the same key more than once. The last value is read, as all common parsers do;
    the others are named here and lost otherwise.

    ## Why
    Which of the values is meant cannot be known. Parsers accept it in silence, so part of the
    data disappears.

    ## Bad
    ```jsonl
    {"prompt": "Is it open? ->", "prompt": "Is it open today? ->", "completion": " Yes."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Is it open today? ->", "completion": " Yes."}
    ```

    ## Source
    RFC 8259, section 4 (Objects), 2017-12.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "JSN010", Level.WARNING, json_comment,
        "a comment is not JSON: {found}",
        "Nothing need be done: prepare leaves comments out.",
        fixable=True,
    ),
    source_rule(
        "JSN011", Level.WARNING, trailing_comma,
        "a comma too many stands at {where}",
        "Nothing need be done: prepare leaves it out.",
        fixable=True,
    ),
    source_rule(
        "JSN012", Level.WARNING, single_quotes,
        "texts stand in single quotes ({times} here, the first at {where})",
        "Write the file with a JSON library; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN013", Level.WARNING, python_literal,
        "{found} at {where} is not spelled as in JSON",
        "Write the file with a JSON library; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN014", Level.WARNING, unquoted_key,
        "the key {found} has no quotation marks",
        "Put keys in double quotes; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN015", Level.WARNING, not_a_number,
        "{found} at {where} has no form in JSON and is read as null",
        "Give the value, or remove the record.",
        fixable=True,
    ),
    source_rule(
        "JSN022", Level.WARNING, repeated_key,
        'the key "{key}" stands twice in one object; {kept} is read and {dropped} is not',
        "Leave one of them; prepare keeps the last.",
        fixable=True,
    ),
)  # fmt: skip
