"""Functions with their parameters, and calls that fit them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import Any, Final

from bench.data.deck import Draw

__all__ = ["Tools"]

_FUNCTIONS: Final = 40
_MOST_OFFERED: Final = 5


class Tools:
    """A collection of functions, of which each example offers some and calls one."""

    def __init__(self, random: Random, slots: Mapping[str, Draw]) -> None:
        self._random, self._slots = random, slots
        self._functions = [self._function(number) for number in range(_FUNCTIONS)]
        self._calls = 0

    def used(self) -> tuple[list[dict[str, Any]], dict[str, Any], str]:
        """(definitions, a call of one of them, what the call gave)."""
        offered = self._random.sample(self._functions, self._random.randrange(1, _MOST_OFFERED))
        function = offered[0]["function"]
        arguments = {name: self._slots[self._slot(name)]() for name in ("subject", "place", "day")}
        arguments = {
            name: value
            for name, value in arguments.items()
            if name in function["parameters"]["properties"]
        }
        self._calls += 1
        call = {
            "id": f"call_{self._calls:08x}",
            "type": "function",
            "function": {"name": function["name"], "arguments": json.dumps(arguments)},
        }
        result = {"status": self._slots["adj"](), "count": self._random.randrange(900)}
        result["note"] = f"{self._slots['Np']()} {self._slots['verbs']()} {self._slots['np']()}"
        offered.sort(key=lambda one: str(one["function"]["name"]))
        return offered, call, json.dumps(result)

    def _slot(self, name: str) -> str:
        return {"subject": "np", "place": "city", "day": "isodate"}[name]

    def _function(self, number: int) -> dict[str, Any]:
        draw = self._slots
        properties = {
            "subject": {"type": "string", "description": f"{draw['Np']()} to {draw['verb']()}"},
            "place": {"type": "string", "description": f"Where {draw['np']()} is"},
            "day": {"type": "string", "description": "Date as YYYY-MM-DD"},
        }
        kept = dict(list(properties.items())[: self._random.randrange(1, 4)])
        parameters = {"type": "object", "properties": kept, "required": ["subject"]}
        function = {
            "name": f"{draw['verb']()}_{draw['noun']()}_{number}",
            "description": f"{draw['Np']()} {draw['verbs']()} {draw['np']()}.",
            "parameters": parameters,
        }
        return {"type": "function", "function": function}
