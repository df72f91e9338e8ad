"""The verbs take frames in memory as they take files."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from ftprep import Config, check, prepare
from ftprep.errors import UsageError

ROWS = [{"question": f"How much is {n} and {n}?", "answer": f"It is {n + n}."} for n in range(40)]


@pytest.mark.parametrize(
    "frame",
    [ROWS, pa.Table.from_pylist(ROWS), iter(ROWS), pa.Table.from_pylist(ROWS).to_reader()],
    ids=["list", "table", "iterator", "reader"],
)
def test_a_frame_is_checked(frame: object) -> None:
    report = check(frame)
    assert report.summary.examples == 40
    assert report.inputs[0].format == "frame"


def test_a_frame_is_prepared(tmp_path: Path) -> None:
    report = prepare(pa.Table.from_pylist(ROWS), tmp_path, name="sums")
    assert report.split is not None
    assert report.split.train_examples + report.split.test_examples == 40
    assert (tmp_path / "sums_train.jsonl").exists()


def test_places_are_rows() -> None:
    report = check([*ROWS, {"question": "Why?", "answer": None}])
    finding = next(f for f in report.findings if f.level == "error")
    assert finding.location.row == 41
    assert finding.location.column == "answer"


def test_what_is_no_frame_is_told() -> None:
    with pytest.raises(UsageError):
        check(42, Config())
