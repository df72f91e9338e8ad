"""Prompts and completions that are equal once they are written in one style are written once."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import api
from ftprep.config import Config
from ftprep.model import Kind
from tests.iterating import bodies, write

ROWS = [{"prompt": f"Capital {n}", "completion": f"Town {n}"} for n in range(12)]


def test_what_differs_in_a_leading_space_is_written_once(tmp_path: Path) -> None:
    data = write(tmp_path / "d.jsonl", [*ROWS, {"prompt": "Capital 3", "completion": " Town 3"}])
    report = api.prepare(data, tmp_path / "out", Config(kind=Kind.COMPLETION))
    (rejected,) = bodies(tmp_path / "out", "rejected")
    assert rejected["source"]["line"] == 13
    assert rejected["reasons"][0]["code"] == "DUP001"
    assert rejected["reasons"][0]["message"].endswith("d.jsonl:4")
    assert report.summary.rejected == 1


def test_what_was_asked_to_stay_stays(tmp_path: Path) -> None:
    data = write(tmp_path / "d.jsonl", [*ROWS, {"prompt": "Capital 3", "completion": " Town 3"}])
    config = Config(kind=Kind.COMPLETION, no_fix=("DUP001",))
    api.prepare(data, tmp_path / "out", config)
    assert len(bodies(tmp_path / "out", "train") + bodies(tmp_path / "out", "test")) == 13


variants = st.builds(
    lambda n, ending, space, end: {
        "prompt": f"Capital {n}{ending}",
        "completion": f"{space}Town {n}{end}",
    },
    st.integers(0, 3),
    st.sampled_from(["", "\n\n###\n\n", " ->", "\n\n###\n\n ->"]),
    st.sampled_from(["", " ", "  "]),
    st.sampled_from(["", " END", "###", "\n"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(variants, min_size=2, max_size=12))
def test_prepare_never_writes_a_line_twice(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = api.prepare(
            write(folder / "d.jsonl", rows), folder / "out", Config(kind=Kind.COMPLETION)
        )
        written = bodies(folder / "out", "train") + bodies(folder / "out", "test")
        assert len({str(line) for line in written}) == len(written)
        assert report.summary.rejected + len(written) == len(rows)
