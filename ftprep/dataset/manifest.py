"""The manifest: what `prepare` vouches for, and what a caller of the tuned model must send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any, Final

from ftprep import __version__
from ftprep.config import Config
from ftprep.dataset.names import Names
from ftprep.dataset.prepare import Prepared
from ftprep.dataset.write import Written
from ftprep.engine.plan import Plan
from ftprep.plugins import versions
from ftprep.report.report import Report

__all__ = ["SCHEMA_VERSION", "manifest"]

SCHEMA_VERSION = 1

_LIBRARIES = ("jsonschema-rs", "orjson", "pyarrow", "tiktoken", "toktok-rs")
"""Whose version can change what is read or counted."""

_SAYS_NOTHING: Final = (
    "jobs", "day", "fail_on", "limits", "baseline", "isolated", "max_findings", "seed", "test_size",
)  # fmt: skip
"""Settings of which the content of the files is independent, or that stand elsewhere."""


def manifest(
    plan: Plan,
    config: Config,
    report: Report,
    prepared: Prepared,
    names: Names,
    further: Mapping[str, Written],
    contract: Mapping[str, object],
) -> bytes:
    """The manifest as a JSON document.

    `contract`: what a caller of the tuned model must send. `further`: files that were written
    beside those of `prepared`. It holds no time and no path of this machine, so that the same input
    and config give the same bytes.
    """
    files = {**prepared.files, **further}
    assert report.split is not None
    content = {
        "schema_version": SCHEMA_VERSION,
        "ftprep_version": __version__,
        "versions": {name: version(name) for name in _LIBRARIES} | versions(),
        "ready": report.summary.ready,
        "target": asdict(report.target),
        "kind": plan.context.kind.value,
        "seed": config.seed,
        "test_size": config.test_size,
        "config": _config(config),
        "counts": {
            "records": report.summary.records,
            "train_records": report.split.train_records,
            "test_records": report.split.test_records,
            "rejected_records": report.split.rejected_records,
            "train_examples": report.split.train_examples,
            "test_examples": report.split.test_examples,
        },
        "tokens": None if report.tokens is None else {
            "billed_per_epoch": report.tokens.billed_per_epoch,
            "encoding": report.tokens.encoding,
        },
        "inputs": [
            {
                "path": source.path,
                "sheet": source.sheet,
                "format": source.format,
                "bytes": source.bytes,
                "sha256": source.sha256,
            }
            for source in plan.inputs.sources
        ],
        "outputs": {
            role: {
                "file": name,
                "bytes": files[name].bytes,
                "sha256": files[name].sha256,
                "lines": files[name].lines,
            }
            for role, name in names.roles().items()
            if name in files
        },
        "contract": dict(contract),
    }  # fmt: skip
    # A file name may hold bytes that are no UTF-8: they are escaped, which is JSON all the same.
    return (
        json.dumps(content, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace")
        + b"\n"
    )


def _config(config: Config) -> dict[str, Any]:
    """What was asked, without what says nothing about the content of the files."""
    told = asdict(config)
    for name in _SAYS_NOTHING:
        del told[name]
    told["levels"] = {prefix: level.word for prefix, level in config.levels.items()}
    return told
