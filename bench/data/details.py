"""Details that stand in texts: numbers, dates, sums, identifiers, addresses of the net."""

from __future__ import annotations

from calendar import month_name
from random import Random
from typing import Final

from bench.data.deck import Draw
from bench.data.names import CITIES, FIRST_NAMES, LAST_NAMES

__all__ = ["details"]

_ZONES: Final = ("example.com", "example.org", "example.net")


def details(random: Random) -> dict[str, Draw]:
    """Draws by name. Private ones are of the kinds that are reserved for examples: domains by
    RFC 2606, numbers 555-01xx by the North American numbering plan."""
    digits, pick = random.randrange, random.choice

    def email() -> str:
        return f"{pick(FIRST_NAMES)}.{pick(LAST_NAMES)}@{pick(_ZONES)}".lower()

    return {
        "num": lambda: str(digits(2, 60)),
        "big": lambda: f"{digits(1_000, 90_000):,}",
        "percent": lambda: f"{digits(1, 99)}%",
        "money": lambda: f"{pick('$€£')}{digits(3, 900)}.{digits(100):02}",
        "time": lambda: f"{digits(24)}:{digits(60):02}",
        "date": lambda: f"{month_name[digits(1, 13)]} {digits(1, 29)}",
        "isodate": lambda: f"20{digits(18, 27)}-{digits(1, 13):02}-{digits(1, 29):02}",
        "order": lambda: f"{pick('ABCKTX')}{pick('QRSZ')}-{digits(10_000, 999_999)}",
        "version": lambda: f"{digits(1, 12)}.{digits(20)}.{digits(10)}",
        "city": lambda: pick(CITIES),
        "name": lambda: f"{pick(FIRST_NAMES)} {pick(LAST_NAMES)}",
        "email": email,
        "phone": lambda: f"+1 {digits(201, 990)} 555 01{digits(100):02}",
        "url": lambda: f"https://www.{pick(_ZONES)}/help/{digits(100, 9_999)}",
    }
