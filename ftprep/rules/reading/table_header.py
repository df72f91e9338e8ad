"""TAB: the header of a table. Found by the readers of CSV, TSV and workbooks."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def no_header() -> None:
    """The table has no header.

    ## What
    The first row looks like the rows below it: numbers over numbers, texts of some words, a label
    that stands again further down. It is read as a record, and the columns are called by position.

    ## Why
    Without names it is not known which column asks and which one answers.

    ## Bad
    ```csv
    How long does delivery take?,It takes two days.
    Can I return what I bought?,Within thirty days.
    Do you ship to other countries?,To all of Europe.
    ```

    ## Good
    ```csv
    question,answer
    How long does delivery take?,It takes two days.
    Can I return what I bought?,Within thirty days.
    Do you ship to other countries?,To all of Europe.
    ```

    ## Source
    The retired `fine_tunes.prepare_data` took the first record for the names and refused the file:
    `prompt` column/key is missing (openai-python 0.28.1).
    """


def unsure_header() -> None:
    """The first row is taken for the header, and nothing speaks for it.

    ## What
    Its cells are no usual names of columns, and look much like the cells below them.

    ## Why
    If it is a record, one example is missing. The message shows the names.

    ## Bad
    ```csv
    apple,fruit
    carrot,root
    walnut,nut
    ```

    ## Good
    ```csv
    text,label
    apple,fruit
    carrot,root
    walnut,nut
    ```

    ## Source
    RFC 4180 (2005), section 3: whether there is a header line cannot be told from the file.
    """


def rows_above_header() -> None:
    """Lines above the table are not read.

    ## What
    A title, comments, facts about the export (`Printed:,2026-05-01`) or names of groups of columns
    stand above the header.

    ## Why
    Good to know; if one of them is a record, say where the header is: `--header-row`.

    ## Bad
    ```csv
    # exported on Monday
    question,answer
    How long is delivery?,Two days.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    ```

    ## Source
    The retired `fine_tunes.prepare_data` refused such files without naming the reason
    (openai-python 0.28.1).
    """


def unnamed_column() -> None:
    """Columns have no name.

    ## What
    They are called by their position: `column 3`. The first is often an index that pandas wrote.

    ## Why
    To use such a column, the name it is given here is needed: `--map user="column 3"`.

    ## Bad
    ```csv
    ,question,answer
    0,How long is delivery?,Two days.
    ```

    ## Good
    ```csv
    id,question,answer
    0,How long is delivery?,Two days.
    ```

    ## Source
    pandas 2, DataFrame.to_csv: the index is written under an empty name unless index=False.
    """


def repeated_column() -> None:
    """Several columns have one name.

    ## What
    The further ones are called `answer (2)`, `answer (3)`.

    ## Why
    Which of them is meant is not known. Other programs keep the last one, or the first.

    ## Bad
    ```csv
    question,answer,answer
    How long is delivery?,Two days.,2 d
    ```

    ## Good
    ```csv
    question,answer,short answer
    How long is delivery?,Two days.,2 d
    ```

    ## Source
    Python 3.13, csv.DictReader: of columns with one name the last one stays.
    """


def padded_column_name() -> None:
    """Column names have spaces or invisible characters around them.

    ## What
    They are read without them.

    ## Why
    Other programs look for `answer` and do not find ` answer`.

    ## Bad
    ```csv
    question, answer
    How long is delivery?,Two days.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rule 4: spaces are part of a field.
    """


def header_one_short() -> None:
    """Every row has one cell more than the header has names.

    ## What
    The first cell of each row is taken for an index without a name, as R and pandas write it; the
    column is called `{column}`.

    ## Why
    If the missing name is another one, all columns are off by one.

    ## Bad
    ```csv
    question,answer
    1,How long is delivery?,Two days.
    2,Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    id,question,answer
    1,How long is delivery?,Two days.
    2,Can I return it?,Within 30 days.
    ```

    ## Source
    R 4, read.table: the first column gives the row names if the header has one field fewer;
    pandas 2, read_csv does the same.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "TAB003", Level.WARNING, no_header,
        "no header: the columns are called {columns}",
        'Name them in the first line, or say which is which: --map user="column 1".',
    ),
    source_rule(
        "TAB004", Level.WARNING, unsure_header,
        "the first row is taken for the header: {columns}",
        "If it is a record, say so: --header-row 0.",
    ),
    source_rule(
        "TAB005", Level.NOTE, rows_above_header,
        "lines above the table that are not read: {n:,} ({texts})",
        "If one is the header: --header-row N.",
    ),
    source_rule(
        "TAB006", Level.NOTE, unnamed_column,
        "columns without a name: {columns}",
        "Use the name shown here, or name them in the file.",
    ),
    source_rule(
        "TAB007", Level.WARNING, repeated_column,
        "columns whose name another one has: {columns}",
        "Give each column its own name.",
    ),
    source_rule(
        "TAB008", Level.NOTE, padded_column_name,
        "names with spaces or invisible characters around them: {columns}",
        "Nothing need be done: they are read without.",
    ),
    source_rule(
        "TAB010", Level.WARNING, header_one_short,
        "each row has one cell more than the header; the first is read as `{column}`",
        "Name the first column, or correct the header.",
    ),
)  # fmt: skip
