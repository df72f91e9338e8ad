"""The verbs: what commands, hooks and pipelines call."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ftprep.baseline import Baseline, Known, read, write
from ftprep.config import Config
from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.planning import planned
from ftprep.report.places import place as where
from ftprep.report.report import Change, Report
from ftprep.summary import found_again, style_of, summarize
from ftprep.watch import Watch, unwatched

if TYPE_CHECKING:
    from ftprep.contract.verdict import Verdict
    from ftprep.dataset.ledger import LedgerRow
    from ftprep.editions.merge import Merged
    from ftprep.report.comparison import Comparison
    from ftprep.submit.order import Order
    from ftprep.submit.run import Submitted
    from ftprep.submit.settings import Settings
    from ftprep.submit.uploading import Watch as Uploads

__all__ = [
    "Story",
    "check",
    "diff",
    "merge",
    "order",
    "prepare",
    "preview",
    "prune_baseline",
    "submit",
    "verify_request",
    "why",
    "write_baseline",
]

# What only some verbs need is imported in them: a check must start at once.


def check(data: Any, config: Config | None = None, *, watch: Watch = unwatched) -> Report:
    """Read, validate, count and price; change nothing.

    `data`: a path, a list of paths (files, folders, `-` for standard input), or a frame in memory
    (pandas, polars, Arrow, a list of dicts). Raises `FtprepError` for what cannot be done at all;
    whatever is wrong with the data is in the report. `watch` is told how far it is.
    """
    config = config or Config()
    with planned(data, config, watch=watch) as ready:
        checked = ready.check()
        return summarize(
            ready.plan,
            config,
            checked,
            style_of(ready.plan, checked),
            encoding_estimated=ready.encoding_estimated,
            baselines=ready.baselines,
        )


def write_baseline(
    data: Any, file: Path, config: Config | None = None, *, reason: str = ""
) -> Baseline:
    """Check, and write down all that is found as known, beside what `file` says already.

    `reason` says why it is accepted. Returns what was written; raises as `check` does, and
    `OutputError` when the file cannot be written.
    """
    config = replace(config or Config(), baseline=None, isolated=True, max_findings=sys.maxsize)
    before = read(file) if file.exists() else Baseline(file, ())
    found = [
        Known(row.code, row.content, reason, where(row.location))
        for row in check(data, config).findings
    ]
    after = before.with_(found)
    write(after)
    return after


def prune_baseline(data: Any, config: Config) -> list[Baseline]:
    """Check, and take out of the files of known findings what is not found any more.

    Returns what is left of each file that was changed.
    """
    with planned(data, config) as ready:
        checked = ready.check()
        unused = ready.plan.known - set(found_again(ready.plan, checked, checked))
    changed = [each.without(unused) for each in ready.baselines if each.keys & unused]
    for each in changed:
        write(each)
    return changed


def preview(data: Any, config: Config | None = None) -> Iterator[Change]:
    """Every record that `prepare` would edit or leave out, before and after, in reading order.

    Nothing is written. Raises as `check` does.
    """
    from ftprep.preview import preview

    with planned(data, config or Config()) as ready:
        yield from preview(ready)


def prepare(
    data: Any,
    folder: str | Path,
    config: Config | None = None,
    *,
    name: str | None = None,
    force: bool = False,
    watch: Watch = unwatched,
) -> Report:
    """Check, then write train, test, rejected, ledger, report and manifest into `folder`.

    `name` begins the file names; by default that of the input. Raises `OutputError` when files
    exist and `force` is not set, or cannot be written; then nothing was changed.
    """
    from ftprep.build import build

    config = config or Config()
    with planned(data, config, watch=watch) as ready:
        return build(ready, config, Path(folder), name, force=force)


def order(
    folder: str | Path,
    settings: Settings | None = None,
    *,
    name: str | None = None,
    model: str | None = None,
    provider: str | None = None,
    method: str | None = None,
    force: str | None = None,
) -> Order:
    """Decide what `submit` will ask for, and verify the files against their manifest.

    Nothing is sent. `folder`: what `prepare` wrote into; `name`: which dataset, where it holds
    several. Raises `UsageError` for every reason not to submit it, unless `force` gives one for it.
    """
    from ftprep.config import today
    from ftprep.dataset.dataset import find_dataset
    from ftprep.submit.order import order
    from ftprep.submit.settings import Settings

    dataset = find_dataset(Path(folder), name)
    return order(
        dataset, settings or Settings(), today(),
        model=model, provider=provider, method=method, force=force,
    )  # fmt: skip


def submit(
    wanted: Order, watch: Uploads | None = None, ask: Callable[[str], bool] | None = None
) -> Submitted | None:
    """Upload the files and start the job, or find the one that was started before.

    `ask` is given the host before anything is sent there, and ends it with False: then the answer
    is None. Run again after any interruption it goes on where it was. Raises `ServiceError`.
    """
    from ftprep.submit.connect import connect
    from ftprep.submit.run import carry_out, standing
    from ftprep.submit.uploading import Silent

    service = connect(wanted.provider)
    known = standing(wanted, service)
    if known is not None:
        return known
    if ask is not None and not ask(service.endpoint):
        return None
    return carry_out(wanted, service, watch or Silent())


def merge(
    old: str | Path,
    new: Sequence[str | Path],
    folder: str | Path,
    config: Config | None = None,
    *,
    name: str | None = None,
    force: bool = False,
) -> Merged:
    """Add the data `new` to the dataset `old`, whose examples keep their sides, and write all of
    it into `folder` as `prepare` does.

    `old`: a folder that `prepare` wrote, its manifest, or a file of lines that are trained on.
    Without a `config` what the manifest says holds. Returns the report and what changed; raises as
    `prepare` does.
    """
    from ftprep.editions.edition import edition
    from ftprep.editions.merge import inherited
    from ftprep.editions.merge import merge as merged
    from ftprep.settings.configure import configure
    from ftprep.settings.layers import layered

    before = edition(str(old))
    config = config or configure(layered({}, isolated=True, inherited=inherited(before)))
    given = [str(path) for path in new]
    return merged(before, given, Path(folder), config, name=name, force=force)


def diff(
    before: str | Path, after: str | Path, config: Config | None = None, *, most: int = 10
) -> Comparison:
    """What differs between two editions of a dataset: examples, tokens, cost, labels, contract.

    Each is a folder that `prepare` wrote, its manifest, or any data that ftprep reads. Of each kind
    of change the first `most` are shown. Raises `FtprepError` for what cannot be read at all.
    """
    from ftprep.editions.compare import compare
    from ftprep.editions.edition import edition

    return compare(edition(str(before)), edition(str(after)), config or Config(), most=most)


def verify_request(requests: str | Path, manifest: str | Path) -> list[Verdict]:
    """Whether live requests keep the contract of a manifest: a verdict on each, in their order.

    `requests`: a file of one request, a list of them, or one on each line; `-` is standard input.
    `manifest`: the file, or the folder it is in. Raises `FtprepError` for what is no request.
    """
    from ftprep.contract.contract import contract_in
    from ftprep.contract.requests import read_requests
    from ftprep.contract.verdict import verdict

    contract = contract_in(Path(manifest))
    return [verdict(contract, request) for request in read_requests(str(requests))]


@frozen
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
    from ftprep.dataset.ledger import read_ledger

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
        if row.stands_at(place)
    ]
    if not found:
        raise UsageError(
            f'no ledger in {folder} knows "{place}"; write FILE:LINE of an input or of a file '
            "that prepare wrote, or the first digits of a record's hash"
        )
    return found
