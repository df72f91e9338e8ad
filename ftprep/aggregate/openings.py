"""How conversations begin: the system texts, and what all first user texts share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ftprep.aggregate.group import Group
from ftprep.model import Example, Kind
from ftprep.tokens.count import TokenCounts

__all__ = ["Openings", "Shared"]


class Shared:
    """The longest beginning and end that texts have in common.

    Memory: two strings no longer than the shortest text, nothing per record.
    """

    def __init__(self) -> None:
        self.prefix: str | None = None
        """None before the first text."""
        self.suffix: str | None = None
        self.same = True
        """Whether all texts are equal."""
        self.shortest = 0
        self.characters = 0
        """Of all texts together."""

    def add(self, text: str) -> None:
        """Take in one text."""
        length = len(text)
        if text == self.prefix and self.same:
            # Nearly always one text, word for word: nothing to compare character by character.
            self.characters += length
        else:
            self._take(text, text, length, length, same=True)

    def add_all(self, texts: Sequence[str]) -> None:
        """Take in many texts."""
        if not self.same and self.prefix == self.suffix == "":
            # Nothing is shared any more: lengths are all there is to know.
            lengths = list(map(len, texts))
            self.characters += sum(lengths)
            self.shortest = min(self.shortest, *lengths)
            return
        for text, times in Counter(texts).items():
            self.add(text)
            self.characters += (times - 1) * len(text)

    def merge(self, other: Shared) -> None:
        """Take in another shard's texts."""
        if other.prefix is not None and other.suffix is not None:
            self._take(
                other.prefix, other.suffix, other.shortest, other.characters, same=other.same
            )

    def _take(
        self, prefix: str, suffix: str, shortest: int, characters: int, *, same: bool
    ) -> None:
        self.characters += characters
        if self.prefix is None or self.suffix is None:
            self.prefix, self.suffix, self.shortest, self.same = prefix, suffix, shortest, same
            return
        self.same = self.same and same and self.prefix == prefix
        self.shortest = min(self.shortest, shortest)
        # Nearly always they stand as they were: one comparison in C, whatever the length.
        if not prefix.startswith(self.prefix):
            self.prefix = self.prefix[: _agreement(self.prefix, prefix)]
        if not suffix.endswith(self.suffix):
            length = _agreement(self.suffix[::-1], suffix[::-1])
            self.suffix = self.suffix[len(self.suffix) - length :]


class Openings:
    """System texts and first user texts of conversations; prompt/completion lines are passed over.

    Memory: see `Shared`.
    """

    def __init__(self) -> None:
        self.count = 0
        self.system = Shared()
        """Of the system texts, empty where an example has none."""
        self.user = Shared()
        """Of the first user texts."""
        self.without_user = 0
        self.billed = 0
        """Tokens that one epoch of the examples is billed; the lower end where it is a range."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        if example.kind is Kind.COMPLETION or not example.turns:
            return
        self.count += 1
        self.billed += tokens.billed
        first = example.turns[0]
        system = first.text if first.role in ("system", "developer") else ""
        self.system.add(system)
        for turn in example.turns:
            if turn.role == "user":
                self.user.add(turn.text)
                break
        else:
            self.without_user += 1

    def add_group(self, group: Group) -> None:
        """Take in plain examples of one shape."""
        if group.shape.kind is Kind.COMPLETION:
            return
        roles = group.shape.roles
        number = len(group)
        self.count += number
        self.billed += sum([counts.billed for counts in group.tokens])
        self.system.add_all(group.system or [""] * number)
        if "user" in roles:
            self.user.add_all(group.texts(roles.index("user")))
        else:
            self.without_user += number

    def merge(self, other: Openings) -> None:
        """Take in another shard's examples."""
        self.count += other.count
        self.billed += other.billed
        self.without_user += other.without_user
        self.system.merge(other.system)
        self.user.merge(other.user)


def _agreement(one: str, other: str) -> int:
    """Characters that both texts begin with."""
    length = min(len(one), len(other))
    return next((i for i in range(length) if one[i] != other[i]), length)
