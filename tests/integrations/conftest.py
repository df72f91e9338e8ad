"""Tests that install something say so, and are left out where nothing can be installed."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what is marked `installs` where pip cannot install: without a network, say."""
    if item.get_closest_marker("installs") and (reason := _no_pip()):
        pytest.skip(f"pip cannot install here: {reason}")


@cache
def _no_pip() -> str:
    """Why the builder of the project cannot be downloaded; empty where it can."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"),
            *("--no-deps", "--retries=0", "--timeout=10", "hatchling"),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return lines[-1] if lines else f"exit code {done.returncode}"
