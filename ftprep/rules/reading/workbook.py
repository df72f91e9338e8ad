"""XLS: workbooks and their sheets. The rules about cells stand in `workbook_cell`."""

from __future__ import annotations

from ftprep.rules.reading.workbook_cell import RULES as CELL_RULES
from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def empty_sheet() -> None:
    """A sheet that was to be read holds nothing.

    ## What
    No cell of the sheet holds anything. The sheet was asked for, or the workbook has no other.

    ## Why
    No training example comes from it. Often the data are in another workbook, or were not saved.

    ## Bad
    ```text
    ftprep check plan.xlsx --sheet Sheet2        where Sheet2 was never filled in
    ```

    ## Good
    ```text
    ftprep check plan.xlsx                       reads Sheet1, which has the columns
    ```

    ## Source
    The retired `fine_tunes.prepare_data` wrote a training file of one newline for it
    (openai-python 0.28.1).
    """


def sheet_not_read() -> None:
    """A workbook has more sheets with cells than were read.

    ## What
    The sheet whose columns have usual names (question and answer, prompt and completion, text and
    label, in many languages) is read, and with it those with the same columns. Where no sheet has
    such columns, the first that holds anything is read.

    ## Why
    Notes, pivots and lists of codes are rarely training data. But only you know.

    ## Bad
    ```text
    sheets  Readme        notes for colleagues
            Data          prompt, completion        is read
    ```

    ## Good
    ```text
    sheets  Data          prompt, completion        is read
    ```

    ## Source
    The retired `fine_tunes.prepare_data` read the first sheet, whatever it held
    (openai-python 0.28.1).
    """


def usable_sheet_not_read() -> None:
    """A sheet has all that training examples need, but other columns than the sheet that is read.

    ## What
    Two sheets make a table of questions and answers each, under different names. One was read.

    ## Why
    Examples that were meant for training may be missing.

    ## Bad
    ```text
    sheets  FAQ           question, answer          is read
            Support       prompt, completion        is not
    ```

    ## Good
    ```text
    sheets  FAQ           question, answer          is read
            Support       question, answer          is read
    ```

    ## Source
    ftprep's own rule: what belongs to one table has one header.
    """


def sheets_joined() -> None:
    """Several sheets have the same columns and are read together.

    ## What
    Workbooks often keep one table on many sheets, one for each month or team.

    ## Why
    Good to know, because a sheet may be a copy or an older state of another one. Rows that are the
    same are told as duplicates.

    ## Bad
    ```text
    sheets  January       question, answer          is read
            February      question, answer          is read
    ```

    ## Good
    ```text
    ftprep check support.xlsx --sheet February      reads this one alone
    ```

    ## Source
    ftprep's own rule.
    """


def hidden_sheet() -> None:
    """A sheet that is read is hidden in Excel.

    ## What
    The sheet does not show among the tabs of the workbook.

    ## Why
    It may be forgotten, or meant for nobody's eyes, and what is trained on is hard to take back.

    ## Bad
    ```text
    sheets  Archive       (hidden)   prompt, completion        is read
    ```

    ## Good
    ```text
    sheets  Archive                  prompt, completion        is read
    ```

    ## Source
    ECMA-376 part 1, 18.2.19: the state of a sheet is visible, hidden or veryHidden.
    """


def hidden_cells() -> None:
    """Rows or columns that are read are hidden in Excel.

    ## What
    A filter is on, or somebody hid them. They are read like all others.

    ## Why
    Rows that were filtered out on the screen become training examples.

    ## Bad
    ```text
    row 1   question   answer
    row 2   (hidden by a filter on the column answer)
    row 3   Opening hours?   From 9 to 5.
    ```

    ## Good
    ```text
    row 1   question   answer
    row 2   Opening hours?   From 9 to 5.
    ```

    ## Source
    ECMA-376 part 1, 18.3.1.73 (row) and 18.3.1.13 (col).
    """


def blank_sheet_rows() -> None:
    """The table has blank rows.

    ## What
    Rows without any text between others. They are passed over and are no records.

    ## Why
    Good to know when rows are counted. A blank row may part two tables on one sheet.

    ## Bad
    ```text
    row 2   Opening hours?   From 9 to 5.
    row 3
    row 4   Where are you?   In Graz.
    ```

    ## Good
    ```text
    row 2   Opening hours?   From 9 to 5.
    row 3   Where are you?   In Graz.
    ```

    ## Source
    ftprep's own rule: every row is accounted for.
    """


RULES: tuple[Rule, ...] = (
    *CELL_RULES,
    source_rule(
        "XLS001", Level.WARNING, empty_sheet,
        'the sheet "{sheet}" holds nothing',
        "Save the data in the workbook, or name the sheet that holds them: --sheet NAME.",
    ),
    source_rule(
        "XLS002", Level.NOTE, sheet_not_read,
        "read {read}; not read: {sheets}",
        "To read others, name them: --sheet NAME (again for each, or --sheet '*' for all).",
    ),
    source_rule(
        "XLS003", Level.WARNING, usable_sheet_not_read,
        "usable, but not read, because their columns are not those of {read}: {sheets}",
        "Give them the same header, or check them by themselves: --sheet NAME.",
    ),
    source_rule(
        "XLS004", Level.NOTE, sheets_joined,
        "{n:,} sheets have the same columns and are read together: {sheets}",
        "To read one of them alone, name it: --sheet NAME.",
    ),
    source_rule(
        "XLS005", Level.NOTE, hidden_sheet,
        'the sheet "{sheet}" is hidden in Excel and is read',
        "If it is not meant for training, name another: --sheet NAME.",
    ),
    source_rule(
        "XLS006", Level.NOTE, hidden_cells,
        'hidden in Excel and read from the sheet "{sheet}": rows {rows}, columns {columns}',
        "If they are not meant for training, delete them.",
    ),
    source_rule(
        "XLS007", Level.NOTE, blank_sheet_rows,
        'blank rows of the sheet "{sheet}" passed over: {n:,}',
        "Nothing needs to be done, unless they part two tables.",
    ),
)  # fmt: skip
