"""Sketches of many examples at once: what `Sketches.add` says, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ftprep.near.normal import CLASSES
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
_U64 = np.uint64
_MOST_ROWS = 1 << 16
"""Rows in one call: the number of a row and a value make one sortable word of 32 bits."""
_BYTES_AT_ONCE = 1 << 18
"""Text in one call, about: what fits a processor's second cache is done twice as fast."""


def add_all(sketches: Sketches, sides: Sequence[bytes]) -> None:
    """Sketch the normal forms `sides`: prompt, answer, prompt, answer, …"""
    start, size = 0, 0
    for stop, side in enumerate(sides, 1):
        size += len(side)
        if stop % 2 == 0 and (size >= _BYTES_AT_ONCE or stop - start == _MOST_ROWS):
            _add(sketches, sides[start:stop])
            start, size = stop, 0
    if start < len(sides):
        _add(sketches, sides[start:])


def _add(sketches: Sketches, sides: Sequence[bytes]) -> None:
    words, first, counts = _words(sides)
    digests = np.zeros(len(sides), _U64)
    filled = counts > 0
    if len(words):
        at = first[filled]
        sums = np.add.reduceat(words, at)
        places = np.add.reduceat(words * np.arange(len(words), dtype=_U64), at)
        places -= at.astype(_U64) * sums
        digests[filled] = places * _U64(K5) + sums * _U64(K6)
    sketches.digests.frombytes(digests.tobytes())
    hashes = _shingles(words, first, counts)
    sizes = np.where(counts < SHINGLE, filled, counts - SHINGLE + 1)
    values, levels = _values(hashes, sizes)
    bounds = np.searchsorted(values, np.arange(len(sides) + 1, dtype=np.int64) << 16)
    sketches.values.frombytes(values.astype(np.uint16).tobytes())
    sketches.sizes.frombytes(np.diff(bounds).astype(np.uint8).tobytes())
    sketches.levels.frombytes(levels.tobytes())


def _words(sides: Sequence[bytes]) -> tuple[_Hashes, _Ints, _Ints]:
    """Hashes of all words; the index of each row's first word; the number of words of each row."""
    text = b" ".join((b"", *sides, b" " * 32))
    classes = np.frombuffer(text.translate(CLASSES), np.uint8)
    letter = classes == 1
    alone = classes == 2
    starts = np.flatnonzero((letter[1:] > letter[:-1]) | alone[1:]) + 1
    ends = np.flatnonzero((letter[:-1] > letter[1:]) | alone[:-1]) + 1
    length = ends - starts
    loads = np.ndarray((len(text) - 7,), "<u8", text, 0, (1,))
    words = loads[starts]
    words &= _low_bytes(length)
    words *= _U64(K1)
    middle = np.flatnonzero(length > 8)
    words[middle] += (loads[starts[middle] + 8] & _low_bytes(length[middle] - 8)) * _U64(K2)
    longer = middle[length[middle] > 16]
    words[longer] += (loads[starts[longer] + 16] & _low_bytes(length[longer] - 16)) * _U64(K3)
    words += _LENGTHS.take(length, mode="clip")
    words ^= words >> _U64(32)
    for at in longer[length[longer] > LONGEST_WORD].tolist():
        words[at] = long_word(text[starts[at] : ends[at]])
    sizes = np.fromiter(map(len, sides), np.int64, len(sides))
    offsets = np.concatenate(([0], np.cumsum(sizes + 1))) + 1
    bounds = np.searchsorted(starts, offsets)
    return words, bounds[:-1], np.diff(bounds)


def _low_bytes(length: _Ints) -> _Hashes:
    """A mask of the first so many bytes of a word, 8 at most."""
    return _MASKS.take(length, mode="clip")


_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], _U64)
_LENGTHS = np.arange(LONGEST_WORD + 1, dtype=_U64) * _U64(K4)


def _shingles(words: _Hashes, first: _Ints, counts: _Ints) -> _Hashes:
    """Hashes of 48 bits of all shingles, row by row."""
    padded = np.concatenate((words, np.zeros(SHINGLE - 1, _U64)))
    two, three = padded[1:-1].copy(), padded[2:].copy()
    one_word, two_words = first[counts == 1], first[counts == 2]
    two[one_word] = 0
    three[one_word] = 0
    three[two_words] = 0
    hashes = words * _U64(K1)
    hashes ^= two
    hashes *= _U64(K2)
    hashes ^= three
    hashes *= _U64(K3)
    hashes ^= hashes >> _U64(32)
    hashes *= _U64(K4)
    hashes >>= _U64(16)
    begins = np.ones(len(words), np.bool_)
    last = first + counts - 1
    begins[last[counts > 1]] = False
    begins[last[counts > 2] - 1] = False
    return hashes[begins]


def _values(hashes: _Hashes, sizes: _Ints) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Of all rows row << 16 | value, ascending; and the level of each row."""
    levels = np.zeros(len(sizes), np.uint8)
    row = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    values = (hashes >> _U64(32)).astype(np.uint32)
    long = sizes > MOST_VALUES
    if long.any():
        of_long = np.repeat(long, sizes)
        rows, sampled = _sampled(row[of_long], hashes[of_long], levels)
        short = ~of_long
        row = np.concatenate((row[short], rows))
        values = np.concatenate((values[short], sampled))
    values |= row << np.uint32(16)
    values.sort()
    return values[_changes(values)], levels


def _sampled(
    row: NDArray[np.uint32], hashes: _Hashes, levels: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Rows and values of what is kept of long rows; sets the levels of these."""
    keys = hashes | row.astype(_U64) << _U64(48)
    keys.sort()
    keys = keys[_changes(keys)]
    rows = np.flatnonzero(np.bincount(row)).astype(_U64)
    least = rows << _U64(48)
    starts = np.searchsorted(keys, least)
    kept = np.diff(np.append(starts, len(keys)))
    sizes = kept.copy()
    level = np.zeros(len(rows), _U64)
    while len(long := np.flatnonzero(kept > MOST_VALUES)):
        # The hashes of a row are sorted: those that begin with zeros come first.
        level[long] += _U64(1)
        stops = np.searchsorted(keys, least[long] + (_U64(1 << 48) >> level[long]))
        kept[long] = stops - starts[long]
    levels[rows.astype(np.intp)] = level
    run = np.repeat(np.arange(len(rows)), sizes)
    keys, run = (column[np.arange(len(keys)) < (starts + kept)[run]] for column in (keys, run))
    values = keys << _U64(16) >> (_U64(48) - level[run])
    return rows[run].astype(np.uint32), values.astype(np.uint32)


def _changes(keys: NDArray[np.uint32] | _Hashes) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    changed = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=changed[1:])
    return changed
