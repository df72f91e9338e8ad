"""Laws that hold for the whole program: offline, light to start, quiet about what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "pandas",
    "pyarrow",
    "openpyxl",
    "great_expectations",
    "python_calamine",
    "matplotlib",
    "numpy",
)


def conversation(number: int) -> str:
    """One line of a chat file."""
    user = {"role": "user", "content": f"How much is {number} and {number}?"}
    answer = {"role": "assistant", "content": f"It is {2 * number}."}
    return json.dumps({"messages": [user, answer]}) + "\n"


def python(code: str, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "chat.jsonl"
    path.write_text("".join(map(conversation, range(100))), encoding="utf-8")
    return path


def test_importing_ftprep_loads_nothing_heavy() -> None:
    code = "import ftprep, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    assert not set(python(code).split()) & set(HEAVY)


def test_checking_jsonl_loads_nothing_heavy(chat: Path) -> None:
    code = (
        "import sys; from ftprep.cli import main; "
        "main(['check', sys.argv[1], '--format', 'json', '--output', sys.argv[1] + '.out']); "
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    loaded = set(python(code, str(chat)).split())
    assert not loaded & {
        *HEAVY,
        "requests",
        "httpx",
        "tiktoken",
        "charset_normalizer",
        "hypothesis",
    }


def test_the_version_loads_the_command_line_only() -> None:
    code = (
        "import sys; from ftprep.cli import main; main(['--version']); "
        "print(*sorted(m for m in sys.modules if m.startswith('ftprep')))"
    )
    modules = python(code).split("\n")[1].split()
    assert modules == [
        "ftprep", "ftprep.cli", "ftprep.cli.main", "ftprep.cli.refusing", "ftprep.cli.stopping",
        "ftprep.errors",
    ]  # fmt: skip


def test_nothing_opens_a_socket(chat: Path, tmp_path: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise RuntimeError('a socket was opened')\n"
        "socket.socket.__init__ = refuse; socket.create_connection = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from ftprep.cli import main\n"
        "main(['check', sys.argv[1], '--model', 'babbage-002', '--output', sys.argv[2] + '/c'])\n"
        "main(['check', sys.argv[1], '--model', 'davinci', '--output', sys.argv[2] + '/d'])\n"
        "print(main(['prepare', sys.argv[1], '-o', sys.argv[2] + '/out', '--quiet']))\n"
    )
    env = {"TIKTOKEN_CACHE_DIR": str(tmp_path / "empty"), "PATH": "/usr/bin", "HOME": str(tmp_path)}
    assert python(code, str(chat), str(tmp_path), env=env).splitlines()[-1] == "0"
    assert (tmp_path / "out" / "chat_train.jsonl").exists()
