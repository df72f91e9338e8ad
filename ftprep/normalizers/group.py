"""Rows that belong together become one conversation (`--group-by`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ftprep import jsontext
from ftprep.model import Origin, Record
from ftprep.normalizers.names import Dialogue, dialogue
from ftprep.normalizers.normalizer import Request
from ftprep.normalizers.roles import openai_role
from ftprep.normalizers.values import find, is_blank, missing

__all__ = ["Conversation", "grouped"]


class Conversation(dict[str, Any]):
    """A chat line that was joined from rows: `{"messages": […]}`, and where its texts stood."""

    def __init__(self, messages: list[dict[str, Any]], columns: Mapping[str, str]) -> None:
        super().__init__(messages=messages)
        self.columns = columns
        """JSON pointer → column, as in `Example.columns`."""
