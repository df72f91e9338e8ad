"""JSN010 to JSN022: what is not JSON but clear, and is read all the same."""

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


def raw_control_character() -> None:
    r"""A control character stands in a text as it is.

    ## What
    A line break, a tab or another character below U+0020 stands inside quotation marks, where
    JSON wants its escape (`\n`, `\t`). The text keeps it.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi
    there"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def invalid_escape() -> None:
    r"""A text holds an escape that JSON does not know.

    ## What
    A backslash stands before a character that needs none, as in `\d` or `C:\Users`. The
    backslash is kept as part of the text; `\'` and `\x41` are read as Python and JavaScript
    read them.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`. The same text
    may hold `\n` or `\t` where a backslash was meant (`\nu`, `\theta`): these are valid and
    cannot be told.

    ## Bad
    ```jsonl
    {"prompt": "What does \d mean? ->", "completion": " A digit."}
    ```

    ## Good
    ```jsonl
    {"prompt": "What does \\d mean? ->", "completion": " A digit."}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def number_spelling() -> None:
    """A number is not spelled as in JSON.

    ## What
    `+1`, `.5` and `5.` are read as the numbers that they are. A number with leading zeros, such
    as `007`, is read as text, for it is more likely a code.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {"prompt": "Which agent? ->", "completion": 007}
    ```

    ## Good
    ```jsonl
    {"prompt": "Which agent? ->", "completion": "007"}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def curly_quotes() -> None:
    """Typographic quotation marks stand around texts.

    ## What
    A word processor has turned `"` into `“` and `”`. Such a mark ends a text only before a
    comma, a colon or a bracket, so that texts may hold them.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl
    {"prompt": "Until when? ->", "completion": " Until six."}
    {“prompt”: “Is it open today? ->”, “completion”: “ Yes.”}
    ```

    ## Good
    ```jsonl
    {"prompt": "Is it open today? ->", "completion": " Yes."}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def odd_space() -> None:
    r"""A character that is no JSON space stands between values.

    ## What
    A byte order mark in the middle of the file (from joining files), a no-break space, a NUL, a
    Ctrl-Z or the like stands outside of the texts. It is passed over.

    ## Why
    The provider reads every line with a strict JSON parser and refuses the whole file: `Invalid
    file format. Example 1 cannot be parsed. Error: line contains invalid json`.

    ## Bad
    ```jsonl escaped
    {"prompt": "Hi ->", "completion": " Hello."}
    \xef\xbb\xbf{"prompt": "Bye ->", "completion": " See you."}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    OpenAI fine-tuning error message, seen in public 2024; RFC 8259, 2017-12.
    """


def half_character() -> None:
    r"""A text holds half a character.

    ## What
    The escape of a surrogate (`\ud83d`) stands alone, where two make one character such as an
    emoji. It is kept and written as it was.

    ## Why
    Such a text cannot be encoded in UTF-8; tokenizers and providers fail on it or put U+FFFD in
    its place. It comes from a text that was cut in the middle of an emoji.

    ## Bad
    ```jsonl
    {"prompt": "Hi \ud83d ->", "completion": " Hello."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Hi \ud83d\ude00 ->", "completion": " Hello."}
    ```

    ## Source
    RFC 8259, section 8.2 (Unicode characters), 2017-12.
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
        "JSN016", Level.WARNING, raw_control_character,
        "a text holds the raw character {found} ({times} such here, the first at {where})",
        "Write the file with a JSON library, which escapes it; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN017", Level.WARNING, invalid_escape,
        "the escape {found} at {where} is not JSON",
        "Write a backslash of the text twice; prepare does.",
        fixable=True,
    ),
    source_rule(
        "JSN018", Level.WARNING, number_spelling,
        "the number {found} is not spelled as in JSON",
        "Quote it if it is a code; prepare writes it right.",
        fixable=True,
    ),
    source_rule(
        "JSN019", Level.WARNING, curly_quotes,
        "typographic quotation marks stand around texts (the first at {where})",
        "Turn off smart quotes where the file is edited; prepare writes straight ones.",
        fixable=True,
    ),
    source_rule(
        "JSN020", Level.WARNING, odd_space,
        "{found} stands between values at {where}",
        "Nothing need be done: prepare leaves it out.",
        fixable=True,
    ),
    source_rule(
        "JSN021", Level.WARNING, half_character,
        "the text holds half a character (a lone surrogate)",
        "Mend the text where it was cut, or remove the record.",
        fixable=True,
    ),
    source_rule(
        "JSN022", Level.WARNING, repeated_key,
        'the key "{key}" stands twice in one object; {kept} is read and {dropped} is not',
        "Leave one of them; prepare keeps the last.",
        fixable=True,
    ),
)  # fmt: skip
