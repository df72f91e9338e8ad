"""A mask tells enough to find a value again, and too little to use it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.rules.private.keys import PREFIX
from ftprep.rules.private.mask import mask, masked
from ftprep.rules.private.span import Sort
from tests.rules.private.values import NEAR, REAL, key

SHOWN = [
    (Sort.KEY, "sk-9f2c7be1d4a84c06b3f5e87a1c62d09b", "sk-…d09b"),
    (Sort.KEY, "kX7mPq2v", "…"),
    (Sort.EMAIL, "jan@lindqvist.co.uk", "j…@l….uk"),
    (Sort.CARD, "4539 7814 6203 9154", "…9154"),
    (Sort.IBAN, "NL77 INGB 0006 4839 57", "NL…57"),
    (Sort.PHONE, "+46 70 174 06 58", "…58"),
    (Sort.ID, "839.201.746-31", "…31"),
    (Sort.IP, "83.252.41.170", "83…"),
    (Sort.PASSWORD, "kX7mPq2vLz9aR4tY8wBnkX7mPq2vLz9", "…"),
    (Sort.PRIVATE_KEY, "-----BEGIN", "…"),
]


@pytest.mark.parametrize(("sort", "value", "shown"), SHOWN)
def test_a_value_is_shown(sort: Sort, value: str, shown: str) -> None:
    assert mask(value, sort) == shown


@pytest.mark.parametrize(("sort", "around", "value"), REAL)
def test_a_quote_does_not_tell_it(sort: Sort, around: str, value: str) -> None:
    told = masked(around.format(value))
    assert value not in told
    assert "…" in told
    secret = re.sub(PREFIX, "", value)
    pieces = {secret[i : i + 6] for i in range(len(secret) - 5)}
    assert not any(piece in told for piece in pieces) or sort is Sort.EMAIL


@pytest.mark.parametrize("prefix", ["sk-ant-", "sk-", "ghp_", "AIza", "hf_", "xoxb-", "sk_live_"])
def test_the_head_of_a_key_is_masked_too(prefix: str) -> None:
    head = key(prefix, 9, seed=7) + "7"
    assert masked(f"the key {head}") == f"the key {prefix}…"


@given(st.sampled_from(NEAR))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert masked(text) == text or text.startswith(("sk-", "AKIA", "ghp_"))


@given(st.text())
def test_masking_is_finished_at_once(text: str) -> None:
    assert masked(masked(text)) == masked(text)
