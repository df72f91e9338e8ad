"""HELP001 finds what it should, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from ftprep.testing import Case, assert_rule, cases, chat_examples, pages, texts


@pytest.mark.parametrize("case", [*cases(Path(__file__).parent / "cases"), *pages("HELP")])
def test_the_case_is_judged_rightly(case: Case) -> None:
    case.check()


def test_the_rule_is_about_what_is_trained() -> None:
    question = {"role": "user", "content": "Is it solved?"}
    answer = {"role": "assistant", "content": "Yes, in TICKET-4711."}
    last = {"role": "assistant", "content": "It is."}
    assert_rule(
        "HELP001",
        bad={"messages": [question, answer]},
        good={"messages": [question, answer | {"weight": 0}, question, last]},
    )


@settings(max_examples=20, deadline=None)
@given(chat_examples(texts().filter(lambda text: "TICKET-" not in text)))
def test_it_is_silent_about_other_lines(line: dict[str, object]) -> None:
    assert_rule("HELP001", good=line)
