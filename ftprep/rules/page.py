"""A rule's page: its docstring under fixed headings, from which help, docs and tests are made."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator

from ftprep.named import NamedTuple

__all__ = ["HEADINGS", "PageExample", "examples", "page", "section", "summary"]

HEADINGS = ("What", "Why", "Bad", "Good", "Source")

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class PageExample(NamedTuple):
    """A fenced block of a page that is run as a test."""

    good: bool
    extension: str
    flags: tuple[str, ...]
    content: bytes
    test: bytes | None = None
    """The test set beside it, of a rule that compares the two."""


def page(function: Callable[..., object]) -> str:
    """The page of a rule: the cleaned docstring of the function that implements it."""
    return inspect.cleandoc(function.__doc__ or "")


def summary(text: str) -> str:
    """The first line of a page."""
    return text.split("\n", 1)[0]


def section(text: str, heading: str) -> str:
    """The body of one section of a page, or an empty string."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


def examples(text: str) -> Iterator[PageExample]:
    """The runnable examples of a page; blocks marked `text` are for the eye only.

    A block marked `title=test.jsonl` (or another extension) is the test set of the block before it.
    """
    for heading in ("Bad", "Good"):
        found: list[PageExample] = []
        for fence in _FENCE.finditer(section(text, heading)):
            extension, *words = fence["info"].split() or ["text"]
            if extension == "text":
                continue
            content = fence["text"].encode()
            if "escaped" in words:
                words.remove("escaped")
                content = fence["text"].encode("latin-1").decode("unicode_escape").encode("latin-1")
            title = next((word for word in words if word.startswith("title=")), "")
            if title.startswith("title=test."):
                found[-1] = found[-1]._replace(test=content)
            else:
                flags = tuple(word for word in words if word != title)
                found.append(PageExample(heading == "Good", extension, flags, content))
        yield from found
