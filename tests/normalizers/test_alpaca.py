"""Alpaca: instruction, input, output, system and history."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.normalizers.normalizer import Request
from tests.normalizers.understanding import COMPLETION, understand

ROW = {"instruction": "Translate.", "input": "Bonjour", "output": "Hello"}


def test_the_input_stands_below_the_instruction() -> None:
    found = understand(ROW)
    assert found.texts == [("user", "Translate.\nBonjour"), ("assistant", "Hello")]
    assert found.example is not None
    assert found.example.columns["/messages/0/content"] == "instruction, input"


@pytest.mark.parametrize("given", ["", None, " "])
def test_an_empty_input_is_none(given: Any) -> None:
    found = understand({**ROW, "input": given})
    assert found.texts[0] == ("user", "Translate.")
    assert found.example is not None
    assert found.example.columns["/messages/0/content"] == "instruction"


def test_without_an_input_column() -> None:
    assert understand({"instruction": "Say hi.", "output": "Hi"}).texts[0] == ("user", "Say hi.")


def test_columns_of_a_table() -> None:
    row = {"Instruction": "Translate.", "Input": "Bonjour", "Output": "Hello"}
    assert understand(row, COMPLETION).body == {
        "prompt": "Translate.\nBonjour",
        "completion": "Hello",
    }


def test_an_empty_output_is_an_error() -> None:
    found = understand({**ROW, "output": "", "meta": {"a": 1}})
    assert found.example is None
    assert found.codes == ["MAP006", "MAP003"]


def test_history_and_system() -> None:
    row = {**ROW, "system": "Be kind.", "history": [["Hi", "Hello."], ["Well?", "Yes."]]}
    found = understand(row)
    assert [role for role, _ in found.texts] == ["system", *["user", "assistant"] * 3]
    assert found.trained == ["Hello.", "Yes.", "Hello"]
    assert understand(row, COMPLETION).codes == ["MAP011"]


@pytest.mark.parametrize("history", [None, "", "[]", []])
def test_no_history(history: Any) -> None:
    found = understand({**ROW, "history": history}, Request(system="Be kind."))
    assert [role for role, _ in found.texts] == ["system", "user", "assistant"]


@pytest.mark.parametrize("history", ["Hi", [["Hi"]], [["Hi", 7]], {"a": 1}, ["Hi", "Hello."]])
def test_an_unclear_history_is_told(history: Any) -> None:
    found = understand({**ROW, "history": history})
    assert found.example is None
    assert found.codes == ["MAP015"]
