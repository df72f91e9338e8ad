"""A job's life at each service, and that what is said to be next can be typed as it stands."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Literal

import pytest

from ftprep.testing.server import Options
from tests.jobs.conftest import EXAMPLES
from tests.rehearsing import KEY, Said, dataset, run, serving

Flavour = Literal["azure", "together", "fireworks"]
Captured = pytest.CaptureFixture[str]

SERVICES: dict[Flavour, tuple[str, str, str]] = {
    "azure": ("AZURE_OPENAI_ENDPOINT", "", "gpt-4o-mini-2024-07-18"),
    "together": ("TOGETHER_BASE_URL", "/v1", "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference"),
    "fireworks": ("FIREWORKS_BASE_URL", "", "accounts/fireworks/models/llama-v3p1-8b-instruct"),
}
"""Service → the variable of its address, the path of it, a model."""


def next_words(said: Said) -> list[str]:
    """The command of the line `Next`, without `ftprep`."""
    (line,) = (line for line in said.out.splitlines() if line.startswith("Next"))
    return shlex.split(line)[2:]


@pytest.mark.parametrize("service", SERVICES)
def test_a_life(
    service: Flavour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    address, path, model = SERVICES[service]
    key = "AZURE_OPENAI_API_KEY" if service == "azure" else f"{service.upper()}_API_KEY"
    with serving(tmp_path, monkeypatch, Options(speed=2_000, flavour=service)) as server:
        monkeypatch.delenv("OPENAI_API_KEY")
        monkeypatch.setenv(address, server.url + path)
        monkeypatch.setenv(key, KEY)
        out = dataset(tmp_path, EXAMPLES)
        where = ("--provider", service)
        started = run(capsys, "submit", out, "--model", model, "--yes", *where)
        assert started.code == 0
        # From a folder that has no record, as far as an id alone tells.
        followed = run(capsys, *next_words(started), "--every", "0.1")
        assert (followed.code, followed.err) == (0, "")
        results = run(capsys, *next_words(followed), "--no-chart", "--no-files")
        if service == "azure":
            assert "train_loss" in results.out
        else:
            assert "there is no curve" in results.err
        tuned = run(capsys, "tuned", "list", *where).out.split()[-1]
        asked = run(capsys, "tuned", "try", tuned, "Thing number 1 is green", *where)
        assert (asked.code, asked.err) == (0, "")
        assert run(capsys, "jobs", "show", out).code == 0
        test = out / "data_test.jsonl"
        compared = run(capsys, "tuned", "compare", model, out, "--test", test, "-n", "4")
        assert "exact match" in compared.out
