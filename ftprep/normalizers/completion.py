"""Prompt and completion: the line format of models that are trained on bare text.

Told by the keys `prompt` and `completion`, in any case, with whatever columns beside them. A record
that has one of them and nothing else that could stand for the other lacks it, and is told so. TRL's
conversational form, where both are lists of messages, is understood as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ftprep.model import Record
from ftprep.normalizers.names import candidates
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.table import Side, Sides, asked_side, normalizer
from ftprep.normalizers.values import at_column

__all__ = ["COMPLETION", "recognise"]

_VERDICT: Final = "label"
"""TRL's unpaired preference: `label` true or false says whether the completion is a good one
(TRL dataset_formats, 2026-07-24)."""


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records with one `prompt` and one `completion`."""
    prompts = [key for key in keys if key.strip().casefold() == "prompt"]
    completions = [key for key in keys if key.strip().casefold() == "completion"]
    if len(keys) - len(candidates(keys, "other")) == 1:
        prompts, completions = prompts or ["prompt"], completions or ["completion"]
        if not {*prompts, *completions} & {*keys}:
            return None
    if len(prompts) != 1 or len(completions) != 1:
        return None
    sides = Sides(Side(prompts[0]), Side(completions[0]), asked_side(request, ("system",)))
    paired = normalizer(keys, request, sides)
    if _VERDICT not in keys:
        return paired

    def judged(record: Record) -> Understood:
        if isinstance(record.data[_VERDICT], bool):
            return None, (at_column("MAP016", record, _VERDICT),)
        return paired(record)

    return judged


COMPLETION = Layout("completion", recognise)
