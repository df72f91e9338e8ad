"""What the shell offers behind TAB: names of models and providers, codes of rules, files.

The catalogues are loaded when TAB is pressed, never by a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

from ftprep.settings.compound import Codes
from ftprep.settings.setting import Setting

__all__ = ["codes", "files", "folders", "models", "of_setting", "providers"]

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def of_setting(setting: Setting) -> Complete | None:
    """What completes the flag of a setting; None where click knows, or nobody does."""
    if isinstance(setting.value, Codes):
        return codes
    if setting.value.metavar == "FILE":
        return files
    return {"model": models, "provider": providers}.get(setting.name)


def models(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids and short names of the models in the catalogue."""
    from ftprep.targets import models as known

    names = [(name, model.provider) for model in known() for name in (*model.aliases, model.id)]
    return _beginning(begun, ((name, where) for name, where in names if "*" not in name))


def providers(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Names of the providers."""
    from ftprep.targets.lookup import PROVIDERS

    return _beginning(begun, ((name, "") for name in PROVIDERS))


def codes(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Codes of rules with their names; behind a comma the next of a list."""
    from ftprep.rules.catalog import catalog

    said, comma, last = begun.rpartition(",")
    known = ((rule.code, rule.name) for rule in catalog().values())
    return [
        CompletionItem(f"{said}{comma}{item.value}", help=item.help)
        for item in _beginning(last.upper(), known)
    ]


def files(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leave it to the shell, which knows the files."""
    return [CompletionItem(begun, type="file")]


def folders(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leave it to the shell, which knows the folders."""
    return [CompletionItem(begun, type="dir")]


def _beginning(begun: str, known: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    told = {name: CompletionItem(name, help=what or None) for name, what in known}
    return [item for name, item in told.items() if name.startswith(begun)]
