"""CSV and TSV: what the rows hold is what stands below the header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.fuzz import laws
from tests.fuzz.harness import chosen, drive

__all__ = ["seeds", "target"]

_NAMES: Final = ("faq.csv", "faq.tsv", "faq.txt", "faq.psv")
_TEXTS: Final = (
    "question,answer\nHow?,So.\nWhen?,Now.\n",
    "question;answer\r\nHow?;So.\r\nWhen?;Now.\r\n",
    "question\tanswer\nHow?\tSo.\nWhen?\tNow.\n",
    "question|answer\rHow?|So.\rWhen?|Now.\r",
    'sep=;\n"question";"answer"\n"How; why?";"So."\n',
    'question,answer\n"How,\nwhy?","So ""it"" is."\n"When?","Now.\r\nOr later."\n',
    "question,answer\n'How, why?','So.'\n'When?','It''s now.'\n",
    'question,answer\nHow?,"So \\"it\\" is."\nWhen?,"C:\\new"\n',
    'question,answer\nHow?,5" wide\nWhen?,"never closed\nWhere?,Here.\nWho?,Me.\n',
    "Export of 2026-01-02\n\n# made by hand\nquestion,answer\nHow?,So.\nWhen?,Now.\n",
    "id,,text,text, label \n1,a,b,c,d\n2,a,b,c\n3,a,b,c,d,e\n\n,,,,\n4,a,b,c,d,\n",
    "question,answer\nHow?,So.\nquestion,answer\nWhen?,Now.\n\x1a",
    "question,answer\nHow?\0,So\u2028long.\nWhen?\x1c,Now\x85.\n",
    "How?,So.\nWhen?,Now.\nWhere?,Here.\n",
    "text\none\ntwo\nthree\n",
    "007,NA,None\n1e5,TRUE,2024-03-05\n0.10,null,NaN\n",
)


def target(data: bytes) -> None:
    """Read the bytes as a table."""
    name, content = chosen(data, _NAMES)
    for reading in drive(content, name):
        if reading.source.format in {"csv", "tsv"}:
            laws.every_letter_arrives(reading.source, reading.records, reading.text)
            laws.nothing_invented(reading.records, reading.text)


def seeds() -> Iterator[bytes]:
    """Tables of many dialects, and with what goes wrong in them."""
    for number, text in enumerate(_TEXTS):
        yield bytes([number]) + text.encode()
    yield b"\xff" + _TEXTS[0].encode()
    yield b'\xff"a,b\n'
    yield b'\xffa"b,"c\n'
