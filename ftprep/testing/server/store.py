"""The server's state: a SQLite database in a folder, so that a killed server goes on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ftprep.named import NamedTuple

__all__ = ["Page", "Store"]

Row = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX IF NOT EXISTS by_parent ON objects (kind, parent, seq);
"""


class Page(NamedTuple):
    """A part of a list."""

    rows: list[Row]
    has_more: bool


class Store:
    """JSON objects by kind and id, in the order in which they were made.

    Each call, or all calls inside `together`, is one transaction: after a kill the folder holds
    either all of it or nothing. Only for the thread that made it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / "state.sqlite", isolation_level=None)
        # The process may be killed, the machine is not: the system's cache is safe enough.
        self._database.executescript(f"PRAGMA synchronous=OFF;PRAGMA journal_mode=WAL;{_TABLES}")

    def close(self) -> None:
        """Let go of the folder."""
        self._database.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All or nothing of what is done inside. Nothing may be awaited there: others would take
        part."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._database.rollback()
            raise
        self._database.commit()

    def put(self, kind: str, row: Row, parent: str = "") -> None:
        """Add an object, or change it in its place."""
        self.put_all(kind, (row,), parent)

    def put_all(self, kind: str, rows: Iterable[Row], parent: str = "") -> None:
        """Add or change many objects, all or none."""
        with self.together():
            self._database.executemany(
                "INSERT INTO objects (kind, id, parent, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                ((kind, row["id"], parent, json.dumps(row)) for row in rows),
            )

    def get(self, kind: str, identity: str) -> Row | None:
        """The object, or None."""
        found = self._database.execute(
            "SELECT body FROM objects WHERE kind = ? AND id = ?", (kind, identity)
        ).fetchone()
        return None if found is None else _row(found[0])

    def delete(self, kind: str, identity: str) -> None:
        """Forget the object, if it is there."""
        self._database.execute("DELETE FROM objects WHERE kind = ? AND id = ?", (kind, identity))

    def count(self, kind: str, parent: str = "") -> int:
        """How many there are."""
        found = self._database.execute(
            "SELECT count(*) FROM objects WHERE kind = ? AND parent = ?", (kind, parent)
        ).fetchone()
        return int(found[0])

    def each(self, kind: str, parent: str = "") -> Iterator[Row]:
        """All, oldest first."""
        cursor = self._database.execute(
            "SELECT body FROM objects WHERE kind = ? AND parent = ? ORDER BY seq", (kind, parent)
        )
        return (_row(body) for (body,) in cursor)

    def page(
        self,
        kind: str,
        parent: str = "",
        *,
        limit: int,
        after: str | None = None,
        newest_first: bool = True,
        where: tuple[tuple[str, str], ...] = (),
    ) -> Page:
        """A part of a list, from behind the object `after` on.

        `where`: JSON paths and the text that must stand there. An `after` that is not there any
        more gives an empty page.
        """
        words = ["kind = ?", "parent = ?"]
        values: list[object] = [kind, parent]
        if after is not None:
            behind = "seq < " if newest_first else "seq > "
            # Our own words, every value is bound.
            words.append(behind + "(SELECT seq FROM objects WHERE kind = ? AND id = ?)")  # noqa: S608
            values += [kind, after]
        for path, text in where:
            words.append("json_extract(body, ?) = ?")
            values += [path, text]
        found = self._database.execute(
            f"SELECT body FROM objects WHERE {' AND '.join(words)} "  # noqa: S608 -- our own words
            f"ORDER BY seq {'DESC' if newest_first else 'ASC'} LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        return Page([_row(body) for (body,) in found[:limit]], len(found) > limit)


def _row(body: str) -> Row:
    row: Row = json.loads(body)
    return row
