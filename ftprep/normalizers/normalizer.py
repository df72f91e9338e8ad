"""What a normalizer is: it understands a record of one layout as an Example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final, Protocol, runtime_checkable

from ftprep.frozen import frozen
from ftprep.model import Example, Finding, Kind, Record
from ftprep.shape import Shape

__all__ = [
    "ASSISTANT_ROLES",
    "USER_ROLES",
    "Layout",
    "Many",
    "Normalizer",
    "Request",
    "Understood",
]

USER_ROLES: Final = ("user", "prompt")
ASSISTANT_ROLES: Final = ("assistant", "completion")
"""What `--map` calls the two sides: as in a chat, as in a pair of prompt and completion."""


@frozen
class Request:
    """What the person asked of the conversion."""

    kind: Kind = Kind.CHAT
    """The kind of line to make."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """`--map`: role (user, assistant, system, label, group, role, content, prompt, completion)
    → column name or dotted path."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """`--user`, `--assistant`: role → template with `{column}` fields."""
    system: str | None = None
    """`--system`: the text to put first in every conversation that has no system message."""
    group_by: str | None = None
    """`--group-by`: column whose equal values make one conversation."""

    def says(self, *roles: str) -> bool:
        """Whether the person said which column or template one of the roles has."""
        return any(role in self.columns or role in self.templates for role in roles)

    def says_sides(self) -> bool:
        """Whether the person said what asks or what answers."""
        return self.says(*USER_ROLES, *ASSISTANT_ROLES, "label")


Understood = tuple[Example | None, tuple[Finding, ...]]
"""The example, or None when the record was not understood; and what was noticed. A None comes with
at least one finding that says why."""


class Normalizer(Protocol):
    """Understands records of one layout. Made once per distinct set of keys; holds no state."""

    def __call__(self, record: Record) -> Understood:
        """Understand one record. Raises for nothing that is in it."""
        ...


@runtime_checkable
class Many(Protocol):
    """A normalizer that also understands many records of its layout together."""

    def many(self, records: Sequence[Record]) -> Iterator[tuple[Example, Shape | None] | None]:
        """For each record what calling it gives, and the shape of the example as `shape_of` tells
        it; None for a record that is to be understood by itself."""
        ...


@frozen
class Layout:
    """One layout: how its keys look and how a normalizer for them is made."""

    name: str
    """As the report tells it: chat, completion, table, alpaca, sharegpt, preference."""
    recognise: Callable[[Sequence[str], Request], Normalizer | None]
    """From the keys of a record and the request alone, never from values of other records, so that
    shards agree; None when the keys are not of this layout."""
