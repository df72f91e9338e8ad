"""One table in every format gives the same examples, findings (but for places) and outputs."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.running import Run, prepare

ROWS = [
    {"question": "How do I reset my password?", "answer": 'Choose "Forgot password".'},
    {"question": "Where is my invoice?", "answer": "Under Account, then Billing.\nEvery month."},
    {"question": "Which code opens the door?", "answer": "007"},
    {"question": "Which country code has Namibia?", "answer": "NA"},
    {"question": "What does the function return?", "answer": "None"},
    {"question": "How large is the cache?", "answer": "1e5"},
    {"question": "Is the shop open on Sunday?", "answer": "TRUE"},
    {"question": "  Padded?  ", "answer": " yes "},
    {"question": "Was ist das?", "answer": "Größe – ‘so’ 東京 🙂"},
    {"question": "How do I reset my password?", "answer": 'Choose "Forgot password".'},
    {"question": "Where is my invoice?", "answer": "In the mail."},
    {"question": "No answer to this", "answer": ""},
    *({"question": f"What is {n} times {n}?", "answer": f"{n * n}, of course."} for n in range(20)),
]


def save_csv(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)


def save_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append(list(row.values()))
    book.save(path)


SAVERS: dict[str, Any] = {
    "csv": save_csv,
    "semicolon.csv": lambda path: save_csv(path, ";"),
    "utf16.csv": lambda path: save_csv(path, encoding="utf-16"),
    "bom.csv": lambda path: save_csv(path, encoding="utf-8-sig"),
    "tsv": lambda path: save_csv(path, "\t"),
    "xlsx": save_xlsx,
    "json": lambda path: path.write_text(json.dumps(ROWS, indent=1), encoding="utf-8"),
    "jsonl": lambda path: path.write_text(
        "".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8"
    ),
    "parquet": lambda path: pq.write_table(pa.Table.from_pylist(ROWS), path),
}


def essence(run: Run) -> dict[str, Any]:
    """What must not depend on the format."""
    report = run.report
    return {
        "exit": run.exit_code,
        "train": (run.folder / "out" / "table_train.jsonl").read_bytes(),
        "test": (run.folder / "out" / "table_test.jsonl").read_bytes(),
        "rejected": [
            (row["record"], [reason["code"] for reason in row["reasons"]])
            for row in run.lines("rejected")
        ],
        "findings": Counter(
            (f["code"], f["location"]["pointer"], f["location"]["column"])
            for f in report["findings"]
            if not f["code"].startswith(("SRC", "TAB", "JSN", "XLS", "PAR"))
        ),
        "summary": {k: report["summary"][k] for k in ("records", "examples", "rejected", "ready")},
        "tokens": report["tokens"],
        "cost": report["cost"],
        "labels": report["labels"],
        "duplicates": report["duplicates"],
    }


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("reference")
    save_csv(folder / "table.csv")
    return essence(prepare(folder, folder / "table.csv", "--name", "table"))


@pytest.mark.parametrize("kind", [kind for kind in SAVERS if kind != "csv"])
def test_the_format_does_not_matter(kind: str, tmp_path: Path, expected: dict[str, Any]) -> None:
    path = tmp_path / f"table.{kind}"
    SAVERS[kind](path)
    assert essence(prepare(tmp_path, path, "--name", "table")) == expected


def test_every_cell_arrives_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    save_csv(path)
    run = prepare(tmp_path, path)
    written = {
        (body["messages"][0]["content"], body["messages"][1]["content"]) for body in run.bodies()
    }
    assert written == {(r["question"], r["answer"]) for r in ROWS if r["answer"]}
