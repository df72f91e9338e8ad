"""Make the tables of this folder from the rank files that OpenAI publishes, and those from these.

    python -m ftprep.tokens.ranks.build o200k_base.tiktoken cl100k_base.tiktoken p50k_base.tiktoken

writes each table beside this module and tells its SHA-256, for `ENCODINGS`. The files are at the
addresses in tiktoken's `openai_public.py`.
"""

from __future__ import annotations

import hashlib
import sys
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Mapping
from pathlib import Path

from ftprep.tokens.ranks.table import pack

__all__ = ["main", "parsed", "published"]


def parsed(content: bytes) -> dict[bytes, int]:
    """Token → rank of a published rank file: a token in base64, a space and its rank a line."""
    words = content.split()
    return dict(zip(map(a2b_base64, words[::2]), map(int, words[1::2]), strict=True))


def published(ranks: Mapping[bytes, int]) -> bytes:
    """The rank file of these ranks, to the byte: so a table is compared with what was published."""
    by_rank = sorted(ranks.items(), key=lambda item: item[1])
    return b"".join(b"%b %d\n" % (b64encode(token), rank) for token, rank in by_rank)


def main(files: list[str]) -> None:
    """Write the table of each published file, named after it."""
    for file in map(Path, files):
        table = pack(parsed(file.read_bytes()))
        Path(__file__).with_name(f"{file.stem}.ranks").write_bytes(table)
        print(f"{file.stem}.ranks", hashlib.sha256(table).hexdigest())  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
