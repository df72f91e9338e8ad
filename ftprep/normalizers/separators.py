"""The separators and end markers that prompt/completion data is given, in order of preference.

From the retired `openai tools fine_tunes.prepare_data` (openai 0.28.1, `validators.py`), which took
the first that occurs nowhere; ours are also never mistaken for a natural ending such as `.` or `?`.
"""

from __future__ import annotations

__all__ = ["END_MARKERS", "SEPARATORS", "without_separator"]

SEPARATORS = (
    "\n\n###\n\n",
    "\n\n===\n\n",
    "\n\n---\n\n",
    "\n\n===>\n\n",
    "\n\n--->\n\n",
    " ->",
    "\n\n### =>\n\n",
)

END_MARKERS = (
    " END",
    "###",
    "***",
    "+++",
    "&&&",
    "$$$",
    "@@@",
    "%%%",
    " [END]",
    "\n",
)
"""A newline comes last: it is a common natural character, so that it is only recognised where a
file already uses it and is never added."""


def without_separator(prompt: str) -> str:
    """The prompt without any known separators at its end."""
    while prompt.endswith(SEPARATORS):
        found = next(separator for separator in SEPARATORS if prompt.endswith(separator))
        prompt = prompt[: -len(found)]
    return prompt
