"""The SARIF log is valid by its schema, and says what the report says."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftprep import __version__
from ftprep.report.inside import inside, labelled
from ftprep.report.report import FindingRow, Location
from ftprep.report.sarif import document, fingerprint, write
from ftprep.report.uri import uri
from tests.report.builders import an_input, failing_from
from tests.report.machines import TEXTS, many, sarif, told
from tests.report.odd_reports import HOSTILE, hostile
from tests.report.reports import REPORTS

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parent / "standards" / "sarif-2.1.0.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ROW = FindingRow("MSG006", "content-empty", "error", "it is empty", Location("a.csv"), False)


@pytest.mark.parametrize("name", REPORTS)
def test_is_valid(name: str) -> None:
    log = json.loads(told("sarif", REPORTS[name]))
    VALIDATOR.validate(log)
    assert log == document(REPORTS[name])
    assert list(log) == ["$schema", "version", "runs"]


def test_the_schema_would_tell() -> None:
    log = document(REPORTS["picture"])
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not VALIDATOR.is_valid(log)


def test_rules_have_their_pages() -> None:
    driver = sarif(REPORTS["mendable"])["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("ftprep", __version__)
    last = driver["rules"][1]
    assert last["id"] == "MSG003"
    assert last["name"] == "assistant-not-last"
    assert last["shortDescription"]["text"] == "The last message is not the assistant's."
    assert last["help"]["markdown"].startswith(last["shortDescription"]["text"])
    assert "## Why" in last["help"]["markdown"]
    assert "## Mend" in last["help"]["markdown"]
    assert last["defaultConfiguration"] == {"level": "error"}
    assert last["properties"]["tags"] == ["fine-tuning-data", "MSG"]


def test_a_line_of_a_text_file() -> None:
    run = sarif(REPORTS["mendable"])
    result = run["results"][-1]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "MSG003"
    assert result["level"] == "error"
    (location,) = result["locations"]
    index = [row.path for row in REPORTS["mendable"].inputs].index("exports/july.jsonl")
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "exports/july.jsonl", "index": index},
            "region": {"startLine": 77},
        },
        "logicalLocations": [{"fullyQualifiedName": "/messages/3", "kind": "value"}],
    }


def test_a_row_of_a_sheet() -> None:
    result = sarif(REPORTS["picture"])["results"][0]
    assert result["message"]["text"] == "FAQ!17 Answer: the assistant message is empty"
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 17}
    assert location["logicalLocations"] == [
        {"name": "FAQ", "fullyQualifiedName": "FAQ!17", "kind": "row"},
        {"name": "Answer", "kind": "column"},
    ]


def test_what_is_about_all_data_stands_at_every_input() -> None:
    report = replace(
        many(("warning", "SET002 few-examples", 1, 0)),
        inputs=(an_input("a.jsonl", "jsonl", 1), an_input("b.jsonl", "jsonl", 1)),
        findings=(replace(ROW, code="SET002", location=Location(None)),),
    )
    (result,) = sarif(report)["results"]
    files = [place["physicalLocation"]["artifactLocation"]["uri"] for place in result["locations"]]
    assert files == ["a.jsonl", "b.jsonl"]


def test_inputs_are_artifacts_once() -> None:
    sheets = [an_input("a b.xlsx", "xlsx", 5, sheet=sheet) for sheet in ("one", "two")]
    report = replace(many(), inputs=(*sheets, an_input("<stdin>", "jsonl", 1)))
    book, stdin = sarif(report)["artifacts"]
    assert book["location"] == {"uri": "a%20b.xlsx"}
    assert book["hashes"] == {"sha-256": sheets[0].sha256}
    assert (book["properties"]["sheets"], book["properties"]["records"]) == (["one", "two"], 10)
    assert stdin["location"] == {
        "uri": "%3Cstdin%3E",
        "description": {"text": "standard input"},
    }


def test_what_is_not_listed_is_told() -> None:
    report = many(("error", "MSG006 content-empty", 1_200, 3), ("note", "TXT001 spaces", 2, 2))
    run = sarif(report)
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == (
        "MSG006 content-empty: 1,197 of 1,200 are not listed"
    )
    assert notification["associatedRule"] == {"id": "MSG006", "index": 0}
    assert run["properties"]["findingsTotal"] == {"MSG006": 1200, "TXT001": 2}
    assert run["properties"]["findingsListed"] == len(run["results"]) == 5


@pytest.mark.parametrize(
    ("level", "fail_on", "code"),
    [
        ("error", "error", 1),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("note", "warning", 0),
        ("note", "note", 1),
        ("error", "note", 1),
        ("error", "never", 0),
    ],
)
def test_the_exit_code_is_that_of_the_command(level: str, fail_on: str, code: int) -> None:
    run = sarif(failing_from(fail_on, many((level, "MSG006 x", 1, 1))))
    assert run["invocations"][0]["exitCode"] == code
    assert run["invocations"][0]["executionSuccessful"] is True


def test_fingerprints_stay_when_rows_move_and_differ_between_findings() -> None:
    def known(*rows: int) -> list[str]:
        report = many(("error", "MSG006 x", len(rows), 0))
        findings = tuple(replace(ROW, location=Location("a.csv", line=row)) for row in rows)
        results = sarif(replace(report, findings=findings))["results"]
        return [result["partialFingerprints"]["ftprepFinding/v1"] for result in results]

    assert known(3, 9) == known(4, 5)
    assert len(set(known(3, 9))) == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(ROW, code="MSG007"),
        replace(ROW, message="other"),
        *(
            replace(ROW, location=at)
            for at in (
                Location("b.csv"),
                Location("a.csv", pointer="/a"),
                Location("a.csv", column="/a"),
                Location("a.csv", sheet="/a"),
            )
        ),
    ],
)
def test_a_fingerprint_holds_all_that_is_asked_for(other: FindingRow) -> None:
    assert fingerprint(other) != fingerprint(ROW)
    assert fingerprint(other, "hash") != fingerprint(other)
    assert re.fullmatch("[0-9a-f]{32}", fingerprint(other))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.csv", "a.csv"),
        ("./data/a b#?.csv", "data/a%20b%23%3F.csv"),
        ("../a%.csv", "../a%25.csv"),
        ("c:d.csv", "c%3Ad.csv"),
        ("a\\b.csv", "a%5Cb.csv"),
        ("/data/fä.csv", "file:///data/f%C3%A4.csv"),
        ("caf\udce9.csv", "caf%E9.csv"),
    ],
)
def test_paths_as_uris(path: str, expected: str) -> None:
    assert uri(path, PurePosixPath) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("data\\a b.csv", "data/a%20b.csv"),
        ("C:\\data\\a.csv", "file:///C:/data/a.csv"),
        ("\\\\host\\share\\a b.csv", "file://host/share/a%20b.csv"),
    ],
)
def test_paths_of_windows_as_uris(path: str, expected: str) -> None:
    assert uri(path, PureWindowsPath) == expected


@given(TEXTS)
def test_paths_read_back(path: str) -> None:
    told = uri(path, PurePosixPath)
    assert re.fullmatch(r"(file:///)?[A-Za-z0-9._~/%-]*", told)
    raw = unquote_to_bytes(told.removeprefix("file://"))
    errors = "surrogateescape"
    if any("\ud800" <= char <= "\udfff" and not "\udc80" <= char <= "\udcff" for char in path):
        errors = "surrogatepass"
    assert raw == str(PurePosixPath(path)).encode("utf-8", errors)


@settings(deadline=None, max_examples=150)
@given(text=TEXTS, encoding=st.sampled_from(["utf-8", "ascii", "cp1252", "utf-16"]))
@example(text=HOSTILE, encoding="utf-8")
@example(text="[x\\](http://example.org) {0}", encoding="utf-8")
def test_any_text_reads_back(text: str, encoding: str) -> None:
    report = hostile(text)
    shown = told("sarif", report, encoding=encoding)
    assert all(" " <= char <= "~" or char == "\n" for char in shown)
    log = json.loads(shown)
    VALIDATOR.validate(log)
    for result, row in zip(log["runs"][0]["results"], report.findings, strict=True):
        meant = labelled(inside(row.location), row.message) or row.code
        assert read(result["message"]["text"]) == spelled(meant)
        logical = result["locations"][0].get("logicalLocations", [])
        if row.location.pointer is not None:
            assert logical[-1] == {"fullyQualifiedName": spelled(text), "kind": "value"}


def spelled(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def read(message: str) -> str:
    """A plain text message as a viewer shows it; refuses placeholders and links."""
    assert not re.search(r"(?<!\{)(\{\{)*\{(?!\{)", message)
    assert not re.search(r"(?<!\\)(\\\\)*\]\(", message)
    plain = message.replace("{{", "{").replace("}}", "}")
    return re.sub(r"(\\*)\\\]\(", lambda end: end[1][: len(end[1]) // 2] + "](", plain)


def test_a_stream_without_an_encoding_will_do() -> None:
    out = io.StringIO()
    write(REPORTS["hostile"], out)
    assert json.loads(out.getvalue()) == document(REPORTS["hostile"])
