"""The normal form of many texts at once is what plain Python says."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.near.bulk import add_all
from ftprep.near.normal import SYMBOLS, normal, words
from ftprep.near.sketch import Sketches
from tests.near.sketched import sketched

# What combines, what folds to several characters, what is more than 16 bits, what stands alone.
hostile = st.text(
    st.sampled_from(
        "aHhq+-`.’ \xa0\u200d\x00"
        "\u0301\u0331\u0307\u0345ßẞſİıΣσςﬁŉÅ\u212bé\u2126ᾳ"
        "\u1100\u1161\u11a8가\u0915\u093c\u0958日カ"
        "🙂𐐀𝐀\ufe0f\U0001f3fd\ud83d\ude42"
    ),
    max_size=30,
)
texts = st.one_of(hostile, st.text(max_size=40))


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8))
def test_all_texts_are_sketched_alike(pairs: list[tuple[str, str]]) -> None:
    plain, bulk = Sketches(), Sketches()
    for pair in pairs:
        plain.add(*pair)
    add_all(bulk, [prompt for prompt, _ in pairs], [answer for _, answer in pairs])
    assert sketched(bulk) == sketched(plain)


@pytest.mark.parametrize("start", range(0, sys.maxunicode + 1, 0x8000))
def test_every_character_is_sketched_alike(start: int) -> None:
    texts = [
        " ".join(f"a{chr(code)}b {chr(code)}" for code in range(at, at + 16))
        for at in range(start, start + 0x8000, 16)
    ]
    plain, bulk = Sketches(), Sketches()
    for text in texts:
        plain.add(text, "")
    add_all(bulk, texts, [""] * len(texts))
    assert sketched(bulk) == sketched(plain)


@given(texts)
def test_canonically_equivalent_texts_are_equal(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(text)


@given(texts)
def test_words_hold_no_punctuation(text: str) -> None:
    for word in words(text):
        assert word in SYMBOLS or not set(word) & set(map(chr, range(0x30)))
    assert normal(text.upper()).count("+") == text.count("+")
