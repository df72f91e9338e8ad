"""Laws that hold for the whole program: offline, light to start, quiet about what it loads."""

from __future__ import annotations

import importlib.metadata
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import ftprep.rules

HEAVY = (
    "pandas",
    "pyarrow",
    "openpyxl",
    "great_expectations",
    "python_calamine",
    "matplotlib",
    "numpy",
)


OF_A_CHECK = {
    "ftprep": (
        "api baseline collector config cost difference errors frozen jsontext jsonwrite many model "
        "named pattern planning plugins schemas shape sources style summary tables tell watch"
    ),
    "ftprep.aggregate": (
        "affixes aggregate answer_sides answer_spread answers cased equal_rows extremes findings "
        "fingerprint group index inference label_numbers labels language languages lengths near "
        "near_matches near_rows openings pairs places refusals said silent tools written"
    ),
    "ftprep.cli": "check complete each grouped main options progress refusing reporting stopping",
    "ftprep.engine": "examine judge memory observe partial plan pool redact run understand",
    "ftprep.near": "bands common keep normal overlap shingles sketch",
    "ftprep.normalizers": (
        "chat dialect installed names normalizer plain_chat preference request roles separators "
        "values"
    ),
    "ftprep.readers": "files gunzip jsonl magic parts reader sniff spool",
    "ftprep.readers.json": "lines objects record table",
    "ftprep.readers.text": "decode encoding kind wide",
    "ftprep.report": (
        "cells escape figures glyphs grid levels line options places report styles text"
    ),
    "ftprep.report.sections": "contract cost findings inputs labels split target tokens verdict",
    "ftprep.settings": "catalog compound configure file layers setting value",
    "ftprep.targets": (
        "azure bedrock catalog fireworks google installed lookup openai resolve target together"
    ),
    "ftprep.tokens": "billing count few images pieces tools",
    "ftprep.tokens.ranks": "table",
}
"""Room → its modules that a check of few lines imports, beside the rules."""

NOT_OF_THE_RULES = {"guarded", "images.header", "page", "tools.parameters"}
"""Modules of `ftprep.rules` that it does not import."""

OTHERS_OF_A_CHECK = ["click", "orjson", "re2"]
"""What it imports of other projects."""

NOT_OF_A_CHECK = {
    "asyncio", "bz2", "concurrent.futures", "decimal", "email", "importlib.metadata",
    "importlib.resources", "importlib.util", "logging", "lzma", "multiprocessing", "pickle",
    "heapq", "random", "rich", "shutil", "socket", "string", "subprocess", "tempfile",
    "urllib.request", "zipfile",
}  # fmt: skip
"""What takes long to import, and is easily imported by the way: a module that is needed now and
then is imported in the function that needs it."""


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
        "ftprep.collector", "ftprep.errors",
    ]  # fmt: skip


def test_a_check_of_few_lines_loads_what_it_uses(chat: Path) -> None:
    """It is to start at once. What else is needed now and then is imported where it is used."""
    code = (
        "import sys; from ftprep.cli import main; main(['check', sys.argv[1]]); "
        "print(*sorted(sys.modules))"
    )
    loaded = set(python(code, str(chat)).splitlines()[-1].split())
    named = {f"{room}.{name}" for room, names in OF_A_CHECK.items() for name in names.split()}
    rules = {found.name for found in pkgutil.walk_packages(ftprep.rules.__path__, "ftprep.rules.")}
    rules -= {f"ftprep.rules.{name}" for name in NOT_OF_THE_RULES}
    rooms = {name.rpartition(".")[0] for name in named | rules} | {"ftprep"}
    packages = {room for room in rooms if room in loaded}
    ours = {name for name in loaded if name.split(".")[0] == "ftprep"}
    assert ours == named | rules | packages
    assert not loaded & NOT_OF_A_CHECK
    others = {name.split(".")[0] for name in loaded} - {"ftprep", "__main__"}
    installed = importlib.metadata.packages_distributions()
    assert sorted(name for name in others if name in installed and name[0] != "_") == (
        OTHERS_OF_A_CHECK
    )


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
