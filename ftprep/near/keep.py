"""Which example of a cluster stays when near-duplicates are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ftprep.model import Origin

__all__ = ["Choice", "Member", "dropped"]

Choice = Literal["first", "longest", "newest"]


class Member(NamedTuple):
    """What the choice may depend on."""

    origin: Origin
    length: int = 0
    """Of prompt and answer, in any unit."""
    stamp: str = ""
    """Value of the column that tells how new it is; compared as text, so ISO 8601 is right."""


def dropped(cluster: Iterable[Member], choice: Choice) -> list[Origin]:
    """All of a cluster but the one that stays, in reading order.

    `first` keeps the first in reading order, `longest` the longest and `newest` the one with the
    greatest stamp; of equals the first.
    """
    members = sorted(cluster)
    if not members:
        return []
    if choice == "longest":
        stays = max(members, key=lambda member: member.length)
    elif choice == "newest":
        stays = max(members, key=lambda member: member.stamp)
    else:
        stays = members[0]
    return [member.origin for member in members if member is not stays]
