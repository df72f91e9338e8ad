"""Counting opens no socket and needs no cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import socket

def refuse(*_args, **_kwargs):
    raise AssertionError("a socket was opened")

socket.socket = socket.create_connection = socket.getaddrinfo = refuse

from ftprep.tokens.count import count, cut_at
for encoding in ("o200k_base", "cl100k_base", "p50k_base", "r50k_base"):
    counts = count(["hello world", "<|endoftext|>"], encoding)
    print(encoding, *counts, cut_at("hello world", 1, encoding))
"""


def test_no_socket_no_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    environment = {**os.environ, "TIKTOKEN_CACHE_DIR": str(cache), "DATA_GYM_CACHE_DIR": str(cache)}
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "o200k_base 2 7 hello",
        "cl100k_base 2 7 hello",
        "p50k_base 2 7 hello",
        "r50k_base 2 7 hello",
    ]
    assert not list(cache.iterdir())
