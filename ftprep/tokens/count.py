"""Count tokens exactly, offline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ftprep.named import NamedTuple
from ftprep.targets.target import Model
from ftprep.tokens.few import count_few

__all__ = ["STAND_IN", "TokenCounts", "count", "cut_at", "encoding_for", "well_formed"]

STAND_IN: Final = "o200k_base"
"""The encoding that counts for a model whose own is not published: the largest vocabulary of those
at hand, as the vocabularies of current models are large too."""

_COMPILED: Final = frozenset({"o200k_base", "cl100k_base"})
"""Encodings that toktok has compiled in. It is several times faster than tiktoken and agrees with
it on every text; tiktoken counts the others, on the rank files of `ftprep.tokens.ranks`."""


class TokenCounts(NamedTuple):
    """Tokens of one example."""

    turns: tuple[int, ...]
    """Tokens of each of the example's turns' texts, in the order of `Example.turns`."""
    length: int
    """Tokens of the whole example as the API counts them, before truncation."""
    billed: int
    """Tokens that one epoch of training on this example is billed (lower end of the range)."""
    billed_most: int
    """Upper end of the range; equal to `billed` where the formula is verified."""


def encoding_for(model: Model) -> tuple[str, bool]:
    """The encoding to count with, and whether it only stands in for the model's own."""
    return (model.encoding, False) if model.encoding else (STAND_IN, True)


def count(texts: Sequence[str], encoding: str, *, threads: int = 1) -> list[int]:
    """Tokens of each text, in order.

    What looks like a special token (`<|endoftext|>`) counts as ordinary text. Half a surrogate
    pair, which no UTF-8 can hold, counts as the replacement character.

    `encoding`: o200k_base, cl100k_base, p50k_base or r50k_base; KeyError for any other.
    `threads`: of the tokenizer. One is right where several processes share the machine.
    """
    if encoding not in _COMPILED:
        from ftprep.tokens.ranks import load  # imports tiktoken

        encode = load(encoding).encode_ordinary
        return [len(encode(text)) for text in texts]
    if (few := count_few(texts, encoding)) is not None:
        return few
    import toktok  # starting fast: not every run counts

    try:
        return list(toktok.batch_count(texts, encoding, threads=threads))
    except UnicodeEncodeError:
        whole = [well_formed(text) for text in texts]
        return list(toktok.batch_count(whole, encoding, threads=threads))


def cut_at(text: str, limit: int, encoding: str) -> str:
    """The beginning of the text that `limit` tokens hold, up to the last whole character."""
    text = well_formed(text)
    if encoding in _COMPILED:
        import toktok  # starting fast: not every run counts

        kept: str = toktok.truncate(text, limit, encoding)[0]
        return kept
    from ftprep.tokens.ranks import load  # imports tiktoken

    encoder = load(encoding)
    tokens = encoder.encode_ordinary(text)
    if len(tokens) <= limit:
        return text
    # The text is valid UTF-8, so the only thing to ignore is a character cut in two at the end.
    return encoder.decode_bytes(tokens[:limit]).decode("utf-8", "ignore")


def well_formed(text: str) -> str:
    """The text with surrogate pairs joined and lone halves replaced by U+FFFD, as tiktoken does."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
