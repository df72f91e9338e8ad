"""The rank files are the published ones, or nothing is counted."""

from __future__ import annotations

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


@pytest.mark.parametrize("content", [b"", b"IQ== 0\n", bytes(784_406)])
def test_a_damaged_file_is_told(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p50k_base.ranks").write_bytes(content)
    monkeypatch.setattr(ranks, "__file__", str(tmp_path / "__init__.py"))
    for cached in (ranks.load, ranks.ranks, ranks.table):
        cached.cache_clear()
    with pytest.raises(FtprepError, match=r"p50k_base.ranks.*is damaged.*install ftprep again"):
        ranks.load("p50k_base")


def test_one_wrong_byte_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (Path(ranks.__file__).parent / "p50k_base.ranks").read_bytes()
    middle = len(whole) // 2
    wrong = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    (tmp_path / "p50k_base.ranks").write_bytes(wrong)
    monkeypatch.setattr(ranks, "__file__", str(tmp_path / "__init__.py"))
    ranks.table.cache_clear()
    with pytest.raises(FtprepError, match="is damaged"):
        ranks.table("p50k_base")
