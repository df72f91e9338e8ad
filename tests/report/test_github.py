"""Workflow commands: what GitHub shows is what was found, and data gives no commands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftprep.report.escape import encodable, visible
from ftprep.report.github import LIMIT
from ftprep.report.inside import inside, labelled
from ftprep.report.report import Location
from tests.report.builders import a_rule, found
from tests.report.chat_reports import clean_chat
from tests.report.machines import TEXTS, commands, many, told
from tests.report.odd_reports import HOSTILE, hostile
from tests.report.reports import REPORTS


def test_to_the_letter() -> None:
    lines = told("github", REPORTS["mendable"]).splitlines()
    assert lines[0] == (
        "::error file=exports/june.jsonl,line=1,title=MSG013 line-key-unknown::/id: the line has a "
        'key "id" that the provider refuses%0Aprepare removes the keys that the provider refuses.'
    )
    assert lines[-7:-1] == [
        (
            "::error file=exports/july.jsonl,line=77,title=MSG003 assistant-not-last::/messages/3: "
            "the last message is from user: there is nothing to train on%0AAdd the answer of the "
            "assistant."
        ),
        "Not annotated, as GitHub shows 10 of each level: MSG013 line-key-unknown 111 more",
        "::group::ftprep check: 121 errors, 0 warnings, 0 notes in 120 records",
        "error MSG013 line-key-unknown: 120, prepare mends it",
        "error MSG003 assistant-not-last: 1",
        "::endgroup::",
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_ends_with_the_counts_and_the_verdict(name: str) -> None:
    report = REPORTS[name]
    lines = told("github", report).splitlines()
    assert lines[-1].startswith("Ready: " if report.summary.ready else "Not ready: ")
    assert lines[-2] == "::endgroup::"
    start = next(at for at, line in enumerate(lines) if line.startswith("::group::"))
    assert len(lines[start + 1 : -2]) == len(report.rules)


def test_a_place_in_a_sheet() -> None:
    first = commands(told("github", REPORTS["picture"]))[0][0]
    assert first.name == "error"
    assert first.properties == {
        "file": "support_faq.xlsx",
        "line": "17",
        "title": "MSG006 content-empty",
    }
    assert first.data.startswith("FAQ!17 Answer: the assistant message is empty\nWrite the text")


def test_standard_input_is_no_file() -> None:
    rule = a_rule("note", "TXT001 x", 1, "", {Location("<stdin>", line=3, pointer="/a"): "found"})
    (first, *_), _ = commands(told("github", replace(clean_chat(), **found(rule))))
    assert first == ("notice", {"title": "TXT001 x"}, "<stdin>:3 /a: found")


def test_each_level_has_its_limit_and_each_rule_a_place() -> None:
    report = many(
        ("error", "MSG001 a", 500, 40),
        ("error", "MSG002 b", 3, 3),
        ("warning", "TXT001 c", 11, 11),
        ("note", "TXT002 d", 2, 0),
    )
    taken, plain = commands(told("github", report))
    shown = Counter((each.name, each.properties["title"]) for each in taken if each.properties)
    assert shown == {
        ("error", "MSG001 a"): 7,
        ("error", "MSG002 b"): 3,
        ("warning", "TXT001 c"): LIMIT,
    }
    names = [each.name for each in taken if each.properties]
    assert names == sorted(names)
    assert plain[0] == (
        "Not annotated, as GitHub shows 10 of each level: "
        "MSG001 a 493 more, TXT001 c 1 more, TXT002 d 2 more"
    )


def test_nothing_is_left_unsaid_where_all_is_shown() -> None:
    assert "Not annotated" not in told("github", many(("error", "MSG001 a", 10, 10)))


@settings(deadline=None, max_examples=200)
@given(text=TEXTS, encoding=st.sampled_from(["utf-8", "ascii", "cp1252"]))
@example(text=HOSTILE, encoding="utf-8")
@example(text="\n::error::x\r::add-mask::a", encoding="utf-8")
@example(text="##[add-mask]secret", encoding="utf-8")
@example(text="100%25,a:b\r\n", encoding="ascii")
def test_any_text_reads_back_and_gives_no_command(text: str, encoding: str) -> None:
    report = hostile(text)
    shown = told("github", report, encoding=encoding)
    assert all(char.isprintable() or char in "\n\u3000" for char in shown)
    taken, plain = commands(shown)
    assert [each.name for each in taken] == ["error", "error", "notice", "group", "endgroup"]
    assert len(plain) == 1 + len(report.rules) + 1

    def seen(words: str) -> str:
        spelled = re.sub(r"[^\r\n]+", lambda part: visible(part[0]), words)
        return encodable(spelled, encoding)

    for command, row in zip(taken, report.findings, strict=False):
        # The runner trims the end of the properties.
        assert command.properties["title"] == seen(f"{row.code} {row.name}").rstrip(" \u3000")
        mend = f"\n{text}" if text else ""
        assert command.data == seen(labelled(inside(row.location), row.message) + mend)
        assert command.properties["file"] == seen(text)
