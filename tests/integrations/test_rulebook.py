"""`ftprep rule --all`: every rule, whole, in every form."""

from __future__ import annotations

import json

import pytest

from ftprep.cli import main
from ftprep.rules.catalog import catalog
from ftprep.rules.page import HEADINGS


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["rule", *arguments]) == 0
    return capsys.readouterr().out


def test_json_has_every_rule_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(told(capsys, "--all", "--format", "json"))
    assert [row["code"] for row in rows] == list(catalog())
    for row in rows:
        rule = catalog()[row["code"]]
        assert row["code"].startswith(row["family"])
        assert row["level"] in ("error", "warning", "note")
        assert (row["name"], row["message"], row["mend"]) == (rule.name, rule.message, rule.mend)
        assert set(row["page"]) == {heading.lower() for heading in HEADINGS}
        expected = "safe" if rule.mends else "unsafe" if rule.mends_if_asked else None
        assert row["mended_by_prepare"] == expected
    assert {row["mended_by_prepare"] for row in rows} == {"safe", "unsafe", None}


def test_markdown_has_every_rule_under_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, "--all", "--format", "md")
    headings = [line.split()[1] for line in page.splitlines() if line.startswith("## ")]
    assert [code for code in headings if code in catalog()] == list(catalog())


def test_one_rule_has_all_forms(capsys: pytest.CaptureFixture[str]) -> None:
    [row] = json.loads(told(capsys, "msg007", "--format", "json"))
    assert row["name"] == "no-assistant"
    assert told(capsys, "no-assistant", "--format", "md").startswith("## MSG007 no-assistant\n")
    assert told(capsys, "MSG007", "--format", "text") == told(capsys, "MSG007")


def test_all_pages_are_those_of_the_single_rules(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, "--all")
    for code in ("SRC001", "MSG007", "DUP001"):
        assert told(capsys, code) in page + "\n"


@pytest.mark.parametrize("arguments", [["MSG007", "--all"], ["--format", "json"]], ids=" ".join)
def test_what_says_nothing_is_refused(arguments: list[str]) -> None:
    assert main(["rule", *arguments]) == 2
