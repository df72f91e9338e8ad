"""Every rule has its page, and what the page shows is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.cli import main
from ftprep.rules.catalog import catalog
from ftprep.rules.page import HEADINGS, PageExample, examples, section, summary
from ftprep.rules.rule import Rule
from ftprep.testing import Case, pages

RULES = list(catalog().values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_every_heading(rule: Rule) -> None:
    assert summary(rule.page).endswith(".")
    for heading in HEADINGS:
        assert section(rule.page, heading), f"{rule.code} has nothing under {heading}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("good", [False, True], ids=["bad", "good"])
def test_a_rule_has_examples_that_are_run(rule: Rule, good: bool) -> None:
    on_the_page = any(example.good is good for example in examples(rule.page))
    cases = Path(__file__).parent.parent / "cases" / rule.code
    assert on_the_page or any(cases.glob("good-*" if good else "bad-*"))


@pytest.mark.parametrize("case", pages(""))
def test_the_examples_are_true(case: Case) -> None:
    case.check()


def test_a_block_titled_test_is_the_test_set_of_the_one_before() -> None:
    page = "## Bad\n```csv title=train.csv --to chat\na\n```\n```csv title=test.csv\nb\n```\n"
    assert list(examples(page)) == [PageExample(False, "csv", ("--to", "chat"), b"a\n", b"b\n")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_command_shows_the_page(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", rule.code.lower()]) == 0
    by_code = capsys.readouterr().out
    assert main(["rule", rule.name]) == 0
    assert capsys.readouterr().out == by_code
    assert by_code.startswith(f"{rule.code} {rule.name} ({rule.level.word})")
    assert summary(rule.page) in by_code
