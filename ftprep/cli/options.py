"""The options that commands share: those of the settings' catalogue, and of the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from ftprep.cli import complete
from ftprep.cli.grouped import option
from ftprep.settings.catalog import GROUPS, SETTINGS
from ftprep.settings.layers import Layers, layered
from ftprep.settings.setting import Setting
from ftprep.settings.value import Choice, Switch

__all__ = ["layers_from", "report_options", "setting_options"]

_Decorator = Callable[[Any], Any]

_FILE = "Where the settings come from"
_REPORT = "How the report is told"


def setting_options(*, preparing: bool = False) -> _Decorator:
    """Give a command the flags of all settings; those of `prepare` where it is `preparing`."""
    options = [
        _option(setting, heading)
        for heading, group in GROUPS.items()
        for setting in group
        if preparing or not setting.of_prepare
    ]
    return _all(
        *options,
        option(
            _FILE, "--config", "config_file", metavar="FILE", shell_complete=complete.files,
            help="Settings. Default: the nearest ftprep.toml or pyproject.toml with [tool.ftprep].",
        ),
        option(_FILE, "--isolated", is_flag=True, help="Read no settings from any file."),
    )  # fmt: skip


def report_options(function: Any) -> Any:
    """Give a command the options of how the report is told."""
    from ftprep.report import FORMATS

    return _all(
        option(
            _REPORT, "--format", "style", type=click.Choice(list(FORMATS)), default="text",
            show_default=True, help="Form of the report.",
        ),
        option(
            _REPORT, "--output", "outputs", metavar="[FORM=]FILE", multiple=True,
            shell_complete=complete.files,
            help="Write the report there; with a form such as sarif=FILE a further one.",
        ),
        option(_REPORT, "-q", "--quiet", is_flag=True, help="Tell only what matters most."),
    )(function)  # fmt: skip


def layers_from(
    given: Mapping[str, Any], paths: Sequence[str], inherited: Mapping[str, Any] | None = None
) -> Layers:
    """All settings: by the flags of a command, by the file, by what is `inherited` from an earlier
    dataset, or by default."""
    flags = {}
    for name in SETTINGS:
        value = given.get(_argument(name))
        if value is not None:
            flags[name] = value
    return layered(
        flags, paths, file=given["config_file"], isolated=given["isolated"], inherited=inherited
    )


def _all(*options: _Decorator) -> _Decorator:
    def decorate(function: Any) -> Any:
        for add in reversed(options):
            function = add(function)
        return function

    return decorate


def _option(setting: Setting, heading: str) -> _Decorator:
    what = setting.what
    if setting.default is not None and not isinstance(setting.value, Switch):
        what = f"{what}  [default: {setting.default}]"
    common: dict[str, Any] = {"help": what, "default": None, "callback": _converted(setting)}
    if isinstance(setting.value, Switch):
        return option(heading, *setting.spelled, _argument(setting.name), is_flag=True, **common)
    if isinstance(setting.value, Choice):
        common["type"] = click.Choice(setting.value.words)
    return option(
        heading, *setting.spelled, _argument(setting.name), metavar=setting.value.metavar,
        multiple=setting.value.repeats, shell_complete=complete.of_setting(setting), **common,
    )  # fmt: skip


def _converted(setting: Setting) -> Callable[[Any, Any, Any], Any]:
    def convert(ctx: click.Context, param: click.Parameter, given: Any) -> Any:
        if given in (None, (), False):
            return None
        try:
            return setting.value.from_flags(given if isinstance(given, tuple) else (given,))
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from None

    return convert


def _argument(name: str) -> str:
    return name.replace("-", "_")
