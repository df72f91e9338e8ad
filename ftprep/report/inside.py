"""The place inside a file, for formats that tell the file and the line by themselves."""

from __future__ import annotations

from ftprep.report.places import detail
from ftprep.report.report import Location

__all__ = ["inside", "labelled"]


def inside(location: Location) -> str:
    """`FAQ!17 Answer`, `FAQ!17`, `Answer`, `/messages/1/content`; empty for all of it.

    A sheet is told with its row: viewers take the row for a line and show it without the sheet.
    """
    row = "" if location.row is None else f"!{location.row}"
    sheet = "" if location.sheet is None else f"{location.sheet}{row}"
    return " ".join(filter(None, (sheet, detail(location))))


def labelled(place: str, message: str) -> str:
    """`place: message`, or the message alone where there is no place to tell."""
    return f"{place}: {message}" if place else message
