"""Lay the settings over one another: the default, the file, the flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.settings.catalog import SETTINGS
from ftprep.settings.compound import Table
from ftprep.settings.file import find, read

__all__ = ["Layers", "layered"]


@frozen
class Layers:
    """What every setting is, and who said so."""

    values: Mapping[str, Any]
    """Name of a setting → its plain value, for all of them."""
    origins: Mapping[str, str]
    """Name of a setting → the flag, or the file, that set it; not there for defaults."""
    file: Path | None
    """The file that was read."""
    isolated: bool = False
    """Whether nothing was to be looked for."""

    def path(self, name: str) -> Path | None:
        """The value of a setting that is a path: what a file says is relative to the file."""
        said: str | None = self.values[name]
        if said is None:
            return None
        return self.base(name) / said

    def base(self, name: str) -> Path:
        """The folder that paths in a setting are relative to."""
        by_file = self.file is not None and self.origins.get(name) == str(self.file)
        return self.file.parent if by_file and self.file else Path()


def layered(
    flags: Mapping[str, Any],
    paths: Sequence[str] = (),
    *,
    file: str | Path | None = None,
    isolated: bool = False,
    inherited: Mapping[str, Any] | None = None,
) -> Layers:
    """What is set by `flags` (name → plain value), by the file, by what is `inherited` from an
    earlier dataset, or by default.

    `file` names the file, `isolated` says to read none; otherwise it is the nearest to `paths`. A
    later layer takes the place of an earlier one, and tables are joined name by name.
    """
    if file is not None and isolated:
        raise UsageError("--config and --isolated exclude each other: give one")
    found = None if isolated else Path(file) if file is not None else find(paths)
    said = read(found) if found is not None else {}
    values: dict[str, Any] = {name: setting.default for name, setting in SETTINGS.items()}
    origins: dict[str, str] = {}
    for layer, origin in (
        (_without_target(inherited or {}, said, flags), "the earlier dataset"),
        (_without_rivals(said, flags), str(found)),
        (flags, ""),
    ):
        for name, value in layer.items():
            joined = isinstance(SETTINGS[name].value, Table) and values[name]
            values[name] = {**values[name], **value} if joined else value
            origins[name] = origin or SETTINGS[name].shown
    if said:
        from ftprep.settings.verify import verify  # starting fast: few folders have a file

        assert found is not None
        verify(found, _still_holding(said, flags), values)
    return Layers(values, origins, found, isolated)


def _still_holding(said: Mapping[str, Any], flags: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the file says, without the settings in whose place a flag stands."""
    return {
        name: value
        for name, value in said.items()
        if name not in flags or isinstance(SETTINGS[name].value, Table)
    }


_TARGET: Final = frozenset({"model", "provider", "method", "to"})


def _without_target(inherited: Mapping[str, Any], *later: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is inherited, without the target where anything of another is asked for."""
    if not any(_TARGET & set(layer) for layer in later):
        return inherited
    return {name: value for name, value in inherited.items() if name not in _TARGET}


def _without_rivals(said: Mapping[str, Any], flags: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says, without the column or template of a role that a flag gives otherwise."""
    kept = {name: value for name, value in said.items() if name not in flags.get("map", {})}
    if "map" in said:
        kept["map"] = {role: column for role, column in said["map"].items() if role not in flags}
    return kept
