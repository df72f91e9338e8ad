"""What to say of records that are of no known layout: what was found, and the flags to add."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ftprep.normalizers.names import Ambiguous, candidates, dialogue, recognise
from ftprep.normalizers.normalizer import Request
from ftprep.normalizers.table import ASSISTANT_ROLES, USER_ROLES, asked_side
from ftprep.normalizers.values import sample

__all__ = ["Unclear", "explain", "samples"]

_MOST_SHOWN = 12
"""Columns that a message lists; a table of hundreds is not told in full."""


class Unclear(NamedTuple):
    """The finding to make of each record with these keys."""

    code: str
    args: Mapping[str, Any]


def explain(keys: Sequence[str], request: Request) -> Unclear:
    """Why no layout fits, as code and arguments without the samples, which differ by record."""
    free = [key for key in keys if key not in request.columns.values()]
    found = recognise(free)
    if isinstance(found, Ambiguous) and not asked_side(request, (*USER_ROLES, *ASSISTANT_ROLES)):
        choice = "; ".join(
            f"{role}: {' or '.join(columns)}"
            for role, columns in (("user", found.user), ("assistant", found.assistant))
        )
        flags = _maps(user=found.user[0], assistant=found.assistant[0])
        return Unclear("MAP002", {"choice": choice, "flags": flags})
    return Unclear("MAP001", {"flags": _flags(free, request)})


def samples(data: Mapping[str, Any]) -> str:
    """The columns of a record, each with the beginning of its value; objects one level deep."""
    shown: list[str] = []
    for key, value in data.items():
        if isinstance(value, dict) and value:
            shown += [f"{key}.{inner} ({sample(found)})" for inner, found in value.items()]
        else:
            shown.append(f"{key} ({sample(value)})")
    more = len(shown) - _MOST_SHOWN
    listed = ", ".join(shown[:_MOST_SHOWN]) or "none"
    return f"{listed}, and {more} more" if more > 0 else listed


def _flags(keys: Sequence[str], request: Request) -> str:
    rows = dialogue(keys)
    if rows and request.group_by is None:
        group = f"--group-by {shlex.quote(rows.group or 'COLUMN')}"
        return f"{group} {_maps(role=rows.role, content=rows.content)}"
    if request.group_by is not None:
        return _maps(role="COLUMN", content="COLUMN")
    asked = candidates(keys, "ask") or candidates(keys, "text")
    replies = candidates(keys, "reply") or candidates(keys, "label")
    mapped_user = asked_side(request, USER_ROLES)
    mapped_reply = asked_side(request, (*ASSISTANT_ROLES, "label"))
    user = "" if mapped_user else _suggested(asked, keys, replies)
    reply = "" if mapped_reply else _suggested(replies, keys, (*asked, user))
    return _maps(**{role: c for role, c in (("user", user), ("assistant", reply)) if c})


def _suggested(usual: Sequence[str], keys: Sequence[str], others: Sequence[str]) -> str:
    if usual:
        return usual[0]
    return next((key for key in keys if key not in others), "COLUMN")


def _maps(**columns: str) -> str:
    return " ".join(f"--map {shlex.quote(f'{role}={column}')}" for role, column in columns.items())
