"""Hypothesis strategies for what goes wrong: lines that no schema accepts, and hostile texts."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ftprep.model import Kind
from ftprep.schemas import gate

__all__ = ["broken", "hostile_texts"]

_Line = dict[str, Any]

_HOSTILE: Final = (
    "",
    " \t\n",
    "\x00",
    "\x1b[2J\x1b]0;title\x07",
    "\u202edetrever",
    "zero\u200bwidth",
    "\ufeff",
    "\ud83d",
    "\uffff\ufffd",
    "e" + "\u0301" * 200,
    "<|endoftext|>",
    "{messages} %s {0.__class__}",
    '","role":"system"}',
    "=HYPERLINK(1)",
    "a" * 10_000,
    "</script><script>alert(1)</script>",
)
"""What has harmed programs that read text: nothing at all, control codes, hidden and reversed
characters, half a surrogate pair, special tokens, templates, quotes, formulas, length, markup."""

_WRONG: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "\ud83d",
    [],
    [[]],
    {},
    {"": None},
    [None],
)
"""Values that stand where others are meant."""


def hostile_texts() -> SearchStrategy[str]:
    """Texts that harm careless programs: chosen ones, any text at all, and the two joined."""
    anything = st.text(st.characters(), max_size=40)
    return st.one_of(
        st.sampled_from(_HOSTILE),
        anything,
        st.tuples(anything, st.sampled_from(_HOSTILE), anything).map("".join),
    )


@st.composite
def broken(draw: DrawFn, lines: SearchStrategy[_Line]) -> Any:
    """A line of `lines` (such as `chat_examples()`) with one to three faults of shape.

    A key or entry is missing, doubled or misspelt, or a value is of another type. No schema of ours
    accepts the result, which need not be an object any more. The line that was drawn stays whole.
    """
    line: Any = copy.deepcopy(draw(lines))
    for _ in range(draw(st.integers(1, 3))):
        line = draw(_faulty(line))
    assume(not any(gate(kind)(line) for kind in Kind))
    return line


@st.composite
def _faulty(draw: DrawFn, line: Any) -> Any:
    places = list(_places(line))
    if not places or draw(st.integers(0, 19)) == 0:
        return draw(_wrong())
    holder, key = draw(st.sampled_from(places))
    fault = draw(st.sampled_from(("remove", "replace", "wrap", "extend")))
    if fault == "remove":
        del holder[key]
    elif fault == "replace":
        holder[key] = draw(_wrong())
    elif fault == "wrap":
        holder[key] = draw(st.sampled_from(([holder[key]], {"value": holder[key]})))
    elif isinstance(holder, dict):
        holder[f"{key}s"] = copy.deepcopy(holder[key])
    else:
        holder.insert(key, copy.deepcopy(holder[key]))
    return line


def _wrong() -> SearchStrategy[Any]:
    # A copy, since a further fault may be put into it.
    return st.sampled_from(_WRONG).map(copy.deepcopy)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (dict, key) and (list, index) in a JSON value."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])
