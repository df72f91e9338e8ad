"""`prepare --redact`: no private value reaches a training file, a report or a preview."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ftprep.cli import main
from tests.running import check, prepare

SECRETS = ["ann.miller@contoso.se", "+46 8 123 456 78", "4716 0582 9374 6108"]


def chat(question: str, answer: str) -> dict[str, Any]:
    turns = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return {"messages": turns}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [chat(f"What is {n} + {n}?", f"It is {2 * n}.") for n in range(20)]
    rows.append(chat(f"I am {SECRETS[0]}.", f"Hello {SECRETS[0]}, is it about {SECRETS[2]}?"))
    rows.append(chat(f"Call {SECRETS[1]} or {SECRETS[0]}.", "I will."))
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_the_same_value_gets_the_same_name_everywhere(data: Path, tmp_path: Path) -> None:
    run = prepare(tmp_path, data, "--redact")
    texts = [m["content"] for body in run.bodies() for m in body["messages"]]
    assert "I am <EMAIL_1>." in texts
    assert "Hello <EMAIL_1>, is it about <CARD_1>?" in texts
    assert any(text.endswith("or <EMAIL_1>.") for text in texts)
    edited = [row["edits"] for row in run.lines("ledger") if row["edits"]]
    assert edited[0] == ["PII001", "PII003"]
    assert run.manifest()["config"]["redact"] is True


def test_no_output_but_the_data_itself_tells_a_value(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = prepare(tmp_path, data, "--redact", "--test-size", "4")
    written = [Path(path).read_text("utf-8") for path in run.report["split"]["files"].values()]
    main(["prepare", str(data), "--redact", "--diff"])
    for form in ("text", "json", "sarif", "github", "junit"):
        main(["check", str(data), "--format", form])
    told = capsys.readouterr().out
    for secret in SECRETS:
        assert not any(secret in text for text in written)
        assert secret not in told


def paying(number: int) -> dict[str, Any]:
    """A call with the number of a card, where the function takes a number."""
    asked = {"type": "object", "properties": {"card": {"type": "integer"}}}
    function = {"name": "pay", "arguments": json.dumps({"card": 4716058293746108})}
    call = {"id": "c", "type": "function", "function": function}
    return {
        "messages": [
            {"role": "user", "content": f"Pay order {number}."},
            {"role": "assistant", "tool_calls": [call]},
        ],
        "tools": [{"type": "function", "function": {"name": "pay", "parameters": asked}}],
    }


def paid(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(paying(n)) + "\n" for n in range(12)), "utf-8")
    return path


def test_arguments_that_no_longer_fit_their_function_are_told(tmp_path: Path) -> None:
    run = prepare(tmp_path, paid(tmp_path), "--redact", "--test-size", "0")
    assert '{"card": "<CARD_1>"}' in json.dumps(run.bodies()[0]).replace('\\"', '"')
    told = [found for found in run.report["findings"] if found["code"] == "TOL004"]
    assert len(told) == 12
    assert told[0]["message"].endswith('at "card": it is not of type "integer", once redacted')
    assert told[0]["location"]["line"] == 1
    assert told[0]["location"]["pointer"] == "/messages/1/tool_calls/0/function/arguments"


def test_without_it_they_fit(tmp_path: Path) -> None:
    run = prepare(tmp_path, paid(tmp_path))
    assert "TOL004" not in run.report["findings_total"]


def test_where_such_arguments_are_an_error_they_are_left_out(tmp_path: Path) -> None:
    run = prepare(
        tmp_path, paid(tmp_path), "--redact", "--level", "TOL004=error", "--ignore", "PII"
    )
    assert run.report["split"]["rejected_records"] == 12


def test_without_it_nothing_is_replaced(data: Path, tmp_path: Path) -> None:
    bodies = json.dumps(prepare(tmp_path, data).bodies())
    assert all(secret in bodies for secret in SECRETS)


def test_labels_and_systems_are_masked_in_reports_and_exact_in_the_manifest(tmp_path: Path) -> None:
    rows = [
        {
            "messages": [
                {"role": "system", "content": f"You answer for {SECRETS[0]}."},
                *row["messages"],
            ]
        }
        for row in (chat(f"Ticket {n}", SECRETS[0] if n % 2 else "nobody") for n in range(40))
    ]
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert SECRETS[0] not in json.dumps(check(tmp_path, path).report)
    run = prepare(tmp_path, path)
    assert SECRETS[0] not in json.dumps(run.report)
    assert run.manifest()["contract"]["systems"] == [f"You answer for {SECRETS[0]}."]
    assert SECRETS[0] in run.manifest()["contract"]["labels"]
