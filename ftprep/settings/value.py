"""The values that settings take: how a flag and a file say them, and their JSON Schema.

Every value is plain (bool, int, float, str, list, dict), as TOML and JSON know them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

__all__ = [
    "Choice",
    "Epochs",
    "Number",
    "Size",
    "Switch",
    "Text",
    "Value",
    "Whole",
    "called",
]


class Value(Protocol):
    """One kind of value."""

    metavar: str
    """What stands for it in the help."""
    repeats: bool
    """Whether its flag may be given several times."""

    def from_flags(self, given: Sequence[str]) -> Any:
        """The value that the flags say. Raises `ValueError` with what is wrong."""
        ...

    def from_file(self, given: Any) -> Any:
        """The value that a file says. Raises `ValueError` with what is wrong."""
        ...

    def schema(self) -> dict[str, Any]:
        """JSON Schema of what `from_file` takes."""
        ...


class Text:
    """Any text."""

    repeats = False

    def __init__(self, metavar: str) -> None:
        self.metavar = metavar

    def from_flags(self, given: Sequence[str]) -> str:
        """The text of the last flag."""
        return given[-1]

    def from_file(self, given: Any) -> str:
        """A string."""
        if not isinstance(given, str):
            raise ValueError(f"is to be a text in quotes, not {called(given)}")
        return given

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string"}


class Choice(Text):
    """One of a few words."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__("|".join(words))
        self.words = tuple(words)

    def from_flags(self, given: Sequence[str]) -> str:
        """The word of the last flag."""
        return self._known(given[-1])

    def from_file(self, given: Any) -> str:
        """One of the words."""
        return self._known(super().from_file(given))

    def _known(self, word: str) -> str:
        if word not in self.words:
            raise ValueError(f"{word!r} is none of {', '.join(self.words)}")
        return word

    def schema(self) -> dict[str, Any]:
        """An enum."""
        return {"enum": list(self.words)}


class Number:
    """A number."""

    repeats = False
    metavar = "NUMBER"

    def from_flags(self, given: Sequence[str]) -> float:
        """The number that the last flag spells."""
        try:
            number = float(given[-1])
        except ValueError:
            raise ValueError(f"{given[-1]!r} is no number") from None
        return self.from_file(number)

    def from_file(self, given: Any) -> float:
        """An integer or a float; NaN, which is neither above nor below anything, is refused."""
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise ValueError(f"is to be a number, not {called(given)}")
        if math.isnan(given):
            raise ValueError(f"{given} is no number")
        return given

    def schema(self) -> dict[str, Any]:
        """A number."""
        return {"type": "number"}


class Whole:
    """A whole number from `least` on."""

    repeats = False

    def __init__(self, metavar: str, least: int | None = None) -> None:
        self.metavar = metavar
        self.least = least

    def from_flags(self, given: Sequence[str]) -> int:
        """The number that the last flag spells."""
        try:
            number = int(given[-1])
        except ValueError:
            raise ValueError(f"{given[-1]!r} is no whole number") from None
        return self.from_file(number)

    def from_file(self, given: Any) -> int:
        """An integer."""
        if isinstance(given, bool) or not isinstance(given, int):
            raise ValueError(f"is to be a whole number, not {called(given)}")
        if self.least is not None and given < self.least:
            raise ValueError(f"{given} is below {self.least}, the least that is possible")
        return given

    def schema(self) -> dict[str, Any]:
        """An integer."""
        return {"type": "integer"} | ({} if self.least is None else {"minimum": self.least})


class Epochs:
    """`auto` or a number from 1 to 50 (OpenAI API specification, 2026-08: n_epochs)."""

    repeats = False
    metavar = "auto|N"

    def from_flags(self, given: Sequence[str]) -> str | int:
        """The word or the number of the last flag."""
        text = given[-1]
        return self.from_file(int(text) if text.isascii() and text.isdigit() else text)

    def from_file(self, given: Any) -> str | int:
        """The same as a value."""
        if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 50:
            return given
        if given == "auto":
            return "auto"
        raise ValueError(f"{given!r} is neither auto nor a number from 1 to 50")

    def schema(self) -> dict[str, Any]:
        """Either of them."""
        return {"anyOf": [{"const": "auto"}, {"type": "integer", "minimum": 1, "maximum": 50}]}


class Size:
    """A share below 1, or a number of examples."""

    repeats = False
    metavar = "SHARE|N"

    def from_flags(self, given: Sequence[str]) -> float | int:
        """The number that the last flag spells."""
        try:
            number = float(given[-1])
        except ValueError:
            number = -1.0
        return self._sensible(number, given[-1])

    def from_file(self, given: Any) -> float | int:
        """An integer or a float."""
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        return self._sensible(float(given) if is_number else -1.0, given)

    def _sensible(self, number: float, given: object) -> float | int:
        if 0 < number < 1:
            return number
        if number == 0 or (number >= 1 and number.is_integer()):
            return int(number)
        raise ValueError(
            f"{given!r} is neither a share such as 0.2 nor a number of examples such as 200"
        )

    def schema(self) -> dict[str, Any]:
        """Either of them."""
        share = {"type": "number", "minimum": 0, "exclusiveMaximum": 1}
        return {"anyOf": [share, {"type": "integer", "minimum": 0}]}


class Switch:
    """Yes or no."""

    repeats = False
    metavar = ""

    def from_flags(self, given: Sequence[str]) -> bool:
        """A switch that is given says yes."""
        return bool(given)

    def from_file(self, given: Any) -> bool:
        """True or false."""
        if not isinstance(given, bool):
            raise ValueError(f"is to be true or false, not {called(given)}")
        return given

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


def called(value: object) -> str:
    """What a plain value is, for people: `a list`, `a text`."""
    words = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    return {list: "a list", dict: "a table", **words}.get(type(value), "that")
