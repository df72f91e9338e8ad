"""Tables: one column asks and one answers, told by name or by the person.

A side is a column (or a dotted path into a JSON record) or a template over several. What the person
says (`--map`, `--user`, `--assistant`) holds for every record; only where nothing is said are usual
names looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ftprep.frozen import frozen
from ftprep.model import Example, Finding, Kind, Record
from ftprep.normalizers import chat, template
from ftprep.normalizers.convert import Exchange, exchange
from ftprep.normalizers.names import Recognised, candidates, recognise
from ftprep.normalizers.normalizer import (
    ASSISTANT_ROLES,
    USER_ROLES,
    Layout,
    Normalizer,
    Request,
    Understood,
)
from ftprep.normalizers.plain_table import Columns, plain_table
from ftprep.normalizers.unused import unused_note
from ftprep.normalizers.values import MISSING, at_column, find, is_blank, text
from ftprep.shape import Shape

__all__ = [
    "MAPPED",
    "TABLE",
    "Side",
    "Sides",
    "asked_side",
    "normalizer",
    "recognise_mapped",
    "recognise_named",
]


@frozen
class Side:
    """Where the text of one role comes from."""

    column: str
    """As people call it: a column, a dotted path, or the columns of a template."""
    template: template.Template | None = None
    named: bool = False
    """The person named it, so that every record must have it."""

    def fields(self) -> tuple[str, ...]:
        """The columns and paths that are read."""
        return self.template.fields if self.template else (self.column,)

    def value(self, data: Mapping[str, Any]) -> Any:
        """The value as found; `MISSING` for a template."""
        return MISSING if self.template else find(data, self.column)

    def text(self, record: Record, findings: list[Finding]) -> str | None:
        """The text of this side; None, with an error in `findings`, where there can be none."""
        if self.template:
            return self.template.render(record, findings)
        if self.named and find(record.data, self.column) is MISSING:
            findings.append(at_column("MAP009", record, self.column))
            return None
        return text(record, self.column, findings)


@frozen
class Sides:
    """Which columns make an example."""

    user: Side
    assistant: Side
    system: Side | None = None
    label: Side | None = None
    """The class: the answer itself, or a column beside it."""


def asked_side(request: Request, roles: Sequence[str]) -> Side | None:
    """The side that the person gave for one of `roles`: a template, or else a column."""
    for role in roles:
        if role in request.templates:
            parsed = template.parse(request.templates[role])
            return Side(", ".join(dict.fromkeys(parsed.fields)), parsed, named=True)
    for role in roles:
        if role in request.columns:
            return Side(request.columns[role], named=True)
    return None


def recognise_mapped(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for what the person said of the columns; None when nothing was said, or when
    only one side was and the other is not clear."""
    user = asked_side(request, USER_ROLES)
    assistant = asked_side(request, ASSISTANT_ROLES)
    label = asked_side(request, ("label",))
    if not request.says_sides():
        return None
    free = [key for key in keys if key not in _taken(request)]
    if user is None:
        user = _only(candidates(free, "ask") or candidates(free, "text"))
    if assistant is None:
        assistant = label or _only(candidates(free, "reply"))
        if assistant is None:
            assistant = label = _only(candidates(free, "label"))
    if user is None or assistant is None:
        return None
    return normalizer(keys, request, Sides(user, assistant, _system(free, request), label))


