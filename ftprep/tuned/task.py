"""What kind of answers a test file expects, which decides how answers are scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from ftprep.contract.contract import Contract
from ftprep.tuned.cases import Case
from ftprep.tuned.scores import NO_JSON, json_value

__all__ = ["Task", "task_of"]

Task = Literal["labels", "structured", "tools", "text"]

_LONGEST_LABEL: Final = 80
"""Characters, as in the rules about labels."""


def task_of(cases: Sequence[Case], contract: Contract) -> Task:
    """The task of a test file.

    Tools, if any answer calls one. Structured, if all are JSON objects or lists. Labels, if the
    manifest has labels and every answer is one of them; without a manifest, if all answers are
    short single lines and each stands, on average, at least three times. Else text.
    """
    if any(case.expected_calls for case in cases):
        return "tools"
    answers = [case.expected.strip() for case in cases]
    if all(json_value(answer) is not NO_JSON for answer in answers):
        return "structured"
    if contract.labels:
        if set(answers) <= {label.strip() for label in contract.labels}:
            return "labels"
    elif len(set(answers)) * 3 <= len(answers) and all(map(_short, answers)):
        return "labels"
    return "text"


def _short(answer: str) -> bool:
    return bool(answer) and len(answer) <= _LONGEST_LABEL and "\n" not in answer
