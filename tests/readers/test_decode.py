"""Text is decoded in chunks; what the codec refuses is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.readers.text.decode import BadBytes, decode, is_mended, line_ends

CODECS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "gb18030", "cp932", "cp949")
PIECES = (
    *(b"a", b",", b"\n", b"\r\n", b"\r", b"\xe9", b"\xff", b"\x81", b"\xe2\x80", b"\xed\xa0\xbd"),
    *(b"\xed\xb8\x80", "é".encode(), "日本".encode(), "😀".encode(), b"\xc0\x80", b"\0"),
)
MIXED = st.lists(st.sampled_from(PIECES)).map(b"".join)


def read(data: bytes, name: str, size: int = 1 << 18) -> tuple[str, list[BadBytes]]:
    """Decode in chunks of `size` bytes."""
    text = ""
    bads: list[BadBytes] = []
    for part, bad in decode([data[at : at + size] for at in range(0, len(data), size)], name):
        bads += [one._replace(at=len(text) + one.at) for one in bad]
        text += part
    return text, bads


@given(MIXED | st.binary(), st.sampled_from(CODECS), st.integers(1, 9))
def test_chunks_do_not_matter(data: bytes, name: str, size: int) -> None:
    assert read(data, name, size) == read(data, name)


@given(MIXED | st.binary(), st.sampled_from(("utf-8", "cp1252", "gb18030", "cp932", "cp949")))
def test_every_bad_place_is_where_it_is_said_to_be(data: bytes, name: str) -> None:
    text, bads = read(data, name)
    for bad in bads:
        assert data[bad.offset : bad.offset + len(bad.raw)] == bad.raw
    if name == "utf-8":  # where no byte of a line end is part of another character
        for bad in bads:
            assert bad.line == 1 + line_ends(data[: bad.offset].decode("latin-1"))
    for bad in bads:
        assert text[bad.at : bad.at + len(bad.read_as)] == bad.read_as
    assert not any("\ud800" <= char <= "\udfff" for char in text)


@given(st.text(), st.sampled_from(("utf-8", "utf-16-le", "utf-16-be", "utf-32-be", "gb18030")))
def test_good_text_comes_as_it_is(text: str, name: str) -> None:
    assert read(text.encode(name), name, 5) == (text.lstrip("\ufeff"), [])


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        (b"caf\xe9,x\n", "café,x\n", [BadBytes(1, 3, b"\xe9", "é", 3)]),
        (b"a\ncr\xe9\xe9e\n", "a\ncréée\n", [BadBytes(2, 4, b"\xe9\xe9", "éé", 4)]),
        (b"it\x92s", "it’s", [BadBytes(1, 2, b"\x92", "’", 2)]),
        (b"a \xff b", "a \ufffd b", [BadBytes(1, 2, b"\xff", "\ufffd", 2)]),
        (b"x\r\x81", "x\r\ufffd", [BadBytes(2, 2, b"\x81", "\ufffd", 2)]),
        (b"\xe2\x80 x", "\ufffd x", [BadBytes(1, 0, b"\xe2\x80", "\ufffd")]),
        (
            b"\xed\xa0\xbd\xed\xb8\x80!",
            "😀!",
            [BadBytes(1, 0, b"\xed\xa0\xbd\xed\xb8\x80", "😀")],
        ),
        (b"\xed\xa0\xbd!", "\ufffd!", [BadBytes(1, 0, b"\xed\xa0\xbd", "\ufffd")]),
        (b"a\xc0\x80b", "a\0b", [BadBytes(1, 1, b"\xc0\x80", "\0", 1)]),
        (
            "中文字".encode("gb18030"),
            "\ufffd" * 6,
            [BadBytes(1, 0, "中文字".encode("gb18030"), "\ufffd" * 6)],
        ),
        (b"\xef\xbb\xbf\xff", "\ufffd", [BadBytes(1, 3, b"\xff", "\ufffd")]),
    ],
)
def test_what_utf8_refuses_is_read_as_best_can_be(
    data: bytes, text: str, places: list[BadBytes]
) -> None:
    assert read(data, "utf-8") == (text, places)


def test_a_long_run_is_no_word_of_another_code_page() -> None:
    text, (bad,) = read(b"x \xc4\xe0\xe9\xf0\xf1\xe9 y", "utf-8")
    assert not is_mended(bad)
    assert text == "x " + "\ufffd" * 6 + " y"


@pytest.mark.parametrize("size", [1, 3, 100])
def test_a_cut_letter_of_another_script_is_no_latin_one(size: int) -> None:
    data = "пароль".encode()[:-1] + " и да".encode()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert "".join(text for text, _ in decode(chunks, "utf-8")) == "парол\ufffd и да"


def test_half_a_character_at_the_end_is_told() -> None:
    assert read("ab".encode("utf-16-le") + b"c", "utf-16-le") == (
        "ab\ufffd",
        [BadBytes(1, 4, b"c", "\ufffd", 2)],
    )
    assert read(b"a\x80b", "gb18030") == ("a€b", [BadBytes(1, 1, b"\x80", "€", 1)])
