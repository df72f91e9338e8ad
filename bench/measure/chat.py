"""Checks of chat data against the floor, against themselves, and against the cookbook's script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bench.measure.growth import exponent
from bench.measure.inputs import short
from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting, check, script

__all__ = ["Chat"]

_FLOOR: Final = "floor"
_CHECK: Final = "check"
_TWO_JOBS: Final = "check --jobs 2"
_FEW_RULES: Final = "check, few rules"
_NO_NEAR: Final = "check without near-duplicates"
_COOKBOOK: Final = "cookbook script"
"""Names of subjects; their size is added."""

_FEW: Final = ("--select", "SCH,MSG,TOK,LEN,DUP001")
"""Schema, conversation, length, exact duplicates."""
_NOT_NEAR: Final = ("--ignore", "DUP1,LAB1")
"""All rules that read the search for near-duplicates."""
_SMALLER: Final = (1_000, 10_000)
"""Sizes that are measured besides, for the growth."""


class Chat:
    """Rows 1 to 4, the memory, the near-duplicate stage's time, and the growth with the input."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """A group for each size."""
        return [*(self._group(setting, size) for size in setting.sizes), self._small(setting)]

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """The rows of the table, each size for itself."""
        sizes = [short(size) for size in setting.sizes]
        all_rules = "`check` with all default rules"
        few = "the same with `--select` of schema, conversation, length, exact duplicates"
        rows = [
            *(_over_floor(took, size, _CHECK, Row(all_rules, None, 3.0, 2.0)) for size in sizes),
            *(_over_floor(took, size, _FEW_RULES, Row(few, None, 1.8, 1.3)) for size in sizes),
            _two_jobs(took, sizes[-1]),
        ]
        if setting.peers:
            rows += [_cookbook(took, size) for size in sizes]
        rows += [*_memory(took, sizes), *(_near(took, size) for size in sizes)]
        return [*rows, self._growth(setting, took)]

    def _group(self, setting: Setting, size: int) -> list[Subject]:
        path, name = setting.inputs.get(size), short(size)
        subjects = [
            Subject(f"{_FLOOR}, {name}", script("floor", path)),
            Subject(f"{_CHECK}, {name}", check(path, "--jobs", "1")),
            Subject(f"{_TWO_JOBS}, {name}", check(path, "--jobs", "2"), processes=2),
            Subject(f"{_FEW_RULES}, {name}", check(path, "--jobs", "1", *_FEW)),
            Subject(f"{_NO_NEAR}, {name}", check(path, "--jobs", "1", *_NOT_NEAR)),
        ]
        if setting.peers:
            subjects.append(Subject(f"{_COOKBOOK}, {name}", script("cookbook", path)))
        return subjects

    def _small(self, setting: Setting) -> list[Subject]:
        sizes = [size for size in _SMALLER if size not in setting.sizes]
        return [
            Subject(f"{_CHECK}, {short(size)}", check(setting.inputs.get(size), "--jobs", "1"))
            for size in sizes
        ]

    def _growth(self, setting: Setting, took: Took) -> Row:
        sizes = sorted({*_SMALLER, *setting.sizes})
        names = [f"{_CHECK}, {short(size)}" for size in sizes]
        known = all(name in took for name in names)
        value = exponent(sizes, [took[name].cpu for name in names]) if known else None
        what = f"time of `check` as the input grows, {short(sizes[0])} to {short(sizes[-1])}"
        return Row(f"{what}: exponent above start-up, CPU", value, 1.05, 1.0, form="{:.3f}")


def _over_floor(took: Took, size: str, subject: str, row: Row) -> Row:
    value = took.ratio(f"{subject}, {size}", f"{_FLOOR}, {size}", "cpu")
    return row._replace(what=f"{row.what}, over the floor, {size}, CPU", value=value)


def _two_jobs(took: Took, size: str) -> Row:
    value = took.ratio(f"{_TWO_JOBS}, {size}", f"{_CHECK}, {size}", "wall")
    return Row(f"`check --jobs 2` over `--jobs 1`, {size}, wall", value, 0.6, 0.52)


def _cookbook(took: Took, size: str) -> Row:
    value = took.ratio(f"{_COOKBOOK}, {size}", f"{_TWO_JOBS}, {size}", "wall")
    what = f"the cookbook's script over `check --jobs 2`, {size}, wall"
    return Row(what, value, 4, 8, at_most=False)


def _memory(took: Took, sizes: Sequence[str]) -> list[Row]:
    rows = []
    for subject in (_CHECK, _TWO_JOBS):
        small, large = f"{subject}, {sizes[0]}", f"{subject}, {sizes[-1]}"
        what = f"peak memory of `{subject}`, {sizes[-1]}"
        rows.append(Row(f"{what} over {sizes[0]}", took.ratio(large, small, "peak"), 1.5))
        peak = took[large].peak / 1e6 if large in took else None
        rows.append(Row(f"{what}, MB", peak, 400, 250, form="{:.0f}"))
    return rows


def _near(took: Took, size: str) -> Row:
    """The stage's time is that of a check less that of one without the rules that need it."""
    floor = f"{_FLOOR}, {size}"
    everything = took.ratio(f"{_CHECK}, {size}", floor, "cpu")
    others = took.ratio(f"{_NO_NEAR}, {size}", floor, "cpu")
    value = None if everything is None or others is None else everything - others
    return Row(f"the near-duplicate stage over the floor, {size}, CPU", value, 1.0, 0.5)
