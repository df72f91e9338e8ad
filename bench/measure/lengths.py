"""How time grows with the length of an instruction that all share, and with that of one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bench.measure.growth import exponent
from bench.measure.rounds import Subject, Took
from bench.measure.setting import Row, Setting, check, prepare

__all__ = ["Lengths"]

_INSTRUCTIONS: Final = (500, 5_000, 50_000)
_RECORDS: Final = (100_000, 1_000_000, 10_000_000)
_EXAMPLES: Final = 1_000
"""In each file, so that rules about a whole data set have something to read."""


class Lengths:
    """The second half of row 8. The times are CPU seconds."""

    def groups(self, setting: Setting) -> Sequence[Sequence[Subject]]:
        """One group for each way to grow."""
        return [
            [Subject(name, command) for name, command in self._commands(setting, way)]
            for way in self._ways(setting)
        ]

    def rows(self, setting: Setting, took: Took) -> Sequence[Row]:
        """An exponent for each way."""
        rows = []
        for way, lengths in self._ways(setting).items():
            names = [f"{way}, {length:,} characters" for length in lengths]
            what = f"time of {way}, {lengths[0]:,} to {lengths[-1]:,} characters"
            known = all(name in took for name in names)
            value = exponent(lengths, [took[name].cpu for name in names]) if known else None
            rows.append(Row(f"{what}: exponent", value, 1.05, 1.0, form="{:.3f}"))
        return rows

    def _ways(self, setting: Setting) -> Mapping[str, tuple[int, ...]]:
        by = 10 if setting.quick else 1
        shared = tuple(length // by for length in _INSTRUCTIONS)
        return {
            "check, shared instruction": shared,
            "prepare, shared instruction": shared,
            "check, one long record": tuple(length // by for length in _RECORDS),
        }

    def _commands(self, setting: Setting, way: str) -> list[tuple[str, list[str]]]:
        commands = []
        for length in self._ways(setting)[way]:
            path = self._path(setting, way, length)
            preparing = way.startswith("prepare")
            command = prepare(path, "--to", "completion") if preparing else check(path)
            commands.append((f"{way}, {length:,} characters", [*command, "--jobs", "1"]))
        return commands

    def _path(self, setting: Setting, way: str, length: int) -> Path:
        if way == "check, one long record":
            return setting.inputs.get(_EXAMPLES, long_record=length)
        kind = "completion" if way.startswith("prepare") else "chat"
        return setting.inputs.get(_EXAMPLES, kind, instruction=length)
