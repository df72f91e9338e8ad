"""Whether a text is code or about code, where braces and tags are meant."""

from __future__ import annotations

import re
from typing import Final

from ftprep.pattern import Pattern

__all__ = ["is_code"]

_CODE: Final = Pattern(
    r"`|<!doctype|<html|<head>|<body|<script|<style|<\?(?:xml|php)|</?[a-z]+:[a-z]"
    r"|[;{][ \t]{0,8}\n|\);|=>"
    r"|^[ \t]{0,40}(?:def|class|import|from|return|function|const|var|let|public|private|package"
    r"|#include|@\w+|SELECT|INSERT|CREATE)\b.*[:;({,.*]"
    r"|\bf['\"]|\.format\(|\\(?:begin|frac|text|left|sum)\b|\\[a-zA-Z]+\{|\{%|%\}",
    re.IGNORECASE | re.MULTILINE,
)
"""A fence or a code span, a page or a script, the end of a statement, the head of a declaration, a
format string, LaTeX, or a template's command."""


def is_code(text: str) -> bool:
    """Whether something in the text is written only in code, markup or formulas."""
    return _CODE.search(text) is not None
