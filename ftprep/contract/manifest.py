"""The manifest that `prepare` wrote, as it is read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ftprep.errors import InputError
from ftprep.schemas import explain

__all__ = ["ENDING", "manifests", "read_manifest"]

ENDING: Final = "_manifest.json"
"""Of the file's name; before it stands the name of the dataset."""


def manifests(folder: Path) -> list[Path]:
    """The manifests in a folder, by name; none where there is no such folder."""
    return sorted(folder.glob(f"*{ENDING}"))


def read_manifest(path: Path) -> Mapping[str, Any]:
    """What a manifest holds, by `schemas/manifest.schema.json`.

    Raises `InputError` for what cannot be read and for what is no manifest.
    """
    try:
        content: Mapping[str, Any] = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read the manifest {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}") from error
    fault = next(explain("manifest", content), None)
    if fault is not None:
        raise InputError(f"{path} is no manifest of ftprep: {fault[1]} (at {fault[0] or '/'})")
    return content
