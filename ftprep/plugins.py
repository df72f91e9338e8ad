"""Plugins: what other distributions bring, found by their entry points at the first need.

A distribution says in its `pyproject.toml` what it brings:

    [project.entry-points."ftprep.rules"]
    helpdesk = "ftprep_helpdesk.rules"

* `ftprep.rules`: a module with a table `RULES`, or the table itself.
* `ftprep.targets`: a module with a `PROVIDER`, and `MODELS` where it has models.
* `ftprep.normalizers`: a `LAYOUT`, or a module with one.

What is installed holds for a run like the version of a library, so `--isolated`, which is about
settings, does not leave plugins out. The environment variable `FTPREP_NO_PLUGINS` does: worker
processes inherit it, so that all of them know the same rules.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Final

from ftprep.errors import UsageError
from ftprep.named import NamedTuple

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

__all__ = ["GROUPS", "OFF", "Plugin", "plugins", "versions"]

GROUPS: Final = ("ftprep.rules", "ftprep.targets", "ftprep.normalizers")
"""Groups of entry points that are looked for."""

OFF: Final = "FTPREP_NO_PLUGINS"
"""Environment variable; any value but an empty one and `0` leaves all plugins out."""


_MARK: Final = "[ftprep."
"""What the sections of our groups begin with in `entry_points.txt`."""


class Plugin(NamedTuple):
    """What one entry point brings."""

    distribution: str
    """The name that pip knows it by."""
    version: str
    group: str
    name: str
    """Of the entry point."""
    value: Any = None
    """The object that the entry point means."""

    def refusal(self, why: str) -> UsageError:
        """What to raise when the plugin cannot be used: who, why, and how to get rid of it."""
        return UsageError(
            f'the plugin "{self.name}" ({self.group}) of {self.distribution} {self.version} '
            f"cannot be used: {why}. Mend or upgrade {self.distribution}, take it away with "
            f'"pip uninstall {self.distribution}", or set {OFF}=1 to run without plugins'
        )


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """The plugins of a group, loaded, sorted by distribution and name.

    Raises `UsageError` for one that cannot be loaded: without its rules a check would say less
    than was asked for, and nobody would see it.
    """
    return tuple(_loaded(plugin, point) for plugin, point in _installed() if plugin.group == group)


def versions() -> dict[str, str]:
    """Distribution → version, of all that bring plugins; nothing is loaded."""
    return {plugin.distribution: plugin.version for plugin, _ in _installed()}


def _loaded(plugin: Plugin, point: EntryPoint) -> Plugin:
    try:
        return plugin._replace(value=point.load())
    except (Exception, SystemExit) as error:  # whatever other people's code raises on import
        raise plugin.refusal(f"{type(error).__name__}: {error}") from error


@cache
def _installed() -> tuple[tuple[Plugin, EntryPoint], ...]:
    """Every entry point of ours that is installed, sorted."""
    if os.environ.get(OFF, "0") not in ("", "0") or not _may_be_there():
        return ()
    from importlib.metadata import PackageNotFoundError, distribution, distributions

    found: list[tuple[Plugin, EntryPoint]] = []
    for name in {each.name for each in distributions() if _speaks_of_us(each)}:
        try:
            # Of several copies the first on the path is the one that Python imports.
            home = distribution(name)
        except PackageNotFoundError:
            continue  # what is left of a removed distribution
        found += [
            (Plugin(name, home.version, point.group, point.name), point)
            for point in home.entry_points
            if point.group in GROUPS
        ]
    return tuple(sorted(found, key=lambda pair: pair[0][:4]))


def _may_be_there() -> bool:
    """Whether a distribution may have entry points of ours.

    Most people have no plugin, and importlib.metadata takes 16 ms to say so, 12 of them to be
    imported (111 distributions; a check of one line takes 300 ms). This takes 3. What only
    importlib.metadata can look into, such as a zip file, may have some.
    """
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                if any(_is_of_us(entry) for entry in entries):
                    return True
        except NotADirectoryError:
            return True
        except OSError:
            continue  # a path that is not there brings nothing
    own = [finder for finder in sys.meta_path if finder is not PathFinder]
    return any(hasattr(finder, "find_distributions") for finder in own)


def _is_of_us(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if not name.endswith((".dist-info", ".egg-info")) and name != "egg-info":
        return False
    try:
        with open(f"{entry.path}/entry_points.txt", "rb", buffering=0) as points:  # noqa: PTH123
            return _MARK.encode() in points.read()
    except OSError:
        return False  # most have no entry points


def _speaks_of_us(found: Distribution) -> bool:
    """Whether its entry points may be ours: cheaper than to parse those of all distributions.

    What is left of a removed distribution may have entry points, and no name any more.
    """
    try:
        points = found.read_text("entry_points.txt") or ""
    except UnicodeDecodeError:
        return False  # the fault of another distribution, and none of ours
    return _MARK in points and bool(found.read_text("METADATA") or found.read_text("PKG-INFO"))
