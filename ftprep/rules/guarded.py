"""The functions of a plugin's rule, so wrapped that a failure names the plugin.

Our own rules are tested not to raise for any data. Of other people's nobody knows, and the person
who runs ftprep must see whose fault it is, and how to go on, in place of a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from ftprep.errors import FtprepError
from ftprep.plugins import Plugin
from ftprep.rules.rule import Hit, Rule

__all__ = ["guarded"]

_Function = Callable[..., Any]


def guarded(rule: Rule, plugin: Plugin) -> Rule:
    """The same rule; what its functions raise becomes an `FtprepError` that names it.

    So does a hit that lacks an argument of the message. Raises `UsageError` when the message is no
    template.
    """
    needed = _fields(rule, plugin)

    def whole(function: _Function) -> _Function:
        def run(*args: Any) -> Any:
            try:
                return function(*args)
            except Exception as error:  # whatever other people's code raises
                raise _failure(rule, plugin, error) from error

        return run

    def lazily(function: _Function | None) -> _Function | None:
        def run(*args: Any) -> Iterator[Any]:
            assert function is not None
            try:
                for said in function(*args):
                    _verify(said, needed)
                    yield said
            except Exception as error:  # whatever other people's code raises
                raise _failure(rule, plugin, error) from error

        return None if function is None else run

    return replace(
        rule,
        check=lazily(rule.check),
        check_tokens=lazily(rule.check_tokens),
        check_text=lazily(rule.check_text),
        check_dataset=lazily(rule.check_dataset),
        gate=None if rule.gate is None else whole(rule.gate),
        repair=rule.repair and rule.repair._replace(apply=whole(rule.repair.apply)),
    )


def _fields(rule: Rule, plugin: Plugin) -> set[str]:
    """The arguments that the message and the mend name: `found` of `{found.name:>3}`."""
    from string import Formatter  # starting fast: few people have plugins

    try:
        parts = [*Formatter().parse(rule.message), *Formatter().parse(rule.mend)]
    except ValueError as error:
        raise plugin.refusal(f"the message of its rule {rule.code} is no template: {error}") from (
            error
        )
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in parts if name is not None}


def _verify(said: Any, needed: set[str]) -> None:
    """Raise `TypeError` for what is no hit, or one that its message cannot tell."""
    found = said if isinstance(said, Hit) else said[1] if isinstance(said, tuple) else said
    if not isinstance(found, Hit):
        raise TypeError(f"it yields a {type(found).__name__}, which is no hit")
    if lacking := sorted(needed - found.args.keys()):
        raise TypeError(f"its hit lacks {', '.join(lacking)}, which its message names")


def _failure(rule: Rule, plugin: Plugin, error: Exception) -> FtprepError:
    if isinstance(error, FtprepError):
        return error
    return FtprepError(
        f"the rule {rule.code} of the plugin {plugin.distribution} {plugin.version} failed: "
        f"{type(error).__name__}: {error}. That is a fault of the plugin, not of the data: "
        f"tell its authors, and leave it out with --ignore {rule.code}"
    )
