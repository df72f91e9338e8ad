"""Shingles that are in a file are those that were in memory."""

from __future__ import annotations

import errno
import pickle
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.errors import OutputError
from ftprep.near import shingles
from ftprep.near.shingles import Shingles

numbers = st.lists(st.integers(0, (1 << 16) - 1), max_size=40)
pieces = st.lists(st.tuples(numbers, st.booleans()), max_size=8)


@given(pieces, st.sampled_from([0, 2, 30, 1 << 24]), st.sampled_from([0, 3, 4096]), st.data())
def test_runs(
    drawn: list[tuple[list[int], bool]], in_memory: int, gap: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "_MOST_IN_MEMORY", in_memory)
        patch.setattr(shingles, "_GAP", gap)
        column = Shingles()
        for piece, as_bytes in drawn:
            if as_bytes:
                column.extend_bytes(np.array(piece, np.uint16).tobytes())
            else:
                column.extend(piece)
            assert column.memory <= in_memory
        whole = [number for piece, _ in drawn for number in piece]
        bounds = st.tuples(*[st.integers(0, len(whole))] * 2).map(sorted)
        wanted = data.draw(st.lists(bounds, max_size=12))
        starts = np.array([start for start, _ in wanted], np.int64)
        sizes = np.array([stop - start for start, stop in wanted], np.int64)
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
    column.extend([1, 2])
    with pytest.raises(OutputError, match=r"No space left on device.*TMPDIR.*--ignore DUP1,LAB1"):
        column.extend([3])


def test_nothing_is_left_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shingles, "_MOST_IN_MEMORY", 4)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    column = Shingles()
    column.extend(range(100))
    assert column.memory == 0
    assert list(column.between(40, 43)) == [40, 41, 42]
    assert not list(tmp_path.iterdir())
