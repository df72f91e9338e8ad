"""JSN: characters and numbers that are not JSON but clear, and are read all the same."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


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


RULES: tuple[Rule, ...] = (
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
)  # fmt: skip
