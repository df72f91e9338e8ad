"""The contract of a manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ftprep.contract.manifest import manifests, read_manifest
from ftprep.errors import InputError, UsageError
from ftprep.model import Kind

__all__ = ["NOTHING", "Contract", "contract_in", "find_contract", "read_contract"]

_ENCODINGS: Final = ("o200k_base", "cl100k_base", "p50k_base", "r50k_base")


@dataclass(frozen=True, slots=True)
class Contract:
    """What the examples have in common, and so must every call.

    `schemas/manifest.schema.json` tells each part.
    """

    kind: Kind = Kind.CHAT
    systems: tuple[str, ...] = ()
    """The different system texts."""
    system_use: str = "varies"
    """Whether examples have one: always, sometimes, never; varies: not known, or too many to be
    listed."""
    separator: str | None = None
    """What every prompt ends with."""
    leading_space: bool = False
    """Whether every completion begins with a space."""
    stop: tuple[str, ...] = ()
    """What every completion ends with."""
    tools: tuple[Any, ...] = ()
    """Their definitions, as the examples have them."""
    tool_use: str = "varies"
    """As `system_use`."""
    labels: tuple[str, ...] = ()
    """Empty where the answers are free."""
    encoding: str | None = None
    """Of the tokens; None where there was nothing to train on."""

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
    """The contract in a manifest. Raises `InputError` for what cannot be read or is none."""
    manifest = read_manifest(path)
    told = manifest["contract"]
    systems, tools = tuple(told["systems"]), tuple(told["tools"])
    return Contract(
        kind=Kind(manifest["kind"]),
        systems=systems,
        # A manifest of the first days does not say.
        system_use=told.get("system_use", "always" if systems else "varies"),
        separator=told["separator"],
        leading_space=told["leading_space"],
        stop=tuple(told["stop"]),
        tools=tools,
        tool_use=told.get("tool_use", "sometimes" if tools else "never"),
        labels=tuple(told["labels"]),
        encoding=(manifest["tokens"] or {}).get("encoding"),
    )


def find_contract(place: Path) -> Contract | None:
    """The contract of the manifest at `place`: the file itself, or the only one in the folder.

    None where there is none. Raises `UsageError` when the folder has several, `InputError` when
    the manifest cannot be read.
    """
    if place.is_file():
        return read_contract(place)
    found = manifests(place)
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"there are several manifests in {place} ({names}): say which")
    return read_contract(found[0]) if found else None


def contract_in(place: Path) -> Contract:
    """The contract to which a request is held. As `find_contract`, but there must be one, and its
    tokens be such as ftprep can count."""
    contract = find_contract(place) if place.is_dir() else read_contract(place)
    if contract is None:
        raise UsageError(f"{place} holds no manifest; name the file with --manifest")
    if contract.encoding is not None and contract.encoding not in _ENCODINGS:
        raise InputError(
            f'{place} names the encoding "{contract.encoding}", which ftprep does not have'
        )
    return contract
