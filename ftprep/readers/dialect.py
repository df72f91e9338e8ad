"""Tell how a delimited text is written: delimiter, quote, escape, line end."""

from __future__ import annotations

__all__: list[str] = []
