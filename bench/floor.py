"""The least that a check of chat lines can cost: read, decode, count tokens and hash, each once.

`python -m bench.floor CHAT.jsonl` on one core. It looks at nothing and finds nothing; what `ftprep
check` takes is told as a multiple of it.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from pathlib import Path
from typing import Final

import orjson
import toktok

__all__ = ["main"]

_TEXTS: Final = 10_000
"""Texts that are counted in one call: in calls of 1,000 toktok takes nearly twice the time."""
_ENCODING: Final = "o200k_base"


def main(path: Path) -> tuple[int, int, int]:
    """(examples, tokens of all message texts, distinct lines)."""
    gc.disable()  # Nothing here makes cycles, and walking a million dicts costs as much as JSON.
    texts: list[str] = []
    hashes: set[bytes] = set()
    examples = tokens = 0
    with path.open("rb") as stream:
        for line in stream:
            examples += 1
            for message in orjson.loads(line)["messages"]:
                texts.append(message["content"])
            hashes.add(hashlib.blake2b(line, digest_size=16).digest())
            if len(texts) >= _TEXTS:
                tokens += sum(toktok.batch_count(texts, _ENCODING, threads=1))
                texts.clear()
    tokens += sum(toktok.batch_count(texts, _ENCODING, threads=1))
    return examples, tokens, len(hashes)


if __name__ == "__main__":
    print(*main(Path(sys.argv[1])))
