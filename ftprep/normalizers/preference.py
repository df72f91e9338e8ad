"""Preference pairs: one conversation, one answer that is preferred and one that is not.

OpenAI's own line (`input`, `preferred_output`, `non_preferred_output`) is taken as it stands. Of
other forms (TRL's `prompt`, `chosen`, `rejected`; LLaMA-Factory's with `conversations` or
`chosen_messages`; both sides as whole conversations) such a line is made. The kind is always
preference, whatever was asked for: a pair cannot be turned into one answer without choosing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ftprep.normalizers.names import fold
from ftprep.normalizers.normalizer import ASSISTANT_ROLES, Layout, Normalizer, Request

__all__ = ["PREFERENCE", "recognise"]

_OPENAI_KEYS: Final = ("input", "preferred_output", "non_preferred_output")
_PAIRS: Final = (("chosen", "rejected"), ("chosenmessages", "rejectedmessages"))


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records that hold a pair of answers."""
    if request.says(*ASSISTANT_ROLES, "label"):
        return None
    openai = all(key in keys for key in _OPENAI_KEYS)
    named = {fold(key): key for key in keys}
    sides = next((pair for pair in _PAIRS if all(side in named for side in pair)), None)
    if not openai and sides is None:
        return None
    from ftprep.normalizers.pair import from_openai, from_sides  # starting fast: few are pairs

    if openai or sides is None:
        return lambda record: from_openai(record, request)
    chosen, rejected = sides
    return from_sides(keys, request, named[chosen], named[rejected])


PREFERENCE = Layout("preference", recognise)
