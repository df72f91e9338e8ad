"""Places as an editor or a spreadsheet shows them."""

from __future__ import annotations

from ftprep.report.report import Location

__all__ = ["detail", "place"]


def place(location: Location) -> str:
    """`faq.csv:14`, `faq.xlsx!Sheet1:14`, `faq.csv`; empty for the data as a whole."""
    if location.path is None:
        return ""
    sheet = f"!{location.sheet}" if location.sheet is not None else ""
    number = location.row if location.line is None else location.line
    return f"{location.path}{sheet}" + ("" if number is None else f":{number}")


def detail(location: Location) -> str:
    """The column of a table, else the JSON pointer inside the record; empty for all of it."""
    return location.column or location.pointer or ""
