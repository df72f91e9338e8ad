"""Counting few texts gives what the tokenizer gives."""

from __future__ import annotations

import sys

import pytest
import toktok
from hypothesis import given
from hypothesis import strategies as st

from ftprep.tokens import few as few_texts
from ftprep.tokens.few import count_few

texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "the ",
                "Tokenizer",
                " don't",
                "\n\n",
                "    ",
                "12345",
                "東京",
                "🙂",
                "é",
                "<|endoftext|>",
                "ﷺ",
            ]
        ),
        max_size=12,
    ).map("".join),
)


@pytest.fixture(autouse=True)
def no_tokenizer_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few_texts, "_room", few_texts._Room())
    monkeypatch.delitem(sys.modules, "toktok")


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
def test_the_counts_are_the_tokenizers(encoding: str) -> None:
    @given(st.lists(texts, max_size=5))
    def agree(some: list[str]) -> None:
        few_texts._room = few_texts._Room()
        few = count_few(some, encoding)
        if few is not None:
            assert few == list(toktok.batch_count(some, encoding))

    agree()


def test_much_text_is_left_to_the_tokenizer() -> None:
    assert count_few(["word " * 30_000], "o200k_base") is None
    assert count_few(["a" * 5_000], "o200k_base") is None
    assert count_few(["a word"], "o200k_base") == [2]


def test_many_short_texts_are_left_to_it_too() -> None:
    counted = [count_few(["word " * 1_000], "o200k_base") for _ in range(30)]
    assert counted[:20] == [[1_001]] * 20
    assert counted[20:] == [None] * 10


def test_a_tokenizer_that_is_loaded_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "toktok", toktok)
    assert count_few(["a word"], "o200k_base") is None
