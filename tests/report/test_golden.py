"""The text report, to the letter. After a change that is meant, write the files anew and read the
difference: `python -m tests.report.test_golden`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ftprep.report import TextOptions
from ftprep.report.text import write
from tests.report.reports import REPORTS

FOLDER = Path(__file__).parent / "golden"


def told(name: str, options: TextOptions, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    write(REPORTS[name], out, options)
    out.flush()
    return raw.getvalue().decode(encoding)


def golden() -> dict[str, str]:
    texts = {name: told(name, TextOptions()) for name in REPORTS}
    for name in ("messy_workbook", "prepared"):
        texts[f"{name}-60"] = told(name, TextOptions(width=60))
    texts["ticket_labels-120"] = told("ticket_labels", TextOptions(width=120))
    for name in ("ticket_labels", "hostile"):
        texts[f"{name}-ascii"] = told(name, TextOptions(), "ascii")
    texts["ticket_labels-cp1252"] = told("ticket_labels", TextOptions(), "cp1252")
    texts["messy_workbook-quiet"] = told("messy_workbook", TextOptions(quiet=True))
    texts["messy_workbook-quiet-80"] = told("messy_workbook", TextOptions(quiet=True, width=80))
    texts["picture-one-place"] = told("picture", TextOptions(places=1))
    return texts


@pytest.mark.parametrize("name", golden())
def test_text_is_as_it_was(name: str) -> None:
    assert golden()[name] == (FOLDER / f"{name}.txt").read_text("utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(golden())


def main() -> None:
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, text in golden().items():
        (FOLDER / f"{name}.txt").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
