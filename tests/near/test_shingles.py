"""Shingles that are in a file are those that were in memory."""

from __future__ import annotations

import errno
import pickle
import sys
import tempfile
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.errors import OutputError
from ftprep.near import shingles
from ftprep.near.bulk import add_all
from ftprep.near.bulk_overlap import BulkOverlap
from ftprep.near.overlap import View
from ftprep.near.shingles import Shingles
from ftprep.near.sketch import Sketches

numbers = st.lists(st.integers(0, (1 << 16) - 1), max_size=40)
pieces = st.lists(numbers, max_size=8)
words = st.sampled_from(list("abcdefgh"))
texts = st.lists(words, max_size=12).map(" ".join)


@given(
    pieces,
    st.sampled_from([0, 2, 30, 1 << 24]),
    st.sampled_from([0, 3, 4096]),
    st.sampled_from(["linux", "win32"]),
    st.data(),
)
def test_runs(
    drawn: list[list[int]], in_memory: int, gap: int, platform: str, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", platform)
        patch.setattr(shingles, "_MOST_IN_MEMORY", in_memory)
        patch.setattr(shingles, "_GAP", gap)
        column = Shingles()
        for piece in drawn:
            column.extend(array("H", piece))
            assert column.memory <= in_memory
        whole = [number for piece in drawn for number in piece]
        bounds = st.tuples(*[st.integers(0, len(whole))] * 2).map(sorted)
        wanted = data.draw(st.lists(bounds, max_size=12))
        starts = np.array([start for start, _ in wanted], np.int64)
        sizes = np.array([stop - start for start, stop in wanted], np.uint16)
        found = column.runs(starts, sizes).tolist()
        assert found == [number for start, stop in wanted for number in whole[start:stop]]
        assert list(column.between(0, len(column))) == whole
        other: Shingles = pickle.loads(pickle.dumps(column))
        assert list(other.between(0, len(other))) == whole


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Full:
        def seek(self, _: int) -> None: ...

        def close(self) -> None: ...

        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def full(**_: Any) -> Full:
        return Full()

    monkeypatch.setattr(shingles, "_MOST_IN_MEMORY", 4)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    column = Shingles()
    column.extend(array("H", [1, 2]))
    with pytest.raises(OutputError, match=r"No space left on device.*TMPDIR.*--ignore DUP1,LAB1"):
        column.extend(array("H", [3]))


def test_no_folder_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> list[str]:
        return []

    monkeypatch.setattr(shingles, "_MOST_IN_MEMORY", 0)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", none)
    with pytest.raises(OutputError, match=r"No usable temporary directory.*TMPDIR"):
        Shingles().extend(array("H", [1]))


def test_nothing_is_left_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shingles, "_MOST_IN_MEMORY", 4)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    column = Shingles()
    column.extend(array("H", range(100)))
    assert column.memory == 0
    assert list(column.between(40, 43)) == [40, 41, 42]
    assert not list(tmp_path.iterdir())


@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=30), st.sampled_from([0, 64, 512]))
def test_clusters_are_the_same(pairs: list[tuple[str, str]], in_memory: int) -> None:
    def clusters() -> list[tuple[list[list[int]], int]]:
        sketches = Sketches()
        for prompt, answer in pairs:
            add_all(sketches, [prompt], [answer])
        overlap = BulkOverlap(sketches)
        return [overlap.clusters(view) for view in View]

    expected = clusters()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "_MOST_IN_MEMORY", in_memory)
        patch.setattr(shingles, "_GAP", 2)
        assert clusters() == expected
