"""TAB in a shell: commands, models, codes, files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ftprep.targets import models


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment with a command `ftprep` that is this very project."""
    command = tmp_path / "bin" / "ftprep"
    command.parent.mkdir()
    root = Path(__file__).parent.parent.parent
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m ftprep "$@"\n', "utf-8"
    )
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{command.parent}:{os.environ['PATH']}"}


def complete(shell: dict[str, str], *words: str, kind: str = "zsh") -> list[str]:
    """What the completion answers when TAB is pressed in the last word."""
    asked = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        ["ftprep"], env={**shell, **asked, "_FTPREP_COMPLETE": f"{kind}_complete"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split("\n")


BASH = """
eval "$(_FTPREP_COMPLETE=bash_source ftprep)"
compopt() { echo "compopt $1 $2"; }   # it works only while TAB is pressed for true
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
spec=$(complete -p ftprep); function=${spec#*-F }; function=${function%% *}
"$function" ftprep
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["che"], ["check"]),
        (["check", "--fail-on", "wa"], ["warning"]),
        (["check", "--isol"], ["--isolated"]),
        (["check", "--select", "MSG001,DUP00"], ["MSG001,DUP001", "MSG001,DUP002"]),
        (["models", "--provider", "mis"], ["mistral"]),
        (["check", "da"], ["compopt -o default"]),
        (["prepare", "-o", "o"], ["compopt -o dirnames"]),
    ],
    ids=" ".join,
)
def test_bash_completes(shell: dict[str, str], words: list[str], answer: list[str]) -> None:
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH, "bash", "ftprep", *words],
        env=shell, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert set(answer) <= set(filter(None, done.stdout.split("\n")))


def test_a_model_is_completed_by_its_names(shell: dict[str, str]) -> None:
    names = {name for model in models() for name in (model.id, *model.aliases)}
    expected = {name for name in names if name.startswith("gpt-4o-m")}
    told = complete(shell, "ftprep", "check", "--model", "gpt-4o-m", kind="bash")
    assert {line.removeprefix("plain,") for line in told if line} == expected != set()


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(kind: str, shell: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        ["ftprep"], env={**shell, "_FTPREP_COMPLETE": f"{kind}_source"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"_FTPREP_COMPLETE={kind}_complete" in done.stdout
    if shutil.which(kind):
        script = tmp_path / "script"
        script.write_text(done.stdout, "utf-8")
        assert subprocess.run([kind, "-n", script], check=False).returncode == 0


def test_zsh_tells_what_a_command_does(shell: dict[str, str]) -> None:
    told = complete(shell, "ftprep", "prep")
    assert told[:2] == ["plain", "prepare"]
    assert told[2].startswith("Check, mend")
