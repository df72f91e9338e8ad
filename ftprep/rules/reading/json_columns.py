"""JSN: tables that are written as JSON, by columns or by rows."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def uneven_columns() -> None:
    """The columns of a table are not of one length.

    ## What
    The document is a table by columns, and some columns have fewer cells than others. The last
    rows have no cell there.

    ## Why
    If a cell is missing in the middle, every answer after it belongs to another question.

    ## Bad
    ```json
    {"prompt": ["Hi ->", "Bye ->"], "completion": [" Hello."]}
    ```

    ## Good
    ```json
    {"prompt": ["Hi ->", "Bye ->"], "completion": [" Hello.", " See you."]}
    ```

    ## Source
    ftprep.
    """


def rows_without_names() -> None:
    """Rows are lists, and nothing says what their cells are.

    ## What
    Records are lists of cells, as in a table without a header. The cells are called by their
    position.

    ## Why
    Which cell is the question and which the answer cannot be known from a list.

    ## Bad
    ```json
    [["Is it open?", "Yes."], ["Until when?", "Until six."]]
    ```

    ## Good
    ```json
    [["question", "answer"], ["Is it open?", "Yes."], ["Until when?", "Until six."]]
    ```

    ## Source
    ftprep.
    """


def uneven_row() -> None:
    """A row has more or fewer cells than the others.

    ## What
    Records are lists of cells, and this one is longer or shorter than most.

    ## Why
    Which cell is missing or too many cannot be known, so cells may stand under the wrong name.

    ## Bad
    ```json
    [["question", "answer"], ["Is it open?", "Yes."], ["Until when?"]]
    ```

    ## Good
    ```json
    [["question", "answer"], ["Is it open?", "Yes."], ["Until when?", "Until six."]]
    ```

    ## Source
    ftprep.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "JSN043", Level.ERROR, uneven_columns,
        "the columns are not of one length: {lengths}",
        "Find the missing cells: from the first one on, rows may be mismatched.",
    ),
    source_rule(
        "JSN044", Level.NOTE, rows_without_names,
        "the rows are lists without names; their cells are called {columns}",
        'Say which is which: --map user="column 1" --map assistant="column 2".',
    ),
    source_rule(
        "JSN045", Level.ERROR, uneven_row,
        "the row has {n} cells where others have {columns}",
        "Add the missing cells, or remove those that are too many.",
    ),
)  # fmt: skip
