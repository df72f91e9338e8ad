"""Change the texts of an example, wherever they stand in its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ftprep.model import Example, Turn

__all__ = ["put", "rewritten"]


def rewritten(example: Example, change: Callable[[Turn], str]) -> Example:
    """The example with each text as `change` says; the same object when none changes.

    A repair of a text rule is one such function. Body and turns stay equal: a text that the body
    holds in another form (a number, an object) is not a turn's and is left as it is.
    """
    turns, body = [], example.body
    for turn in example.turns:
        text = change(turn)
        if text != turn.text:
            body = put(body, turn.pointer, turn.text, text)
        turns.append(turn._replace(text=text))
    return example if body is example.body else example._replace(body=body, turns=tuple(turns))


def put(body: Any, pointer: str, old: str, new: str) -> Any:
    """A copy of `body` in which the text at the pointer, `old`, is `new`."""
    return _put(body, pointer.split("/")[1:], old, new)


def _put(value: Any, steps: list[str], old: str, new: str) -> Any:
    """A copy of `value` in which the text at the place changed; only the way to it is copied."""
    if not steps:
        if value != old:
            raise RuntimeError("a turn and the body it was made from differ")
        return new
    step, *rest = steps
    if isinstance(value, list):
        index = int(step)
        return [*value[:index], _put(value[index], rest, old, new), *value[index + 1 :]]
    key = step.replace("~1", "/").replace("~0", "~")
    return {**value, key: _put(value[key], rest, old, new)}
