"""Before the first record: decide how everything is read, and where it goes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ftprep.baseline import Baseline, find, read
from ftprep.config import Config
from ftprep.engine import run
from ftprep.errors import UsageError
from ftprep.model import Kind, Source
from ftprep.normalizers import verify
from ftprep.normalizers.normalizer import Request
from ftprep.partial import Partial
from ftprep.plan import Plan
from ftprep.readers import plan as plan_reading
from ftprep.readers.files import discover
from ftprep.readers.frames import frame_source, repeatable
from ftprep.readers.reader import Hints, Shard
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.select import fixes, ignored_in, levels, selected
from ftprep.targets import resolve
from ftprep.tokens.count import encoding_for
from ftprep.understand import Inputs, Item, understand

__all__ = ["Planned", "planned"]

_SAMPLE = 20
"""Records looked at to tell the kind of the data when nobody said it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A run that is ready to go."""

    plan: Plan
    shards: Sequence[Shard]
    encoding_estimated: bool
    """The tokens are counted with an encoding that stands in for the model's own."""
    jobs: int
    baselines: Sequence[Baseline] = ()
    """Files of known findings."""

    def check(self) -> Partial:
        """Check all inputs, in several processes if that was asked for and there are several."""
        jobs = min(self.jobs, len(self.shards))
        if jobs < 2 or self.plan.inputs.frames:
            return run(self.plan, self.shards)
        with ProcessPoolExecutor(jobs) as pool:
            return run(self.plan, self.shards, pool.map)


@contextmanager
def planned(data: Any, config: Config) -> Iterator[Planned]:
    """Decide how everything is read and where it goes. What was spooled is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="ftprep-") as spool:
        sources, frames, tests = _sources(data, config, Path(spool))
        kind = config.kind or _kind(sources, frames, config)
        target = resolve(config.model, config.provider, kind, config.method, config.day)
        request = _request(config, target.kind)
        _verify_hints(config.hints, {source.format for source in sources})
        for source in sources:
            if source.columns:
                verify(source.columns, request)
        encoding, estimated = encoding_for(target.model)
        baselines = _baselines(sources, config)
        plan = Plan(
            inputs=Inputs(sources, request, frames),
            context=Context(
                target=target,
                kind=target.kind,
                today=config.day,
                thresholds=config.all_thresholds(),
                words=config.words,
                test_sources=tests,
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
        shards = [Shard(source.index) for source in sources]
        yield Planned(plan, shards, estimated, config.jobs, baselines)


def _sources(
    data: Any, config: Config, spool: Path
) -> tuple[tuple[Source, ...], dict[int, Any], frozenset[int]]:
    """(sources, frame by index, indexes of those that are the test set)."""
    if isinstance(data, str | Path):
        data = [data]
    paths = list(data) if isinstance(data, list | tuple) else []
    if not paths or not all(isinstance(path, str | Path) for path in paths):
        frame = repeatable(data)
        return (frame_source(frame, 0, "<frame>"),), {0: frame}, frozenset()
    sources: list[Source] = []
    tests: set[int] = set()
    for side, given in (("train", [str(path) for path in paths]), ("test", config.test)):
        (spool / side).mkdir()
        for file in discover(given, spool / side):
            for source in plan_reading(file, config.hints):
                index = len(sources)
                findings = tuple(
                    finding._replace(origin=finding.origin._replace(source=index))
                    for finding in source.findings
                )
                sources.append(replace(source, index=index, findings=findings))
                if side == "test":
                    tests.add(index)
    return tuple(sources), {}, frozenset(tests)


def _baselines(sources: Sequence[Source], config: Config) -> list[Baseline]:
    """The known findings: of the file that was named, else of those beside the inputs."""
    if config.baseline is not None:
        return [read(config.baseline)]
    found = [] if config.isolated else find([source.path for source in sources])
    return [read(file) for file in found]


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


def _kind(sources: Sequence[Source], frames: dict[int, Any], config: Config) -> Kind | None:
    """The kind of the first records where it is beyond doubt (preference pairs); else None: the
    model decides."""
    if config.model is not None:
        return None
    inputs = Inputs(tuple(sources), _request(config, Kind.CHAT), frames)
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
