"""Sketches of many examples at once: what `Sketches.add` says, with numpy."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ftprep.near.bulk_text import Characters, characters
from ftprep.near.sketch import (
    K1,
    K2,
    K3,
    K4,
    K5,
    K6,
    LONGEST_WORD,
    MOST_VALUES,
    SHINGLE,
    Sketches,
    long_word,
)  # fmt: skip

__all__ = ["add_all"]

_Ints = NDArray[np.int64]
_Hashes = NDArray[np.uint64]
_Keys = NDArray[np.uint32]
_U64 = np.uint64
_MOST_EXAMPLES = 1 << 15
"""In one call: the number of a row, two of each, and a value make one sortable word of 32 bits."""
_CHARACTERS_AT_ONCE = 280_000
"""In one call, about: what fits a processor's second cache is done twice as fast."""


def add_all(sketches: Sketches, prompts: Sequence[str], answers: Sequence[str]) -> None:
    """Sketch the examples with these prompts and answers."""
    lengths = np.stack([np.array(list(map(len, side)), np.int64) for side in (prompts, answers)])
    sizes = np.cumsum(lengths.sum(axis=0))
    start = 0
    while start < len(prompts):
        before = int(sizes[start - 1]) if start else 0
        stop = int(np.searchsorted(sizes, before + _CHARACTERS_AT_ONCE)) + 1
        part = slice(start, min(stop, start + _MOST_EXAMPLES))
        _add(sketches, [*prompts[part], *answers[part]], lengths[:, part].ravel())
        start = part.stop


def _add(sketches: Sketches, texts: Sequence[str], lengths: _Ints) -> None:
    """Sketch examples: their prompts, then their answers, and how long these are."""
    text = characters(texts, lengths)
    side, example = np.divmod(text.numbers, len(texts) // 2)
    words, first, counts = _words(text)
    filled = counts > 0
    rows, first, counts = (2 * example + side)[filled], first[filled], counts[filled]
    digests = np.zeros(len(texts), _U64)
    levels = np.zeros(len(digests), np.uint8)
    values = np.zeros(0, np.uint32)
    if len(words):
        digests[rows] = _digests(words, first)
        values = _values(_shingles(words, first, counts), rows, counts, levels)
    bounds = np.searchsorted(values, np.arange(len(digests), dtype=np.uint32) << np.uint32(16))
    sketches.digests.frombytes(digests.tobytes())
    sketches.values.extend(array("H", values.astype(np.uint16).tobytes()))
    sketches.sizes.frombytes(_gaps(bounds, len(values)).astype(np.uint8).tobytes())
    sketches.levels.frombytes(levels.tobytes())


def _words(text: Characters) -> tuple[_Hashes, _Ints, _Ints]:
    """Hashes of all words; the index of each text's first word; the number of words of each."""
    inside = text.letter[1:] & text.letter[:-1]
    starts = np.flatnonzero(text.word[1:] > inside)
    starts += 1
    # To the next word: what lies between is 0, and adds nothing.
    spans = _gaps(starts, len(text.low))
    loads = np.ndarray((len(text.low) - 7,), "<u8", text.low, 0, (1,))
    words = loads[starts]
    words &= _FIRST_BYTES.take(spans, mode="clip")
    words *= _U64(K1)
    longer = np.flatnonzero(spans > 8)
    for begin, factor in ((8, K2), (16, K3)):
        longer = longer[spans[longer] > begin]
        part = loads[starts[longer] + begin]
        part &= _FIRST_BYTES.take(spans[longer] - begin, mode="clip")
        part *= _U64(factor)
        words[longer] += part
    longer = longer[spans[longer] > LONGEST_WORD]
    for at in longer[text.word[starts[longer] + LONGEST_WORD]].tolist():
        span = slice(starts[at], starts[at] + spans[at])
        words[at] = long_word(text.low[span][text.word[span]].tobytes())
    if len(text.high):
        _add_above(words, text, starts)
    words ^= words >> _U64(32)
    first = np.searchsorted(starts, text.starts)
    return words, first, _gaps(first, len(starts))


_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(9)], _U64)
"""By length: a mask of the first so many bytes of a word, 8 at most."""


