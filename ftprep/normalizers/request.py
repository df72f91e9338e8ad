"""Whether what the person asked can be met by the columns that a table has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ftprep.errors import UsageError
from ftprep.normalizers.normalizer import Request

__all__ = ["ROLES", "verify"]

ROLES: Final = (
    "user",
    "assistant",
    "system",
    "label",
    "group",
    "role",
    "content",
    "prompt",
    "completion",
)
"""What `--map` can say of a column."""


def verify(columns: Sequence[str], request: Request) -> None:
    """Check that the flags name columns of this table. For inputs whose columns are certain.

    Raises `UsageError` for a column that is not there (the columns that are, the likeliest first),
    for a role that is not known, and for a template that cannot be read.
    """
    for role in request.columns:
        if role not in ROLES:
            raise UsageError(f'--map knows no role "{role}". It knows {", ".join(ROLES)}.')
    for role, column in request.columns.items():
        _require(column, columns, f"--map {role}={column}")
    for role, source in request.templates.items():
        from ftprep.normalizers import template  # starting fast: few data need one

        for field in template.parse(source).fields:
            _require(field, columns, f"The template of {role}")
    if request.group_by is not None:
        _require(request.group_by, columns, "--group-by")


def _require(name: str, columns: Sequence[str], flag: str) -> None:
    """A column must be there, or for a dotted path the column that it starts in."""
    steps = name.split(".")
    starts = {".".join(steps[:length]) for length in range(1, len(steps) + 1)}
    if not starts & set(columns):
        listed = ", ".join(f'"{column}"' for column in _nearest_first(name, columns))
        raise UsageError(
            f'{flag}: there is no column "{name}". The columns are {listed or "none"}.'
        )


def _nearest_first(name: str, columns: Sequence[str]) -> list[str]:
    import difflib  # starting fast: nearly all names are right

    folded = {column.casefold(): column for column in reversed(columns)}
    close = [
        folded[match]
        for match in difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    ]
    return [*close, *(column for column in columns if column not in close)]
