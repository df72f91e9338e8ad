"""Times as services write them."""

from __future__ import annotations

import datetime as dt

from ftprep.submit.answers import whole

__all__ = ["seconds"]


def seconds(value: object) -> int | None:
    """Seconds since 1970 of a number or an ISO date; None for anything else."""
    if not isinstance(value, str):
        return whole(value)
    try:
        told = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return int((told if told.tzinfo else told.replace(tzinfo=dt.UTC)).timestamp())
