"""Values that nobody has: what documentation writes where a real value would stand."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Final

from ftprep.pattern import Pattern

__all__ = ["entropy", "is_made_up_number", "is_placeholder"]

_WORDS: Final = Pattern(
    r"example|sample|dummy|fake|placeholder|redacted|replace|insert|secret_?key|api_?key|token_?here"
    r"|your|xxxx|abcdef|012345|123456|qwerty|\*\*|\.\.\.|…|<|>|\{|\}|\$\(|%s"
    r"|Eby8vdM02xNOcq|(.)\1{5}",
    re.IGNORECASE,
)
"""Words and runs of documentation. Among 40 random letters and digits a word of four stands once
in ten thousand keys. `Eby8…` is the key of Azure's emulator, the same on every machine."""
_RUNS: Final = ("0123456", "1234567", "7654321", "6543210", "9876543")


def entropy(value: str) -> float:
    """Shannon entropy of the characters, in bits for each: 0 for `aaaa`, about 4.7 for a key."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values())


def is_placeholder(value: str) -> bool:
    """Whether a key or password is one that stands for another: `sk-xxxx`, `YOUR_API_KEY`."""
    return _WORDS.search(value) is not None


def is_made_up_number(digits: str) -> bool:
    """Whether a number counts up or down, or has hardly any digits: `1234567890`, `555555555`."""
    return any(run in digits for run in _RUNS) or len(set(digits)) < 3
