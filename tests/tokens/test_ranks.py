"""The rank files are the published ones, or nothing is counted."""

from __future__ import annotations

import gzip
import hashlib
import importlib
from pathlib import Path

import pytest

from ftprep.errors import FtprepError
from ftprep.tokens import ranks


@pytest.mark.parametrize("name", ranks.ENCODINGS)
def test_as_tiktoken_builds_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pattern and hash are those of the installed tiktoken, which downloads nothing here."""
    hashes: list[str] = []

    def no_download(_url: str, expected_hash: str) -> dict[bytes, int]:
        hashes.append(expected_hash)
        return {}

    openai_public = importlib.import_module("tiktoken_ext.openai_public")
    monkeypatch.setattr(openai_public, "load_tiktoken_bpe", no_download)
    reference = getattr(openai_public, name)()
    assert ranks.ENCODINGS[name].pattern == reference["pat_str"]
    assert [ranks.ENCODINGS[name].sha256] == hashes


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("o200k_base", 199_998),
        ("cl100k_base", 100_256),
        ("p50k_base", 50_280),
        ("r50k_base", 50_256),
    ],
)
def test_size(name: str, size: int) -> None:
    assert len(ranks.load(name)._mergeable_ranks) == size


def test_licence_goes_with_the_files() -> None:
    text = (Path(ranks.__file__).parent / "LICENSE").read_text("utf-8")
    assert "MIT License" in text
    assert "OpenAI, Shantanu Jain" in text


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    "content", [b"not gzip", b"", _packed(b"IQ== 0\n"), _packed(b"IQ== 0\n")[:-9]]
)
def test_a_damaged_file_is_told(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p50k_base.tiktoken.gz").write_bytes(content)
    monkeypatch.setattr("ftprep.tokens.ranks.resources.files", lambda _package: tmp_path)
    ranks.load.cache_clear()
    ranks.ranks.cache_clear()
    with pytest.raises(
        FtprepError, match=r"p50k_base.tiktoken.gz.*is damaged.*install ftprep again"
    ):
        ranks.load("p50k_base")


def test_hash_is_of_the_published_file() -> None:
    """The compressed files hold the very bytes, so that anybody can compare them."""
    folder = Path(ranks.__file__).parent
    content = gzip.decompress((folder / "cl100k_base.tiktoken.gz").read_bytes())
    assert hashlib.sha256(content).hexdigest() == ranks.ENCODINGS["cl100k_base"].sha256
