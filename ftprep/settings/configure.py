"""From plain values to the Config that a run is asked with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ftprep.config import Config, Limit
from ftprep.errors import InputError, UsageError
from ftprep.model import Kind
from ftprep.near.keep import Keep
from ftprep.readers.reader import Hints
from ftprep.rules.rule import Level
from ftprep.settings.layers import Layers

__all__ = ["configure"]


def configure(layers: Layers) -> Config:
    """The Config that the settings ask for. Raises `FtprepError` if they contradict each other."""
    said = layers.values
    return Config(
        model=said["model"],
        provider=said["provider"],
        method=said["method"],
        kind=Kind(said["to"]) if said["to"] else None,
        hints=Hints(
            format=said["read-as"],
            encoding=said["encoding"],
            delimiter=_character(said["delimiter"]),
            quote=said["quote"],
            header_row=said["header-row"],
            sheets=tuple(said["sheets"] or ()),
            records=said["records"],
        ),
        columns=_columns(said),
        templates={role: said[role] for role in ("user", "assistant") if said[role] is not None},
        system=_text_or_file(said["system"], layers.base("system")),
        group_by=said["group-by"],
        select=tuple(said["select"] or ()),
        ignore=tuple(said["ignore"] or ()),
        per_file_ignores=_from(layers.base("per-file-ignores"), said["per-file-ignores"] or {}),
        levels={prefix: Level[word.upper()] for prefix, word in (said["levels"] or {}).items()},
        limits={prefix: Limit(**limit) for prefix, limit in (said["limits"] or {}).items()},
        thresholds=said["thresholds"] or {},
        words={name: tuple(words) for name, words in (said["words"] or {}).items()},
        unsafe_fixes=said["unsafe-fixes"],
        redact=said["redact"],
        fix=tuple(said["fix"] or ()),
        no_fix=tuple(said["no-fix"] or ()),
        keep=Keep.parsed(said["keep"]),
        baseline=layers.path("baseline"),
        isolated=layers.isolated,
        epochs=None if said["epochs"] == "auto" else said["epochs"],
        test_size=said["test-size"],
        seed=said["seed"],
        fail_on=None if said["fail-on"] == "never" else Level[said["fail-on"].upper()],
        max_findings=said["max-findings"],
        jobs=said["jobs"],
    )


def _columns(said: Mapping[str, Any]) -> Mapping[str, str]:
    """The columns of the roles, each text from one column and in one way."""
    columns: Mapping[str, str] = said["map"] or {}
    for role, column in columns.items():
        if said.get(role) is not None:
            raise UsageError(f"--map {role}={column} and --{role} exclude each other: give one")
    for one, other in (("user", "assistant"), ("prompt", "completion")):
        if one in columns and columns[one] == columns.get(other):
            raise UsageError(f'--map takes {one} and {other} from one column, "{columns[one]}"')
    return columns


def _from(folder: Path, globs: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    """Globs that a file says are relative to the file."""
    return {str(folder / glob): tuple(codes) for glob, codes in globs.items()}


def _character(value: str | None) -> str | None:
    return {"tab": "\t", "\\t": "\t"}.get(value, value) if value else value


def _text_or_file(value: str | None, folder: Path) -> str | None:
    if value is None or not value.startswith("@"):
        return value
    path = folder / value[1:]
    try:
        return path.read_text(encoding="utf-8").removesuffix("\n")
    except OSError as error:
        raise InputError(f"cannot read the system text from {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"the system text in {path} is not UTF-8: save it as UTF-8") from error
