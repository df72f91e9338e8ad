"""Prepare from end to end: check, decide, write, vouch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from ftprep.config import Config
from ftprep.dataset.hold import hold
from ftprep.dataset.manifest import manifest
from ftprep.dataset.names import Names
from ftprep.dataset.prepare import Prepared, write_examples
from ftprep.dataset.split import Split, decide, joined_sides
from ftprep.dataset.write import outputs
from ftprep.engine.partial import Partial
from ftprep.errors import OutputError, UsageError
from ftprep.model import Source
from ftprep.planning import Planned
from ftprep.report import json_report
from ftprep.report.report import Report, SplitRow
from ftprep.style import Style
from ftprep.summary import style_of, summarize
from ftprep.tables import contract_of

__all__ = ["build"]


def build(
    planned: Planned, config: Config, folder: Path, name: str | None, *, force: bool
) -> Report:
    """Write all outputs of `prepare` into `folder`, or none. See `ftprep.api.prepare`."""
    names = Names(_checked(name) if name else _stem(planned.plan.inputs.sources))
    _spare_inputs(planned.plan.inputs.sources, folder, names)
    with outputs(folder, tuple(names.roles().values()), force=force) as files:
        checked = planned.check(again=True)
        style = _style(planned, checked)
        split = _split(planned, checked, config)
        prepared = write_examples(
            planned.plan,
            planned.shards,
            checked,
            split,
            style,
            names,
            files,
            planned.apply,
            planned.rereading(),
        )
        report = summarize(
            planned.plan,
            config,
            checked,
            style,
            encoding_estimated=planned.encoding_estimated,
            baselines=planned.baselines,
            prepared=prepared,
            split=_split_row(config, checked, prepared, names, folder),
        )
        text = StringIO()
        json_report.write(report, text)
        written = files.whole(names.report, text.getvalue().encode("utf-8"))
        content = manifest(
            planned.plan,
            config,
            report,
            prepared,
            names,
            {names.report: written},
            contract_of(checked, prepared.train, style),
        )
        files.whole(names.manifest, content)
        files.publish(last=names.manifest)
    return report


def _style(planned: Planned, checked: Partial) -> Style | None:
    """How prompts and completions are written: as those of the earlier dataset, if there is one."""
    style = style_of(planned.plan, checked)
    if style is None or planned.earlier is None or planned.earlier.style is None:
        return style
    planned.earlier.refuse_clash(checked.affixes)
    return planned.earlier.style


def _split(planned: Planned, checked: Partial, config: Config) -> Split:
    joined = {} if checked.near is None else joined_sides(checked.index, checked.near)
    held = None
    if sides := planned.sources.sides:
        held, joined = hold(list(checked.index), checked.near, sides, joined)
    return decide(
        checked.index,
        config.test_size,
        config.seed,
        stratified=checked.labels.classification,
        joined=joined,
        held=held,
    )


def _checked(name: str) -> str:
    """A name that files can begin with, as given."""
    if "/" in name or "\\" in name or not name.isprintable():
        raise UsageError(
            f"--name {name!r} cannot begin a file name: leave out slashes and the like"
        )
    return name


def _spare_inputs(sources: Sequence[Source], folder: Path, names: Names) -> None:
    """Raise `OutputError` if an output would take the place of an input, even with `--force`."""
    inputs = {Path(source.path).absolute().resolve() for source in sources}
    for name in names.roles().values():
        if (folder / name).absolute().resolve() in inputs:
            raise OutputError(
                f"{folder / name} is an input and would be replaced; choose another folder with "
                "-o, or another --name"
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
