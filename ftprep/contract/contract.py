"""The contract of a manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ftprep.errors import InputError, UsageError
from ftprep.model import Kind
from ftprep.schemas import explain

__all__ = ["Contract", "contract_in"]

_ENCODINGS: Final = ("o200k_base", "cl100k_base", "p50k_base", "r50k_base")


@dataclass(frozen=True, slots=True)
class Contract:
    """What the examples have in common, and so must every call."""

    kind: Kind
    systems: tuple[str, ...]
    """The different system texts."""
    system_use: str
    """Whether examples have one: always, sometimes, never; varies: too many to be listed."""
    separator: str | None
    """What every prompt ends with."""
    leading_space: bool
    stop: tuple[str, ...]
    tools: tuple[Any, ...]
    """Their definitions, as the examples have them."""
    tool_use: str
    """As `system_use`."""
    labels: tuple[str, ...]
    """Empty where the answers are free."""
    encoding: str | None
    """Of the tokens; None where there was nothing to train on."""


def contract_in(place: Path) -> Contract:
    """The contract of a manifest, or of the only manifest in a folder.

    Raises `UsageError` when there is none or more than one, `InputError` for what is no manifest.
    """
    path = _only(place)
    manifest = _read(path)
    told = manifest["contract"]
    encoding = (manifest["tokens"] or {}).get("encoding")
    if encoding is not None and encoding not in _ENCODINGS:
        raise InputError(f'{path} names the encoding "{encoding}", which ftprep does not have')
    systems, tools = tuple(told["systems"]), tuple(told["tools"])
    return Contract(
        Kind(manifest["kind"]),
        systems,
        # A manifest of the first days does not say.
        told.get("system_use", "always" if systems else "varies"),
        told["separator"],
        told["leading_space"],
        tuple(told["stop"]),
        tools,
        told.get("tool_use", "sometimes" if tools else "never"),
        tuple(told["labels"]),
        encoding,
    )


def _only(place: Path) -> Path:
    if not place.is_dir():
        return place
    found = sorted(place.glob("*_manifest.json"))
    if len(found) != 1:
        number = "several manifests" if found else "no manifest"
        raise UsageError(f"{place} holds {number}; name the file with --manifest")
    return found[0]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read the manifest {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    fault = next(explain("manifest", manifest), None)
    if fault is not None:
        raise InputError(f"{path} is no manifest of ftprep: {fault[1]}")
    content: Mapping[str, Any] = manifest
    return content
