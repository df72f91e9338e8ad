"""Tell values (numbers, dates, addresses), which no column is called, from names."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_value"]

_NUMBER: Final = re.compile(
    r"[-+(]?[$€£¥]? ?\d[\d.,' \u00a0\u202f]*(?:[eE][-+]?\d+)?[)%]?(?: ?[$€£¥])?\Z"
)
_HALF: Final = r"(?:[AaPp]\.?\s?[Mm]\.?|오전|오후|午前|午後|上午|下午)"
_TIME: Final = rf"(?:{_HALF} ?)?\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?(?:\s?{_HALF})?"
_ZONE: Final = r"(?:Z|(?:GMT|UTC|[A-Z]{3,5})?(?:[-+−]\d{1,2}(?::?\d{2})?)?)"
_DAY: Final = (
    r"(?:\d{1,4}[-./] ?\d{1,2}[-./] ?\d{1,4}\.?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?,?[- ]\d{2,4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})"
)
_DATE: Final = re.compile(rf"(?:{_DAY}(?:(?:T|,? ){_TIME}(?: ?{_ZONE})?)?|{_TIME})\Z")
"""Days and times as programs export them: `2024-05-01T10:12:33.5Z`, `1 May 2024`, and Google Forms
in a country with a zone of its own, `2024/05/01 10:12:33 AM GMT+2`."""
_ADDRESS: Final = re.compile(r"(?:[^\s@,;]+@[^\s@,;]+\.[a-zA-Z]{2,}|https?://\S+)\Z")
_LONGEST: Final = 200
"""Characters above which a cell is a text, and not looked at."""


def is_value(cell: str) -> bool:
    """Tell whether a cell is a number, a date, a time, true or false, a mail or web address."""
    text = cell.strip()
    if len(text) > _LONGEST:
        return False
    found = _NUMBER.match(text) or _DATE.match(text) or _ADDRESS.match(text)
    return bool(found) or text.lower() in {"true", "false"}
