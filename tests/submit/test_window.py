"""A window shows just its stretch of a file, however it is read."""

from __future__ import annotations

import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.submit.window import Window

CONTENT = bytes(range(256)) * 4


@given(
    st.integers(0, 1024),
    st.integers(0, 1024),
    st.lists(st.tuples(st.booleans(), st.integers(0, 1100)), max_size=20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_is_a_stream_of_its_stretch(
    tmp_path: Path, start: int, size: int, steps: list[tuple[bool, int]]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    plain = io.BytesIO(CONTENT[start : start + size])
    with Window(path, start, min(size, len(CONTENT) - start)) as window:
        for seeks, number in steps:
            if seeks:
                assert window.seek(number) == plain.seek(number)
            else:
                assert window.read(number) == plain.read(number)
        assert window.seek(0, io.SEEK_END) == len(plain.getvalue())
        window.seek(0)
        assert window.read() == plain.getvalue()


def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    told: list[int] = []
    with Window(path, 10, 100, told.append) as window:
        while window.read(30):
            pass
    assert told == [30, 60, 90, 100, 100]
