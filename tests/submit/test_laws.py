"""Only the room that submits knows the network, and it is entered only when it is called."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ftprep

ROOT = Path(ftprep.__file__).parent

CLIENTS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "httpx2",
    "openai",
    "requests",
    "smtplib",
    "socket",
    "urllib.request",
    "urllib3",
    "websockets",
}

ALLOWED = ("submit", "testing/server")
"""The server to rehearse with listens, on this machine alone."""


def imported(path: Path) -> Iterator[str]:
    """Names of the modules that a file imports anywhere, also for types alone."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_other_room_imports_a_client() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in ROOT.rglob("*.py")
        if not str(path.relative_to(ROOT).as_posix()).startswith(ALLOWED)
        for name in imported(path)
        if any(name == client or name.startswith(f"{client}.") for client in CLIENTS)
    ]
    assert guilty == []


def test_the_law_can_be_broken(tmp_path: Path) -> None:
    path = tmp_path / "guilty.py"
    path.write_text("def f():\n    from urllib import request\n")
    assert "urllib.request" in set(imported(path))


def test_showing_an_order_loads_no_client(out: Path) -> None:
    code = (
        "import sys; from ftprep.cli import main; main(['submit', sys.argv[1], '--dry-run']); "
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"openai", "httpx", "httpx2", "requests", "pandas", "starlette"}


def test_without_the_client_it_says_what_to_install(out: Path) -> None:
    code = (
        "import sys; sys.modules['openai'] = None; from ftprep.cli import main; "
        "sys.exit(main(['submit', sys.argv[1], '--yes']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'ftprep[submit]'" in done.stderr
    assert "Traceback" not in done.stderr
