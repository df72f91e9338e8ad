"""Regular expressions that are compiled at their first use.

Rules have more than a hundred, for what hardly any data holds; to compile them all takes 40 CPU ms,
twice what Python takes to start.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property

__all__ = ["Pattern"]


class Pattern:
    """What `re.compile` gives, once it is asked for something. A mistake in it is found then, too:
    a test compiles them all."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern of `re`."""
        return re.compile(self.source, self.flags)

    def search(self, text: str, start: int = 0, stop: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between `start` and `stop`."""
        return self.compiled.search(text, start, stop)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at `start`."""
        return self.compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is all of the text."""
        return self.compiled.fullmatch(text)

    def finditer(
        self, text: str, start: int = 0, stop: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """All matches between `start` and `stop`, none within another."""
        return self.compiled.finditer(text, start, stop)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced."""
        return self.compiled.sub(by, text)
