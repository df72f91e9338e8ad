"""The shape of plain examples: who speaks, and whether they say anything.

Nearly all training data are conversations of messages that have a role and a text and nothing
else, or a prompt and its completion, and a file holds a handful of their shapes. What depends on
the shape alone is found out once for each shape and not once for each example.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from ftprep.model import Example, Kind, Turn
from ftprep.named import NamedTuple

__all__ = ["Shape", "Spoken", "shape", "shape_of", "shapes_of", "voice"]

_INSTRUCTIONS = frozenset({"system", "developer"})

_COMPLETION = (("prompt", "user"), ("completion", "assistant"))
"""Keys of a completion's line and the roles of its turns, in order."""

Spoken = str | tuple[str]
"""A role; in a tuple where the text is blank."""


class Shape(NamedTuple):
    """What plain examples of one shape have in common."""

    kind: Kind
    """Chat or completion."""
    spoken: tuple[Spoken, ...]
    """For each message its role; in a tuple where its text is blank."""
    roles: tuple[str, ...]
    last: int
    """Index where the last answer begins: the last run of trained turns. 0 when nothing is
    trained."""
    asks: bool
    """Whether something is said before the last answer, other than instructions."""
    trained: tuple[int, ...]
    """Indexes of the turns that are trained on."""
    instructing: tuple[int, ...]
    """Indexes of the system and developer texts."""
    asked: tuple[int, ...]
    """Indexes of the other texts before the last answer."""
    answered: tuple[int, ...]
    """Indexes of the other texts from the last answer on."""

    @property
    def ends_with_answer(self) -> bool:
        """Whether the last turn is trained on."""
        return self.trained[-1:] == (len(self.roles) - 1,)

    def is_blank(self, index: int) -> bool:
        """Whether one of the texts is empty or white space."""
        return not isinstance(self.spoken[index], str)


def shape_of(example: Example) -> Shape | None:
    """The shape of an example; None when it is not plain.

    The line of a plain conversation has the key `messages` alone, each message has a role and a
    text and no other key, and the turns of the example are just these. The line of a plain
    completion has the keys `prompt` and `completion` alone, both texts.
    """
    body = example.body
    if type(body) is not dict:
        return None
    if example.kind is Kind.COMPLETION:
        return _of_completion(body, example.turns)
    if example.kind is not Kind.CHAT or len(body) != 1:
        return None
    messages, turns = body.get("messages"), example.turns
    if type(messages) is not list or len(messages) != len(turns) or not turns:
        return None
    spoken: list[Spoken] = []
    for message, (role, text, _, _) in zip(messages, turns, strict=True):
        if (
            type(message) is not dict
            or len(message) != 2
            or message.get("content") is not text
            or message.get("role") is not role
        ):
            return None
        spoken.append(voice(role, text))
    return shape(Kind.CHAT, tuple(spoken))


def _of_completion(body: Mapping[str, object], turns: Sequence[Turn]) -> Shape | None:
    if len(body) != 2 or len(turns) != 2:
        return None
    spoken: list[Spoken] = []
    for (key, value), (role, text, _, _), expected in zip(
        body.items(), turns, _COMPLETION, strict=True
    ):
        if (key, role) != expected or value is not text:
            return None
        spoken.append(voice(role, text))
    return shape(Kind.COMPLETION, tuple(spoken))


def shapes_of(examples: Sequence[Example]) -> list[Shape | None]:
    """The shape of each example, in order."""
    return list(map(shape_of, examples))


def voice(role: str, text: str) -> Spoken:
    """A role; in a tuple where the text is blank."""
    return role if text and not text.isspace() else (role,)


@functools.lru_cache(maxsize=10_000)
def shape(kind: Kind, spoken: tuple[Spoken, ...]) -> Shape:
    """The shape of plain examples in which these speak."""
    roles = tuple(role if isinstance(role, str) else role[0] for role in spoken)
    trained = tuple(index for index, role in enumerate(roles) if role == "assistant")
    last = trained[-1] if trained else 0
    while last and roles[last - 1] == "assistant" and trained:
        last -= 1
    asks = any(role not in _INSTRUCTIONS for role in spoken[:last] if isinstance(role, str))
    indexes = range(len(roles))
    instructing = tuple(index for index in indexes if roles[index] in _INSTRUCTIONS)
    said = [index for index in indexes if index not in instructing]
    asked = tuple(index for index in said if index < last)
    answered = tuple(said[len(asked) :])
    return Shape(kind, spoken, roles, last, asks, trained, instructing, asked, answered)
