"""Normalizers: a record of any known layout becomes an example.

The layout is decided from the keys of a record and the request alone, so that every record can be
understood without its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from ftprep.model import UNREADABLE, Finding, Record
from ftprep.normalizers.chat import CHAT, understand
from ftprep.normalizers.installed import installed
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.preference import PREFERENCE
from ftprep.normalizers.request import verify
from ftprep.normalizers.values import at_column, find, kind_of, literal, missing

if TYPE_CHECKING:
    from ftprep.normalizers.unclear import Unclear

__all__ = [
    "NAMES",
    "Cache",
    "known_normalizer",
    "layouts",
    "normalize",
    "normalizer_for",
    "verify",
]

NAMES = ("preference", "table", "chat", "sharegpt", "completion", "alpaca")
"""Of our layouts, in order of precedence."""

_Known: TypeAlias = "tuple[Layout, Normalizer] | tuple[None, Unclear]"

Cache: TypeAlias = "dict[tuple[str, ...], _Known]"
"""Keys of a record → how such records are understood. Made by the caller, one for each request."""

_LARGEST_CACHE = 1_000
"""Sets of keys that are remembered, so that a file in which every record has keys of its own does
not fill memory."""


def layouts(request: Request) -> Iterator[Layout]:
    """The layouts in order of precedence, those of plugins among ours; each loaded in its turn.

    Where the person said what the columns are, no other layout of tables is tried: the flags hold
    for every record. A plugin's comes after that and after the formats that are also written, so
    that no plugin can change how these are read; and before those that are told by likeness, since
    whoever installed it knows the keys. Raises `UsageError` for a plugin that cannot be used.
    """
    if request.says_sides():
        from ftprep.normalizers.table import MAPPED

        yield from (PREFERENCE, MAPPED)
        return
    brought = installed(NAMES)
    yield from (PREFERENCE, CHAT, *brought)
    from ftprep.normalizers.alpaca import ALPACA
    from ftprep.normalizers.completion import COMPLETION
    from ftprep.normalizers.sharegpt import SHAREGPT
    from ftprep.normalizers.table import TABLE

    yield from (SHAREGPT, COMPLETION, ALPACA, TABLE)


def normalizer_for(keys: tuple[str, ...], request: Request) -> _Known:
    """The layout and the normalizer for records with these keys, or what to say of them.

    Raises `UsageError` for a template that cannot be read.
    """
    for layout in layouts(request):
        normalizer = layout.recognise(keys, request)
        if normalizer is not None:
            return layout, normalizer
    from ftprep.normalizers.unclear import explain  # starting fast: nearly all records are clear

    return None, explain(keys, request)


def known_normalizer(keys: tuple[str, ...], request: Request, cache: Cache) -> _Known:
    """What `normalizer_for` gives, found out once for the same keys."""
    found = cache.get(keys)
    if found is None:
        found = normalizer_for(keys, request)
        if len(cache) < _LARGEST_CACHE:
            cache[keys] = found
    return found


def normalize(record: Record, request: Request, cache: Cache) -> Understood:
    """Understand one record. Raises for nothing that is in it.

    An unreadable record is not understood and comes back with its reader's findings.
    """
    data = record.data
    if type(data) is not dict:
        if data is UNREADABLE:
            return None, record.findings
        from ftprep.normalizers.group import Conversation  # starting fast: few data are joined

        if isinstance(data, Conversation):
            line = {"messages": data["messages"]}
            example, findings = understand(record, line, request, data.columns)
            return (example._replace(others=record.others) if example else None), findings
        if not _is_messages(data):
            return None, (Finding("MAP010", record.origin, "", {"found": kind_of(data)}),)
        data = {"messages": data}
        record = record._replace(data=data)
    if request.group_by is not None:
        return None, (_not_joined(record, request),)
    found = known_normalizer(tuple(data), request, cache)
    if found[0] is None:
        return None, (_unclear(record, found[1], request),)
    example, findings = found[1](record)
    if example is not None and "group" in request.columns:
        group = find(data, request.columns["group"])
        if not missing(group) and not isinstance(group, dict | list):
            example = example._replace(group=literal(group))
    return example, findings


def _is_messages(data: object) -> bool:
    """Whether a record is a bare list of messages."""
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(entry, dict) and "role" in entry for entry in data)
    )


def _not_joined(record: Record, request: Request) -> Finding:
    """Why a row was left alone though rows are to be joined."""
    from ftprep.normalizers.group import group_value
    from ftprep.normalizers.unclear import Unclear

    assert request.group_by is not None
    if group_value(record, request):
        return _unclear(record, Unclear("MAP001"), request)
    return at_column("MAP012", record, request.group_by)


def _unclear(record: Record, why: Unclear, request: Request) -> Finding:
    from ftprep.normalizers.unclear import arguments

    args = arguments(why, record.data, request)
    return Finding(why.code, record.origin, "", args)
