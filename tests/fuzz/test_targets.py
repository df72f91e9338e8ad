"""Every fuzz target holds on its own seeds, and on each of them cut in half."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("fuzz_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_the_seeds_pass(name: str) -> None:
    fuzz = import_module(f"tests.fuzz.{name}")
    seeds = list(fuzz.seeds())
    assert len(seeds) == len(set(seeds)) > 5
    for seed in (b"", *seeds, *(seed[: len(seed) // 2] for seed in seeds)):
        fuzz.target(seed)
