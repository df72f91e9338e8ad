"""Which rules are on: by prefix of the code, and the longest prefix decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ftprep.errors import UsageError

__all__ = ["is_selected", "selected"]


def is_selected(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a rule is on.

    Without `select` all rules are. Among the prefixes in `select` and `ignore` that fit the code
    the longest decides; of two equal ones `ignore` does.
    """
    chosen = max((len(prefix) for prefix in select or ("",) if code.startswith(prefix)), default=-1)
    ignored = max((len(prefix) for prefix in ignore if code.startswith(prefix)), default=-1)
    return chosen > ignored


def selected(codes: Iterable[str], select: Sequence[str], ignore: Sequence[str]) -> tuple[str, ...]:
    """The codes that are on, in the order given.

    Raises `UsageError` for a prefix that fits no rule: a misspelt one must not pass in silence.
    """
    known = tuple(codes)
    for prefix in (*select, *ignore):
        if not any(code.startswith(prefix) for code in known):
            raise UsageError(f'no rule begins with "{prefix}"; "ftprep rule" lists all of them')
    return tuple(code for code in known if is_selected(code, select, ignore))
