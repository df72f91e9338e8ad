"""The plugin in `docs/plugin-example/` does what its README says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ftprep.model import Kind
from tests.plugging import ROOT, ftprep, install_project, python

PROJECT = ROOT / "docs" / "plugin-example"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    install_project(folder, PROJECT, "ftprep_helpdesk")
    return folder


def test_the_rule_is_listed_and_has_its_page(site: Path) -> None:
    run = ftprep(site, "rule")
    assert run.returncode == 0, run.stderr
    assert any("HELP001" in row and "ftprep-helpdesk" in row for row in run.stdout.splitlines())
    assert "Our own style guide" in ftprep(site, "rule", "help001").stdout


def test_the_export_is_understood_checked_and_priced(site: Path, tmp_path: Path) -> None:
    export = PROJECT / "tests" / "cases" / "HELP001" / "bad-export.csv"
    run = ftprep(site, "check", export, "--provider", "helpdesk", "--format", "json")
    report = json.loads(run.stdout)
    assert report["inputs"][0]["layout"] == "helpdesk"
    assert report["target"]["model"] == "desk-small"
    assert report["summary"]["kind"] == Kind.CHAT
    assert report["findings_total"]["HELP001"] == 1


def test_without_plugins_nothing_of_it_is_there(site: Path) -> None:
    assert "HELP001" not in ftprep(site, "rule", FTPREP_NO_PLUGINS="1").stdout


def test_its_own_tests_pass(site: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(PROJECT / "tests", own / "tests")
    shutil.copy(PROJECT / "pyproject.toml", own)
    run = python(site, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=own)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" in run.stdout


def test_its_tests_can_fail(site: Path, tmp_path: Path) -> None:
    """A rule that finds nothing does not pass them."""
    rules = site / "ftprep_helpdesk" / "rules.py"
    source = rules.read_text(encoding="utf-8")
    rules.write_text(source.replace("if turn.trained:", "if False:"), encoding="utf-8")
    tests = str(PROJECT / "tests" / "test_rules.py")
    run = python(site, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, cwd=tmp_path)
    assert run.returncode == 1
    assert "HELP001 was not found in the bad case" in run.stdout


def test_the_readme_shows_what_is_there() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    for row in project.splitlines():
        if "ftprep_helpdesk." in row or "ftprep." in row:
            assert row in readme
    assert [f"{number}. **" in readme for number in range(1, 7)] == [True] * 5 + [False]
