"""Servers at several speeds, and a job that has succeeded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.rehearsing import classified, dataset, lead_to, serving, trained

EXAMPLES = [classified(n) for n in range(40)]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RehearsalServer]:
    """A server on which a job takes a tenth of a second."""
    with serving(tmp_path, monkeypatch) as server:
        yield server


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RehearsalServer]:
    """A server on which a job takes two seconds."""
    with serving(tmp_path, monkeypatch, Options(speed=100)) as server:
        yield server


@pytest.fixture
def unhurried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RehearsalServer]:
    """A server on which a job takes as long as the tests want."""
    with serving(tmp_path, monkeypatch, Options(speed=5)) as server:
        yield server


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RehearsalServer, Path]]:
    """A server, and the folder of a job that has succeeded there."""
    folder = tmp_path_factory.mktemp("jobs")
    with RehearsalServer(folder / "server", Options(speed=2_000)) as server:
        with pytest.MonkeyPatch.context() as patch:
            lead_to(server, patch)
            out = dataset(folder, EXAMPLES)
            trained(out)
        yield server, out


@pytest.fixture
def done(shared: tuple[RehearsalServer, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a job that has succeeded."""
    lead_to(shared[0], monkeypatch)
    return shared[1]
