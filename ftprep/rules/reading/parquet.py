"""PAR: Parquet files and tables in memory."""

from __future__ import annotations

from ftprep.rules.rule import Level, Rule, source_rule

__all__ = ["RULES"]


def row_group_damaged() -> None:
    """A part of a Parquet file is damaged.

    ## What
    Parquet keeps rows in groups, packed by themselves. One of them cannot be unpacked. Its rows are
    counted as unreadable, the other groups are read.

    ## Why
    The rows are lost to training.

    ## Bad
    ```text
    rows 1,001 to 2,000 of data.parquet: corrupt snappy compressed data
    ```

    ## Good
    ```text
    the same file, downloaded again
    ```

    ## Source
    Apache Parquet format 2.11, README (row groups, pages, checksums).
    """


def parquet_text_not_utf8() -> None:
    """A text of a Parquet file or an Arrow table is not UTF-8.

    ## What
    Parquet and Arrow texts are UTF-8 by definition, but writers do not always look. Each byte that
    does not belong is shown as U+FFFD, the rest of the text is read.

    ## Why
    The provider takes UTF-8 only. The original letters cannot be told from the byte alone.

    ## Bad
    ```text
    63 61 66 e9        "caf" and a byte of Latin-1
    ```

    ## Good
    ```text
    63 61 66 c3 a9     "café"
    ```

    ## Source
    Apache Parquet format 2.11, LogicalTypes (STRING).
    """


RULES: tuple[Rule, ...] = (
    source_rule(
        "PAR001", Level.ERROR, row_group_damaged,
        "the row is in a damaged part of the file: {reason}",
        "Get the file again, or write it again from its source.",
    ),
    source_rule(
        "PAR002", Level.WARNING, parquet_text_not_utf8,
        "the text is not UTF-8; bytes that do not belong became U+FFFD",
        "Write the file again with the text decoded from its real encoding.",
    ),
)  # fmt: skip
