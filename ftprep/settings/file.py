"""The file that settings are read from: where it is, and what it says."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ftprep.errors import InputError, UsageError
from ftprep.settings.catalog import SETTINGS

__all__ = ["NAMES", "find", "read"]

NAMES = ("ftprep.toml", "pyproject.toml")
"""What the file is called; in one folder the earlier name wins."""


def find(paths: Sequence[str]) -> Path | None:
    """The nearest file: in the deepest folder that holds all `paths`, or above it.

    A `pyproject.toml` without `[tool.ftprep]` is passed over. For standard input and data in
    memory the search begins in the current folder.
    """
    start = _folder(paths)
    for folder in (start, *start.parents):
        for name in NAMES:
            file = folder / name
            if file.is_file() and _table(file) is not None:
                return file
    return None


def read(file: Path) -> Mapping[str, Any]:
    """The settings in a file. Raises `InputError` or `UsageError`, which name file and key."""
    table = _table(file)
    if table is None:
        raise UsageError(f"{file} has no table [tool.ftprep]; `ftprep init` writes one")
    return {key: _value(file, key, given) for key, given in table.items()}


def _folder(paths: Sequence[str]) -> Path:
    given = [os.path.abspath(path) for path in paths if path != "-"]  # noqa: PTH100
    if not given:
        return Path.cwd()
    try:
        deepest = Path(os.path.commonpath(given))
    except ValueError:  # on several drives
        return Path.cwd()
    return deepest if deepest.is_dir() else deepest.parent


def _table(file: Path) -> Mapping[str, Any] | None:
    """The table of ours in a file; None when it has none."""
    import tomllib  # starting fast: many folders have no such file

    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))  # editors put a BOM
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is no valid TOML: {error}") from error
    if file.name != "pyproject.toml":
        return content
    tools = content.get("tool")
    found = tools.get("ftprep") if isinstance(tools, dict) else None
    if found is not None and not isinstance(found, dict):
        raise UsageError(f"{file}: [tool.ftprep] is to be a table")
    return found


def _value(file: Path, key: str, given: Any) -> Any:
    setting = SETTINGS.get(key)
    if setting is None:
        from difflib import get_close_matches  # starting fast: nearly all names are right

        near = get_close_matches(key.replace("_", "-"), SETTINGS, 1)
        hint = f'; "{near[0]}" is meant, it seems' if near else "; `ftprep init` lists all of them"
        raise UsageError(f'{file}: there is no setting "{key}"{hint}')
    try:
        return setting.value.from_file(given)
    except ValueError as error:
        raise UsageError(f"{file}: {key} {error}") from None
