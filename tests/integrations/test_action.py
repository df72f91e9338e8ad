"""The action for GitHub: right by its schema, safe to give any input, and run for true."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.data import write_bad, write_good
from tests.integrations.stand_in import write_stand_in

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "action.yml"
ACTION: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"]}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


def validate(path: Path) -> int:
    """By the schema that check-jsonschema brings along: nothing is fetched."""
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions",
         str(path)],
        capture_output=True, check=False,
    ).returncode  # fmt: skip


def test_the_schema_of_github_takes_it(tmp_path: Path) -> None:
    assert validate(FILE) == 0
    wrong = tmp_path / "action.yml"
    wrong.write_text(FILE.read_text("utf-8").replace("using: composite", "using: compost"), "utf-8")
    assert validate(wrong) == 1


def test_no_input_is_part_of_a_script() -> None:
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 2
    for script in scripts:
        assert "${{" not in script
        assert "eval" not in script


def test_every_input_is_used_and_told() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", FILE.read_text("utf-8")))
    assert used == set(ACTION["inputs"])
    assert all(each["description"] for each in ACTION["inputs"].values())


class Runner:
    """What a runner of GitHub does with a step of a composite action, as far as we use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "outputs"
        self.output.touch()

    def run(self, step: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a step with its variables set; as the runner calls bash, by its documentation."""
        assert set(variables) == set(STEPS[step]["env"])
        script = self.folder / "step.sh"
        script.write_text(STEPS[step]["run"], "utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.folder, capture_output=True, text=True, check=False,
            env={
                **os.environ, "PYTHONPATH": str(ROOT), **variables,
                "RUNNER_TEMP": str(self.folder), "GITHUB_OUTPUT": str(self.output),
            },
        )  # fmt: skip

    def check(
        self, ftprep: str, paths: str, args: str = "", sarif: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run the step that checks."""
        return self.run(
            "check", FTPREP=ftprep, PATHS=paths, ARGS=args, FORMAT="github", SARIF_FILE=sarif
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def ftprep(tmp_path: Path) -> str:
    """A command that is this very project."""
    command = tmp_path / "my ftprep"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ftprep "$@"\n', "utf-8")
    command.chmod(0o755)
    return str(command)


def test_findings_fail_the_step_and_are_annotated(runner: Runner, ftprep: str) -> None:
    write_bad(runner.folder / "my data" / "bad.jsonl")
    done = runner.check(ftprep, "my data/bad.jsonl\n")
    assert done.returncode == 1, done.stderr
    assert "::error file=my data/bad.jsonl,line=61" in done.stdout


def test_several_paths_and_arguments_come_as_they_are_written(runner: Runner, ftprep: str) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        write_good(runner.folder / name)
    done = runner.check(ftprep, "a.jsonl\n\nb.jsonl", "--select=DUP\n--fail-on=warning\n")
    assert done.returncode == 1, done.stderr
    done = runner.check(ftprep, "a.jsonl\nb.jsonl", "--select=DUP\n--fail-on=warning\n--each")
    assert done.returncode == 0, done.stderr


def test_sarif_is_written_beside_the_annotations(runner: Runner, ftprep: str) -> None:
    write_bad(runner.folder / "bad.jsonl")
    done = runner.check(ftprep, "bad.jsonl", sarif="ftprep.sarif")
    assert done.returncode == 1
    assert "::error" in done.stdout
    log = json.loads((runner.folder / "ftprep.sarif").read_bytes())
    assert log["version"] == "2.1.0"
    assert [result["ruleId"] for result in log["runs"][0]["results"]].count("MSG007") == 1


@pytest.fixture
def recorder(tmp_path: Path) -> str:
    """A command that writes down its arguments."""
    command = tmp_path / "recorder"
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > arguments\n', "utf-8")
    command.chmod(0o755)
    return str(command)


@pytest.mark.parametrize(
    "evil",
    ["$(touch owned)", "`touch owned`", "; touch owned", '"; touch owned; "', "'; touch owned #",
     "| touch owned", "&& touch owned", "${IFS}touch owned", "*", "--output=owned"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["paths", "args", "sarif"])
def test_an_input_is_one_argument_and_never_run(
    evil: str, where: str, runner: Runner, recorder: str
) -> None:
    given = {"paths": "good.jsonl", "args": "", "sarif": "", where: evil}
    assert runner.check(recorder, **given).returncode == 0
    expected = ["check", "--format=github"]
    expected += [f"--output=sarif={given['sarif']}"] if given["sarif"] else []
    expected += [given["args"]] if given["args"] else []
    expected += ["--", given["paths"]]
    assert (runner.folder / "arguments").read_text("utf-8").splitlines() == expected
    assert not (runner.folder / "owned").exists()


def test_what_cannot_be_done_is_told(runner: Runner, ftprep: str) -> None:
    done = runner.check(ftprep, "nothing.jsonl")
    assert done.returncode == 2
    assert "no such file" in done.stderr


def test_ftprep_is_installed_from_the_folder_of_the_action(runner: Runner) -> None:
    source = runner.folder / "action"
    write_stand_in(source, ROOT)
    done = runner.run("install", PYTHON=sys.executable, ACTION_PATH=str(source))
    assert done.returncode == 0, done.stderr
    name, _, command = runner.output.read_text("utf-8").strip().partition("=")
    assert name == "ftprep"
    write_bad(runner.folder / "bad.jsonl")
    assert runner.check(command, "bad.jsonl").returncode == 1
