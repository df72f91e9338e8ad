"""TAB: the rows of a table. Found by the readers of CSV, TSV and workbooks."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def too_many_cells() -> None:
    """The row has more cells than the header has names.

    ## What
    Most often a delimiter in a text that is not quoted. The row is kept in the rejected file.

    ## Why
    Which cells belong together cannot be known; read as it is, the answer would be cut.

    ## Bad
    ```csv
    question,answer
    Do you ship abroad?,Yes, to the EU, in five days.
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    question,answer
    Do you ship abroad?,"Yes, to the EU, in five days."
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rules 4 and 6: each line has the same number of fields; fields with
    commas are quoted.
    """


def too_few_cells() -> None:
    """The row has fewer cells than the header has names.

    ## What
    Most often a line break in a text that is not quoted, or a row that was cut. The row is kept in
    the rejected file.

    ## Why
    Read as it is, the answer would be empty or that of another question.

    ## Bad
    ```csv
    question,answer
    How long is delivery?
    Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rule 4.
    """


def blank_rows() -> None:
    """There are blank rows between the others.

    ## What
    Empty lines, or lines of delimiters alone, as spreadsheet programs leave below a table. They are
    no records.

    ## Why
    Good to know when the numbers of rows are compared.

    ## Bad
    ```csv
    question,answer
    How long is delivery?,Two days.

    Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    ```

    ## Source
    Python's csv module and pandas skip empty lines too (Python 3.13; pandas 2, skip_blank_lines).
    """


def trailing_empty_cells() -> None:
    """Rows end in empty cells beyond the last column.

    ## What
    Delimiters at the end of rows with nothing after them, as spreadsheet programs leave for columns
    that were once used. The empty cells are left out.

    ## Why
    Good to know when the file is compared with the spreadsheet.

    ## Bad
    ```csv
    question,answer
    How long is delivery?,Two days.,,
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rule 4: the last field must not be followed by a comma.
    """


def no_rows() -> None:
    """The table has a header and no row.

    ## What
    Nothing stands below the names of the columns.

    ## Why
    There is nothing to train on.

    ## Bad
    ```csv
    question,answer
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    ```

    ## Source
    The retired `fine_tunes.prepare_data` wrote an empty training file for such an input and ended
    with success (openai-python 0.28.1).
    """


def repeated_header() -> None:
    """The header stands again between the rows.

    ## What
    A row repeats the names of the columns, as when several files were put together. It is kept in
    the rejected file.

    ## Why
    The model would be trained to answer `question` with `answer`.

    ## Bad
    ```csv
    question,answer
    How long is delivery?,Two days.
    question,answer
    Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rule 3: the header line is the first line of the file.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "TAB001", Level.ERROR, too_many_cells,
        "cells: {n}, names in the header: {wanted}",
        "Put quotes around a text that holds the delimiter.",
    ),
    source_rule(
        "TAB002", Level.ERROR, too_few_cells,
        "cells: {n}, names in the header: {wanted}",
        "Complete the row, or put quotes around a text that holds a line break.",
    ),
    source_rule(
        "TAB009", Level.NOTE, blank_rows,
        "blank rows passed over: {n:,}, the first in line {line}",
        "Nothing need be done.",
    ),
    source_rule(
        "TAB011", Level.NOTE, trailing_empty_cells,
        "rows that end in empty cells beyond the last column: {n:,}, the first in line {line}",
        "Nothing need be done: the empty cells are left out.",
    ),
    source_rule(
        "TAB014", Level.ERROR, no_rows,
        "the table has a header and no row",
        "Export it again with its rows.",
    ),
    source_rule(
        "TAB015", Level.ERROR, repeated_header,
        "the header stands again here",
        "Delete the row.",
    ),
)  # fmt: skip
