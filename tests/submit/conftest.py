"""A rehearsal server, a dataset that `prepare` wrote, and ftprep as a person types it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ftprep.api import prepare
from ftprep.testing.server import Options, RehearsalServer
from tests.rehearsing import KEY, Said, run

__all__: list[str] = []

NOVEMBER_2026 = "1795132800"
"""A day on which the models of the tests can be trained."""


def line(number: int) -> str:
    """One line of a chat file."""
    question = {"role": "user", "content": f"What is {number} times {number}?"}
    answer = {"role": "assistant", "content": f"It is {number * number}."}
    return json.dumps({"messages": [question, answer]}) + "\n"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with chat lines that are fit to train on, and in `out` what `prepare` made of them.

    Made once; every test has a copy.
    """
    folder = tmp_path_factory.mktemp("prepared")
    source = folder / "sums.jsonl"
    source.write_text("".join(map(line, range(40))), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)
        assert prepare(str(source), folder / "out").summary.ready
    return folder


@pytest.fixture
def source(prepared: Path) -> Path:
    """The lines that were prepared."""
    return prepared / "sums.jsonl"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RehearsalServer]:
    """A server that the environment points to, and whose time runs 1,000 times as fast."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("OPENAI_API_VERSION", "AZURE_OPENAI_AD_TOKEN", "OPENAI_ORG_ID"):
        monkeypatch.delenv(name, raising=False)
    with RehearsalServer(tmp_path / "server", Options(speed=1000)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        yield server


@pytest.fixture
def ftprep(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """`ftprep(…)` runs the command line in this process."""

    def typed(*arguments: str | Path) -> Said:
        return run(capsys, *arguments)

    return typed


@pytest.fixture
def out(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a prepared dataset, `sums`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOVEMBER_2026)
    return Path(shutil.copytree(prepared / "out", tmp_path / "out"))
