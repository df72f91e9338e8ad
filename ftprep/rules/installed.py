"""Rules that plugins bring: joined to ours when no code, family or name is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from ftprep.pattern import Pattern
from ftprep.plugins import Plugin, plugins
from ftprep.rules.rule import Rule

__all__ = ["home", "installed"]

_CODE: Final = Pattern(r"([A-Z]{2,5})[0-9]{3}")
"""The pattern that the schemas have for codes."""

_NAME: Final = Pattern(r"[a-z0-9]+(-[a-z0-9]+)*")


def installed(own: Mapping[str, Rule]) -> dict[str, Rule]:
    """Code → rule of all plugins, beside our `own`.

    The letters of a code belong to one distribution, and none may begin with another's: rules are
    selected by prefix, and `--select MSG` must mean ours. Raises `UsageError` that names the plugin
    and what is taken.
    """
    families = {_letters(code): "ftprep" for code in own}
    names = {rule.name: code for code, rule in own.items()}
    rules: dict[str, Rule] = {}
    for plugin, rule in _brought():
        from ftprep.rules.guarded import guarded  # starting fast: few people have plugins

        letters = _letters(rule.code)
        for taken, owner in families.items():
            if owner != plugin.distribution and (
                letters.startswith(taken) or taken.startswith(letters)
            ):
                raise plugin.refusal(
                    f"its rule {rule.code} has the letters {letters}, and {taken} are those of "
                    f"{owner}; a plugin needs letters of its own"
                )
        if rule.code in rules:
            raise plugin.refusal(f"it has two rules with the code {rule.code}")
        if rule.name in names:
            raise plugin.refusal(
                f'its rule {rule.code} is called "{rule.name}", which is the name of '
                f"{names[rule.name]}"
            )
        families[letters] = plugin.distribution
        names[rule.name] = rule.code
        rules[rule.code] = guarded(rule, plugin)
    return rules


def home(code: str) -> str | None:
    """The distribution that brings a rule; None for ours."""
    return _homes().get(code)


@cache
def _homes() -> Mapping[str, str]:
    return {rule.code: plugin.distribution for plugin, rule in _brought()}


def _brought() -> Iterator[tuple[Plugin, Rule]]:
    """Every rule of every plugin, once it is certain that it is one."""
    for plugin in plugins("ftprep.rules"):
        table = getattr(plugin.value, "RULES", plugin.value)
        if not isinstance(table, tuple | list):
            raise plugin.refusal("it is neither a table of rules nor a module with a table RULES")
        for rule in table:
            if not isinstance(rule, Rule):
                raise plugin.refusal(f"its table holds a {type(rule).__name__}, which is no Rule")
            if not _CODE.fullmatch(rule.code):
                raise plugin.refusal(
                    f'"{rule.code}" is no code: it takes two to five capital letters and three '
                    "digits"
                )
            if not _NAME.fullmatch(rule.name):
                raise plugin.refusal(
                    f'"{rule.name}" is no name of a rule: it takes small letters and hyphens'
                )
            yield plugin, rule


def _letters(code: str) -> str:
    return code.rstrip("0123456789")
