"""Rows that belong together become one conversation (`--group-by`).

A row is one message (a role and its words) or one exchange (a question and its answer).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ftprep.model import UNREADABLE, Finding, Record
from ftprep.named import NamedTuple
from ftprep.normalizers.names import Recognised, candidates, dialogue, recognise
from ftprep.normalizers.normalizer import Request
from ftprep.normalizers.roles import openai_role
from ftprep.normalizers.values import find, is_blank, literal, missing, text

__all__ = ["Conversation", "group_value", "grouped"]


class Conversation(dict[str, Any]):
    """A chat line that was joined from rows: `{"messages": […]}`, and where its texts stood."""

    def __init__(self, messages: list[dict[str, Any]], columns: Mapping[str, str]) -> None:
        super().__init__(messages=messages)
        self.columns = columns
        """JSON pointer → column, as in `Example.columns`."""

    def __reduce__(self) -> tuple[type[Conversation], tuple[Any, Mapping[str, str]]]:
        """Travel between processes with the columns."""
        return Conversation, (self["messages"], self.columns)


class _Parts(NamedTuple):
    """Which columns of a row become messages."""

    role: str | None
    """Who speaks; None when the row is an exchange."""
    contents: tuple[tuple[str, str], ...]
    """Role and column of each text. The role is "" where the role column says it."""
    system: str | None


def grouped(records: Iterable[Record], request: Request) -> Iterator[Record]:
    """Join the rows of equal group value, wherever they stand, in the order of their first rows.

    A row that cannot be joined (no group value, no column that is known to hold a role or a text)
    is given back as it is; `normalize` says why.

    Memory: all records are held until the last one was read.
    """
    groups: dict[str, list[Record]] = {}
    order: list[Record | str] = []
    parts: dict[tuple[str, ...], _Parts | None] = {}
    for record in records:
        value = group_value(record, request)
        if value and isinstance(record.data, dict):
            keys = tuple(record.data)
            if keys not in parts:
                parts[keys] = _parts(keys, request)
            if parts[keys] is not None:
                if value not in groups:
                    order.append(value)
                groups.setdefault(value, []).append(record)
                continue
        order.append(record)
    for entry in order:
        if isinstance(entry, str):
            yield _joined([(row, parts[tuple(row.data)]) for row in groups.pop(entry)])
        else:
            yield entry


def group_value(record: Record, request: Request) -> str:
    """The value that a row is grouped by; empty when it has none."""
    if record.data is UNREADABLE or request.group_by is None or not isinstance(record.data, dict):
        return ""
    value = find(record.data, request.group_by)
    if missing(value) or isinstance(value, dict | list):
        return ""
    words = literal(value)
    return "" if is_blank(words) else words


def _parts(keys: Sequence[str], request: Request) -> _Parts | None:
    named = request.columns
    free = [key for key in keys if key != request.group_by]
    system = named.get("system") or next(iter(candidates(free, "system")), None)
    usual = dialogue(free)
    role = named.get("role") or (usual.role if usual else None)
    content = named.get("content") or (usual.content if usual else None)
    if role and content:
        return _Parts(role, (("", content),), system)
    user = named.get("user") or named.get("prompt")
    assistant = named.get("assistant") or named.get("completion")
    if user is None and assistant is None:
        found = recognise(free)
        if isinstance(found, Recognised):
            user, assistant = found.user, found.assistant
    if user and assistant:
        return _Parts(None, (("user", user), ("assistant", assistant)), system)
    return None


def _joined(rows: Sequence[tuple[Record, _Parts | None]]) -> Record:
    messages: list[dict[str, Any]] = []
    columns: dict[str, str] = {}
    findings: list[Finding] = []
    for row, parts in rows:
        assert parts is not None
        findings += row.findings
        if not messages and parts.system and not missing(find(row.data, parts.system)):
            _add(messages, columns, "system", row, parts.system, findings)
        for role, column in parts.contents:
            _add(messages, columns, role or _role(row, parts.role), row, column, findings)
            if parts.role:
                columns[f"/messages/{len(messages) - 1}/role"] = parts.role
    first, *further = (row for row, _ in rows)
    return Record(
        first.origin,
        Conversation(messages, columns),
        findings=tuple(findings),
        others=tuple(origin for row in further for origin in (row.origin, *row.others)),
    )


def _add(
    messages: list[dict[str, Any]],
    columns: dict[str, str],
    role: Any,
    row: Record,
    column: str,
    findings: list[Finding],
) -> None:
    value = find(row.data, column)
    words: Any = value
    if not isinstance(value, dict | list):
        words = text(row, column, findings)
    if role == "system" and not words:
        return
    columns[f"/messages/{len(messages)}/content"] = column
    messages.append({"role": role, "content": words})


def _role(row: Record, column: str | None) -> Any:
    """The role of a row, as OpenAI's where that is certain, else as it stands."""
    value = find(row.data, column or "")
    if missing(value):
        return ""
    return (openai_role(value) or value) if isinstance(value, str) else value
