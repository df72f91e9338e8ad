"""What a run reads: its inputs as sources, in order, and what is known of them beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ftprep.config import Config
from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.model import Source
from ftprep.readers import plan as plan_reading
from ftprep.readers.files import discover
from ftprep.readers.reader import Hints, InputFile
from ftprep.readers.spool import Spool

if TYPE_CHECKING:
    from ftprep.dataset.earlier import Earlier

__all__ = ["Sources", "find_sources", "verify_hints"]


@frozen
class Sources:
    """Everything that is read: an earlier dataset first, then the data, then its test set."""

    all: tuple[Source, ...]
    """In reading order; the index of a source is its place here."""
    files: tuple[InputFile, ...] = ()
    """What they are read from."""
    frames: dict[int, Any] = field(default_factory=dict)
    """Index of a source → the frame in memory that it stands for."""
    tests: frozenset[int] = frozenset()
    """Indexes of those that are the test set of the others."""
    sides: Mapping[int, str] = field(default_factory=dict)
    """Index of a source of an earlier dataset → the side on which its examples stay."""

    @property
    def new(self) -> tuple[Source, ...]:
        """Those that are of no earlier dataset."""
        return tuple(source for source in self.all if source.index not in self.sides)


def find_sources(data: Any, config: Config, spool: Spool, earlier: Earlier | None) -> Sources:
    """Decide how every input is read.

    `data`: as `ftprep.api.check` takes it. `earlier`: its files are read as the lines that they
    are, whatever is said of the data. Raises `FtprepError` for what cannot be read at all.
    """
    if isinstance(data, str | Path):
        data = [data]
    paths = list(data) if isinstance(data, list | tuple) else []
    if not paths or not all(isinstance(path, str | Path) for path in paths):
        from ftprep.readers.frames import frame_source, repeatable  # starting fast: few have frames

        frame = repeatable(data)
        return Sources((frame_source(frame, 0, "<frame>"),), frames={0: frame})
    sources: list[Source] = []
    files: list[InputFile] = []
    tests: set[int] = set()
    sides: dict[int, str] = {}
    before = {} if earlier is None else earlier.sides
    for role, given, hints in (
        ("earlier", list(before), Hints(format="jsonl")),
        ("train", [str(path) for path in paths], config.hints),
        ("test", list(config.test), config.hints),
    ):
        for file in discover(given, partial(spool.path, role)):
            files.append(file)
            for source in plan_reading(file, hints):
                index = len(sources)
                sources.append(_placed(source, index))
                if role == "earlier":
                    sides[index] = before[file.path]
                elif role == "test":
                    tests.add(index)
    return Sources(tuple(sources), tuple(files), {}, frozenset(tests), sides)


def _placed(source: Source, index: int) -> Source:
    """A source with its place among all, which its findings name too."""
    findings = tuple(
        finding._replace(origin=finding.origin._replace(source=index))
        for finding in source.findings
    )
    return replace(source, index=index, findings=findings)


_OF_FORMATS: Final = {
    "sheets": ("--sheet", {"xlsx", "xls"}, "a workbook"),
    "records": ("--records", {"json", "jsonl"}, "JSON"),
    "delimiter": ("--delimiter", {"csv", "tsv"}, "CSV"),
    "quote": ("--quote", {"csv", "tsv"}, "CSV"),
}
"""Hints that speak of some formats only: the flag, the formats, and how to call them."""


def verify_hints(hints: Hints, sources: Sequence[Source]) -> None:
    """Raise `UsageError` for a flag that concerns none of the sources: it would pass in silence."""
    formats = {source.format for source in sources}
    for name, (flag, concerned, called) in _OF_FORMATS.items():
        if getattr(hints, name) and not concerned & formats:
            raise UsageError(f"{flag} does not apply: none of the inputs is {called}")
