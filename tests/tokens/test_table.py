"""A table has every token with its rank, and nothing else."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.tokens import ranks
from ftprep.tokens.ranks.build import parsed, published
from ftprep.tokens.ranks.table import Table, pack

TOKENS = st.dictionaries(st.binary(min_size=1, max_size=255), st.integers(0, (1 << 24) - 1))
MISSING = -1


@pytest.mark.parametrize("name", ranks.ENCODINGS)
def test_every_token_is_found_with_its_rank(name: str) -> None:
    table = ranks.table(name)
    assert all(table.get(token, MISSING) == rank for token, rank in ranks.ranks(name).items())


@pytest.mark.parametrize("name", ranks.ENCODINGS)
def test_what_is_no_token_is_not_found(name: str) -> None:
    table, known = ranks.table(name), dict(ranks.table(name).items())
    # Neighbours of tokens are what a search would most easily take for one.
    near = {token[:-1] for token in known} | {token + b"a" for token in known}
    assert not [token for token in near - known.keys() if table.get(token, MISSING) != MISSING]


@given(tokens=TOKENS, others=st.lists(st.binary(max_size=300)))
def test_a_table_is_a_dict(tokens: dict[bytes, int], others: list[bytes]) -> None:
    table = Table(pack(tokens))
    assert dict(table.items()) == tokens
    for token in (*tokens, *others):
        assert table.get(token, MISSING) == tokens.get(token, MISSING)


def test_tokens_of_one_bucket_are_told_apart() -> None:
    """CRC-32 is 16 bits of these; some share a bucket, and each keeps its rank."""
    tokens = {number.to_bytes(3, "big"): number for number in range(200_000)}
    table = Table(pack(tokens))
    assert all(table.get(token, MISSING) == rank for token, rank in tokens.items())


@pytest.mark.parametrize("tokens", [{b"a" * 256: 0}, {b"a": 1 << 24}])
def test_what_does_not_fit_is_not_packed(tokens: dict[bytes, int]) -> None:
    with pytest.raises(OverflowError):
        pack(tokens)


@pytest.mark.parametrize("name", ranks.ENCODINGS)
def test_the_published_file_is_in_the_table(name: str) -> None:
    """To the byte, so that anybody can compare what is counted with what was published."""
    file = published(ranks.ranks(name))
    assert hashlib.sha256(file).hexdigest() == ranks.ENCODINGS[name].sha256
    assert parsed(file) == ranks.ranks(name)
