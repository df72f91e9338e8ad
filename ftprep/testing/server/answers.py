"""What a tuned model has learnt: the answers of the files it was made from.

A question of the training file gets its answer. A question of the validation file gets its answer
in seven cases of eight, else that of the most alike training question: so a comparison on
held-out questions sees a model that generalises well, not one that is always right. Any other
question gets the answer of the most alike training question.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio.to_thread

from ftprep.named import NamedTuple
from ftprep.testing.server.service import Service
from ftprep.testing.server.store import Row
from ftprep.testing.server.verdict import objects

__all__ = ["Learnt", "known_answers", "learn", "share"]

Message = Mapping[str, Any]

_TABLES = """
CREATE TABLE exact (key TEXT PRIMARY KEY, answer TEXT NOT NULL, held_out INTEGER NOT NULL);
CREATE VIRTUAL TABLE alike USING fts5 (question, answer UNINDEXED);
CREATE VIRTUAL TABLE words USING fts5vocab (alike, row);
"""

_WORD = re.compile(r"\w+")
_MOST_WORDS = 100
_RAREST = 6
"""Words of a question by which its like is looked for: the rarest tell most, and are fast."""


class Learnt(NamedTuple):
    """An answer, as an assistant message."""

    message: Message
    exact: bool
    """The very question stands in a file."""


async def learn(at: Service, job: Row, name: str) -> None:
    """Keep the answers of a job's files for the model `name`, on the disk."""
    paths = [at.file_path(job[f"{what}_file"] or "-") for what in ("training", "validation")]
    target = _home(at, name)
    await anyio.to_thread.run_sync(_build, paths, target, at.folder / "incoming")


def known_answers(at: Service, name: str, messages: Sequence[Message]) -> Learnt | None:
    """The answer of the tuned model `name`; None when it learnt nothing alike."""
    path = _home(at, name)
    if not path.exists():
        return None
    database = sqlite3.connect(path)
    try:
        key = _key(messages)
        found = database.execute("SELECT answer, held_out FROM exact WHERE key = ?", (key,))
        row = found.fetchone()
        if row is not None and not (row[1] and share(key) < 1 / 8):
            return Learnt(json.loads(row[0]), exact=True)
        alike = _alike(database, _question(messages))
        return None if alike is None else Learnt(json.loads(alike), exact=False)
    finally:
        database.close()


def share(text: str) -> float:
    """A number from 0 to 1 that looks random and is always the same for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") / 2**32


def _home(at: Service, name: str) -> Path:
    return at.folder / "answers" / (hashlib.sha256(name.encode()).hexdigest()[:32] + ".sqlite")


def _build(paths: Sequence[Path], target: Path, incoming: Path) -> None:
    unfinished = incoming / target.name
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished)
    with database:
        database.executescript(f"PRAGMA synchronous=OFF;PRAGMA journal_mode=OFF;{_TABLES}")
        for held_out, path in enumerate(paths):
            if not path.is_file():
                continue
            for body in objects(path):
                for messages, answer in _lessons(body):
                    text = json.dumps(answer)
                    database.execute(
                        "INSERT OR IGNORE INTO exact VALUES (?, ?, ?)",
                        (_key(messages), text, held_out),
                    )
                    if not held_out:
                        database.execute(
                            "INSERT INTO alike VALUES (?, ?)", (_question(messages), text)
                        )
    database.close()
    unfinished.rename(target)


def _lessons(body: Mapping[str, Any]) -> Iterator[tuple[Sequence[Message], Message]]:
    """(what was said before, the answer) for each answer that is trained."""
    if "prompt" in body:
        yield [{"role": "prompt", "content": body["prompt"]}], {"content": body["completion"]}
        return
    if "preferred_output" in body:
        yield body["input"]["messages"], body["preferred_output"][0]
        return
    messages = body["messages"]
    for index, message in enumerate(messages):
        if message["role"] == "assistant" and message.get("weight", 1) != 0 and index:
            yield messages[:index], message


def _key(messages: Sequence[Message]) -> str:
    said = [[message.get("role"), _text(message.get("content"))] for message in messages]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _question(messages: Sequence[Message]) -> str:
    asked = [m for m in messages if m.get("role") in ("user", "tool", "prompt")]
    return _text((asked or list(messages))[-1].get("content")) if messages else ""


def _text(content: object) -> str:
    """Text of a message; parts that are no text count by their JSON."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [content]
    return "".join(
        str(part["text"]) if isinstance(part, dict) and "text" in part else json.dumps(part)
        for part in parts
    )


def _alike(database: sqlite3.Connection, question: str) -> str | None:
    words = list(dict.fromkeys(_WORD.findall(question.lower())))[:_MOST_WORDS]
    marks = ", ".join("?" * len(words))
    rare = database.execute(
        f"SELECT term FROM words WHERE term IN ({marks}) ORDER BY doc, term LIMIT ?",  # noqa: S608
        (*words, _RAREST),
    ).fetchall()
    if rare:
        # In quotation marks a word has no meaning for the search language.
        wanted = " OR ".join(f'"{word}"' for (word,) in rare)
        found = database.execute(
            "SELECT answer FROM alike WHERE alike MATCH ? ORDER BY bm25(alike), rowid LIMIT 1",
            (wanted,),
        ).fetchone()
        if found is not None:
            return str(found[0])
    first = database.execute("SELECT answer FROM alike ORDER BY rowid LIMIT 1").fetchone()
    return None if first is None else str(first[0])