def recognise_named(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for columns of usual names."""
    found = recognise([key for key in keys if key not in _taken(request)])
    if not isinstance(found, Recognised):
        return None
    assistant = Side(found.assistant)
    system = asked_side(request, ("system",)) or (Side(found.system) if found.system else None)
    label = assistant if found.label else None
    return normalizer(keys, request, Sides(Side(found.user), assistant, system, label))


MAPPED = Layout("table", recognise_mapped)
TABLE = Layout("table", recognise_named)


def normalizer(keys: Sequence[str], request: Request, sides: Sides) -> Normalizer:
    """A normalizer that makes examples of these sides."""
    used = [side for side in (sides.user, sides.assistant, sides.system, sides.label) if side]
    read = {field for side in used for field in side.fields()}
    read |= {request.columns[role] for role in ("group",) if role in request.columns}
    unused = tuple(
        key for key in keys if key not in read and not any(f.startswith(f"{key}.") for f in read)
    )
    if unused or any(side.template or side.column not in keys for side in used):
        return _Rows(request, sides, unused)
    return _PlainRows(request, sides, unused)


class _Rows:
    """For rows of any form."""

    def __init__(self, request: Request, sides: Sides, unused: tuple[str, ...]) -> None:
        self._request = request
        self._sides = sides
        self._unused = unused
        self._columns = {"user": sides.user.column, "assistant": sides.assistant.column}
        if sides.system:
            self._columns["system"] = sides.system.column

    def __call__(self, record: Record) -> Understood:
        sides, request, data = self._sides, self._request, record.data
        values = (sides.user.value(data), sides.assistant.value(data))
        if any(isinstance(value, list | dict) for value in values):
            messages = _structured(values)
            if messages:
                example, found = chat.understand(record, {"messages": messages}, request)
                return example, (*found, *unused_note(record.origin, self._unused))
        findings: list[Finding] = []
        user = sides.user.text(record, findings)
        assistant = sides.assistant.text(record, findings)
        system = sides.system.text(record, findings) if sides.system else ""
        if user is None or assistant is None or system is None:
            return None, tuple(findings)
        said = Exchange(user, assistant, system or request.system or "", self._columns)
        example, blank = exchange(record.origin, request.kind, said)
        if example is not None and sides.label:
            example = example._replace(label=_label(sides, record, assistant))
        return example, (*findings, *blank, *unused_note(record.origin, self._unused))


class _PlainRows(_Rows):
    """For rows of which every column is a part of the example, and nothing else."""

    def many(self, records: Sequence[Record]) -> Iterator[tuple[Example, Shape | None] | None]:
        """See `ftprep.normalizers.normalizer.Many`."""
        request, sides = self._request, self._sides
        kind = Kind.COMPLETION if request.kind is Kind.COMPLETION else Kind.CHAT
        columns = Columns(
            sides.user.column,
            sides.assistant.column,
            sides.system.column if sides.system else None,
            sides.label.column if sides.label else None,
        )
        return plain_table(records, kind, columns, request.system or "")


def _label(sides: Sides, record: Record, assistant: str) -> str | None:
    if sides.label is None or sides.label == sides.assistant:
        return assistant
    return sides.label.text(record, []) or None


def _structured(values: tuple[Any, Any]) -> list[Any]:
    """The messages of an exchange whose sides are lists of messages or of content parts, as TRL
    writes them; nothing when they are anything else."""
    asked, answered = _messages("user", values[0]), _messages("assistant", values[1])
    return [*asked, *answered] if asked and answered else []


def _messages(role: str, value: Any) -> list[Any]:
    if isinstance(value, str) and not is_blank(value):
        return [{"role": role, "content": value}]
    entries = [value] if isinstance(value, dict) else value
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return []
    if all(isinstance(entry.get("role"), str) and "content" in entry for entry in entries):
        return entries
    if isinstance(value, list) and all(isinstance(entry.get("type"), str) for entry in entries):
        return [{"role": role, "content": entries}]
    return []


def _system(keys: Sequence[str], request: Request) -> Side | None:
    return asked_side(request, ("system",)) or _only(candidates(keys, "system"))


def _only(columns: Sequence[str]) -> Side | None:
    return Side(columns[0]) if len(columns) == 1 else None


def _taken(request: Request) -> frozenset[str]:
    """Columns that the person gave another use."""
    taken = {*request.columns.values(), request.group_by or ""}
    for role in request.templates:
        side = asked_side(request, (role,))
        taken.update(side.fields() if side else ())
    return frozenset(taken)
