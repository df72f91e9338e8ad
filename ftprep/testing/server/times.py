"""Times in words."""

from __future__ import annotations

import datetime as dt

__all__ = ["moment"]


def moment(seconds: float) -> str:
    """A time as RFC 3339, as Together and Fireworks write it."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat().replace("+00:00", "Z")
