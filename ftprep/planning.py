"""Before the first record: decide how everything is read, and where it goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from ftprep.baseline import Baseline, find, read
from ftprep.config import Config
from ftprep.dataset.earlier import Earlier
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.engine.pool import Pool, processes
from ftprep.engine.run import conclude, gather
from ftprep.engine.understand import Inputs, Item, understand
from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.model import Kind, Source
from ftprep.normalizers import verify
from ftprep.normalizers.normalizer import Request
from ftprep.readers import plan as plan_reading
from ftprep.readers.files import discover
from ftprep.readers.frames import frame_source, repeatable
from ftprep.readers.parts import parts
from ftprep.readers.reader import Hints, InputFile, Shard
from ftprep.readers.spool import Spool
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.rules.select import fixes, ignored_in, levels, selected
from ftprep.rules.select import verify as verify_codes
from ftprep.targets import resolve
from ftprep.tokens.count import encoding_for
from ftprep.watch import Watch, unwatched

__all__ = ["Planned", "planned"]

_SAMPLE = 20
"""Records looked at to tell the kind of the data when nobody said it."""


@frozen
class Planned:
    """A run that is ready to go."""

    plan: Plan
    shards: Sequence[Shard]
    encoding_estimated: bool
    """The tokens are counted with an encoding that stands in for the model's own."""
    baselines: Sequence[Baseline] = ()
    """Files of known findings."""
    earlier: Earlier | None = None
    """What the run adds to."""
    sides: Mapping[int, str] = field(default_factory=dict)
    """Index of a source → the side on which its examples stay."""
    watch: Watch = unwatched
    files: Sequence[InputFile] = ()
    """What the sources are read from."""
    apply: Pool | None = None
    """Maps over shards in several processes; None where one is enough."""

    def counting(self, stage: str) -> Callable[[Shard], None]:
        """What is to be called with each shard that is done.

        When it is read for the second time, to be written, an input that was changed raises
        `InputError`: there, and as soon as a shard is done.
        """
        parts = Counter(shard.source for shard in self.shards)
        sizes = {s.index: s.bytes // parts[s.index] for s in self.plan.inputs.sources}
        total, done = sum(sizes[shard.source] for shard in self.shards), 0

        def count(shard: Shard) -> None:
            nonlocal done
            done += sizes[shard.source]
            if stage == "writing":
                self._verify_unchanged()
            self.watch(stage, done, total)

        if stage == "writing":
            self._verify_unchanged()
        self.watch(stage, 0, total)
        return count

    def _verify_unchanged(self) -> None:
        from ftprep.dataset.unchanged import verify  # starting fast: a check reads once

        verify(self.files)

    def check(self, *, again: bool = False) -> Partial:
        """Check all inputs, in several processes where there are several shards. Unless they are to
        be read `again`, the processes end before anything is concluded, which takes memory.

        Raises `FtprepError` when one of the processes is killed, and `UsageError` when nothing is
        in the column that `--keep` names.
        """
        checked = gather(self.plan, self.shards, self.apply, self.counting("reading"))
        if self.apply is not None and not again:
            self.apply.close()
        conclude(self.plan, checked)
        if self.plan.context.keep.column:
            from ftprep.dataset import newest  # starting fast: it is seldom asked for

            newest.verify_used(self.plan.context.keep, checked.near, self.plan.inputs)
        return checked


@contextmanager
def planned(
    data: Any, config: Config, earlier: Earlier | None = None, *, watch: Watch = unwatched
) -> Iterator[Planned]:
    """Decide how everything is read and where it goes. What was spooled is removed at the end.

    `earlier`: what the data are added to. Its files are read before them, as the lines that they
    are: hints, columns and templates are about the new data alone.
    """
    with Spool() as spool:
        sources, frames, tests, sides, files = _sources(data, config, spool, earlier)
        made = frozenset(sides)
        kind = config.kind or _kind(sources, frames, config, made)
        target = resolve(config.model, config.provider, kind, config.method, config.day)
        request = _request(config, target.kind)
        _verify_hints(config.hints, {s.format for s in sources if s.index not in made})
        for source in sources:
            if source.columns and source.index not in made:
                verify(source.columns, request)
        if config.keep.column:
            from ftprep.dataset import newest

            new = [source for source in sources if source.index not in made]
            newest.verify(config.keep, new, joined=request.group_by is not None)
        verify_codes(config.limits, catalog())
        encoding, estimated = encoding_for(target.model)
        baselines = _baselines(sources, config)
        plan = Plan(
            inputs=Inputs(sources, request, frames, made, earlier.style if earlier else None),
            context=Context(
                target=target,
                kind=target.kind,
                today=config.day,
                thresholds=config.all_thresholds(),
                words=config.all_words(),
                test_sources=tests,
                keep=config.keep,
                epochs=config.epochs,
            ),
            codes=selected(catalog(), config.select, config.ignore),
            levels=levels(catalog(), config.levels),
            fixes=fixes(
                catalog(), unsafe=config.unsafe_fixes, fix=config.fix, no_fix=config.no_fix
            ),
            encoding=encoding,
            keep=max(config.max_findings, 1),
            redact=config.redact,
            known=frozenset(known.key for baseline in baselines for known in baseline.entries),
            ignored={
                source.index: ignored_in(source.path, catalog(), config.per_file_ignores)
                for source in sources
                if config.per_file_ignores
            },
        )
        shards = _shards(sources, request)
        jobs = 1 if frames else min(config.jobs or available_cores(), len(shards))
        with processes(jobs) as apply:
            yield Planned(plan, shards, estimated, baselines, earlier, sides, watch, files, apply)


def _sources(
    data: Any, config: Config, spool: Spool, earlier: Earlier | None
) -> tuple[
    tuple[Source, ...], dict[int, Any], frozenset[int], dict[int, str], tuple[InputFile, ...]
]:
    """(sources, frame by index, indexes of those that are the test set, side by index of those of
    an earlier dataset, the files)."""
    if isinstance(data, str | Path):
        data = [data]
    paths = list(data) if isinstance(data, list | tuple) else []
    if not paths or not all(isinstance(path, str | Path) for path in paths):
        frame = repeatable(data)
        return (frame_source(frame, 0, "<frame>"),), {0: frame}, frozenset(), {}, ()
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
                findings = tuple(
                    finding._replace(origin=finding.origin._replace(source=index))
                    for finding in source.findings
                )
                sources.append(replace(source, index=index, findings=findings))
                if role == "earlier":
                    sides[index] = before[file.path]
                elif role == "test":
                    tests.add(index)
    return tuple(sources), {}, frozenset(tests), sides, tuple(files)


def _baselines(sources: Sequence[Source], config: Config) -> list[Baseline]:
    """The known findings: of the file that was named, else of those beside the inputs."""
    if config.baseline is not None:
        return [read(config.baseline)]
    found = [] if config.isolated else find([source.path for source in sources])
    return [read(file) for file in found]


def available_cores() -> int:
    """Processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _shards(sources: Sequence[Source], request: Request) -> list[Shard]:
    """The parts in which the inputs are read. Rows that are to be joined may stand anywhere, so
    that their input stays whole."""
    if request.group_by is not None:
        return [Shard(source.index) for source in sources]
    return [shard for source in sources for shard in parts(source)]


_OF_FORMATS = {
    "sheets": ("--sheet", {"xlsx", "xls"}, "a workbook"),
    "records": ("--records", {"json", "jsonl"}, "JSON"),
    "delimiter": ("--delimiter", {"csv", "tsv"}, "CSV"),
    "quote": ("--quote", {"csv", "tsv"}, "CSV"),
}
"""Hints that speak of some formats only: the flag, the formats, and how to call them."""


def _verify_hints(hints: Hints, formats: set[str]) -> None:
    """Raise `UsageError` for a flag that concerns none of the inputs: it would pass in silence."""
    for name, (flag, concerned, called) in _OF_FORMATS.items():
        if getattr(hints, name) and not concerned & formats:
            raise UsageError(f"{flag} does not apply: none of the inputs is {called}")


def _request(config: Config, kind: Kind) -> Request:
    return Request(kind, config.columns, config.templates, config.system, config.group_by)


def _kind(
    sources: Sequence[Source], frames: dict[int, Any], config: Config, made: frozenset[int]
) -> Kind | None:
    """The kind of the first records where it is beyond doubt (preference pairs); else None: the
    model decides."""
    if config.model is not None:
        return None
    inputs = Inputs(tuple(sources), _request(config, Kind.CHAT), frames, made)
    for source in sources:
        sample = islice(understand(inputs, Shard(source.index)), _SAMPLE)
        kinds = {
            item.example.kind
            for item in sample
            if isinstance(item, Item) and item.example is not None
        }
        if kinds:
            return Kind.PREFERENCE if kinds == {Kind.PREFERENCE} else None
    return None