def _add_above(words: _Hashes, text: Characters, starts: _Ints) -> None:
    """Add what characters have above their lower byte, each times its place in the word."""
    if 16 * len(text.high) < len(text.low):
        index = np.searchsorted(starts, text.high, "right") - 1
        places = (text.high - starts[index] + 1).astype(_U64)
        np.add.at(words, index, text.above * places * _U64(K6))
        return
    # Of many it takes less time to add up all characters than to look for the word of each.
    column = np.zeros(len(text.low), _U64)
    column[text.high] = text.above
    sums = np.add.reduceat(column, starts)
    column *= np.arange(len(column), dtype=_U64)
    placed = np.add.reduceat(column, starts)
    placed -= (starts - 1).astype(_U64) * sums
    words += placed * _U64(K6)


def _digests(words: _Hashes, first: _Ints) -> _Hashes:
    sums = np.add.reduceat(words, first)
    places = np.arange(len(words), dtype=_U64)
    places *= words
    digests = np.add.reduceat(places, first)
    digests -= first.astype(_U64) * sums
    digests *= _U64(K4)
    digests += sums * _U64(K5)
    return digests


def _shingles(words: _Hashes, first: _Ints, counts: _Ints) -> _Hashes:
    """Hashes of 64 bits of the shingles that begin with each word. The last two words of a text,
    with which none begins, have that of the first."""
    hashes = words * _U64(K1)
    hashes[:-1] ^= words[1:]
    hashes *= _U64(K2)
    hashes[:-2] ^= words[2:]
    one, two = first[counts == 1], first[counts == 2]
    hashes[one] = words[one] * _U64(K1) * _U64(K2)
    hashes[two] = (words[two] * _U64(K1) ^ words[two + 1]) * _U64(K2)
    hashes *= _U64(K3)
    for before in range(1, SHINGLE):
        some = counts > before
        hashes[(first + counts)[some] - before] = hashes[first[some]]
    return hashes


def _values(hashes: _Hashes, rows: _Ints, counts: _Ints, levels: NDArray[np.uint8]) -> _Keys:
    """Of all rows row << 16 | value, ascending; sets the levels of rows that are sampled."""
    values = (hashes >> _U64(48)).astype(np.uint32)
    values |= np.repeat(rows.astype(np.uint32) << np.uint32(16), counts)
    long = counts - SHINGLE + 1 > MOST_VALUES
    if long.any():
        of_long = np.repeat(long, counts)
        row = np.repeat(rows[long].astype(_U64) << _U64(48), counts[long])
        sampled = _sampled(row | hashes[of_long] >> _U64(16), levels)
        values = np.concatenate((values[~of_long], sampled))
    values.sort()
    return values[_changes(values)]


def _sampled(keys: _Hashes, levels: NDArray[np.uint8]) -> _Keys:
    """Of row << 48 | hash what is kept, as row << 16 | value; sets the levels of the rows."""
    keys.sort()
    keys = keys[_changes(keys)]
    row = keys >> _U64(48)
    starts = np.flatnonzero(_changes(row))
    sizes = _gaps(starts, len(keys))
    level = np.zeros(len(starts), _U64)
    many = sizes > MOST_VALUES
    # The hashes of a row are sorted: of the first that must go as many bits are zero as of no other
    # that goes, and one more is asked for.
    first_gone = keys[starts[many] + MOST_VALUES] & _U64((1 << 48) - 1)
    level[many] = 49 - np.frexp(first_gone.astype(np.float64))[1]
    levels[row[starts].astype(np.intp)] = level
    shift = _U64(48) - np.repeat(level, sizes)
    hashes = keys & _U64((1 << 48) - 1)
    kept = hashes >> shift == 0
    values = hashes[kept] << _U64(16) >> shift[kept]
    found: _Keys = (row[kept] << _U64(16) | values).astype(np.uint32)
    return found


def _gaps(places: _Ints, end: int) -> _Ints:
    """From each place to the next, and from the last to the end. (`numpy.diff` takes longer.)"""
    gaps = np.empty_like(places)
    np.subtract(places[1:], places[:-1], out=gaps[:-1])
    gaps[-1:] = end - places[-1:]
    return gaps


def _changes(keys: _Keys | _Hashes) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    changed = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=changed[1:])
    return changed
