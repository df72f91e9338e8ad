"""Commands against the rehearsal server, as a person types them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ftprep.cli import main
from ftprep.testing.server import Options, RehearsalServer

__all__ = [
    "KEY",
    "Said",
    "classified",
    "clear_faults",
    "dataset",
    "lead_to",
    "record",
    "run",
    "serving",
    "trained",
]

KEY = "sk-proj-0123456789abcdefSECRETSECRET"
"""No output may hold it."""

COLOURS = ("red", "green", "blue")


class Said(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that it said, on one line."""
        return " ".join((self.out + self.err).split())

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@contextmanager
def serving(
    folder: Path, patch: pytest.MonkeyPatch, options: Options | None = None
) -> Iterator[RehearsalServer]:
    """A server, and an environment that leads to it."""
    with RehearsalServer(folder / "server", options or Options(speed=2_000)) as server:
        lead_to(server, patch)
        patch.chdir(folder)
        yield server


def lead_to(server: RehearsalServer, patch: pytest.MonkeyPatch) -> None:
    """Let the environment lead to a server."""
    patch.setenv("OPENAI_BASE_URL", server.base_url)
    patch.setenv("OPENAI_API_KEY", KEY)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Said:
    """`ftprep …`; fails where the key is told."""
    capsys.readouterr()
    code = main([*map(str, arguments)])
    out, err = capsys.readouterr()
    assert KEY not in out + err
    return Said(code, out, err)


def classified(number: int) -> dict[str, Any]:
    """One example of a classification."""
    colour = COLOURS[number % len(COLOURS)]
    return {
        "messages": [
            {"role": "system", "content": "Name the colour of the thing."},
            {"role": "user", "content": f"Thing number {number} looks like {colour} to me."},
            {"role": "assistant", "content": colour},
        ]
    }


def dataset(folder: Path, examples: list[dict[str, Any]], *flags: str) -> Path:
    """What `prepare` writes of the examples; the answer is its folder."""
    path = folder / "data.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in examples), encoding="utf-8")
    out = folder / "out"
    code = main(["prepare", str(path), "-o", str(out), "--fail-on", "never", *flags])
    assert code == 0
    return out


def clear_faults(server: RehearsalServer) -> None:
    """Forget the faults that have yet to strike."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("DELETE", "/_rehearsal/faults")
    assert connection.getresponse().status == 200
    connection.close()


def record(folder: Path, name: str = "sums") -> dict[str, Any]:
    """The record of submissions of a dataset."""
    content: dict[str, Any] = json.loads((folder / f"{name}_job.json").read_bytes())
    return content


def trained(out: Path, *flags: str) -> dict[str, Any]:
    """Submit the dataset and wait for the job's end; the answer is its entry in the record."""
    assert main(["submit", str(out), "--yes", *flags]) == 0
    assert main(["jobs", "follow", str(out), "--every", "0.05"]) == 0
    (record,) = out.glob("*_job.json")
    entry: dict[str, Any] = json.loads(record.read_bytes())["jobs"][-1]
    return entry
