"""The verbs: check, prepare, why. What the command line, hooks and pipelines call."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from ftprep.config import Config
from ftprep.engine import Map, Partial, Plan, run
from ftprep.errors import UsageError
from ftprep.ledger import LedgerRow, read_ledger
from ftprep.manifest import manifest
from ftprep.model import Kind, Source
from ftprep.normalizers import verify
from ftprep.normalizers.normalizer import Request
from ftprep.prepare import Names, Prepared, write_examples
from ftprep.readers import plan as plan_reading
from ftprep.readers.files import discover
from ftprep.readers.frames import frame_source
from ftprep.readers.reader import Shard
from ftprep.report import json_report
from ftprep.report.report import Report, SplitRow
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.select import selected
from ftprep.split import decide as decide_split
from ftprep.style import Style
from ftprep.style import decide as decide_style
from ftprep.summary import summarize
from ftprep.targets import resolve
from ftprep.tokens.count import encoding_for
from ftprep.understand import Inputs, Item, understand
from ftprep.write import outputs

__all__ = ["Story", "check", "prepare", "why"]

_SAMPLE = 20
"""Records looked at to tell the kind of the data when nobody said it."""


def check(data: Any, config: Config | None = None) -> Report:
    """Read, validate, count and price; change nothing.

    `data`: a path, a list of paths (files, folders, `-` for standard input), or a frame in memory
    (pandas, polars, Arrow, a list of dicts). Raises `FtprepError` for what cannot be done at all;
    whatever is wrong with the data is in the report.
    """
    config = config or Config()
    with _planned(data, config) as run_:
        checked = _run(run_, config)
        return _report(run_, config, checked)


def prepare(
    data: Any,
    folder: str | Path,
    config: Config | None = None,
    *,
    name: str | None = None,
    force: bool = False,
) -> Report:
    """Check, then write train, test, rejected, ledger, report and manifest into `folder`.

    `name` begins the file names; by default that of the input. Raises `OutputError` when files exist
    and `force` is not set, or cannot be written; then nothing was changed.
    """
    config = config or Config()
    folder = Path(folder)
    with _planned(data, config) as planned:
        names = Names(name or _stem(planned.plan.inputs.sources))
        with outputs(folder, tuple(names.roles().values()), force=force) as files:
            checked = _run(planned, config)
            style = _style(planned.plan, config, checked)
            split = decide_split(
                checked.index,
                config.test_size,
                config.seed,
                stratified=checked.labels.classification,
            )
            prepared = write_examples(
                planned.plan, planned.shards, checked, split, style, names, files
            )
            report = _report(
                planned, config, checked, style, prepared,
                _split_row(config, checked, prepared, names, folder),
            )  # fmt: skip
            text = StringIO()
            json_report.write(report, text)
            written = files.whole(names.report, text.getvalue().encode("utf-8"))
            content = manifest(
                planned.plan, config, report, prepared, names, {names.report: written}
            )
            files.whole(names.manifest, content)
            files.publish(last=names.manifest)
    return report


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one record."""

    ledger: Path
    row: LedgerRow


def why(place: str, folder: str | Path = ".") -> list[Story]:
    """The stories of the records at a place, in the ledgers of `folder`.

    `place`: FILE:LINE of an input (the line, or the row of a spreadsheet; FILE!SHEET:ROW for one
    sheet) or of an output file, or a record's hash (at least 8 digits). Raises `UsageError` when
    there is no ledger or the place is in none of them.
    """
    ledgers = sorted(Path(folder).rglob("*_ledger.jsonl"))
    if not ledgers:
        raise UsageError(
            f'there is no ledger in {folder}; "ftprep prepare -o DIR" writes one, and '
            "--in DIR says where it is"
        )
    found = [
        Story(ledger, row)
        for ledger in ledgers
        for row in read_ledger(ledger)
        if _is_at(row, place)
    ]
    if not found:
        raise UsageError(
            f'no ledger in {folder} knows "{place}"; write FILE:LINE of an input or of a file '
            "that prepare wrote, or the first digits of a record's hash"
        )
    return found


