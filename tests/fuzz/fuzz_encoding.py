"""Encodings, gzip among them: every byte has its place, and chunks make no difference."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Final

from ftprep.readers.reader import Hints
from ftprep.readers.text.decode import BadBytes, decode, line_ends
from tests.fuzz import laws
from tests.fuzz.harness import bounded, drive

__all__ = ["seeds", "target"]

_ENCODINGS: Final = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "cp1251", "latin-1"),
    *("gb18030", "gbk", "big5", "cp932", "shift_jis", "euc_jp", "cp949", "euc_kr", "koi8-r"),
)
_NAMES: Final = ("faq.csv", "faq.jsonl", "faq.json")
_TEXTS: Final = {
    "utf-8": "question,answer\nOù est l’œuvre ?,Là-bas…\nWas heißt „Übung“?,exercise 😀\n",
    "cp1252": "question,answer\nOù est l’œuvre ?,Là-bas…\nWas heißt „Übung“?,exercise\n",
    "cp1251": "вопрос,ответ\nКогда придёт заказ?,Завтра утром.\nГде мой заказ?,В пути.\n",
    "koi8-r": "вопрос,ответ\nКогда придёт заказ?,Завтра утром.\nГде мой заказ?,В пути.\n",
    "gb18030": "问题,答案\n什么时候发货？,明天早上。\n我的订单在哪里？,在路上。\n",
    "big5": "問題,答案\n什麼時候出貨？,明天早上。\n我的訂單在哪裡？,在路上。\n",
    "cp932": "質問,回答\nいつ届きますか？,明日の朝です。\n注文はどこですか？,配送中です。\n",
    "euc_jp": "質問,回答\nいつ届きますか？,明日の朝です。\n注文はどこですか？,配送中です。\n",
    "cp949": "질문,답변\n언제 도착하나요?,내일 아침입니다.\n주문은 어디에 있나요?,배송 중입니다.\n",
    "utf-16-le": "question,answer\nOù est l’œuvre ?,Là-bas… 😀\n",
    "utf-16-be": "question,answer\nOù est l’œuvre ?,Là-bas… 😀\n",
    "utf-32-le": "question,answer\nOù est l’œuvre ?,Là-bas… 😀\n",
}


def target(data: bytes) -> None:
    """Read the bytes as text of an encoding: the first byte says which, 0 to find out."""
    control, content = (data[0], data[1:]) if data else (0, b"")
    given = _ENCODINGS[control % 32 % len(_ENCODINGS)] if control & 0x80 else None
    with bounded():
        _every_byte_has_its_place(content, given or "utf-8")
    name = _NAMES[control % len(_NAMES)]
    for reading in drive(content, name, Hints(encoding=given)):
        if reading.source.format in {"csv", "tsv"}:
            laws.every_letter_arrives(reading.source, reading.records, reading.text)


def _every_byte_has_its_place(data: bytes, encoding: str) -> None:
    """Bad bytes stand where they are said to stand, and nothing else is bad."""
    text, places = _decoded([data], encoding)
    again = _decoded([data[at : at + 1] for at in range(len(data))], encoding)
    assert again == (text, places), "chunks of one byte give another text"
    assert not any("\ud800" <= char <= "\udfff" for char in text), "a text has no halves"
    end = 0
    for bad in places:
        assert text[bad.at :].startswith(bad.read_as), "what was put stands where it is said to"
        assert end <= bad.offset, "bad places come in order and do not overlap"
        end = bad.offset + len(bad.raw)
        assert data[bad.offset : end] == bad.raw, "the offset is that of the bytes"
        if encoding in {"utf-8", "cp1252", "latin-1", "cp1251", "koi8-r"}:
            before = data[: bad.offset].decode("latin-1")
            assert bad.line == 1 + line_ends(before), "the line is that of the bytes"
    if not places:
        plain = data.decode(encoding)
        assert text == plain.lstrip("\ufeff"), "what the codec takes is left as it is"


def _decoded(chunks: list[bytes], encoding: str) -> tuple[str, list[BadBytes]]:
    """The text, and its bad places, which are told by their place in the whole of it."""
    whole, places = "", []
    for text, bads in decode(chunks, encoding):
        places += [bad._replace(at=len(whole) + bad.at) for bad in bads]
        whole += text
    return whole, places


def seeds() -> Iterator[bytes]:
    """Texts of many languages, in their encodings and in wrong ones."""
    for encoding, text in _TEXTS.items():
        yield b"\0" + text.encode(encoding)
        yield bytes([0x80 | _ENCODINGS.index(encoding)]) + text.encode(encoding)
    utf8 = _TEXTS["utf-8"].encode()
    packed = gzip.compress(utf8, mtime=0)
    yield b"\0" + packed
    yield b"\0" + packed + packed
    yield b"\0\xef\xbb\xbf" + utf8
    yield b"\0\xff\xfe" + _TEXTS["utf-16-le"].encode("utf-16-le")
    yield b"\0\xfe\xff" + _TEXTS["utf-16-be"].encode("utf-16-be")
    yield b"\0" + utf8 + b"cr\xe9\xe9e,\xed\xa0\xbd\xed\xb8\x80\nnul,\xc0\x80\ncut,\xe2\x82\n"
    yield b"\0" + utf8[:-3] + b"\xf0\x9f\x98"
    yield b"\x01" + '{"a": "été"}\n'.encode("cp1252") * 3
    yield b"\x02" + '[{"a": "été"}, {"a": "naïve"}]'.encode("cp1252")
