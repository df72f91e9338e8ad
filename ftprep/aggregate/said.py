"""The texts by which examples are compared with each other."""

from __future__ import annotations

from typing import Final

from ftprep.aggregate.fingerprint import last_trained, tools_of
from ftprep.aggregate.group import Group
from ftprep.jsonwrite import canonical
from ftprep.many import made
from ftprep.model import Example
from ftprep.named import NamedTuple

__all__ = ["Said", "all_said", "said"]

_ASIDE: Final = frozenset({"system", "developer"})
"""Roles whose texts are the same in many examples and say nothing of their likeness."""


class Said(NamedTuple):
    """What is said in an example; several texts are joined by line ends."""

    prompt: str
    """All texts before the last answer, without system and developer texts."""
    answer: str
    """The last answer, likewise."""
    system: str | None
    """The system and developer texts, with the tools that are defined; None where there are
    neither."""


def said(example: Example) -> Said:
    """What is said in one example."""
    turns = example.turns
    last = last_trained(turns)
    asked = [turn.text for turn in turns[:last] if turn.role not in _ASIDE]
    answered = [turn.text for turn in turns[last:] if turn.role not in _ASIDE]
    system = None
    if len(asked) + len(answered) < len(turns):
        system = "\n".join([turn.text for turn in turns if turn.role in _ASIDE])
    if tools := tools_of(example.body):
        # With other tools the same words ask for another answer, as with another system text.
        system = f"{system or ''}\n{canonical(tools).decode()}"
    return Said("\n".join(asked), "\n".join(answered), system)


def all_said(group: Group) -> list[Said]:
    """What is said in each example of a group, none of which has tools."""
    shape = group.shape
    system = group.joined(shape.instructing) if shape.instructing else [None] * len(group)
    prompts, answers = group.joined(shape.asked), group.joined(shape.answered)
    return made(Said, zip(prompts, answers, system, strict=True))
