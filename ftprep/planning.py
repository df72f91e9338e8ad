"""Before the first record: decide how everything is read, and where it goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from ftprep.baseline import Baseline, find, read
from ftprep.config import Config
from ftprep.engine.partial import Partial
from ftprep.engine.plan import Plan
from ftprep.engine.pool import Pool, processes
from ftprep.engine.run import conclude, gather
from ftprep.engine.understand import Inputs, Item, understand
from ftprep.frozen import frozen
from ftprep.model import Kind, Source
from ftprep.normalizers import verify as verify_columns
from ftprep.normalizers.normalizer import Request
from ftprep.readers.parts import parts
from ftprep.readers.reader import Shard
from ftprep.readers.spool import Spool
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.rules.select import fixes, ignored_in, levels, selected
from ftprep.rules.select import verify as verify_codes
from ftprep.sources import Sources, find_sources, verify_hints
from ftprep.targets import resolve
from ftprep.targets.target import Target
from ftprep.tokens.count import encoding_for
from ftprep.watch import Watch, unwatched

if TYPE_CHECKING:
    from ftprep.dataset.earlier import Earlier

__all__ = ["Planned", "available_cores", "planned"]

_SAMPLE = 20
"""Records looked at to tell the kind of the data when nobody said it."""


@frozen
class Planned:
    """A run that is ready to go."""

    plan: Plan
    sources: Sources
    shards: Sequence[Shard]
    encoding_estimated: bool
    """The tokens are counted with an encoding that stands in for the model's own."""
    baselines: Sequence[Baseline] = ()
    """Files of known findings."""
    earlier: Earlier | None = None
    """What the run adds to."""
    watch: Watch = unwatched
    apply: Pool | None = None
    """Maps over shards in several processes; None where one is enough."""

    def counting(self, stage: str) -> Callable[[Shard], None]:
        """What is to be called with each shard that is done, so that `watch` is told."""
        parts = Counter(shard.source for shard in self.shards)
        sizes = {s.index: s.bytes // parts[s.index] for s in self.plan.inputs.sources}
        total, done = sum(sizes[shard.source] for shard in self.shards), 0

        def count(shard: Shard) -> None:
            nonlocal done
            done += sizes[shard.source]
            self.watch(stage, done, total)

        self.watch(stage, 0, total)
        return count

    def rereading(self) -> Callable[[Shard], None]:
        """The same while all is read for the second time, to be written: an input that was changed
        raises `InputError`, here and as soon as a shard is done."""
        from ftprep.dataset.unchanged import verify  # starting fast: a check reads once

        verify(self.sources.files)
        count = self.counting("writing")

        def reread(shard: Shard) -> None:
            verify(self.sources.files)
            count(shard)

        return reread

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
        sources = find_sources(data, config, spool, earlier)
        kind = config.kind or _kind(sources, config)
        target = resolve(config.model, config.provider, kind, config.method, config.day)
        request = _request(config, target.kind)
        _verify(config, sources, request)
        encoding, estimated = encoding_for(target.model)
        baselines = _baselines(sources.all, config)
        plan = Plan(
            inputs=_inputs(sources, request, earlier),
            context=_context(config, target, sources.tests),
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
                for source in sources.all
                if config.per_file_ignores
            },
        )
        shards = _shards(sources.all, request)
        jobs = 1 if sources.frames else min(config.jobs or available_cores(), len(shards))
        with processes(jobs) as apply:
            yield Planned(plan, sources, shards, estimated, baselines, earlier, watch, apply)


def _inputs(sources: Sources, request: Request, earlier: Earlier | None = None) -> Inputs:
    style = None if earlier is None else earlier.style
    return Inputs(sources.all, request, sources.frames, frozenset(sources.sides), style)


def _context(config: Config, target: Target, tests: frozenset[int]) -> Context:
    """What rules may know of the run. Raises `UsageError` for a threshold or a list of words that
    does not exist."""
    return Context(
        target=target,
        kind=target.kind,
        today=config.day,
        thresholds=config.all_thresholds(),
        words=config.all_words(),
        test_sources=tests,
        keep=config.keep,
        epochs=config.epochs,
    )


def _verify(config: Config, sources: Sources, request: Request) -> None:
    """Raise `UsageError` where what is asked for cannot be had of these inputs."""
    verify_hints(config.hints, sources.new)
    for source in sources.new:
        if source.columns:
            verify_columns(source.columns, request)
    if config.keep.column:
        from ftprep.dataset import newest

        newest.verify(config.keep, sources.new, joined=request.group_by is not None)
    verify_codes(config.limits, catalog())


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


def _request(config: Config, kind: Kind) -> Request:
    return Request(kind, config.columns, config.templates, config.system, config.group_by)


def _kind(sources: Sources, config: Config) -> Kind | None:
    """The kind of the first records where it is beyond doubt (preference pairs); else None: the
    model decides."""
    if config.model is not None:
        return None
    inputs = _inputs(sources, _request(config, Kind.CHAT))
    for source in sources.all:
        sample = islice(understand(inputs, Shard(source.index)), _SAMPLE)
        kinds = {
            item.example.kind
            for item in sample
            if isinstance(item, Item) and item.example is not None
        }
        if kinds:
            return Kind.PREFERENCE if kinds == {Kind.PREFERENCE} else None
    return None
