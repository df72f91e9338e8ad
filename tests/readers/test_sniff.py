"""The format is told by what is in a file; what is no data is refused with the mend."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from ftprep.errors import InputError, UsageError
from ftprep.readers.sniff import format_of
from tests.readers.text_file import input_file

PAIR = b'{"prompt": "a", "completion": "b"}\n'
PRETTY = b'{\n  "prompt": "a",\n  "completion": "b"\n}\n'
CHAT = b'{"messages": [{"role": "user", "content": "a"}]}\n'
TABLE = b"question,answer\nWhy?,Because.\nHow?,So.\n"


def told(folder: Path, content: bytes, name: str = "x") -> tuple[str, list[str]]:
    """Format and codes."""
    form, findings = format_of(input_file(folder, content, name), None)
    return form, [finding.code for finding in findings]


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.jsonl", PAIR, "jsonl"),
        ("a.jsonl", PAIR * 3, "jsonl"),
        ("a.jsonl", PAIR.replace(b"a", b"a" * 200_000) * 2, "jsonl"),
        ("a.jsonl", PAIR.replace(b'"a"', b'{"a": 1}').replace(b"1", b"1" * 200_000), "jsonl"),
        ("a.json", PAIR.replace(b"a", b"a" * 200_000), "json"),
        ("a.ndjson", CHAT * 3, "jsonl"),
        ("a.jsonl", b"\n\n" + PAIR, "jsonl"),
        ("a.jsonl", b"\xef\xbb\xbf" + PAIR * 2, "jsonl"),
        ("a.jsonl", (PAIR * 2).decode().encode("utf-16"), "jsonl"),
        ("a.jsonl", b"// note\n" + PAIR * 2, "jsonl"),
        ("a.jsonl", b"# note\n" + PAIR * 2, "jsonl"),
        ("a.jsonl", b'{"prompt": "a" "b"\n' + PAIR * 3, "jsonl"),
        ("a.jsonl", b'"prompt": "a"}\n' + PAIR * 3, "jsonl"),
        ("a.jsonl", b'["a", "b"]\n["c", "d"]\n', "jsonl"),
        ("a.jsonl", b'"a"\n"b"\n"c"\n', "jsonl"),
        ("a.jsonl", PRETTY * 3, "jsonl"),
        ("a.jsonl", PAIR.strip() + PAIR, "jsonl"),
        ("a.jsonl", b"{'prompt': 'a'}\n{'prompt': 'b'}\n", "jsonl"),
        ("a.jsonl", "{“prompt”: “a”, “completion”: “b”}\n".encode() * 2, "jsonl"),
        ("a.jsonl", "{„prompt“: „a“, „completion“: „b“}\n".encode(), "jsonl"),
        ("a.json", "{“prompt”: “a”, “completion”: “b”}".encode(), "json"),
        ("a.txt", "{‘prompt’: ‘a’}\n{‘prompt’: ‘b’}\n".encode(), "jsonl"),
        ("a.jsonl", b'"{""prompt"": ""a""}"\r\n"{""prompt"": ""b""}",,\r\n', "jsonl"),
        ("a.json", b"[]", "json"),
        ("a.json", b"{}", "json"),
        ("a.json", b"[\n" + PAIR.strip() + b",\n" + PAIR + b"]", "json"),
        ("a.json", b'{"data": [\n' + PAIR + b"]}", "json"),
        ("a.json", PRETTY, "json"),
        ("a.json", PAIR, "json"),
        ("a.json", b"/* note */\n[" + PAIR.strip() + b"]", "json"),
        ("a.json", b"[{prompt: 'a', completion: 'b'},]", "json"),
        ("a.csv", TABLE, "csv"),
        ("a.csv", b"text\nhello, you\n", "csv"),
        ("a.csv", TABLE.replace(b",", b";"), "csv"),
        ("a.csv", b"[INST] hi,b\n[INST] c,d\n", "csv"),
        ("a.csv", b'id,json\n1,"{""a"": 1}"\n', "csv"),
        ("a.tsv", TABLE.replace(b",", b"\t"), "tsv"),
        ("a.tsv", b"text\nhello\n", "tsv"),
        ("a.txt", TABLE, "csv"),
        ("a.txt", TABLE.replace(b",", b"\t"), "tsv"),
        ("a.txt", b"1\ta\n2\tb\n3\tc\n", "tsv"),
        ("a.txt", PAIR * 3, "jsonl"),
        ("a.md", TABLE, "csv"),
        ("data", TABLE, "csv"),
        ("<stdin>", CHAT * 2, "jsonl"),
        ("a.csv.gz", gzip.compress(TABLE, mtime=0), "csv"),
        ("a.parquet", b"PAR1....", "parquet"),
        ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.xlsm", zipped("xl/workbook.xml", "xl/vbaProject.bin"), "xlsx"),
        ("a.xlsx", b"PK\x03\x04 cut", "xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "xls"),
    ],
)
def test_the_format_is_told_by_the_content(
    name: str, content: bytes, form: str, tmp_path: Path
) -> None:
    assert told(tmp_path, content, name) == (form, [])


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.json", PAIR * 2, "jsonl"),
        ("a.jsonl", b"[\n" + PAIR + b"]", "json"),
        ("a.jsonl", b"[" + PAIR.strip() + b"]", "json"),
        ("a.jsonl", TABLE, "csv"),
        ("a.csv", PAIR * 2, "jsonl"),
        ("a.csv", TABLE.replace(b",", b"\t"), "tsv"),
        ("a.tsv", TABLE, "csv"),
        ("a.xlsx", TABLE, "csv"),
        ("a.csv", zipped("xl/workbook.xml"), "xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        ("a.xls", zipped("xl/workbook.xml"), "xlsx"),
    ],
)
def test_a_wrong_extension_is_one_note(
    name: str, content: bytes, form: str, tmp_path: Path
) -> None:
    assert told(tmp_path, content, name) == (form, ["SRC002"])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "a PNG image"),
        ("a.jsonl", b"%PDF-1.7\n%\xe2\xe3", "a PDF document. Export the data"),
        ("a.csv", b"\x7fELF\x02\x01\x01\0", "a program"),
        ("a.csv", b"MZ\x90\0\x03", "a program"),
        ("a.csv", b"SQLite format 3\0", "an SQLite database"),
        ("a.csv", b"BZh91AY&SY\x01\x02", "a bzip2 file. Unpack it first"),
        ("a.zst", b"\x28\xb5\x2f\xfd\x04", "a Zstandard file"),
        ("a.json", b"{\\rtf1\\ansi hello}", "a rich text document"),
        ("a.csv", bytes(range(256)) * 4, "binary data of no kind"),
        ("a.csv", bytes(3000), "binary data of no kind"),
        ("a.jsonl", b"<!DOCTYPE html>\n<html><body>404</body></html>", "an HTML page"),
        ("a.xls", b"\n<html xmlns:o='urn'><table><tr><td>a</td></tr></table>", "an HTML page"),
        ("a.xml", b"<?xml version='1.0'?>\n<rows><row/></rows>", "an XML document"),
        (
            "a.xls",
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            "XML format of 2003. Open it in Excel",
        ),
        (
            "a.jsonl",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a Git LFS pointer, not the file itself. Fetch the file with: git lfs pull",
        ),
        ("a.csv", b"../.git/annex/objects/x/y/MD5E-s1--z.csv\n", "a git-annex pointer"),
        ("notes.txt", b"Dear all,\nplease find the data.\nBye\n", "plain text, neither a table"),
        ("notes.md", b"# Title\n\nSome text, with commas.\n", "plain text"),
        ("lines.txt", b"L, a\nM, b\nN, c\nO, d\n", "plain text"),
        ("a.xlsx", b"this is not a zip file", "It is named .xlsx: get the right file"),
        ("a.xlsx", zipped("a.txt"), "a zip archive and no workbook (it holds a.txt)"),
        ("a.xlsx", zipped("word/document.xml"), "a Word document"),
        (
            "a.xlsx",
            zipped("xl/workbook.bin"),
            "a binary Excel workbook (.xlsb). Open it in its program",
        ),
        ("a.ods", zipped("mimetype", "content.xml"), "an OpenDocument file"),
        ("~$a.xlsx", b"\x05Anna ", "the lock file that Excel keeps"),
    ],
)
def test_what_is_no_data_is_refused(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        told(tmp_path, content, name)
    assert str(refusal.value).startswith(f"{name}: this is ")
    assert words in str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe\n\0"])
@pytest.mark.parametrize(
    ("name", "form"), [("a.csv", "csv"), ("a.jsonl", "jsonl"), ("a.xlsx", "csv"), ("a", "csv")]
)
def test_an_empty_file_is_a_finding(name: str, form: str, content: bytes, tmp_path: Path) -> None:
    assert told(tmp_path, content, name) == (form, ["SRC001"])


def test_a_damaged_gzip_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, gzip.compress(TABLE * 99)[:-9], "a.csv.gz") == ("csv", ["SRC003"])


def test_what_is_given_overrides(tmp_path: Path) -> None:
    file = input_file(tmp_path, TABLE, "a.csv")
    assert format_of(file, "jsonl") == ("jsonl", ())
    with pytest.raises(UsageError, match=r"no format 'yaml'.*csv, tsv, xlsx"):
        format_of(file, "yaml")
