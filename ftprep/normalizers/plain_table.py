"""Many rows of a table at once, in which a question and its answer stand as texts.

What this makes is what `convert.exchange` and `shape_of` make of one row after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, Final

from ftprep.many import made
from ftprep.model import Example, Kind, Origin, Record, Turn
from ftprep.named import NamedTuple
from ftprep.normalizers.values import is_blank
from ftprep.shape import Shape, shape, voice

__all__ = ["Columns", "plain_table"]

_DATA: Final = itemgetter(Record._fields.index("data"))
_ORIGIN: Final = itemgetter(Record._fields.index("origin"))
_PAIR: Final = ["prompt", "completion"]

_Found = tuple[Example, Shape | None]


class Columns(NamedTuple):
    """The columns that make an example; each of them is a key of every record."""

    user: str
    assistant: str
    system: str | None = None
    label: str | None = None
    """The class, which may be the answer itself."""


class _Rows(NamedTuple):
    """Rows that are understood alike: their parts, one list for each."""

    origins: list[Origin]
    bodies: list[dict[str, Any]]
    users: list[str]
    answers: list[str]
    systems: list[str]
    labels: list[str | None]

    def only(self, indexes: Sequence[int]) -> _Rows:
        """Some of the rows."""
        if len(indexes) == len(self.origins):
            return self
        return _Rows._make([part[index] for index in indexes] for part in self)


def plain_table(
    records: Sequence[Record], kind: Kind, columns: Columns, system: str
) -> Iterator[_Found | None]:
    """For each record its example and the shape of that; None for a record that is to be looked at
    by itself: a value is no text, or the question or the answer is blank.

    All records have the same keys. The kind is chat or completion. `system` stands first where a
    record has no such text of its own.
    """
    bodies = list(map(_DATA, records))
    rows = _Rows(
        list(map(_ORIGIN, records)),
        bodies,
        [body[columns.user] for body in bodies],
        [body[columns.assistant] for body in bodies],
        [""] * len(bodies) if columns.system is None else [body[columns.system] for body in bodies],
        [None] * len(bodies) if columns.label is None else [body[columns.label] for body in bodies],
    )
    plain = _plain(rows)
    if system:
        rows = rows._replace(systems=[own or system for own in rows.systems])
    instructed = [index for index in plain if rows.systems[index]] if any(rows.systems) else []
    bare = [index for index in plain if not rows.systems[index]] if instructed else plain
    found: list[_Found | None] = [None] * len(records)
    for indexes, made_of in ((instructed, _instructed), (bare, _bare)):
        for index, one in zip(indexes, made_of(rows.only(indexes), kind, columns), strict=True):
            found[index] = one
    return iter(found)


def _plain(rows: _Rows) -> Sequence[int]:
    """The indexes of the rows that hold texts alone, with a question and an answer."""
    texts = rows.users, rows.answers, rows.systems
    if (
        set(map(type, chain(*texts))) == {str}
        and set(map(type, rows.labels)) in ({str}, {type(None)})
        and all(chain(*texts[:2]))
        and not any(map(str.isspace, chain(*texts[:2])))
    ):
        return range(len(rows.origins))
    return [
        index
        for index, (user, answer, system, label) in enumerate(zip(*texts, rows.labels, strict=True))
        if type(user) is type(answer) is type(system) is str
        and (label is None or type(label) is str)
        and not is_blank(user)
        and not is_blank(answer)
    ]


def _bare(rows: _Rows, kind: Kind, columns: Columns) -> Iterator[_Found]:
    """A question and its answer, without instructions."""
    completing = kind is Kind.COMPLETION
    bodies: list[dict[str, Any]]
    if not completing:
        bodies = [
            {
                "messages": [
                    {"role": "user", "content": user},
                    {"role": "assistant", "content": answer},
                ]
            }
            for user, answer in zip(rows.users, rows.answers, strict=True)
        ]
    elif rows.bodies and list(rows.bodies[0]) == _PAIR == [columns.user, columns.assistant]:
        bodies = rows.bodies  # they are the lines that are to be written
    else:
        pairs = zip(rows.users, rows.answers, strict=True)
        bodies = [{"prompt": prompt, "completion": answer} for prompt, answer in pairs]
    places = ("/prompt", "/completion") if completing else _contents(2)
    turns = zip(
        _turns("user", rows.users, places[0]),
        _turns("assistant", rows.answers, places[1]),
        strict=True,
    )
    named = {places[0]: columns.user, places[1]: columns.assistant}
    its_shape = shape(kind, ("user", "assistant"))
    return zip(_examples(rows, kind, bodies, turns, named), repeat(its_shape))


def _instructed(rows: _Rows, kind: Kind, columns: Columns) -> Iterator[_Found]:
    """A question and its answer, with instructions before them."""
    if kind is Kind.COMPLETION:
        told = zip(rows.systems, rows.users, strict=True)
        prompts = [f"{system}\n\n{user}" for system, user in told]
        return _bare(rows._replace(users=prompts, bodies=[]), kind, columns)
    bodies = [
        {
            "messages": [
                {"role": "system", "content": system},
                {"role": "user", "content": user},
                {"role": "assistant", "content": answer},
            ]
        }
        for system, user, answer in zip(rows.systems, rows.users, rows.answers, strict=True)
    ]
    places = _contents(3)
    turns = zip(
        _turns("system", rows.systems, places[0]),
        _turns("user", rows.users, places[1]),
        _turns("assistant", rows.answers, places[2]),
        strict=True,
    )
    named = {places[1]: columns.user, places[2]: columns.assistant}
    if columns.system is not None:
        named = {places[0]: columns.system, **named}
    shapes = [shape(kind, (voice("system", text), "user", "assistant")) for text in rows.systems]
    return zip(_examples(rows, kind, bodies, turns, named), shapes, strict=True)


def _contents(messages: int) -> list[str]:
    return [f"/messages/{index}/content" for index in range(messages)]


def _turns(role: str, texts: Sequence[str], pointer: str) -> list[Turn]:
    trained = role == "assistant"
    return made(Turn, zip(repeat(role), texts, repeat(trained), repeat(pointer)))


def _examples(
    rows: _Rows,
    kind: Kind,
    bodies: Sequence[dict[str, Any]],
    turns: Iterator[tuple[Turn, ...]],
    columns: Mapping[str, str],
) -> list[Example]:
    labels = [label or None for label in rows.labels]
    return made(
        Example,
        zip(
            rows.origins, repeat(kind), bodies, turns, repeat(columns), labels, repeat(None),
            repeat(()),
        ),
    )  # fmt: skip
