"""tiktoken's encodings, built from the tables beside this module: no download, no cache.

The tables hold the rank files that OpenAI publishes (tiktoken's licence covers them:
openai/tiktoken issue 92, 2023-04-05; see LICENSE here) in a form that can be looked up at
once; `build` makes them, and makes the published files of them again, to the byte (a test).
They are 4.6 MB on the disk and 3.0 MB of the wheel, where the published files compressed were
2.8 MB of both. Patterns and hashes: tiktoken 0.14.0, openai_public.py.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ftprep.errors import FtprepError
from ftprep.named import NamedTuple
from ftprep.tokens.ranks.table import Table

if TYPE_CHECKING:
    import tiktoken

__all__ = ["ENCODINGS", "load", "ranks", "table"]


class _Encoding(NamedTuple):
    file: str
    """The table."""
    sha256: str
    """Of the rank file as published."""
    pattern: str
    """What splits a text into the pieces that are encoded one by one."""
    tokens: int | None = None
    """So many of the first ranks, when the table holds a larger encoding too."""


_TABLES: Final[Mapping[str, str]] = {
    "o200k_base.ranks": "b90aa8ae588ad2101e0d0ce5d0f20b0b5e334379afc96c997def718881afc40a",
    "cl100k_base.ranks": "fd00ffd96829de69816a564aa561392eded716b56c0b0da354449b4d0a8727f7",
    "p50k_base.ranks": "730955b9a2fe8ebd673ff7606f39324a3279b6f79e79db315fe35ebb09af2231",
}
"""Table → its SHA-256."""

_R50K_PATTERN: Final = (
    r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
)
_CL100K_PATTERN: Final = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
_SUFFIXES: Final = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_O200K_PATTERN: Final = (
    rf"[^\r\n\p{{L}}\p{{N}}]?[\p{{Lu}}\p{{Lt}}\p{{Lm}}\p{{Lo}}\p{{M}}]*"
    rf"[\p{{Ll}}\p{{Lm}}\p{{Lo}}\p{{M}}]+{_SUFFIXES}"
    rf"|[^\r\n\p{{L}}\p{{N}}]?[\p{{Lu}}\p{{Lt}}\p{{Lm}}\p{{Lo}}\p{{M}}]+"
    rf"[\p{{Ll}}\p{{Lm}}\p{{Lo}}\p{{M}}]*{_SUFFIXES}"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

ENCODINGS: Final[Mapping[str, _Encoding]] = {
    "o200k_base": _Encoding(
        "o200k_base.ranks",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        _O200K_PATTERN,
    ),
    "cl100k_base": _Encoding(
        "cl100k_base.ranks",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        _CL100K_PATTERN,
    ),
    "p50k_base": _Encoding(
        "p50k_base.ranks",
        "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
        _R50K_PATTERN,
    ),
    # p50k_base is r50k_base with 24 runs of spaces added at the end.
    "r50k_base": _Encoding(
        "p50k_base.ranks",
        "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
        _R50K_PATTERN,
        tokens=50_256,
    ),
}
"""tiktoken's name → how it is built."""


@functools.cache
def load(name: str) -> tiktoken.Encoding:
    """Tiktoken's encoding of that name, without special tokens: for ordinary text only.

    Raises what `ranks` does.
    """
    import tiktoken  # starting fast: few encodings need it

    return tiktoken.Encoding(
        name, pat_str=ENCODINGS[name].pattern, mergeable_ranks=ranks(name), special_tokens={}
    )


@functools.cache
def ranks(name: str) -> dict[bytes, int]:
    """Token → rank: the lower, the earlier it is merged.

    0.2 CPU s for the largest; `table` is there at once. Raises what `table` does.
    """
    most = ENCODINGS[name].tokens
    tokens = table(name).items()
    return dict(tokens) if most is None else {token: rank for token, rank in tokens if rank < most}


@functools.cache
def table(name: str) -> Table:
    """The table that an encoding is in (r50k_base: in that of p50k_base, which is larger).

    Raises `KeyError` for a name that is not in `ENCODINGS`, `FtprepError` when the file of this
    installation is damaged.
    """
    from hashlib import sha256  # starting fast: not every run counts

    file = ENCODINGS[name].file
    content = Path(__file__).with_name(file).read_bytes()
    found, expected = sha256(content).hexdigest(), _TABLES[file]
    if found != expected:
        raise FtprepError(
            f"the rank file {file} of this installation is damaged (SHA-256 {found}, expected "
            f"{expected}), so tokens cannot be counted; install ftprep again"
        )
    return Table(content)
