"""Which rules are on, how bad and which repairs: by prefix, and the longest prefix decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, TypeVar

from ftprep.errors import UsageError
from ftprep.rules.rule import Level, Rule

__all__ = [
    "ALL", "by_prefix", "fixes", "ignored_in", "is_selected", "levels", "selected", "verify",
]  # fmt: skip

ALL: Final = "ALL"
"""Selects what is on without `select`, so that a rule on demand can be named beside it. The word
is ruff's."""

T = TypeVar("T")


def is_selected(
    code: str, select: Sequence[str], ignore: Sequence[str], *, on_demand: bool = False
) -> bool:
    """Whether a rule is on.

    Without `select` all rules are, but for those `on_demand`: they are on only when `select` names
    their whole code. Among the prefixes in `select` and `ignore` that fit the code the longest
    decides, `ALL` being the shortest; of two equal ones `ignore` does.
    """
    if on_demand and code not in select:
        return False
    chosen = max(_fitting(code, select or (ALL,)), default=-1)
    ignored = max(_fitting(code, ignore), default=-1)
    return chosen > ignored


def selected(
    rules: Mapping[str, Rule], select: Sequence[str], ignore: Sequence[str]
) -> tuple[str, ...]:
    """The codes that are on, in the order given.

    Raises `UsageError` for a prefix that fits no rule: a misspelt one must not pass in silence.
    """
    verify((prefix for prefix in (*select, *ignore) if prefix != ALL), rules)
    return tuple(
        code
        for code, rule in rules.items()
        if is_selected(code, select, ignore, on_demand=rule.on_demand)
    )


def by_prefix(code: str, table: Mapping[str, T]) -> T | None:
    """What the longest prefix that fits the code says; None when none fits."""
    fitting = [prefix for prefix in table if code.startswith(prefix)]
    return table[max(fitting, key=len)] if fitting else None


def levels(rules: Mapping[str, Rule], asked: Mapping[str, Level]) -> Mapping[str, Level]:
    """Code → the level of each rule: what was asked, else its own. Raises `UsageError`."""
    verify(asked, rules)
    return {code: by_prefix(code, asked) or rule.level for code, rule in rules.items()}


def fixes(
    rules: Mapping[str, Rule], *, unsafe: bool, fix: Sequence[str], no_fix: Sequence[str]
) -> frozenset[str]:
    """The codes of the rules whose repairs are applied. Raises `UsageError`.

    Safe repairs are, unless `no_fix` says otherwise; unsafe ones where `unsafe` or `fix` asks.
    """
    verify((*fix, *no_fix), rules)
    for prefix in fix:
        if not any(rule.mends or rule.mends_if_asked for rule in _beginning(prefix, rules)):
            raise UsageError(f"no rule that begins with {prefix} has a repair; leave out --fix")
    asked = dict.fromkeys(fix, True) | dict.fromkeys(no_fix, False)
    return frozenset(
        code
        for code, rule in rules.items()
        if (said := by_prefix(code, asked)) is not False
        and (rule.mends or (rule.mends_if_asked and (said or unsafe)))
    )


def ignored_in(
    path: str, codes: Iterable[str], globs: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The codes that are not asked about the file at `path`, by `per-file-ignores`.

    A glob is matched against the whole path, as `fnmatch` does: `*` also passes slashes, and as
    in .gitignore `**/` may stand for no folder. Raises `UsageError` for a prefix that fits no rule.
    """
    known = tuple(codes)
    where = str(Path(path).absolute())
    prefixes: list[str] = []
    for glob, ignored in globs.items():
        verify(ignored, known)
        for pattern in {glob, glob.replace("**/", "")}:
            if fnmatch(where, str(Path(pattern).absolute())) or fnmatch(path, pattern):
                prefixes += ignored
    return frozenset(code for code in known if code.startswith(tuple(prefixes)))


def verify(prefixes: Iterable[str], codes: Iterable[str]) -> None:
    """Raise `UsageError` for a prefix that fits no rule: a misspelt one must not pass unseen."""
    known = tuple(codes)
    for prefix in prefixes:
        if not any(code.startswith(prefix) for code in known):
            raise UsageError(f'no rule begins with "{prefix}"; "ftprep rule" lists all of them')


def _fitting(code: str, prefixes: Iterable[str]) -> Iterable[int]:
    """The lengths of the prefixes that fit a code."""
    return (
        0 if prefix == ALL else len(prefix)
        for prefix in prefixes
        if prefix == ALL or code.startswith(prefix)
    )


def _beginning(prefix: str, rules: Mapping[str, Rule]) -> Iterable[Rule]:
    return (rule for code, rule in rules.items() if code.startswith(prefix))
