"""What to say of records that are of no known layout: what was found, and the flags to add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ftprep.named import NamedTuple
from ftprep.normalizers.names import Ambiguous, candidates, dialogue, recognise
from ftprep.normalizers.normalizer import ASSISTANT_ROLES, USER_ROLES, Request
from ftprep.normalizers.values import is_blank, sample

__all__ = ["Unclear", "arguments", "explain"]

_MOST_SHOWN = 12
"""Columns that a message lists; a table of hundreds is not told in full."""


class Unclear(NamedTuple):
    """The finding to make of each record with some set of keys."""

    code: str
    choice: str = ""
    """The columns of equal right, by side."""


def explain(keys: Sequence[str], request: Request) -> Unclear:
    """Why no layout fits records with these keys."""
    found = recognise([key for key in keys if key not in request.columns.values()])
    if not isinstance(found, Ambiguous) or request.says_sides():
        return Unclear("MAP001")
    sides = (("user", found.user), ("assistant", found.assistant))
    choice = "; ".join(f"{role}: {' or '.join(columns)}" for role, columns in sides)
    return Unclear("MAP002", choice)


def arguments(why: Unclear, data: Mapping[str, Any], request: Request) -> Mapping[str, Any]:
    """The arguments of the finding for one record: its columns with a sample each, and flags that
    would make an example of it. Which columns the flags name is a proposal."""
    texts = dict(_leaves(data))
    shown = [f"{column} ({sample(value)})" for column, value in texts.items()]
    found = ", ".join(shown[:_MOST_SHOWN]) or "none"
    if len(shown) > _MOST_SHOWN:
        found += f", and {len(shown) - _MOST_SHOWN} more"
    return {"found": found, "flags": _flags(texts, request), "choice": why.choice}


def _leaves(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns and their values; what stands in an object has a dotted path."""
    for key, value in data.items():
        if isinstance(value, dict) and value:
            for inner, found in value.items():
                yield f"{key}.{inner}", found
        else:
            yield key, value


def _flags(columns: Mapping[str, Any], request: Request) -> str:
    import shlex  # starting fast: nearly all records are clear

    free = [column for column in columns if column not in request.columns.values()]
    rows = dialogue(free)
    if request.group_by is not None:
        return _maps(role=rows.role if rows else "COLUMN", content="COLUMN")
    if rows:
        group = f"--group-by {shlex.quote(rows.group or 'COLUMN')}"
        return f"{group} {_maps(role=rows.role, content=rows.content)}"
    asked = candidates(free, "ask") or candidates(free, "text")
    replies = candidates(free, "reply") or candidates(free, "label")
    texts = _longest_first(columns, free)
    sides: dict[str, str] = {}
    if not request.says(*USER_ROLES):
        rest = [column for column in texts if column not in replies]
        sides["user"] = next(iter([*asked, *rest]), "COLUMN")
    if not request.says(*ASSISTANT_ROLES, "label"):
        rest = [column for column in texts if column not in sides.values()]
        sides["assistant"] = next(iter([*replies, *rest]), "COLUMN")
    if not asked and not replies and len(sides) == 2 and "COLUMN" not in sides.values():
        sides = dict(zip(sides, sorted(sides.values(), key=free.index), strict=True))
    return _maps(**sides)


def _longest_first(columns: Mapping[str, Any], free: Sequence[str]) -> list[str]:
    """Columns of words, by the letters of their value; names that say another use come last,
    or not at all where there is no letter."""
    texts = [c for c in free if isinstance(columns[c], str) and not is_blank(columns[c])]
    other = {*candidates(texts, "other"), *candidates(texts, "group"), *candidates(texts, "system")}
    letters = {column: sum(map(str.isalpha, columns[column])) for column in texts}
    texts = [column for column in texts if letters[column] or column not in other]
    return sorted(texts, key=lambda column: (column in other, -letters[column]))


def _maps(**columns: str) -> str:
    import shlex

    return " ".join(f"--map {shlex.quote(f'{role}={column}')}" for role, column in columns.items())
