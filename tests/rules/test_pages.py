"""Every rule has its page, and what the page shows is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftprep.cli import main
from ftprep.rules.catalog import catalog
from ftprep.rules.page import HEADINGS, PageExample, examples, section, summary
from ftprep.rules.rule import Rule
from tests.running import check

RULES = list(catalog().values())
EXAMPLES = [(rule.code, example) for rule in RULES for example in examples(rule.page)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_every_heading(rule: Rule) -> None:
    assert summary(rule.page).endswith(".")
    for heading in HEADINGS:
        assert section(rule.page, heading), f"{rule.code} has nothing under {heading}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_bad_example_that_is_run(rule: Rule) -> None:
    on_the_page = any(not example.good for example in examples(rule.page))
    cases = Path(__file__).parent.parent / "cases" / rule.code
    in_a_file = any(cases.glob("bad-*"))
    assert on_the_page or in_a_file


@pytest.mark.parametrize(
    ("code", "example"),
    EXAMPLES,
    ids=[f"{code}-{'good' if example.good else 'bad'}" for code, example in EXAMPLES],
)
def test_the_examples_are_true(code: str, example: PageExample, tmp_path: Path) -> None:
    path = tmp_path / f"example.{example.extension}"
    path.write_bytes(example.content)
    run = check(tmp_path, path, *example.flags)
    assert (code in run.codes) is not example.good, run.report["findings_total"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_command_shows_the_page(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", rule.code.lower()]) == 0
    by_code = capsys.readouterr().out
    assert main(["rule", rule.name]) == 0
    assert capsys.readouterr().out == by_code
    assert by_code.startswith(f"{rule.code} {rule.name} ({rule.level.word})")
    assert summary(rule.page) in by_code
