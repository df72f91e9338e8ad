"""Data text made visible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.report.escape import encodable, is_unicode, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [bold] text \\ 100 %", "plain [bold] text \\ 100 %"),
        ("Größe 漢字 質問\u3000回答 👍", "Größe 漢字 質問\u3000回答 👍"),
        ("a\nb\r\n\tc", r"a\nb\r\n\tc"),
        ("\x1b[31m\x00\x7f\x9b", r"\x1b[31m\x00\x7f\x9b"),
        ("\u202egnp.exe\u2066", r"\u202egnp.exe\u2066"),
        ("zero\u200bwidth\ufeff\u00ad", r"zero\u200bwidth\ufeff\xad"),
        ("non\u00a0breaking\u2003space", r"non\xa0breaking\u2003space"),
        ("\ud800 \udcff", r"\ud800 \udcff"),
        ("\U000e0041\U0010fffd", r"\U000e0041\U0010fffd"),
        ("\u3164\u2800\ufe01\U000e0100", r"\u3164\u2800\ufe01\U000e0100"),
        ("✈\ufe0f", "✈\ufe0f"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_visible_stays_so(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert all(char.isprintable() or char == "\u3000" for char in shown)


def test_what_an_encoding_lacks_is_spelled_out() -> None:
    assert encodable("Größe 漢", "ascii") == r"Gr\xf6\xdfe \u6f22"
    assert encodable("Größe 漢", "cp1252") == r"Größe \u6f22"
    assert encodable("Größe 漢", None) == "Größe 漢"


def test_which_encodings_write_everything() -> None:
    assert all(map(is_unicode, (None, "utf-8", "UTF8", "utf-8-sig", "utf-16-le")))
    assert not any(map(is_unicode, ("ascii", "cp1252", "latin-1", "no-such-codec")))
