"""What a caller of the tuned model must send, from the manifest that `prepare` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ftprep.errors import InputError, UsageError
from ftprep.schemas import explain

__all__ = ["NOTHING", "Contract", "find_contract", "read_contract"]

_MANIFEST: Final = "_manifest.json"


@dataclass(frozen=True, slots=True)
class Contract:
    """The inference contract; `schemas/manifest.schema.json` tells each part."""

    kind: str = "chat"
    """chat, completion, preference or reinforcement."""
    systems: tuple[str, ...] = ()
    separator: str | None = None
    leading_space: bool = False
    stop: tuple[str, ...] = ()
    tools: tuple[Mapping[str, Any], ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def system(self) -> str | None:
        """The one system text that all training examples share; None when there is no such."""
        return self.systems[0] if len(self.systems) == 1 else None

    def prompt(self, text: str) -> str:
        """The text as the model was trained to be asked: ending with the separator."""
        if self.separator is None or text.endswith(self.separator):
            return text
        return text + self.separator

    def bare(self, answer: str) -> str:
        """A completion without what only marks its start and end."""
        for end in self.stop:
            if end and end in answer:
                answer = answer[: answer.index(end)]
        return answer.removeprefix(" ") if self.leading_space else answer


NOTHING: Final = Contract()
"""Of a model about which no manifest is at hand."""


def read_contract(path: Path) -> Contract:
    """The contract in a manifest. Raises `InputError` when it is none, or cannot be read."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} cannot be read as JSON: {error}") from error
    fault = next(explain("manifest", content), None)
    if fault is not None:
        raise InputError(f"{path} is no manifest of ftprep: {fault[1]} (at {fault[0] or '/'})")
    told = content["contract"]
    return Contract(
        kind=content["kind"],
        systems=tuple(told["systems"]),
        separator=told["separator"],
        leading_space=told["leading_space"],
        stop=tuple(told["stop"]),
        tools=tuple(told["tools"]),
        labels=tuple(told["labels"]),
    )


def find_contract(place: Path) -> Contract | None:
    """The contract of the manifest at `place`: the file itself, or the only one in the folder.

    None when the folder has none. Raises `UsageError` when it has several, `InputError` when it
    cannot be read.
    """
    if place.is_file():
        return read_contract(place)
    found = sorted(place.glob(f"*{_MANIFEST}")) if place.is_dir() else []
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"there are several manifests in {place} ({names}): say which")
    return read_contract(found[0]) if found else None
