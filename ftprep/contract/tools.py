"""The tools of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ftprep.contract.breach import Breach, quoted
from ftprep.contract.contract import Contract
from ftprep.contract.requests import Request
from ftprep.difference import differences
from ftprep.jsontext import canonical

__all__ = ["tool_breaches"]

_COMPARED = ("name", "description", "parameters", "strict")


def tool_breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    """Whether the tools are defined as in training."""
    if contract.tool_use == "varies":
        return
    sent = list(request.tools())
    trained: dict[str, list[Mapping[str, Any]]] = {}
    for tool in contract.tools:
        found = _function(tool)
        trained.setdefault(str(found.get("name")), []).append(found)
    if not sent and contract.tool_use == "always":
        yield Breach(
            "tools",
            f"{request.root}/tools",
            "the request defines no tool, and every training example does",
            f"Send the tools as trained: {', '.join(trained)}.",
        )
    for pointer, tool in sent:
        if contract.tool_use == "never":
            yield Breach(
                "tools",
                pointer,
                "the request defines a tool, and no training example has any",
                "Leave the tools out, or train with them.",
            )
            return
        own = _function(tool)
        known = trained.get(str(own.get("name")))
        if known is None:
            yield Breach(
                "tools",
                pointer,
                f"the tool {quoted(str(own.get('name')))} was not trained with",
                f"Send only those of training: {', '.join(trained)}.",
            )
        elif canonical(own) not in map(canonical, known):
            yield _otherwise(pointer, own, known[0])


def _otherwise(pointer: str, own: Mapping[str, Any], known: Mapping[str, Any]) -> Breach:
    first = next(differences(known, own))
    before = "nothing" if first.before is None else quoted(first.before)
    after = "nothing" if first.after is None else quoted(first.after)
    return Breach(
        "tools",
        pointer,
        f"the tool {quoted(str(own.get('name')))} is defined otherwise than in training: "
        f"at {first.pointer} {after} in place of {before}",
        "Send the definition of the manifest.",
    )


def _function(tool: Mapping[str, Any]) -> dict[str, Any]:
    """What the model sees of a definition, however the API wraps it."""
    inner = tool.get("function")
    inner = inner if isinstance(inner, Mapping) else tool
    return {key: inner[key] for key in _COMPARED if inner.get(key) not in (None, False)}
