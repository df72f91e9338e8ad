"""Make `support_faq.xlsx` from `support_faq.md`, with the flaws that such workbooks have.

Run `python sample_data/make_workbook.py`. The same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["main"]

HERE: Final = Path(__file__).resolve().parent
TITLE: Final = "Pellwick Coffee – customer FAQ (working copy, please do not sort)"
HEADER: Final = ("Question", "Answer", "Category", "Last updated", "Views")
HEADER_ROW: Final = 3

FORMULA: Final = '="Orders over $"&Notes!B4&" ship free with standard delivery."'
FORMULA_VALUE: Final = "Orders over $45 ship free with standard delivery."

CELLS: Final[dict[str, tuple[str | float, str]]] = {
    "[free shipping]": (FORMULA, "General"),
    "[locker code]": ("007", "@"),
    "[restocking fee]": (0.15, "0%"),
    "[dishwasher]": (False, "General"),
    "[extension]": (417, "0000"),
}
"""Answers that are not plain text: value and number format, seen as a sentence, 007, 15%, FALSE
and 0417."""

UNANSWERED: Final = (
    ("Do you ship to PO boxes?", "Orders and delivery", dt.date(2026, 9, 22), 61),
    ("Which milk froths best?", "Brewing and beans", dt.date(2026, 9, 22), 48),
)
AGAIN: Final = (
    "How do I pause my subscription?",
    "When will I get my refund?",
    "How should I store my beans?",
)
OUTDATED: Final = (
    "How long do I have to return something?",
    "14 days from the day it was delivered. Sale items cannot be returned.",
    "Returns and refunds",
    dt.date(2024, 5, 6),
    2231,
)
NOTES: Final = (
    ("About this file", None),
    ("Owner: customer care. Articles come from the help centre on the first of the month.",),
    (None,),
    ("Free shipping from ($)", 45),
    ("Next review", dt.date(2026, 12, 1)),
    (None,),
    ("Tone: friendly, short, no exclamation marks. Say what to click before you say why.",),
    ("Do not promise delivery dates before Christmas. We had 340 complaints about that.",),
    ("To do: PO boxes (ask the carrier), milk (ask the trainers), old return policy must go.",),
)


class Article(NamedTuple):
    """One row of the sheet."""

    question: str
    answer: str
    category: str
    updated: dt.date
    views: int


def main() -> None:
    """Write the workbook beside this script."""
    articles = [*read((HERE / "support_faq.md").read_text("utf-8"))]
    workbook = Workbook()
    faq = workbook.active
    assert isinstance(faq, Worksheet)
    fill_faq(faq, with_flaws(articles))
    fill_notes(workbook.create_sheet("Notes"))
    buffer = io.BytesIO()
    workbook.save(buffer)
    (HERE / "support_faq.xlsx").write_bytes(settled(buffer.getvalue()))


def read(text: str) -> Iterator[Article]:
    """The articles of the Markdown file, in order."""
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        category, *articles = section.split("\n### ")
        for article in articles:
            question, facts, answer = article.split("\n", 2)
            updated, views = facts.split(", ")
            yield Article(
                question.strip(),
                answer.strip(),
                category.strip(),
                dt.date.fromisoformat(updated),
                int(views),
            )


def with_flaws(articles: list[Article]) -> list[Article]:
    """The rows as a team leaves them after two years."""
    rows = [typed_by_hand(number, article) for number, article in enumerate(articles)]
    by_question = {article.question: article for article in articles}
    for place, question in zip((40, 62, 75), AGAIN, strict=True):
        rows.insert(place, by_question[question])
    rows.insert(30, Article(*OUTDATED))
    for place, (question, category, updated, views) in zip((17, 81), UNANSWERED, strict=True):
        rows.insert(place, Article(question, "", category, updated, views))
    return rows


def typed_by_hand(number: int, article: Article) -> Article:
    """No-break spaces from a web page, and spaces at the end that nobody sees."""
    question, answer, category, updated, views = article
    if number % 11 == 4 and answer not in CELLS:
        answer = f"{answer}  "
    if number % 13 == 6:
        answer = re.sub(r"(\d) (kg|g|days|%)", "\\1\N{NO-BREAK SPACE}\\2", answer)
    if number % 17 == 9:
        question = f"{question}\N{NO-BREAK SPACE}"
    if number % 19 == 3:
        category = f"{category} "
    return Article(question, answer, category, updated, views)


def fill_faq(sheet: Worksheet, rows: list[Article]) -> None:
    """The title over all columns, a blank row, the header, the rows."""
    sheet.title = "FAQ"
    sheet["A1"] = TITLE
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:E1")
    for column, (name, width) in enumerate(zip(HEADER, (42, 90, 22, 14, 9), strict=True), 1):
        cell = sheet.cell(HEADER_ROW, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="5B3A29")
        sheet.column_dimensions["ABCDE"[column - 1]].width = width
    for number, article in enumerate(rows, HEADER_ROW + 1):
        value, number_format = CELLS.get(article.answer, (article.answer or None, "General"))
        sheet.cell(number, 1, article.question)
        answer = sheet.cell(number, 2)
        answer.value = value
        answer.number_format = number_format
        answer.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 3, article.category)
        sheet.cell(number, 4, article.updated).number_format = "yyyy-mm-dd"
        sheet.cell(number, 5, article.views).number_format = "#,##0"
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:E{HEADER_ROW + len(rows)}"


def fill_notes(sheet: Worksheet) -> None:
    """Prose and two settings, one of which the FAQ sheet computes with."""
    for row in NOTES:
        sheet.append(row)
    sheet["A1"].font = Font(bold=True)
    sheet["B5"].number_format = "yyyy-mm-dd"
    sheet.column_dimensions["A"].width = 90


def settled(workbook: bytes) -> bytes:
    """The same workbook with fixed times, and with the formula's value as Excel stores it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-10-01T08:00:00Z", data)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(
                    rb'(<c r="B\d+" s="\d+")(><f>[^<]*</f>)<v ?/>(?=</c>)',
                    rb'\1 t="str"\2<v>' + FORMULA_VALUE.encode() + rb"</v>",
                    data,
                )
            info = zipfile.ZipInfo(name, date_time=(2026, 10, 1, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()


if __name__ == "__main__":
    main()
