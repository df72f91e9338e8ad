"""Counts are exact, whatever the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep.tokens import ranks
from ftprep.tokens.count import STAND_IN, count, cut_at, encoding_for, well_formed

from .examples import VERIFIED

ENCODINGS = ("o200k_base", "cl100k_base", "p50k_base", "r50k_base")
COMPILED = ("o200k_base", "cl100k_base")

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|fim_suffix|>", "<|endofprompt|>")

# What tokenizers differ on: long runs of one sign, mixed line ends, contractions in all cases,
# digits of other scripts, joined emoji, unassigned and private characters, halves of surrogates.
_pieces = st.one_of(
    st.text(max_size=30),
    st.text(
        st.characters(categories=("Cs", "Cn", "Co", "Cc", "Zs", "Mn", "Nd", "No")), max_size=10
    ),
    st.sampled_from(
        (
            *SPECIAL,
            "  ",
            "\r\n",
            "\n\n\n",
            "\t \u00a0\u3000",
            "I'LL don't İSTANBUL'S",
            "\U0001f469\u200d\U0001f469\u200d\U0001f467",
            "日本語のテキスト",
            "٠١٢٣",
            "https://example.org/a//b?c=1",
            "\ud83d",
            "\ud83d\ude00",
            "\x00",
            "\u2028",
        )
    ),
    st.builds(
        str.__mul__,
        st.sampled_from((" ", "\n", "0", "a", "é", "=", "漢", "😀")),
        st.integers(1, 400),
    ),
)
texts = st.lists(_pieces, max_size=8).map("".join)


@pytest.mark.parametrize("encoding", COMPILED)
@settings(deadline=None, max_examples=300)
@given(batch=st.lists(texts, max_size=5))
def test_toktok_equals_tiktoken(encoding: str, batch: list[str]) -> None:
    encode = ranks.load(encoding).encode_ordinary
    assert count(batch, encoding) == [len(encode(text)) for text in batch]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("o200k_base", [0, 1, 2, 1, 2]),
        ("cl100k_base", [0, 1, 2, 1, 3]),
        ("p50k_base", [0, 1, 2, 1, 7]),
        ("r50k_base", [0, 1, 2, 4, 7]),
    ],
)
def test_known_counts(encoding: str, expected: list[int]) -> None:
    assert count(["", "hello", "hello world", "    ", "Привет"], encoding) == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_special_tokens_are_ordinary_text(encoding: str) -> None:
    assert all(n > 1 for n in count(SPECIAL, encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_half_a_pair_counts_as_the_replacement_character(encoding: str) -> None:
    [half, whole, replacement, face] = count(["\ud83d", "\ud83d\ude00", "\ufffd", "😀"], encoding)
    assert half == replacement
    assert whole == face


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_bad_text_changes_no_other_count(encoding: str) -> None:
    good = ["hello", "Grüße"]
    assert count([*good, "a\udc00"], encoding)[:2] == count(good, encoding)


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(KeyError):
        count(["a"], "gpt2-ish")


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(deadline=None, max_examples=100)
@given(text=texts, limit=st.integers(0, 40))
def test_what_is_cut_is_a_beginning_that_fits(encoding: str, text: str, limit: int) -> None:
    encoder = ranks.load(encoding)
    whole = well_formed(text)
    kept = cut_at(text, limit, encoding)
    tokens = encoder.encode_ordinary(whole)
    assert whole.startswith(kept)
    assert (kept == whole) == (len(tokens) <= limit)
    # The same cut as the reference makes, less the part of a character at its end.
    assert encoder.decode_bytes(tokens[:limit]).startswith(kept.encode())
    assert len(encoder.decode_bytes(tokens[:limit])) - len(kept.encode()) < 4


@given(st.text())
def test_well_formed_leaves_whole_texts_alone(text: str) -> None:
    assert well_formed(text) == text


def test_encoding_of_a_model() -> None:
    assert encoding_for(VERIFIED) == ("o200k_base", False)
    assert encoding_for(replace(VERIFIED, encoding=None)) == (STAND_IN, True)
