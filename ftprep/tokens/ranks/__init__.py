"""tiktoken's encodings, built from the rank files beside this module: no download, no cache.

The files are those that OpenAI publishes (tiktoken's licence covers them: openai/tiktoken issue 92,
2023-04-05; see LICENSE here), compressed with gzip: 2.8 MB instead of 6.1 in every installation,
for at most 0.05 s of the half second that loading the largest takes. xz would save 0.9 MB more, but
is missing from some builds of Python. Patterns and hashes: tiktoken 0.14.0, openai_public.py.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import zlib
from binascii import a2b_base64
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from ftprep.errors import FtprepError

if TYPE_CHECKING:
    import tiktoken

__all__ = ["ENCODINGS", "load", "ranks"]


class _Encoding(NamedTuple):
    file: str
    sha256: str
    """Of the rank file as published, before compression."""
    pattern: str
    """What splits a text into the pieces that are encoded one by one."""
    lines: int | None = None
    """So many lines of the file, when it holds a larger encoding too."""


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
        "o200k_base.tiktoken.gz",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        _O200K_PATTERN,
    ),
    "cl100k_base": _Encoding(
        "cl100k_base.tiktoken.gz",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        _CL100K_PATTERN,
    ),
    "p50k_base": _Encoding(
        "p50k_base.tiktoken.gz",
        "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
        _R50K_PATTERN,
    ),
    # p50k_base is r50k_base with 24 runs of spaces added at the end.
    "r50k_base": _Encoding(
        "p50k_base.tiktoken.gz",
        "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
        _R50K_PATTERN,
        lines=50_256,
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

    Raises `KeyError` for a name that is not in `ENCODINGS`, `FtprepError` when the file of this
    installation is damaged.
    """
    words = _read(ENCODINGS[name]).split()
    return dict(zip(map(a2b_base64, words[::2]), map(int, words[1::2]), strict=True))


def _read(how: _Encoding) -> bytes:
    """The lines of a rank file, after comparing their hash."""
    packed = resources.files("ftprep.tokens.ranks").joinpath(how.file).read_bytes()
    try:
        content = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise FtprepError(_damaged(how.file, str(error))) from error
    if how.lines is not None:
        content = b"".join(content.splitlines(keepends=True)[: how.lines])
    found = hashlib.sha256(content).hexdigest()
    if found != how.sha256:
        raise FtprepError(_damaged(how.file, f"SHA-256 {found}, expected {how.sha256}"))
    return content


def _damaged(file: str, how: str) -> str:
    return (
        f"the rank file {file} of this installation is damaged ({how}), so tokens cannot be "
        "counted; install ftprep again"
    )
