"""Upload one file in a process of its own, and tell what it took.

    python -m tests.submit.uploader FILE

Writes one line of JSON: the id at the server, and by how much memory has grown at most, in MB.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from ftprep.submit.connect import connect

__all__: list[str] = []


def peak() -> float:
    """The most memory that the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(path: Path) -> None:
    """Upload a small file first, so that all that is needed once is loaded."""
    service = connect("openai")
    small = path.with_name("small.jsonl")
    small.write_bytes(b"{}\n")
    service.upload(small, "small.jsonl", lambda sent, total: None)
    before = peak()
    remote = service.upload(path, path.name, lambda sent, total: None)
    print(json.dumps({"id": remote.id, "bytes": remote.bytes, "grown": peak() - before}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
