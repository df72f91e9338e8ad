"""A private value inside a text."""

from __future__ import annotations

import enum
from typing import Final

from ftprep.named import NamedTuple

__all__ = ["CODES", "Sort", "Span"]


class Sort(enum.StrEnum):
    """What sort of value it is; the word is what stands in its place after redaction."""

    KEY = "KEY"
    PRIVATE_KEY = "PRIVATE_KEY"
    PASSWORD = "PASSWORD"  # noqa: S105  (the name of a sort, not a password)
    URL_PASSWORD = "URL_PASSWORD"  # noqa: S105
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    CARD = "CARD"
    IBAN = "IBAN"
    IP = "IP"
    ID = "ID"


CODES: Final = {
    Sort.EMAIL: "PII001",
    Sort.PHONE: "PII002",
    Sort.CARD: "PII003",
    Sort.IBAN: "PII004",
    Sort.ID: "PII005",
    Sort.IP: "PII006",
    Sort.KEY: "SEC001",
    Sort.PRIVATE_KEY: "SEC002",
    Sort.URL_PASSWORD: "SEC003",
    Sort.PASSWORD: "SEC004",
}
"""Sort → code of the rule that finds it, and that the ledger names where it was redacted."""


class Span(NamedTuple):
    """One value: `text[start:stop]`."""

    start: int
    stop: int
    sort: Sort
    what: str
    """The value in words, with its article: `a GitHub token`."""
