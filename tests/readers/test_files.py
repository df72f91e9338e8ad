"""Inputs are found, hashed and opened, whatever they are wrapped in."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.errors import InputError
from ftprep.readers.files import discover, extension_of, open_bytes
from ftprep.readers.gunzip import damage_of


def found(spool: Path, *paths: Path | str) -> list[str]:
    return [file.path for file in discover([str(path) for path in paths], spool.joinpath)]


def test_a_file_is_hashed_as_it_is_given(tmp_path: Path) -> None:
    content = gzip.compress(b'{"prompt": "a"}\n')
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)
    (file,) = discover([str(path)], tmp_path.joinpath)
    assert file.path == str(path)
    assert file.bytes == len(content)
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.compression == "gzip"
    with open_bytes(file.local, file.compression) as stream:
        assert stream.read() == b'{"prompt": "a"}\n'


def test_gzip_is_told_by_content(tmp_path: Path) -> None:
    (tmp_path / "named.csv.gz").write_bytes(b"a,b\n")
    (tmp_path / "packed.csv").write_bytes(gzip.compress(b"a,b\n"))
    files = discover([str(tmp_path)], (tmp_path / "spool").joinpath)
    assert [file.compression for file in files] == [None, "gzip"]


def test_a_folder_is_walked_in_order_without_what_is_no_input(tmp_path: Path) -> None:
    spool = tmp_path / ".spool"
    spool.mkdir()
    names = ["b.csv", "a.jsonl", "sub/c.TSV", "sub/d.json.gz", "z.xlsx"]
    others = ["notes.txt", ".hidden.csv", ".git/x.csv", "~$z.xlsx", "readme.md", "image.png"]
    ours = ["a_report.json", "a_manifest.json", "a_ledger.jsonl", "a_rejected.jsonl"]
    for name in names + others + ours:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    expected = ["a.jsonl", "b.csv", "z.xlsx", "sub/c.TSV", "sub/d.json.gz"]
    assert found(spool, tmp_path) == [str(tmp_path / name) for name in expected]


def test_a_file_met_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n")
    assert found(tmp_path, path, tmp_path, str(path)) == [str(path)]


def test_standard_input_is_spooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,2\n")))
    (file,) = discover(["-"], tmp_path.joinpath)
    assert file.path == "<stdin>"
    assert Path(file.local).parent == tmp_path
    assert Path(file.local).read_bytes() == b"a,b\n1,2\n"
    assert file.bytes == 8


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_is_spooled(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.csv"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_bytes, args=(b"a,b\n1,2\n",))
    writer.start()
    (file,) = discover([str(fifo)], tmp_path.joinpath)
    writer.join()
    assert file.path == str(fifo)
    assert Path(file.local).read_bytes() == b"a,b\n1,2\n"


def test_a_gzipped_workbook_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx.gz"
    path.write_bytes(gzip.compress(b"PK\x03\x04 and so on"))
    spool = tmp_path / "spool"
    spool.mkdir()
    (file,) = discover([str(path)], spool.joinpath)
    assert file.compression is None
    assert Path(file.local).read_bytes() == b"PK\x03\x04 and so on"
    assert file.bytes == path.stat().st_size


def test_what_is_not_there_is_refused_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "support.csv").write_bytes(b"a\n")
    with pytest.raises(InputError, match=r"suport\.csv: no such file.*Did you mean .*support\.csv"):
        discover([str(tmp_path / "suport.csv")], tmp_path.joinpath)
    with pytest.raises(InputError, match="no such file or folder"):
        discover([str(tmp_path / "missing" / "x.csv")], tmp_path.joinpath)
    with pytest.raises(InputError, match="empty path"):
        discover([""], tmp_path.joinpath)
    with pytest.raises(InputError, match="cannot be read"):
        discover(["a\0b"], tmp_path.joinpath)


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"x")
    with pytest.raises(InputError, match=r"no data file in this folder.*\.csv"):
        discover([str(tmp_path)], tmp_path.joinpath)


def test_a_file_without_permission_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"a\.csv: no permission to read it"):
        discover([str(path)], tmp_path.joinpath)


@pytest.mark.parametrize(
    ("path", "extension"),
    [("A.CSV", ".csv"), ("x/y.jsonl.gz", ".jsonl"), ("<stdin>", ""), ("sub.v1/data", "")],
)
def test_the_extension_is_told(path: str, extension: str) -> None:
    assert extension_of(path) == extension


@given(st.binary(max_size=3000), st.integers(0, 400), st.integers(0, 7))
def test_a_damaged_gzip_gives_what_is_left(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, at: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("gz") / "x.gz"
    packed = bytearray(gzip.compress(content, mtime=0))
    path.write_bytes(packed)
    assert damage_of(str(path)) is None
    cut = max(3, len(packed) - 1 - at)
    path.write_bytes(packed[:cut])
    assert damage_of(str(path)) == "ends too early"
    with open_bytes(str(path), "gzip") as stream:
        assert content.startswith(stream.read())
    packed[3 + at % (len(packed) - 3)] ^= 1 << bit
    path.write_bytes(packed)
    with open_bytes(str(path), "gzip") as stream:
        stream.read()  # whatever it gives, it does not raise


def test_a_gzip_of_several_members_is_one_text(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"a" * 100_000) + gzip.compress(b"b") + bytes(1000))
    assert damage_of(str(path)) is None
    with open_bytes(str(path), "gzip") as stream:
        assert stream.read() == b"a" * 100_000 + b"b"
    path.write_bytes(gzip.compress(b"a") + b"trailing")
    assert damage_of(str(path)) == "has other data after its end"
