"""The JUnit document keeps the schema of its strictest reader, and its counts are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftprep.report.escape import visible
from ftprep.report.inside import labelled
from ftprep.report.places import detail, place
from ftprep.report.report import Location
from tests.report.builders import a_rule, an_input, failing_from, found
from tests.report.chat_reports import clean_chat
from tests.report.machines import TEXTS, many, told, xml
from tests.report.odd_reports import HOSTILE, hostile
from tests.report.reports import REPORTS

XS = "{http://www.w3.org/2001/XMLSchema}"
XSD = ET.parse(Path(__file__).parent / "standards" / "junit-10.xsd").getroot()
ELEMENTS = {element.attrib["name"]: element for element in XSD.findall(f"{XS}element")}


def check(element: ET.Element) -> None:
    """Refuse what the schema does: it only says which attributes, children and texts may be."""
    declared = ELEMENTS[element.tag]
    attributes = {each.attrib["name"]: each for each in declared.iter(f"{XS}attribute")}
    assert set(element.attrib) <= set(attributes), element.attrib
    required = {name for name, each in attributes.items() if each.get("use") == "required"}
    assert required <= set(element.attrib)
    children = {
        each.attrib["ref"] for each in declared.iter(f"{XS}element") if "ref" in each.attrib
    }
    assert {child.tag for child in element} <= children
    holder = declared.find(f"{XS}complexType")
    is_text = holder is None or holder.get("mixed") == "true"
    assert is_text or not (element.text or "").strip()
    for child in element:
        assert not (child.tail or "").strip()
        check(child)


def counts(element: ET.Element) -> None:
    """The numbers of a suite, or of all suites, are those of the tests in it."""
    cases = list(element.iter("testcase"))
    assert element.get("tests") == str(len(cases))
    assert element.get("failures") == str(sum(case.find("failure") is not None for case in cases))
    assert element.get("errors") == "0"


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("fail_on", ["error", "note", "never"])
def test_keeps_the_schema(name: str, fail_on: str) -> None:
    root = xml(failing_from(fail_on, REPORTS[name]))
    check(root)
    counts(root)
    for suite in root:
        counts(suite)
        assert suite.find("testcase") is not None
        names = [case.get("name") for case in suite.iter("testcase")]
        assert len(names) == len(set(names))


def test_the_check_would_tell() -> None:
    root = xml(REPORTS["picture"])
    root[0].set("colour", "red")
    with pytest.raises(AssertionError):
        check(root)


def test_a_failing_rule_tells_its_places() -> None:
    suite = xml(REPORTS["picture"])[0]
    assert suite.get("name") == "support_faq.xlsx!FAQ"
    failure = suite.find("testcase[@name='MSG006 content-empty']/failure")
    assert failure is not None
    assert failure.attrib == {"type": "error", "message": "error: 6 findings"}
    assert (failure.text or "").split("\n") == [
        *(
            f"support_faq.xlsx!FAQ:{row} Answer: the assistant message is empty"
            for row in (17, 42, 43, 108)
        ),
        "2 more",
        "Write the text, or remove the row; prepare sets it aside.",
    ]


def test_a_lower_level_is_output() -> None:
    case = xml(REPORTS["picture"]).find(".//testcase[@name='SRC011 sheets-not-read']")
    assert case is not None
    assert [child.tag for child in case] == ["system-out"]
    assert (case.findtext("system-out") or "").startswith("note: 1 finding\nsupport_faq.xlsx: ")


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("error", "1"), ("warning", "2"), ("note", "3"), ("never", "0")]
)
def test_the_failing_level_decides(fail_on: str, failures: str) -> None:
    root = xml(failing_from(fail_on, REPORTS["picture"]))
    assert root.get("failures") == failures
    assert root.get("tests") == "3"


def test_each_input_has_its_suite() -> None:
    root = xml(REPORTS["mendable"])
    assert [suite.get("name") for suite in root] == [
        *(row.path for row in REPORTS["mendable"].inputs),
        "all inputs",
    ]
    april, june, july, rest = root[0], root[1], root[2], root[-1]
    assert [case.get("name") for case in april.iter("testcase")] == ["no findings"]
    assert april.get("failures") == "0"
    assert [case.get("name") for case in june.iter("testcase")] == ["MSG013 line-key-unknown"]
    assert [case.get("name") for case in july.iter("testcase")] == ["MSG003 assistant-not-last"]
    assert (rest.findtext(".//failure") or "").startswith("110, not listed\n")


def test_sheets_of_one_workbook_are_apart() -> None:
    sheets = tuple(an_input("a.xlsx", "xlsx", 5, sheet=sheet) for sheet in ("one", "two"))
    places = {
        Location("a.xlsx", "two", 3): "second",
        Location("a.xlsx"): "book",
        Location("b.xlsx"): "elsewhere",
    }
    rules = found(a_rule("error", "MSG006 x", 3, "", places))
    root = xml(replace(clean_chat(), inputs=sheets, **rules))
    texts = {suite.get("name"): suite.findtext(".//failure") for suite in root}
    assert texts == {
        "a.xlsx!one": "a.xlsx: book",
        "a.xlsx!two": "a.xlsx!two:3: second",
        "all inputs": "b.xlsx: elsewhere",
    }


def test_no_input_at_all() -> None:
    root = xml(replace(many(), inputs=()))
    check(root)
    assert [suite.get("name") for suite in root] == ["all inputs"]


@settings(deadline=None, max_examples=150)
@given(text=TEXTS, encoding=st.sampled_from(["utf-8", "ascii", "cp1252", "utf-16"]))
@example(text=HOSTILE, encoding="utf-8")
@example(text="]]>&#0;<x/>", encoding="utf-16")
def test_any_text_is_valid_and_reads_back(text: str, encoding: str) -> None:
    report = hostile(text)
    shown = told("junit", report, encoding=encoding)
    assert all(" " <= char <= "~" or char == "\n" for char in shown)
    root = ET.fromstring(shown.encode(encoding))
    check(root)
    (suite,) = root
    assert suite.get("name") == visible(f"{text}!{text}")
    first, second = suite.iter("testcase")
    assert first.get("name") == visible(f"X {text}")
    mend = [visible(text)] if text else []
    failed = [
        visible(
            labelled(
                " ".join(filter(None, (place(row.location), detail(row.location)))), row.message
            )
        )
        for row in report.findings
        if row.level == "error"
    ]
    assert (first.findtext("failure") or "").split("\n") == [*failed, *mend]
    assert (second.findtext("system-out") or "").split("\n")[2:] == ["8 more", *mend]
