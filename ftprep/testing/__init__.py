"""The test kit for those who write rules, layouts and providers of their own.

* `assert_rule` runs the real check over a bad and a good case of a rule.
* `cases` and `pages` collect cases from a folder, and the examples of the rules' pages, as
  parameters of pytest.
* `chat_examples`, `completion_examples`, `preference_examples`, `tool_conversations`, `records`,
  `texts` are hypothesis strategies for lines that are right; `broken` and `hostile_texts` for what
  is not.

Everything is loaded at first use: `assert_rule` needs neither pytest nor hypothesis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ftprep.testing.breaking import broken, hostile_texts
    from ftprep.testing.case import Case, assert_rule
    from ftprep.testing.collect import cases, pages
    from ftprep.testing.strategies import (
        chat_examples,
        completion_examples,
        preference_examples,
        records,
        texts,
        tool_conversations,
    )

__all__ = [
    "Case",
    "assert_rule",
    "broken",
    "cases",
    "chat_examples",
    "completion_examples",
    "hostile_texts",
    "pages",
    "preference_examples",
    "records",
    "texts",
    "tool_conversations",
]

_HOMES = {
    "Case": "case",
    "assert_rule": "case",
    "cases": "collect",
    "pages": "collect",
    "broken": "breaking",
    "hostile_texts": "breaking",
    "chat_examples": "strategies",
    "completion_examples": "strategies",
    "preference_examples": "strategies",
    "records": "strategies",
    "texts": "strategies",
    "tool_conversations": "strategies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ftprep.testing' has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(f"ftprep.testing.{_HOMES[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name not in ("pytest", "hypothesis"):
            raise
        raise ModuleNotFoundError(
            f'ftprep.testing.{name} needs {error.name}; "pip install {error.name}" adds it',
            name=error.name,
        ) from error


def __dir__() -> list[str]:
    return __all__
