"""Make the workbooks and Parquet files under `tests/cases`: `python -m tests.make_workbook_cases`.

The files are committed; the same bytes come out each time.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.readers.raw_workbook import RawSheet, cell, row, workbook

FOLDER = Path(__file__).parent / "cases"

PAIRS = [
    ("When do you open?", "At nine, from Monday to Friday."),
    ("Where are you?", "In Graz, near the main station."),
    ("Do you ship abroad?", "To all of Europe."),
    ("Can I pay by card?", "By all usual cards."),
    ("How long does delivery take?", "Two days."),
    ("May I send things back?", "Within thirty days."),
    ("Do you repair bicycles?", "Only those that we sold."),
    ("Is there a student price?", "Ten percent less."),
    ("Who answers the phone?", "Eva, until five."),
    ("What does delivery cost?", "Nothing above fifty euros."),
    ("Do you sell vouchers?", "In the shop and by mail."),
    ("Are dogs welcome?", "They are."),
]
HEADER = row(1, "question", "answer")


def table(start: int = 2, pairs: list[tuple[str, str]] = PAIRS) -> str:
    """Rows of questions and answers."""
    return "".join(row(number, *pair) for number, pair in enumerate(pairs, start))


GOOD = workbook({"FAQ": HEADER + table()})
OTHER = [(question.replace("?", " today?"), answer) for question, answer in PAIRS]


def save(code: str, name: str, content: bytes) -> None:
    """Write a case."""
    folder = FOLDER / code
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def sheets() -> None:
    """XLS001 to XLS005: which sheets are read."""
    save("XLS001", "bad-empty.xlsx", workbook({"Sheet1": ""}))
    save("XLS001", "good-filled.xlsx", workbook({"Sheet1": "", "FAQ": HEADER + table()}))
    notes = row(1, "What is this?") + row(2, "Ask Eva.")
    save("XLS002", "bad-notes.xlsx", workbook({"Readme": notes, "FAQ": HEADER + table()}))
    save("XLS002", "good-one-sheet.xlsx", GOOD)
    pairs = row(1, "prompt", "completion") + table(2, OTHER)
    save("XLS003", "bad-two-headers.xlsx", workbook({"FAQ": HEADER + table(), "Mail": pairs}))
    save("XLS003", "good-notes.xlsx", workbook({"Readme": notes, "FAQ": HEADER + table()}))
    months = {"January": HEADER + table(), "February": HEADER + table(2, OTHER)}
    save("XLS004", "bad-months.xlsx", workbook(months))
    save("XLS004", "good-one-sheet.xlsx", GOOD)
    hidden = RawSheet(HEADER + table(), state="hidden")
    save("XLS005", "bad-hidden.xlsx", workbook({"FAQ": hidden}))
    save(
        "XLS005",
        "bad-very-hidden.xlsx",
        workbook({"FAQ": RawSheet(hidden.rows, state="veryHidden")}),
    )
    save(
        "XLS005",
        "good-hidden-notes.xlsx",
        workbook({"Codes": RawSheet(notes, state="hidden"), "FAQ": HEADER + table()}),
    )


def cells() -> None:
    """XLS006 to XLS009: what is noteworthy about cells."""
    filtered = HEADER + table(2, PAIRS[:10]) + row(12, *PAIRS[10], attributes='hidden="1"')
    save("XLS006", "bad-filtered-row.xlsx", workbook({"FAQ": filtered}))
    column = RawSheet(HEADER + table(), before='<cols><col min="2" max="2" hidden="1"/></cols>')
    save("XLS006", "bad-hidden-column.xlsx", workbook({"FAQ": column}))
    beside = RawSheet(HEADER + table(), before='<cols><col min="9" max="16384" hidden="1"/></cols>')
    save("XLS006", "good-hidden-beside.xlsx", workbook({"FAQ": beside}))
    gap = HEADER + table(2, PAIRS[:6]) + table(10, PAIRS[6:])
    save("XLS007", "bad-gap.xlsx", workbook({"FAQ": gap}))
    styled = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(14, 90))
    save("XLS007", "good-phantom-rows.xlsx", workbook({"FAQ": HEADER + table() + styled}))
    merged = '<mergeCells count="1"><mergeCell ref="A2:A4"/></mergeCells>'
    save("XLS008", "bad-merged.xlsx", workbook({"FAQ": RawSheet(HEADER + table(), after=merged)}))
    title = row(1, "All that people ask") + row(2, "question", "answer") + table(3)
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    save("XLS008", "good-merged-title.xlsx", workbook({"FAQ": RawSheet(title, after=merged)}))
    remark = row(14, "Who are you?", "A shop.", None, None, None, "ask Eva!")
    save(
        "XLS009",
        "bad-remark.xlsx",
        workbook({"FAQ": HEADER + table() + row(60, "Late?", "No.") + remark.replace("14", "61")}),
    )
    save("XLS009", "good-table-alone.xlsx", GOOD)


def values() -> None:
    """XLS010 to XLS013: cells without a text."""
    formula = cell("B14", None, formula='CONCATENATE("Order ",A2)')
    more = HEADER + table()
    save("XLS010", "bad-openpyxl.xlsx", workbook({"FAQ": more + row(14, "Which order?", formula)}))
    zero = cell("B14", 0, formula='CONCATENATE("Order ",A2)')
    stale = workbook(
        {"FAQ": more + row(14, "Which order?", zero)},
        settings='<calcPr calcId="124519" fullCalcOnLoad="1"/>',
    )
    save("XLS010", "bad-xlsxwriter.xlsx", stale)
    stored = cell("B14", "Order 17", kind="str", formula='CONCATENATE("Order ",A2)')
    save("XLS010", "good-stored.xlsx", workbook({"FAQ": more + row(14, "Which order?", stored)}))
    error = cell("B14", "#N/A", kind="e", formula="VLOOKUP(A2,C:D,2)")
    save("XLS011", "bad-lookup.xlsx", workbook({"FAQ": more + row(14, "Which order?", error)}))
    save(
        "XLS011",
        "good-written.xlsx",
        workbook({"FAQ": more + row(14, "What is #N/A?", "An error.")}),
    )
    shared = cell("B14", 7, kind="s")
    lost = workbook({"FAQ": more + row(14, "Which?", shared)}, strings=["<t>That one.</t>"])
    save("XLS012", "bad-number.xlsx", lost)
    found = workbook(
        {"FAQ": more + row(14, "Which?", cell("B14", 0, kind="s"))}, strings=["<t>That one.</t>"]
    )
    save("XLS012", "good-number.xlsx", found)
    save("XLS013", "bad-xml.xlsx", workbook({"FAQ": RawSheet(more + "<row r='14'><c></row>")}))
    save("XLS013", "good-whole.xlsx", GOOD)


def spare() -> None:
    """XLS014: a helper column of formulas."""
    head = row(1, "question", "answer", "length")
    lengths = [
        row(n, *pair, cell(f"C{n}", None, formula=f"LEN(B{n})")) for n, pair in enumerate(PAIRS, 2)
    ]
    save("XLS014", "bad-lengths.xlsx", workbook({"FAQ": head + "".join(lengths)}))
    stored = [
        row(n, *pair, cell(f"C{n}", len(pair[1]), formula=f"LEN(B{n})"))
        for n, pair in enumerate(PAIRS, 2)
    ]
    save("XLS014", "good-lengths.xlsx", workbook({"FAQ": head + "".join(stored)}))


def parquet() -> None:
    """PAR001 and PAR002."""
    many = [
        (f"{question} ({n})", f"{answer} ({n})") for n in range(4) for question, answer in PAIRS
    ]
    questions, answers = (list(column) for column in zip(*many, strict=True))
    whole = _parquet(pa.table({"question": questions, "answer": answers}))
    save("PAR001", "good-whole.parquet", whole)
    damaged = bytearray(whole)
    start = whole.index(b"(1)")
    damaged[start - 20 : start + 20] = bytes(40)
    save("PAR001", "bad-damaged.parquet", bytes(damaged))
    latin = pa.array([answer.encode() for _, answer in PAIRS[:-1]] + [b"caf\xe9"])
    offsets, data = latin.buffers()[1:]
    broken = pa.StringArray.from_buffers(len(latin), offsets, data)
    pairs = pa.table({"question": [question for question, _ in PAIRS], "answer": broken})
    save("PAR002", "bad-latin-1.parquet", _parquet(pairs))
    save("PAR002", "good-utf-8.parquet", whole)


def _parquet(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=12, use_dictionary=False, compression="snappy")
    return bytes(sink.getvalue())


if __name__ == "__main__":
    sheets()
    cells()
    values()
    spare()
    parquet()
