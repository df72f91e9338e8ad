"""What holds for every text report: safe, within its width, readable with and without colour."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ftprep.report import TextOptions
from ftprep.report.report import BaselineRow, Duplicates, FindingRow, Location, Report, RuleRow
from ftprep.report.text import write
from tests.report.odd_reports import HOSTILE, hostile
from tests.report.reports import REPORTS

NASTY = "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\xa0\xad\u0301\u200b\u200d\u202e\u2066\u3000\ud800\ufe0f"
HOSTILE_TEXTS = st.text(
    st.one_of(st.sampled_from(NASTY + "[]/\\ 漢👩🏽é<>"), st.characters(exclude_categories=())),
    max_size=60,
)


def told(report: Report, options: TextOptions, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    write(report, out, options)
    out.flush()
    return raw.getvalue().decode(encoding)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@settings(deadline=None, max_examples=60)
@given(
    text=HOSTILE_TEXTS,
    width=st.integers(40, 160),
    quiet=st.booleans(),
    encoding=st.sampled_from(["utf-8", "ascii", "cp1252", "cp932", "utf-16"]),
)
@example(text=HOSTILE, width=40, quiet=False, encoding="utf-8")
@example(text="x" * 5_000, width=40, quiet=False, encoding="ascii")
@example(text="漢" * 500, width=41, quiet=True, encoding="utf-8")
def test_no_data_moves_the_cursor_or_breaks_the_width(
    text: str, width: int, quiet: bool, encoding: str
) -> None:
    shown = told(hostile(text), TextOptions(quiet=quiet, width=width), encoding)
    assert all(char.isprintable() or char in "\n\u3000" for char in shown)
    assert max(map(cell_len, shown.split("\n"))) <= width


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [40, 60, 63, 64, 80, 100, 160])
def test_lines_fit_and_end_where_their_words_end(name: str, width: int) -> None:
    for line in told(REPORTS[name], TextOptions(width=width)).split("\n"):
        assert cell_len(line) <= width
        assert line == line.rstrip(" ")


def test_markup_in_data_is_data() -> None:
    out = Terminal()
    write(hostile("[bold red]x[/] :smile:"), out, TextOptions(width=80, color=True))
    assert "[bold red]x[/] :smile:" in out.getvalue()


def test_a_file_gets_colours_where_the_environment_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" in told(REPORTS["messy_workbook"], TextOptions())


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_written_without_a_console_is_what_it_writes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = told(REPORTS[name], TextOptions(width=80))
    monkeypatch.setattr("ftprep.report.text._is_plain", lambda *_: False)
    assert told(REPORTS[name], TextOptions(width=80)) == plain


def test_a_file_gets_no_colour_and_a_terminal_the_sixteen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    report = REPORTS["messy_workbook"]
    assert "\x1b" not in told(report, TextOptions())
    out = Terminal()
    write(report, out, TextOptions(width=80))
    codes = {
        code
        for found in re.findall(r"\x1b\[([\d;]*)m", out.getvalue())
        for code in found.split(";")
    }
    assert codes <= {"0", "1", "2", *map(str, range(30, 38))}
    assert "31" in codes


def test_no_color_is_heeded_and_the_options_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    report = REPORTS["messy_workbook"]
    coloured = re.compile(r"\x1b\[[\d;]*3[0-7]")
    for color, seen in ((None, False), (False, False), (True, True)):
        out = Terminal()
        write(report, out, TextOptions(width=80, color=color))
        assert bool(coloured.search(out.getvalue())) is seen


def test_without_terminal_the_width_is_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    report = REPORTS["messy_workbook"]
    assert told(report, TextOptions()) == told(report, TextOptions(width=80))


def test_quiet_tells_whole_lines_where_tools_read_them() -> None:
    shown = told(REPORTS["messy_workbook"], TextOptions(quiet=True))
    assert "…" not in shown
    assert shown.splitlines()[0] == (
        "support_faq.xlsx!FAQ:17 Answer: error MSG006 content-empty: the assistant message is empty"
    )


MENDABLE = "MSG013 line-key-unknown, MSG003 assistant-not-last"


def verdict(report: Report) -> str:
    return told(report, TextOptions(quiet=True, width=160)).splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("clean_chat", "Ready: 120 chat examples; $0.32 for 3 epochs"),
        (
            "prepared",
            "Ready: 915 chat examples to train on, 228 to test with; $0.79 for 3 epochs",
        ),
        (
            "mendable",
            f"Not ready: {MENDABLE}; prepare mends what can be mended and rejects 1 of 120 records",
        ),
        ("picture", "Not ready: MSG006 content-empty; prepare rejects 6 of 214 records"),
        ("completions", "Not ready: TGT001 model-closed; prepare cannot mend TGT001"),
        ("empty", "Not ready: SRC001 no-records; prepare cannot mend SRC001"),
    ],
)
def test_the_verdict_says_why_and_whether_prepare_mends_it(name: str, expected: str) -> None:
    assert verdict(REPORTS[name]) == expected


def test_the_verdict_names_what_prepare_cannot_mend() -> None:
    report = REPORTS["mendable"]
    closed = REPORTS["completions"]
    mixed = replace(
        report,
        rules=(*report.rules, closed.rules[0]),
        findings=(*report.findings, closed.findings[0]),
    )
    assert verdict(mixed).endswith("; prepare cannot mend TGT001")


def test_the_verdict_without_reasons_tells_what_is_missing() -> None:
    report = replace(REPORTS["empty"], rules=(), findings=())
    silent = replace(report, summary=replace(report.summary, reasons=()))
    assert verdict(silent) == "Not ready: no record was found"
    some = replace(silent, summary=replace(silent.summary, records=3))
    assert verdict(some) == "Not ready: no example was understood"


def test_a_ready_file_for_a_closed_model_says_so() -> None:
    report = REPORTS["clean_chat"]
    closed = replace(report, target=replace(report.target, trainable=False))
    assert verdict(closed).endswith("but gpt-4.1-mini-2025-04-14 can no longer be trained")


def test_known_findings_leave_no_new_ones() -> None:
    report = replace(REPORTS["clean_chat"], baseline=None)
    assert "no findings in 120 records" in told(report, TextOptions())
    known = replace(report, baseline=BaselineRow(("ftprep-baseline.json",), 3, {"DUP001": 3}, ()))
    assert "no new findings in 120 records; 3 known findings not told" in told(known, TextOptions())


@pytest.mark.parametrize(
    ("asked", "test", "shown"),
    [
        ("0.2", 228, "test size 20%, "),
        ("0.2", 1_000, "test size 20% but at most 1,000, "),
        ("1000", 1_000, "test size 1000, "),
    ],
)
def test_the_bound_of_the_test_set_is_told_where_it_held(asked: str, test: int, shown: str) -> None:
    report = REPORTS["prepared"]
    assert report.split is not None
    split = replace(report.split, test_size=asked, test_examples=test)
    assert shown in told(replace(report, split=split), TextOptions())


def test_tokens_of_no_role_have_a_name() -> None:
    report = REPORTS["clean_chat"]
    assert report.tokens is not None
    roles = {**report.tokens.by_role, "": 7}
    shown = told(replace(report, tokens=replace(report.tokens, by_role=roles)), TextOptions())
    assert "            (no role)" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("alike", [True, False])
def test_no_line_number_is_cut_off_a_place(width: int, alike: bool) -> None:
    report = REPORTS["clean_chat"]
    path = "/a/long/way/to/the/folder/of/the/data/of/the/whole/team/questions.jsonl"
    pointers = ["/completion", "/prompt", "", "/messages/1/tool_calls/0/function/arguments"]
    rows = []
    for number, pointer in enumerate(pointers):
        message = "the same" if alike else f"another {number}"
        where = Location(path=path, line=1000 + number, pointer=pointer or None)
        rows.append(FindingRow("TXT006", "space", "note", message, where, fixable=False))
    rule = RuleRow("TXT006", "space", "note", 4, "", fixable=False, repaired=0, failing=False)
    report = replace(report, rules=(rule,), findings=tuple(rows))
    shown = told(report, TextOptions(width=width, places=9))
    for number in range(4):
        assert f"questions.jsonl:{1000 + number}" in shown


@pytest.mark.parametrize(
    ("dialect", "shown"),
    [
        ({}, "10 records · "),
        ({"records": "/data"}, "10 records at /data · "),
        ({"records": "/train", "records 2": "/test"}, "10 records in 2 lists · "),
    ],
)
def test_it_is_told_where_in_a_document_the_records_stand(
    dialect: dict[str, str], shown: str
) -> None:
    report = REPORTS["clean_chat"]
    row = replace(report.inputs[0], format="json", records=10, dialect=dialect)
    assert shown in told(replace(report, inputs=(row,)), TextOptions())


@pytest.mark.parametrize(
    ("exact", "near", "shown"),
    [
        (2, 1, "2 examples repeat an earlier one, 1 nearly does"),
        (1, 3, "1 example repeats an earlier one, 3 nearly do"),
        (0, 12, "12 examples nearly repeat an earlier one"),
        (0, 1, "1 example nearly repeats an earlier one"),
    ],
)
def test_what_repeats_is_told_in_a_whole_sentence(exact: int, near: int, shown: str) -> None:
    duplicates = Duplicates(exact=exact, near=near, conflicts=0)
    text = told(replace(REPORTS["clean_chat"], duplicates=duplicates), TextOptions())
    assert f"Duplicates  {shown}\n" in text


def test_a_workbook_of_many_sheets_is_one_file_of_its_size() -> None:
    report = REPORTS["clean_chat"]
    sheet = replace(report.inputs[0], path="faq.xlsx", format="xlsx", bytes=1_500_000, records=10)
    sheets = tuple(replace(sheet, sheet=f"week {number}") for number in range(7))
    shown = told(replace(report, inputs=sheets), TextOptions())
    assert "7 inputs in 1 file, 70 records, 1.5 MB\n" in shown
    files = tuple(replace(sheet, path=f"{number}.xlsx") for number in range(7))
    shown = told(replace(report, inputs=files), TextOptions())
    assert "7 inputs, 70 records, 10.5 MB\n" in shown


def test_a_long_message_is_told_in_full_once() -> None:
    report = REPORTS["clean_chat"]
    columns = " ".join(f"column{number}" for number in range(40))
    rows = tuple(
        FindingRow("MAP001", "layout-unknown", "error", f"{number} {columns}", where, fixable=False)
        for number, where in enumerate(Location(path="a.csv", line=line) for line in (2, 3, 4))
    )
    rule = RuleRow("MAP001", "n", "error", 3, "", fixable=False, repaired=0, failing=True)
    shown = told(replace(report, rules=(rule,), findings=rows), TextOptions())
    assert shown.count("column39") == 1
    assert shown.count("column3 ") == 3
    assert shown.count("…\n") == 2


def test_of_many_unknown_roles_the_largest_are_told_and_the_rest_together() -> None:
    report = REPORTS["clean_chat"]
    assert report.tokens is not None
    others = {f"speaker{number}": 1000 + number for number in range(3000)}
    tokens = replace(report.tokens, by_role={**report.tokens.by_role, **others}, total=10**7)
    shown = told(replace(report, tokens=tokens), TextOptions())
    assert len(shown.splitlines()) < 200
    assert "speaker2999" in shown
    assert "speaker2993" not in shown
    assert re.search(r"2,994 other roles +7,474,521 ", shown)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_where_the_price_is_from_is_told_whole(width: int) -> None:
    source = "OpenAI pricing page, public copies of 2026-09 and 2026-10"
    report = next(one for one in REPORTS.values() if one.cost and one.cost.price_per_million)
    assert report.cost is not None
    report = replace(report, cost=replace(report.cost, price_source=source))
    words = " ".join(told(report, TextOptions(width=width)).split())
    assert f"({source})" in words
