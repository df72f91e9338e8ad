"""TAB: the quotes around the cells of delimited text."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def open_quote() -> None:
    """A quote that is not closed would swallow the rows after it; it is read as text.

    ## What
    The cell starts with a quote and nothing ends it where a cell may end, while the lines after it
    are whole rows by themselves. So the quote is taken for a word of the text.

    ## Why
    A CSV library reads on to the next quote, or to the end of the file: many rows become one cell.

    ## Bad
    ```csv
    question,answer
    "How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    Do you ship abroad?,Yes.
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,Two days.
    Can I return it?,Within 30 days.
    Do you ship abroad?,Yes.
    ```

    ## Source
    ceaksan/turkish-diacritics, training_data.tsv (2026): 17,217 rows of two cells, of which a
    quote-aware reader loses one.
    """


def unclosed_quote() -> None:
    """The file ends inside a quoted cell.

    ## What
    The last row has an opening quote and no closing one. The row is kept in the rejected file.

    ## Why
    The file was cut: the last answer is not whole, and more rows may be missing.

    ## Bad
    ```csv
    question,answer
    Can I return it?,Within 30 days.
    How long is delivery?,"Two days.
    Or th
    ```

    ## Good
    ```csv
    question,answer
    How long is delivery?,"Two days.
    Or three."
    ```

    ## Source
    RFC 4180 (2005), section 2, rules 5 and 6.
    """


def inner_quote() -> None:
    """Quotes inside a quoted cell are not doubled.

    ## What
    The cell is quoted, and further quotes stand inside it. The first and the last are taken for the
    quotes of the cell, the others for text.

    ## Why
    Other programs end the cell at the first inner quote, or refuse the file.

    ## Bad
    ```csv
    question,answer
    Which plan?,"Choose "Basic" in the menu"
    Can I return it?,Within 30 days.
    ```

    ## Good
    ```csv
    question,answer
    Which plan?,"Choose ""Basic"" in the menu"
    Can I return it?,Within 30 days.
    ```

    ## Source
    RFC 4180 (2005), section 2, rule 7: a quote inside a quoted field is written twice.
    """


def stray_quote() -> None:
    """A cell starts with a quote that is part of the text.

    ## What
    The quote that would enclose it ends in the middle of the cell. All quotes are kept.

    ## Why
    Good to know: other programs leave such quotes out, or join cells.

    ## Bad
    ```csv
    title,text
    "Hello" she said,A greeting.
    Bye,A farewell.
    ```

    ## Good
    ```csv
    title,text
    She said "Hello",A greeting.
    Bye,A farewell.
    ```

    ## Source
    RFC 4180 (2005), section 2, rules 5 to 7.
    """


def rows_in_cell() -> None:
    """A quoted cell holds lines that look like rows.

    ## What
    The quote that opens the cell is closed some lines below, and each of these lines has as many
    cells as the table. Nothing else in the file shows that its quotes are in place. The lines are
    read as one cell; where they are many, as rows (TAB012).

    ## Why
    If both quotes are words of the texts, rows are lost in a cell.

    ## Bad
    ```csv
    question,answer
    Who said it?,"Never
    Is it open?,It opens at nine.
    Can I pay?,You can.
    What was said?,Come back"
    ```

    ## Good
    ```csv
    question,answer
    Who said it?,Never
    Is it open?,It opens at nine.
    Can I pay?,You can.
    What was said?,Come back
    ```

    ## Source
    RFC 4180 (2005), section 2, rules 5 to 7.
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "TAB012", Level.WARNING, open_quote,
        "the quote that opens a cell here is not closed; it is read as text (lines that it "
        "would swallow otherwise: {n:,})",
        "Close the quote, or double it and quote the cell.",
    ),
    source_rule(
        "TAB013", Level.ERROR, unclosed_quote,
        "the file ends inside a quoted cell",
        "Complete the row, or get the whole file.",
    ),
    source_rule(
        "TAB016", Level.WARNING, inner_quote,
        "quotes inside a quoted cell are not doubled; they are read as text",
        'Double them: "Choose ""Basic""".',
    ),
    source_rule(
        "TAB017", Level.NOTE, stray_quote,
        "a cell starts with a quote that is part of its text",
        "Nothing need be done.",
    ),
    source_rule(
        "TAB018", Level.WARNING, rows_in_cell,
        "a quoted cell runs on over lines that look like rows of the table: {n:,}; it is read as "
        "one cell",
        "If they are rows, double the quote that opens the cell and quote the cell.",
    ),
)  # fmt: skip
