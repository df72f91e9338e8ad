"""Search a text once for many things."""

from __future__ import annotations

from collections.abc import Sequence

import re2

__all__ = ["Gate"]

_MEMORY = 64 << 20
"""Bytes that the automaton may take. RE2 forgets states and builds them anew when it is full, so
that this bounds memory and never changes what is found."""


class Gate:
    """Many patterns as one automaton: which of them stand in a text is known after one pass.

    The rules over text are many and nearly always find nothing. RE2's set of 29 such patterns took
    0.2 CPU seconds for 46 MB of texts where the standard library's `re` took 11, and its time is
    linear in the text whatever the patterns are.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        """Raises `ValueError` for a pattern that RE2 does not take (look-around, references)."""
        options = re2.Options()
        options.max_mem = _MEMORY
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            try:
                self._set.Add(pattern)
            except re2.error as error:
                raise ValueError(f"RE2 does not take the pattern {pattern!r}: {error}") from error
        self._empty = not patterns
        if patterns:
            self._set.Compile()

    def __call__(self, text: str) -> list[int]:
        """Numbers of the patterns that stand in `text`, in any order."""
        if self._empty:
            return []
        try:
            found: list[int] | None = self._set.Match(text)
        except UnicodeEncodeError:  # lone surrogates, which no pattern looks for
            found = self._set.Match(text.encode("utf-8", "replace"))
        return found or []
