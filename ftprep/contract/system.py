"""The system text of a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ftprep.contract.breach import Breach, quoted
from ftprep.contract.contract import Contract
from ftprep.contract.requests import Request, Said

__all__ = ["system_breaches"]

_ROLES = ("system", "developer")


def system_breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    """Whether the system text is one that was trained with, as far as there are any."""
    said = list(request.messages())
    first = said[0] if said and said[0].role in _ROLES else None
    for later in said[1:]:
        if later.role in _ROLES and contract.system_use != "varies":
            yield Breach(
                "system",
                later.pointer,
                "a system text stands after other messages; in training it came first or not at "
                "all",
                "Send one system text, as the first message.",
            )
            break
    if contract.system_use == "varies":
        return
    if first is None:
        if contract.system_use == "always":
            yield Breach(
                "system",
                f"{request.root}/messages",
                "there is no system text, and every training example has one",
                f"Send {_choices(contract.systems)} as the first message.",
            )
    elif contract.system_use == "never":
        yield Breach(
            "system",
            first.pointer,
            "there is a system text, and no training example has one",
            "Leave it out: the examples have taught the task.",
        )
    elif first.text not in contract.systems:
        yield _other(first, contract.systems)


def _other(said: Said, systems: Sequence[str]) -> Breach:
    """A system text that was not trained with, and where it departs from the nearest that was."""
    near = max(systems, key=lambda text: (_common(text, said.text), -len(text)))
    if "".join(near.split()).casefold() == "".join(said.text.split()).casefold():
        how = "it is the one of training but for spaces or capitals"
    else:
        at = _common(near, said.text)
        how = "it is another than in training"
        if at >= 10:
            how += (
                f" from character {at + 1} on: {quoted(said.text[at:])} in place of "
                f"{quoted(near[at:])}"
            )
    return Breach("system", said.pointer, how, f"Send {_choices(systems)}, to the letter.")


def _choices(systems: Sequence[str]) -> str:
    return quoted(systems[0]) if len(systems) == 1 else f"one of the {len(systems)} of the manifest"


def _common(one: str, other: str) -> int:
    """Characters with which both begin."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)