def _is_at(row: LedgerRow, place: str) -> bool:
    file, _, number = place.rpartition(":")
    if not file or not number.isdigit():
        return len(place) >= 8 and row.digest.startswith(place.lower())
    if row.line == int(number) and Path(file).name == row.file:
        return True
    if int(number) not in (row.source.line, row.source.row):
        return False
    path, _, sheet = file.partition("!")
    if sheet and sheet != row.source.sheet:
        return False
    known = row.source.path or ""
    return known in (path, file) or Path(known).name == Path(path).name


@dataclass(frozen=True, slots=True)
class _Planned:
    """A run that is ready to go."""

    plan: Plan
    shards: Sequence[Shard]
    encoding_estimated: bool


@contextmanager
def _planned(data: Any, config: Config) -> Iterator[_Planned]:
    """Decide how everything is read and where it goes. What was spooled is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="ftprep-") as spool:
        sources, frames = _sources(data, config, Path(spool))
        kind = config.kind or _kind(sources, frames, config)
        target = resolve(config.model, config.provider, kind, config.method, config.day)
        request = _request(config, target.kind)
        for source in sources:
            if source.columns:
                verify(source.columns, request)
        encoding, estimated = encoding_for(target.model)
        plan = Plan(
            inputs=Inputs(sources, request, frames),
            context=Context(target, target.kind, config.day, config.all_thresholds()),
            codes=selected(catalog(), config.select, config.ignore),
            encoding=encoding,
            keep=max(config.max_findings, 1),
        )
        yield _Planned(plan, [Shard(source.index) for source in sources], estimated)


def _sources(data: Any, config: Config, spool: Path) -> tuple[tuple[Source, ...], dict[int, Any]]:
    if isinstance(data, str | Path):
        data = [data]
    paths = list(data) if isinstance(data, list | tuple) else []
    if not paths or not all(isinstance(path, str | Path) for path in paths):
        return (frame_source(data, 0, "<frame>"),), {0: data}
    sources: list[Source] = []
    for file in discover([str(path) for path in paths], spool):
        for source in plan_reading(file, config.hints):
            index = len(sources)
            findings = tuple(
                finding._replace(origin=finding.origin._replace(source=index))
                for finding in source.findings
            )
            sources.append(replace(source, index=index, findings=findings))
    return tuple(sources), {}


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


def _run(planned: _Planned, config: Config) -> Partial:
    if config.jobs > 1 and len(planned.shards) > 1 and not planned.plan.inputs.frames:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(min(config.jobs, len(planned.shards))) as pool:
            pooled: Map = pool.map
            return run(planned.plan, planned.shards, pooled)
    return run(planned.plan, planned.shards)


def _style(plan: Plan, config: Config, checked: Partial) -> Style | None:
    if plan.context.kind is not Kind.COMPLETION:
        return None
    return decide_style(checked.affixes, config.fixes)


def _report(
    planned: _Planned,
    config: Config,
    checked: Partial,
    style: Style | None = None,
    prepared: Prepared | None = None,
    split: SplitRow | None = None,
) -> Report:
    return summarize(
        planned.plan,
        config,
        checked,
        style or _style(planned.plan, config, checked),
        encoding_estimated=planned.encoding_estimated,
        prepared=prepared,
        split=split,
    )


def _split_row(
    config: Config, checked: Partial, prepared: Prepared, names: Names, folder: Path
) -> SplitRow:
    lines = {name: file.lines for name, file in prepared.files.items()}
    return SplitRow(
        train_records=prepared.records["train"],
        test_records=prepared.records["test"],
        rejected_records=prepared.records["rejected"],
        train_examples=lines.get(names.train, 0),
        test_examples=lines.get(names.test, 0),
        test_size=json.dumps(config.test_size),
        seed=config.seed,
        stratified=checked.labels.classification,
        files={
            role: str(folder / name)
            for role, name in names.roles().items()
            if name in lines or role in ("report", "manifest")
        },
    )


def _stem(sources: Sequence[Source]) -> str:
    """What the inputs are called together: `support` for support.xlsx, `chat` for chat_train.jsonl
    and chat_test.jsonl, `dataset` for files that share no name."""
    stems = set()
    for source in sources:
        name = Path(source.path).name.removesuffix(".gz")
        stem = "stdin" if source.path == "<stdin>" else Path(name).stem
        stems.add(stem.removesuffix("_train").removesuffix("_test"))
    return stems.pop().strip("<>") if len(stems) == 1 else "dataset"
