"""All formats for machines tell the same findings."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.report.report import FindingRow, Location, Report
from tests.report.builders import a_rule, an_input, failing_from, found
from tests.report.chat_reports import clean_chat
from tests.report.machines import commands, sarif, told, xml
from tests.report.reports import REPORTS

PATHS = ("a.jsonl", "b.csv", "c/d e.xlsx")
WORDS = st.sampled_from(["empty", "too long", "a: b, c", "50%", "a]]>b", "[x](1)", "{0}"])
PLACES = st.one_of(
    st.builds(Location, st.sampled_from([None, *PATHS[:2]])),
    st.builds(
        Location,
        st.sampled_from(PATHS[:2]),
        line=st.integers(1, 99),
        pointer=st.sampled_from([None, "/messages/0"]),
    ),
    st.builds(
        Location,
        st.just(PATHS[2]),
        sheet=st.just("One"),
        row=st.integers(1, 99),
        column=st.sampled_from([None, "Answer"]),
    ),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports on three inputs, with rules of all levels and findings that are not listed."""
    levels = draw(st.lists(st.sampled_from(["error", "warning", "note"]), max_size=5))
    rules = []
    for number, level in enumerate(sorted(levels)):
        places = draw(st.dictionaries(PLACES, WORDS, max_size=14))
        count = len(places) + draw(st.integers(0 if places else 1, 1_500))
        rules.append(a_rule(level, f"TST{number:03} rule-{number}", count, "Mend it.", places))
    inputs = (*(an_input(path, "csv", 9) for path in PATHS[:2]),)
    book = an_input(PATHS[2], "xlsx", 9, sheet="One")
    return replace(clean_chat(), inputs=(*inputs, book), **found(*rules))


def totals(report: Report) -> dict[str, int]:
    return {rule.code: rule.count for rule in report.rules}


def by_sarif(report: Report) -> dict[str, int]:
    run = sarif(report)
    left = {
        each["associatedRule"]["id"]: each["properties"]["notListed"]
        for each in run["invocations"][0]["toolExecutionNotifications"]
    }
    return dict(Counter(each["ruleId"] for each in run["results"]) + Counter(left))


def by_github(report: Report) -> dict[str, int]:
    taken, plain = commands(told("github", report))
    shown = Counter(each.properties["title"][:6] for each in taken if each.properties)
    (more,) = [line for line in plain if line.startswith("Not annotated")] or [""]
    left = {code: number(told) for code, told in re.findall(r"(\w{6}) \S+ ([\d,]+) more", more)}
    return dict(shown + Counter(left))


def by_junit(report: Report) -> dict[str, int]:
    """By the first words of each test: `error: 3 findings`."""
    found: Counter[str] = Counter()
    for case in xml(report).iter("testcase"):
        for body in case:
            head = body.get("message") or (body.text or "").split("\n")[0]
            found[(case.get("name") or "")[:6]] += number(head.split()[1])
    return dict(found)


def number(text: str) -> int:
    return int(text.replace(",", ""))


@settings(deadline=None, max_examples=80)
@given(reports())
def test_the_same_numbers(report: Report) -> None:
    expected = totals(report)
    assert json.loads(told("json", report))["findings_total"] == expected
    assert by_sarif(report) == expected
    assert by_github(report) == expected
    assert by_junit(report) == expected


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "hostile"])
def test_the_same_numbers_of_the_fixtures(name: str) -> None:
    report = REPORTS[name]
    assert by_sarif(report) == by_github(report) == by_junit(report) == totals(report)


@settings(deadline=None, max_examples=80)
@given(reports())
def test_the_same_words(report: Report) -> None:
    """Each finding that is listed stands in every format, with its level and its line."""
    listed = [(row.code, row.level, line(row)) for row in report.findings]
    run = sarif(report)
    assert listed == [
        (each["ruleId"], each["level"], line_of(each["locations"][0])) for each in run["results"]
    ]
    for row, result in zip(report.findings, run["results"], strict=True):
        said = result["message"]["text"].replace("{{", "{").replace("}}", "}").replace("\\]", "]")
        assert said.endswith(row.message)
    for each in commands(told("github", report))[0]:
        if each.properties:
            level = {"notice": "note"}.get(each.name, each.name)
            file, number = each.properties.get("file"), each.properties.get("line")
            said = each.data.removesuffix("\nMend it.")
            assert any(
                (row.level, row.location.path, line(row)) == (level, file, number and int(number))
                and each.properties["title"] == f"{row.code} {row.name}"
                and said.endswith(row.message)
                for row in report.findings
            )
    lines = Counter(
        (name[:6], text)
        for case in xml(failing_from("note", report)).iter("testcase")
        if (name := case.get("name") or "")
        for text in (case.findtext("failure") or "").split("\n")
    )
    for row in report.findings:
        ends = [text for code, text in lines if code == row.code and text.endswith(row.message)]
        assert any(text.startswith(row.location.path or "") for text in ends)


def line(row: FindingRow) -> int | None:
    return row.location.line or row.location.row


def line_of(location: dict[str, dict[str, dict[str, int]]]) -> int | None:
    return location["physicalLocation"].get("region", {}).get("startLine")
