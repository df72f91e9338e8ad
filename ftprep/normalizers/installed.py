"""Layouts that plugins bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ftprep.errors import FtprepError
from ftprep.model import Record
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.plugins import Plugin, plugins

__all__ = ["installed"]


@cache
def installed(own: tuple[str, ...]) -> tuple[Layout, ...]:
    """The layouts of all plugins, in the order of their distributions; `own` are ours by name.

    Raises `UsageError` for what is no layout and for a name that is taken.
    """
    owners = dict.fromkeys(own, "ftprep")
    found: list[Layout] = []
    for plugin in plugins("ftprep.normalizers"):
        layout = getattr(plugin.value, "LAYOUT", plugin.value)
        if not isinstance(layout, Layout):
            raise plugin.refusal("it is neither a Layout nor a module with a LAYOUT")
        if layout.name in owners:
            raise plugin.refusal(
                f'the layout "{layout.name}" is one of {owners[layout.name]}; a plugin needs a '
                "name of its own"
            )
        owners[layout.name] = plugin.distribution
        found.append(_guarded(layout, plugin))
    return tuple(found)


def _guarded(layout: Layout, plugin: Plugin) -> Layout:
    """The same layout; what its functions raise becomes an `FtprepError` that names it."""

    def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
        try:
            normalizer = layout.recognise(keys, request)
        except Exception as error:  # whatever other people's code raises
            raise _failure(layout, plugin, error) from error
        if normalizer is None:
            return None

        def understand(record: Record) -> Understood:
            try:
                return normalizer(record)
            except Exception as error:  # whatever other people's code raises
                raise _failure(layout, plugin, error) from error

        return understand

    return replace(layout, recognise=recognise)


def _failure(layout: Layout, plugin: Plugin, error: Exception) -> FtprepError:
    if isinstance(error, FtprepError):
        return error
    return plugin.refusal(f'the layout "{layout.name}" failed: {type(error).__name__}: {error}')
