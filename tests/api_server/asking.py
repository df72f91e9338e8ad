"""What the tests send, and how they look at answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openai
from openai.types import FileObject
from openai.types.fine_tuning import FineTuningJob

from ftprep.testing.server import RehearsalServer

KEY = "sk-rehearsal-0123456789abcdef"
MODEL = "gpt-4o-mini-2024-07-18"
LABELS = ("billing", "login", "refund")
SYSTEM = "Say what the ticket is about."


def jsonl(rows: Iterable[object]) -> bytes:
    """Lines of JSON."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def ticket(number: int) -> list[dict[str, Any]]:
    """The question of one example."""
    text = f"Ticket {number}: I have trouble with my {LABELS[number % 3]}, case {number * 7919}."
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": text}]


def tickets(start: int, stop: int) -> list[dict[str, Any]]:
    """Examples that teach the labels."""
    return [
        {"messages": [*ticket(n), {"role": "assistant", "content": LABELS[n % 3]}]}
        for n in range(start, stop)
    ]


def upload(client: openai.OpenAI, rows: Iterable[object], name: str = "a.jsonl") -> FileObject:
    """A file for training."""
    return client.files.create(file=(name, jsonl(rows)), purpose="fine-tune")


def trained(
    server: RehearsalServer,
    client: openai.OpenAI,
    rows: Iterable[object],
    held_out: Iterable[object] | None = None,
    model: str = MODEL,
    **wishes: Any,
) -> FineTuningJob:
    """A job that has ended."""
    if held_out is not None:
        wishes["validation_file"] = upload(client, held_out, "b.jsonl").id
    job = client.fine_tuning.jobs.create(
        model=model, training_file=upload(client, rows).id, **wishes
    )
    server.advance(100_000)
    return client.fine_tuning.jobs.retrieve(job.id)


def strict(answer: Any) -> None:
    """The answer is what the client's own model says, without any conversion."""
    type(answer).model_validate_json(answer.to_json(), strict=True)


def peak_memory(process: int) -> int:
    """Bytes that a process has had in memory at most (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError
