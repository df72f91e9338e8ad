"""A rehearsal server for each test, and clients of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import openai
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RehearsalServer]:
    """A server whose time stands still."""
    with RehearsalServer(tmp_path / "server", Options(speed=0)) as server:
        yield server


@pytest.fixture
def client(server: RehearsalServer) -> Iterator[openai.OpenAI]:
    """The official client; it does not try again by itself."""
    with openai.OpenAI(base_url=server.base_url, api_key=KEY, max_retries=0) as client:
        yield client


@pytest.fixture
def http(server: RehearsalServer) -> Iterator[httpx.Client]:
    """A plain client, to send what the official one would not."""
    with httpx.Client(
        base_url=server.base_url, headers={"authorization": f"Bearer {KEY}"}, timeout=30
    ) as client:
        yield client
