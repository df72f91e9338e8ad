"""The measuring: times of whole trees of processes, exponents, and the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import run
from bench.measure.chat import _NOT_NEAR
from bench.measure.growth import exponent
from bench.measure.page import page
from bench.measure.process import CommandError, Sample, sample
from bench.measure.rounds import Measured, Subject, Took, measured
from bench.measure.setting import Row
from ftprep.aggregate.near import Near
from ftprep.rules.catalog import catalog

SPIN = "import time\nwhile time.process_time() < 0.4: pass"
CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SPIN!r}], check=True)"
HOLD = "import time; held = b'x' * 60_000_000; time.sleep(0.5)"
TWO = (
    "import subprocess, sys; "
    f"both = [subprocess.Popen([sys.executable, '-c', {HOLD!r}]) for _ in range(2)]; "
    "[one.wait() for one in both]"
)


@pytest.mark.parametrize("code", [SPIN, CHILD])
def test_time_of_children_counts(code: str, tmp_path: Path) -> None:
    took = sample([sys.executable, "-c", code], tmp_path)
    assert 0.4 <= took.cpu < 2
    assert took.wall > 0.3


def test_memory_of_a_process_and_of_a_tree(tmp_path: Path) -> None:
    # From a small process: to begin with, a child is charged with what its parent holds.
    ask = (
        "import sys; from pathlib import Path; from bench.measure.process import sample; "
        f"print(sample([sys.executable, '-c', {HOLD!r}], Path('.')).peak)"
    )
    told = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True)
    assert 60e6 < int(told.stdout) < 90e6
    if sys.platform == "linux":
        assert sample([sys.executable, "-c", TWO], tmp_path, tree=True).peak > 120e6


def test_a_wrong_exit_code_says_what_was_told(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such luck')"]
    with pytest.raises(CommandError, match=r"exit code 1(.|\n)*no such luck"):
        sample(command, tmp_path)
    assert sample(command, tmp_path, exits=(0, 1)).wall > 0


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="exit code -9"):
        sample([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, timeout=0.3)


def test_rounds_leave_out_what_fails_and_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data.txt").write_text("x")
    copy = "from shutil import copy; import sys; copy('data.txt', sys.argv[1] + '/other.txt')"
    subjects = [
        Subject("copy", [sys.executable, "-c", copy, "{scratch}"], tmp_path / "data.txt"),
        Subject("fails", [sys.executable, "-c", "1 / 0"]),
    ]
    took = measured(subjects, 3, tmp_path, slow=60, slow_runs=3)
    assert list(took) == ["copy"]
    assert took["copy"].runs == 3
    assert "fails failed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["data.txt"]


def test_what_is_slow_has_fewer_runs(tmp_path: Path) -> None:
    subject = Subject("sleeps", [sys.executable, "-c", "import time; time.sleep(0.1)"])
    took = measured([subject], 4, tmp_path, slow=0.05, slow_runs=2)
    assert took["sleeps"].runs == 2


def test_medians() -> None:
    samples = [Sample(1, 9, 5), Sample(3, 8, 6), Sample(2, 1, 4)]
    assert Measured.of(samples) == (2, 8, 6, 3)
    assert Measured.of(samples, 7).peak == 7


@pytest.mark.parametrize("power", [0.9, 1.0, 1.1, 2.0])
def test_the_exponent_is_found_above_a_start(power: float) -> None:
    sizes = [1_000, 10_000, 100_000, 1_000_000]
    seconds = [0.5 + 1e-6 * size**power for size in sizes]
    assert exponent(sizes, seconds) == pytest.approx(power, abs=0.06)


def test_no_exponent_where_nothing_grows() -> None:
    assert exponent([1, 10], [1, 2]) is None
    assert exponent([1, 10, 100], [1, 1, 2]) is None
    assert exponent([1, 10, 100], [1, 2, 2]) is None


def test_the_page_says_what_was_reached_missed_and_not_measured() -> None:
    rows = [
        Row("fast", 1.234, 2, 1),
        Row("large", 450, 400, form="{:.0f}"),
        Row("more", 3.9, 4, 8, at_most=False),
        Row("peer", None, 4),
    ]
    text = page(rows, Took(fast=Measured(1.5, 2.25, 123_456_789, 5)), None, 0.1)
    assert "| fast | 1.23 | ≤ 2.00 | ≤ 1.00 | reached |" in text
    assert "| large | 450 | ≤ 400 |  | **missed** |" in text
    assert "| more | 3.90 | ≥ 4.00 | ≥ 8.00 | **missed** |" in text
    assert "| peer | not measured | ≤ 4.00 |  |  |" in text
    assert "| fast | 1.50 | 2.25 | 123 | 5 |" in text


def test_a_part_can_be_measured_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.md"
    arguments = ["--quick", "--no-peers", "--only", "start", "--output", str(out)]
    assert run.main([*arguments, "--work", str(tmp_path / "work")]) == 0
    text = out.read_text(encoding="utf-8")
    assert '| `check` of 100 examples over `python -c "import json"`, wall |' in text
    assert "not measured" not in text
    assert str(tmp_path) not in text
    assert "check, 100 examples" in capsys.readouterr().err


def test_the_stage_that_is_left_out_is_the_whole_search_for_near_duplicates() -> None:
    option, prefixes = _NOT_NEAR
    assert option == "--ignore"
    readers = {code for code, rule in catalog().items() if rule.needs is Near}
    assert readers
    assert all(code.startswith(tuple(prefixes.split(","))) for code in readers)
    ignored = {code for code in catalog() if code.startswith(tuple(prefixes.split(",")))}
    assert ignored == readers
