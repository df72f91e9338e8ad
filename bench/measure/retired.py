"""`ftprep prepare` and what it succeeds, openai's `fine_tunes.prepare_data`, on the same files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from bench.measure.inputs import short
from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting, prepare

__all__ = ["Retired"]

_COUNT: Final = 100_000
_QUICK_COUNT: Final = 1_000


class _Case(NamedTuple):
    name: str
    form: str
    target: float
    instruction: int = 0


_CASES: Final = (
    _Case("CSV", "csv", 4),
    _Case("JSONL", "jsonl", 4),
    _Case("XLSX", "xlsx", 3),
    _Case("JSONL with a shared instruction of 1,500 characters", "jsonl", 60, 1_500),
)


class Retired:
    """Row 5. Both make prompt and completion lines, with separators and end marks."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """A group for each file."""
        count = _count(setting)
        groups = []
        for case in _CASES:
            more = {"instruction": case.instruction} if case.instruction else {}
            path = setting.inputs.get(count, "completion", case.form, **more)
            ours = prepare(path, "--to", "completion")
            group = [Subject(f"ftprep prepare, {short(count)} {case.name}", ours)]
            if setting.peers:
                theirs = _prepare_data(setting.peers, path)
                group.append(Subject(f"prepare_data, {short(count)} {case.name}", theirs, path))
            groups.append(group)
        return groups

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """A row for each file; none without the peers."""
        if not setting.peers:
            return []
        size = short(_count(setting))
        rows = []
        for case in _CASES:
            data = f"{size} {case.name}"
            value = took.ratio(f"prepare_data, {data}", f"ftprep prepare, {data}", "wall")
            what = f"`prepare_data` over `ftprep prepare`, {data}, wall"
            aim = 2 * case.target
            rows.append(Row(what, value, case.target, aim, at_most=False))
        return rows


def _count(setting: Setting) -> int:
    return _QUICK_COUNT if setting.quick else min(_COUNT, setting.sizes[-1])


def _prepare_data(python: Path, path: Path) -> list[str]:
    tool = str(python.with_name("openai"))
    return [tool, "tools", "fine_tunes.prepare_data", "-q", "-f", f"{{scratch}}/{path.name}"]
