"""MSG: the names of those who speak."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ftprep.model import Example
from ftprep.pattern import Pattern
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, example_rule, hit
from ftprep.rules.tools.calls import has_calls
from ftprep.rules.walk import messages, quoted

__all__ = ["RULES"]

_LONGEST: Final = 64
_REFUSED: Final = Pattern(r"[\s<|\\/>]")


def name_invalid(example: Example, context: Context) -> Iterator[Hit]:
    r"""The name of a speaker has a character that chat APIs refuse.

    ## What
    `name` is empty, longer than 64 characters, or has a space or one of `< > | \ /`.

    ## Why
    The tuned model cannot be called with that name: `'messages[1].name': string does not match
    pattern. Expected a string that matches the pattern '^[^\s<|\\/>]+$'.` So what was trained is
    not what can be asked.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "name": "Ann Lee", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "name": "Ann_Lee", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]}
    ```

    ## Source
    The error text of OpenAI's chat API, as quoted in public code (2024 to 2026). Whether training
    refuses such names too is not known.
    """  # noqa: E501
    if not has_calls(example):  # no message has a third key
        return
    for index, message in messages(example):
        name = message.get("name")
        # The name of a function has a stricter form, which the schema of the line asks for.
        if isinstance(name, str) and message.get("role") != "function":
            refused = _REFUSED.search(name)
            if refused:
                fault = "white space" if refused[0].isspace() else f'the character "{refused[0]}"'
                yield hit(f"/messages/{index}/name", name=quoted(name), fault=f"has {fault}")
            elif not name:
                yield hit(f"/messages/{index}/name", name="", fault="is empty")
            elif len(name) > _LONGEST:
                fault = f"has {len(name)} characters, more than {_LONGEST}"
                yield hit(f"/messages/{index}/name", name=quoted(name), fault=fault)


RULES: tuple[Rule, ...] = (
    example_rule(
        "MSG021", Level.WARNING, name_invalid,
        'the name "{name}" {fault}',
        "Use up to 64 letters, digits, underscores and dashes.",
        of_shape=True,
    ),
)  # fmt: skip
