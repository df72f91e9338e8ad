"""Many conversations at once, where each message is a role and a text and nothing else.

What this makes is what `chat.turns_of` and `shape_of` make of one record after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise, repeat
from operator import itemgetter
from typing import Any, Final

from ftprep.many import made
from ftprep.model import Example, Kind, Record, Turn
from ftprep.shape import Shape, shape, voice

__all__ = ["plain_chat"]

_DATA: Final = itemgetter(Record._fields.index("data"))
_ORIGIN: Final = itemgetter(Record._fields.index("origin"))
_ROLE_AND_CONTENT: Final = itemgetter("role", "content")
_POINTERS: Final = tuple(f"/messages/{index}/content" for index in range(100))
_NO_COLUMNS: Final[Mapping[str, str]] = {}

_Spoken = tuple[tuple[str, str], ...]
"""Role and text of each message."""


def plain_chat(
    records: Sequence[Record], kind: Kind
) -> Iterator[tuple[Example, Shape | None] | None]:
    """For each record its example, and the shape of that if the kind is chat; None for a record
    that is to be looked at by itself.

    `records` have `messages` and no other key that means anything here.
    """
    bodies = list(map(_DATA, records))
    said = list(map(_spoken, bodies))
    flat = list(chain.from_iterable(said))
    if not set(map(type, chain.from_iterable(flat))) <= {str}:
        said = [spoken if _are_texts(spoken) else () for spoken in said]
        flat = list(chain.from_iterable(said))
    turns = _turns(flat, said)
    bounds = list(pairwise(accumulate(map(len, said), initial=0)))
    owned = [turns[start:stop] for start, stop in bounds]
    examples = made(
        Example,
        zip(
            map(_ORIGIN, records), repeat(kind), bodies, owned,
            repeat(_NO_COLUMNS), repeat(None), repeat(None), repeat(()),
        ),
    )  # fmt: skip
    for body, spoken, example in zip(bodies, said, examples, strict=True):
        if not spoken:
            yield None
        elif len(body) > 1 or kind is not Kind.CHAT:
            yield example, None
        else:
            yield example, shape(kind, tuple([voice(role, text) for role, text in spoken]))


def _spoken(body: Mapping[str, Any]) -> _Spoken:
    """Role and content of each message; nothing where a message has more, or less."""
    messages = body["messages"]
    try:
        spoken: _Spoken = tuple(map(_ROLE_AND_CONTENT, messages))
        plain = type(messages) is list and sum(map(len, messages)) == 2 * len(spoken)
    except (KeyError, TypeError):
        return ()
    return spoken if plain and len(spoken) <= len(_POINTERS) else ()


def _are_texts(spoken: _Spoken) -> bool:
    return all(type(role) is str and type(text) is str for role, text in spoken)


def _turns(flat: Sequence[tuple[str, str]], said: Iterable[_Spoken]) -> tuple[Turn, ...]:
    """A turn for each message of all records."""
    roles = [role for role, _ in flat]
    texts = [text for _, text in flat]
    trained = map("assistant".__eq__, roles)
    pointers = chain.from_iterable([_POINTERS[: len(spoken)] for spoken in said])
    return tuple(made(Turn, zip(roles, texts, trained, pointers, strict=True)))
