"""XLS: cells of workbooks. Joined into the table of `workbook_source`."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def merged_cells() -> None:
    """Cells are merged over several rows of the table.

    ## What
    A merged cell has its text in its first row. In the rows below it the cell is empty.

    ## Why
    A person sees a category that holds for five rows. The data has it in one row, and four rows
    without it. ftprep does not fill in what is not there.

    ## Bad
    ```text
              A            B              C
    row 2     Delivery     How long?      Two days.
    row 3     (merged)     How much?      Nothing.
    ```

    ## Good
    ```text
              A            B              C
    row 2     Delivery     How long?      Two days.
    row 3     Delivery     How much?      Nothing.
    ```

    ## Source
    ECMA-376 part 1, 18.3.1.55 (mergeCell).
    """


def text_beside_table() -> None:
    """Cells beside the table hold something.

    ## What
    A text stands in a column that has no name and that holds nothing in the first rows. It is kept
    in its record, under a name like `column 9`.

    ## Why
    Often a remark or a sum that belongs to no training example; sometimes the end of an answer that
    slipped one cell to the right.

    ## Bad
    ```text
              A                B               C   D
    row 1     question         answer
    row 90    Opening hours?   From 9 to 5.        ask Eva!
    ```

    ## Good
    ```text
              A                B
    row 1     question         answer
    row 90    Opening hours?   From 9 to 5.
    ```

    ## Source
    ftprep's own rule: nothing is lost.
    """


def formula_without_result() -> None:
    """A cell holds a formula without a stored result.

    ## What
    A workbook stores with each formula the result that Excel shows. Programs that write workbooks
    (openpyxl, for one) write the formula alone; XlsxWriter writes 0. Only a program that calculates
    can tell the result.

    ## Why
    The cell would be an empty text, or the formula would be trained on. The row as it stands, with
    its formula, is among the rejected rows.

    ## Bad
    ```text
    B2    =CONCATENATE("Order ", A2)      no stored result
    ```

    ## Good
    ```text
    B2    =CONCATENATE("Order ", A2)      Order 17
    ```

    ## Source
    ECMA-376 part 1, 18.3.1.40 (formula) and 18.3.1.96 (value); XlsxWriter documentation, "Formula
    Results".
    """


def error_value() -> None:
    """A cell shows an error value.

    ## What
    A formula failed: `#N/A`, `#REF!`, `#NAME?`, `#VALUE!`, `#DIV/0!`, `#NUM!`, `#NULL!`.

    ## Why
    The text of the error is what would be trained on.

    ## Bad
    ```text
    B2    =VLOOKUP(A2, Answers!A:B, 2)    #N/A
    ```

    ## Good
    ```text
    B2    =VLOOKUP(A2, Answers!A:B, 2)    We deliver in two days.
    ```

    ## Source
    ECMA-376 part 1, 18.17.3 (error values).
    """


def cell_text_missing() -> None:
    """The text of a cell is missing from the workbook.

    ## What
    Cells refer by number to a table of texts in the same file. This number is not in the table.

    ## Why
    The text is lost. The file is damaged, or a program wrote it wrongly.

    ## Bad
    ```text
    B2    text number 317 of 200
    ```

    ## Good
    ```text
    B2    text number 117 of 200
    ```

    ## Source
    ECMA-376 part 1, 18.4.9 (sst).
    """


def sheet_damaged() -> None:
    """A sheet is damaged and cannot be read to its end.

    ## What
    The file ends too early, or its bytes were changed. What stands before the damage was read.

    ## Why
    All rows behind it are missing, and how many they are is not known.

    ## Bad
    ```text
    support.xlsx      1,048,576 bytes of a download of 1,310,720
    ```

    ## Good
    ```text
    support.xlsx      1,310,720 bytes
    ```

    ## Source
    PKWARE APPNOTE 6.3.10 (zip); ECMA-376 part 2 (packages); [MS-XLS] for the older format.
    """


def spare_cell_without_text() -> None:
    """A cell of a column that is not used has no text.

    ## What
    It holds a formula without a stored result, or a text that is missing from the workbook. The
    names of the columns tell which ones ask and answer, and this is not one of them.

    ## Why
    Good to know before the column is used, with --map or in a template: it would be empty.

    ## Bad
    ```text
              question         answer          length
    row 2     Opening hours?   From 9 to 5.    =LEN(B2), no stored result
    ```

    ## Good
    ```text
              question         answer          length
    row 2     Opening hours?   From 9 to 5.    12
    ```

    ## Source
    ftprep's own rule.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "XLS008", Level.WARNING, merged_cells,
        'merged over several rows of the sheet "{sheet}": {n:,}, the first is {area}; only its '
        "first row holds the text",
        "In Excel, unmerge them and fill the text into each row.",
    ),
    source_rule(
        "XLS009", Level.NOTE, text_beside_table,
        'cells beside the table on the sheet "{sheet}": {n:,}, the first is {cell}',
        "Give the column a name, or delete the cells.",
    ),
    source_rule(
        "XLS010", Level.ERROR, formula_without_result,
        "{cell} holds a formula without a stored result: {text}",
        "Open the workbook in Excel or LibreOffice and save it: that stores the results.",
    ),
    source_rule(
        "XLS011", Level.WARNING, error_value,
        "{cell} shows the error {text}",
        "Mend the formula, or delete the row.",
    ),
    source_rule(
        "XLS012", Level.ERROR, cell_text_missing,
        "the text of {cell} (number {text}) is missing from the workbook",
        "Open the workbook in Excel, let it repair the file, and save it.",
    ),
    source_rule(
        "XLS013", Level.ERROR, sheet_damaged,
        'the sheet "{sheet}" cannot be read beyond row {row}: {reason}',
        "Get the file again, or open it in Excel, let it repair the file, and save it.",
    ),
    source_rule(
        "XLS014", Level.NOTE, spare_cell_without_text,
        "{cell} has no text, in a column that is not used: {text}",
        "Nothing needs to be done, unless the column is to be used.",
    ),
)  # fmt: skip
