"""The values of settings that have parts: lists, tables, limits. See `ftprep.settings.value`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ftprep.settings.value import Number, Value, called

__all__ = ["Codes", "Limit", "Table", "Texts"]


class Texts:
    """Several texts: a flag for each, or a list."""

    repeats = True

    def __init__(self, metavar: str) -> None:
        self.metavar = metavar

    def from_flags(self, given: Sequence[str]) -> list[str]:
        """One text of each flag."""
        return list(given)

    def from_file(self, given: Any) -> list[str]:
        """A list of texts."""
        if not isinstance(given, list):
            raise ValueError(f"is to be a list of texts, not {called(given)}")
        for item in given:
            if not isinstance(item, str):
                raise ValueError(f"is to be a list of texts, and {called(item)} is among them")
        return given

    def schema(self) -> dict[str, Any]:
        """A list of strings."""
        return {"type": "array", "items": {"type": "string"}}


class Codes(Texts):
    """Prefixes of rule codes: `MSG,DUP001`, or a flag for each."""

    def __init__(self) -> None:
        super().__init__("CODES")

    def from_flags(self, given: Sequence[str]) -> list[str]:
        """The codes of all flags."""
        return [code.strip() for text in given for code in text.split(",") if code.strip()]


class Limit:
    """So many findings of a rule are tolerated: a count, a share of the examples, or both."""

    repeats = False
    metavar = "N|N%"
    _KEYS = ("max_count", "max_rate")

    def from_flags(self, given: Sequence[str]) -> dict[str, float]:
        """`10` is a count, `0.5%` a share."""
        found = re.fullmatch(r"(\d+)|(\d+(?:\.\d+)?)\s*%", given[-1].strip())
        if found is None:
            raise ValueError(f"{given[-1]!r} is neither a count such as 10 nor a share such as 2%")
        if found[1]:
            return {"max_count": int(found[1])}
        return self.from_file({"max_rate": float(found[2]) / 100})

    def from_file(self, given: Any) -> dict[str, float]:
        """`{ max_count = 10, max_rate = 0.005 }`."""
        if not isinstance(given, dict) or not given or set(given) - set(self._KEYS):
            raise ValueError("is to be { max_count = 10 }, { max_rate = 0.005 } or both")
        most = {"max_count": float("inf"), "max_rate": 1}
        for key, number in given.items():
            Number().from_file(number)
            if not 0 <= number <= most[key]:
                raise ValueError(f"{key} {number} is not from 0 to {most[key]}")
        return given

    def schema(self) -> dict[str, Any]:
        """The table."""
        return {
            "type": "object",
            "properties": {
                "max_count": {"type": "integer", "minimum": 0},
                "max_rate": {"type": "number", "minimum": 0, "maximum": 1},
            },
            "additionalProperties": False,
            "minProperties": 1,
        }


class Table:
    """NAME=VALUE, a flag for each pair; in a file a table."""

    repeats = True

    def __init__(self, value: Value, metavar: str, names: Sequence[str] = ()) -> None:
        """`names`: those that exist, where they are known beforehand."""
        self.value = value
        self.metavar = metavar
        self.names = tuple(names)

    def from_flags(self, given: Sequence[str]) -> dict[str, Any]:
        """All pairs; a name that is given twice is refused unless its value is a list."""
        pairs: dict[str, list[str]] = {}
        for text in given:
            name, equals, rest = text.partition("=")
            if not equals or not rest:
                raise ValueError(f"{text!r} is not of the form {self.metavar}")
            pairs.setdefault(self._known(name), []).append(rest)
        for name, values in pairs.items():
            if len(values) > 1 and not self.value.repeats:
                raise ValueError(f'gives "{name}" twice: {" and ".join(values)}')
        return {name: self.value.from_flags(values) for name, values in pairs.items()}

    def from_file(self, given: Any) -> dict[str, Any]:
        """A table."""
        if not isinstance(given, dict):
            raise ValueError(f"is to be a table, not {called(given)}")
        table = {}
        for name, value in given.items():
            try:
                table[self._known(name)] = self.value.from_file(value)
            except ValueError as error:
                raise ValueError(f"{name} {error}" if name in given else str(error)) from None
        return table

    def _known(self, name: str) -> str:
        if self.names and name not in self.names:
            raise ValueError(f'"{name}" is none of {", ".join(self.names)}')
        return name

    def schema(self) -> dict[str, Any]:
        """An object."""
        if self.names:
            properties: Mapping[str, Any] = {name: self.value.schema() for name in self.names}
            return {"type": "object", "properties": properties, "additionalProperties": False}
        return {"type": "object", "additionalProperties": self.value.schema()}
