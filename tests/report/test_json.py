"""The JSON report keeps its contract, whatever is in the data."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ftprep import __version__
from ftprep.report import FORMATS, writer
from ftprep.report.json_report import document, write
from ftprep.report.report import Report
from tests.report.odd_reports import HOSTILE, hostile
from tests.report.reports import REPORTS

SCHEMA: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def told(report: Report, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    write(report, out)
    out.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("name", REPORTS)
def test_keeps_the_contract(name: str) -> None:
    text = told(REPORTS[name])
    loaded = json.loads(text)
    VALIDATOR.validate(loaded)
    assert list(loaded) == SCHEMA["required"]
    assert loaded == document(REPORTS[name])
    assert text.startswith('{\n  "schema_version": 1,\n  "ftprep_version"')
    assert text.endswith("}\n")


def test_the_schema_is_strict_and_asks_for_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for schema in objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])


def objects(schema: Any) -> list[dict[str, Any]]:
    """All parts of a schema that list properties."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("properties"), dict) else []
    return own + [found for part in schema.values() for found in objects(part)]


def test_values_arrive() -> None:
    loaded = json.loads(told(REPORTS["ticket_labels"]))
    assert loaded["ftprep_version"] == __version__
    assert loaded["inputs"][0]["used"] == {"user": "text", "label": "category"}
    assert loaded["inputs"][0]["encoding_confidence"] == 0.86
    assert loaded["tokens"]["histogram"][0] == {"from": 0, "to": 50, "examples": 301}
    assert loaded["split"] is None
    assert loaded["labels"]["rows"][0]["train"] is None
    assert loaded["findings"][0]["location"] == {
        "path": "tickets.csv",
        "sheet": None,
        "row": None,
        "line": 709,
        "column": "category",
        "pointer": None,
    }
    assert list(loaded["findings_total"]) == ["LAB001", "LAB002", "SRC003"]


@settings(deadline=None, max_examples=60)
@given(
    text=st.text(st.characters(exclude_categories=())),
    encoding=st.sampled_from(["utf-8", "ascii", "cp1252", "utf-16"]),
)
@example(text=HOSTILE, encoding="utf-8")
@example(text="\ud83d\ude00 😀 \udc00\ud800", encoding="utf-8")
def test_reads_back_as_it_was_and_is_safe_to_show(text: str, encoding: str) -> None:
    shown = told(hostile(text), encoding)
    assert all(char.isprintable() or char == "\n" for char in shown)
    loaded = json.loads(shown)
    same = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert loaded["inputs"][0]["path"] == same
    assert loaded["split"]["files"][same] == same
    assert loaded["contract"]["stop"] == [same, same]
    assert {row["message"] for row in loaded["findings"]} == {same, same + "x"}


def test_numbers_that_json_has_not_are_null() -> None:
    report = REPORTS["clean_chat"]
    assert report.cost is not None
    strange = replace(report, cost=replace(report.cost, train_usd=float("nan")))
    assert json.loads(told(strange))["cost"]["train_usd"] is None


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(TypeError, match="a report holds no object"):
        document(replace(REPORTS["clean_chat"], contract={"x": object()}))


def test_every_format_has_its_writer() -> None:
    for name in FORMATS:
        out = io.StringIO()
        writer(name)(REPORTS["picture"], out)
        assert "support_faq.xlsx" in out.getvalue()
    with pytest.raises(KeyError):
        writer("sarif2")
