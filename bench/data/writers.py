"""Write examples as JSONL, JSON, CSV, XLSX or Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Final

from bench.data.examples import Body

__all__ = ["WRITERS", "cells"]

_ROW_GROUP: Final = 20_000


def cells(body: Body) -> dict[str, str]:
    """An example as a row of a table; of a conversation its last exchange.

    Raises `ValueError` for an example with tools, which no row can hold.
    """
    if "prompt" in body:
        return body
    if "tools" in body:
        raise ValueError("examples with tools do not fit into the cells of a table")
    *before, question, answer = body["messages"]
    system = before[0]["content"] if before and before[0]["role"] == "system" else ""
    return {"system": system, "question": question["content"], "answer": answer["content"]}


def _jsonl(path: Path, bodies: Iterable[Body]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_dumped(body) + "\n" for body in bodies)


def _json(path: Path, bodies: Iterable[Body]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("[\n")
        before = ""
        for body in bodies:
            stream.write(before + _dumped(body))
            before = ",\n"
        stream.write("\n]\n")


def _csv(path: Path, bodies: Iterable[Body]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(_table(bodies))


def _xlsx(path: Path, bodies: Iterable[Body]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in _table(bodies):
        sheet.append(row)
    book.save(path)


def _parquet(path: Path, bodies: Iterable[Body]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = (body if "prompt" in body else _with_text_for_schemas(body) for body in bodies)
    first = list(islice(texts, _ROW_GROUP))
    schema = pa.Table.from_pylist(first).schema
    with pq.ParquetWriter(path, schema) as writer:
        while first:
            writer.write_table(pa.Table.from_pylist(first, schema=schema))
            first = list(islice(texts, _ROW_GROUP))


def _with_text_for_schemas(body: Body) -> Body:
    """The definitions as text: their schemas differ, and a column has one type."""
    return {**body, "tools": json.dumps(body["tools"])} if "tools" in body else body


def _table(bodies: Iterable[Body]) -> Iterator[list[str]]:
    header: list[str] = []
    for body in bodies:
        row = cells(body)
        if not header:
            header = list(row)
            yield header
        yield list(row.values())


def _dumped(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)


WRITERS: Final[Mapping[str, Callable[[Path, Iterable[Body]], None]]] = {
    "jsonl": _jsonl,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
"""Format → what writes it."""
