"""Reports on chat lines, and on a workbook that becomes some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ftprep.report.report import (
    Duplicates,
    Inference,
    Location,
    Report,
    Summary,
    TargetRow,
)
from tests.report.builders import a_contract, a_cost, a_rule, an_input, found, tokens

MINI = TargetRow("openai", "gpt-4.1-mini-2025-04-14", "sft", "o200k_base", "2027-01-06", True, ())


def rows(path: str, sheet: str, numbers: Iterable[int], column: str | None) -> list[Location]:
    """Cells of a column of a sheet."""
    return [Location(path, sheet, number, None, column) for number in numbers]


def lines(path: str, numbers: Iterable[int], pointer: str | None = None) -> list[Location]:
    """Places in the lines of a text file."""
    return [Location(path, None, None, number, None, pointer) for number in numbers]


def clean_chat() -> Report:
    """A small chat file without a fault."""
    return Report(
        command="check",
        inputs=(an_input("support.jsonl", "jsonl", 120, layout="chat"),),
        target=MINI,
        summary=Summary(120, 120, 0, 0, 0, 0, True, "chat", ()),
        tokens=tokens(
            {"system": 2_640, "user": 5_916, "assistant": 11_388},
            {
                range(50, 100): 11,
                range(100, 150): 32,
                range(150, 200): 41,
                range(200, 250): 19,
                range(250, 300): 9,
                range(300, 350): 6,
                range(350, 400): 1,
                range(400, 450): 1,
            },
        ),
        cost=a_cost(21_264, 5.0, inference=Inference(1_000, 71_300, 94_900, 0.36)),
        labels=None,
        duplicates=Duplicates(0, None, 0),
        split=None,
        contract=a_contract(systems=["You are the support desk of Nordlys Energy."]),
        **found(),
    )


def picture() -> Report:
    """A workbook with a few faults: the picture of the README."""
    path = "support_faq.xlsx"
    empty = rows(path, "FAQ", (17, 42, 43, 108), "Answer")
    conflicts = dict(
        zip(rows(path, "FAQ", (31, 77), "Question"), ("FAQ:12", "FAQ:64"), strict=True)
    )
    return replace(
        clean_chat(),
        inputs=(
            an_input(
                path,
                "xlsx",
                214,
                sheet="FAQ",
                header_row=3,
                bytes=48_230,
                layout="table",
                columns=("Question", "Answer", "Last edit", "Views"),
                used={"user": "Question", "assistant": "Answer"},
            ),
        ),
        summary=Summary(214, 208, 6, 6, 2, 1, False, "chat", ("MSG006 content-empty",)),
        tokens=tokens(
            {"system": 2_912, "user": 3_204, "assistant": 16_830},
            {
                range(50, 100): 38,
                range(100, 150): 82,
                range(150, 200): 51,
                range(200, 250): 26,
                range(250, 300): 8,
                range(300, 350): 3,
            },
        ),
        cost=a_cost(25_234, 5.0, inference=Inference(1_000, 40_400, 80_900, 0.29)),
        duplicates=Duplicates(0, None, 2),
        contract=a_contract(systems=["Answer as the support desk of Pellwick Coffee."]),
        **found(
            a_rule(
                "error",
                "MSG006 content-empty",
                6,
                "Write the text, or remove the row; prepare sets it aside.",
                dict.fromkeys(empty, "the assistant message is empty"),
            ),
            a_rule(
                "warning",
                "DUP002 conflicting-answers",
                2,
                "Decide for one answer, or say in the prompt what makes the difference.",
                {
                    at: f"another answer than in {first}"
                    for at, first in zip(conflicts, ("FAQ:12", "FAQ:64"), strict=True)
                },
            ),
            a_rule(
                "note",
                "SRC011 sheets-not-read",
                1,
                "Add --sheet Archive, or --sheet '*' for all of them.",
                {Location(path): "1 sheet is not read: Archive"},
            ),
        ),
    )


def mendable() -> Report:
    """Several inputs whose errors `prepare` mends, but for a record that it rejects."""
    months = ("april", "june", "july", "august", "september", "october")
    keys = lines("exports/june.jsonl", range(1, 11), "/id")
    last = lines("exports/july.jsonl", (77,), "/messages/3")
    reasons = ("MSG013 line-key-unknown", "MSG003 assistant-not-last")
    return replace(
        clean_chat(),
        inputs=tuple(an_input(f"exports/{m}.jsonl", "jsonl", 20, layout="chat") for m in months),
        summary=Summary(120, 120, 1, 121, 0, 0, False, "chat", reasons),
        **found(
            a_rule(
                "error",
                "MSG013 line-key-unknown",
                120,
                "prepare removes the keys that the provider refuses.",
                dict.fromkeys(keys, 'the line has a key "id" that the provider refuses'),
                fixable=True,
            ),
            a_rule(
                "error",
                "MSG003 assistant-not-last",
                1,
                "Add the answer of the assistant.",
                dict.fromkeys(last, "the last message is from user: there is nothing to train on"),
            ),
        ),
    )
