"""Templates: fields and literals, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.errors import UsageError
from ftprep.model import Finding, Record
from ftprep.normalizers.template import escaped, parse
from tests.normalizers.understanding import ORIGIN

DATA: dict[str, object] = {
    "title": "Bill",
    "First name": "Ann",
    "ticket": {"body": "Too high", "n": 3},
    "a.b": "dot",
}


def render(source: str, data: dict[str, object]) -> tuple[str | None, list[Finding]]:
    findings: list[Finding] = []
    return parse(source).render(Record(ORIGIN, data), findings), findings


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{title}", "Bill"),
        (r"{title}\n\n{ticket.body}", "Bill\n\nToo high"),
        ("Dear {First name},", "Dear Ann,"),
        ("{{title}} {title}", "{title} Bill"),
        (r"{title}\t\\n\d", "Bill\t\\n\\d"),
        ("{a.b}", "dot"),
        ("{title}}}", "Bill}"),
    ],
)
def test_a_template_is_filled(source: str, expected: str) -> None:
    assert render(source, DATA) == (expected, [])


def test_a_number_is_written_as_it_stands() -> None:
    text, findings = render("{ticket.n} tickets", DATA)
    assert text == "3 tickets"
    assert [finding.code for finding in findings] == ["MAP004"]


@pytest.mark.parametrize("data", [{}, {"title": None}, {"title": float("nan")}])
def test_a_hole_is_an_error_and_never_a_word(data: dict[str, object]) -> None:
    text, findings = render("{title}!", data)
    assert text is None
    assert [(finding.code, finding.column) for finding in findings] == [("MAP009", "title")]


def test_an_empty_text_is_a_text() -> None:
    assert render("<{title}>", {"title": ""}) == ("<>", [])


def test_an_object_has_no_text() -> None:
    text, findings = render("{ticket}", DATA)
    assert text is None
    assert [finding.code for finding in findings] == ["MAP005"]


@pytest.mark.parametrize("source", ["{title.__class__}", "{title[0]}", "{title!r}", "{title:>9}"])
def test_a_template_reads_and_does_nothing(source: str) -> None:
    assert render(source, DATA)[0] is None


@pytest.mark.parametrize("source", ["{title", "title}", "{}", "no field", "{title} }", ""])
def test_a_template_that_cannot_be_read_says_so(source: str) -> None:
    with pytest.raises(UsageError, match="template"):
        parse(source)


@given(st.text(), st.text())
def test_what_is_escaped_comes_back(before: str, after: str) -> None:
    template = parse(f"{escaped(before)}{{x}}{escaped(after)}")
    assert template.render(Record(ORIGIN, {"x": "|"}), []) == f"{before}|{after}"
