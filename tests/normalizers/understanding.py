"""Understand one record in a test, and look at what comes of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from ftprep.model import Example, Kind, Origin, Record
from ftprep.normalizers import normalize
from ftprep.normalizers.normalizer import Request

__all__ = ["COMPLETION", "ORIGIN", "Understanding", "assistant", "understand", "user"]

ORIGIN = Origin(0, 0, 3, 7)
COMPLETION = Request(Kind.COMPLETION)


class Understanding(NamedTuple):
    """What `normalize` gave."""

    example: Example | None
    codes: list[str]
    args: list[dict[str, Any]]

    @property
    def body(self) -> Any:
        """What would be written."""
        assert self.example is not None, self.codes
        return self.example.body

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Role and text of every turn."""
        assert self.example is not None, self.codes
        return [(turn.role, turn.text) for turn in self.example.turns]

    @property
    def trained(self) -> list[str]:
        """The texts that are trained on."""
        assert self.example is not None, self.codes
        return [turn.text for turn in self.example.turns if turn.trained]


def understand(data: Any, request: Request | None = None) -> Understanding:
    """Normalize a record with this data."""
    example, findings = normalize(Record(ORIGIN, data), request or Request(), {})
    return Understanding(
        example, [finding.code for finding in findings], [dict(f.args) for f in findings]
    )


def user(text: Any, **more: Any) -> dict[str, Any]:
    """A user message."""
    return {"role": "user", "content": text, **more}


def assistant(text: Any, **more: Any) -> dict[str, Any]:
    """An assistant message."""
    return {"role": "assistant", "content": text, **more}
