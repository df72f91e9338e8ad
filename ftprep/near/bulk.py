"""Sketches of many examples at once: what `Sketches.add` says, with numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ftprep.near.normal import CLASSES
from ftprep.near.sketch import (
    BANDS,
    EMPTY,
    K1,
    K2,
    K3,
    K4,
    K5,
    K6,
    K7,
    LONGEST_WORD,
    MOST_VALUES,
    ORDER,
    ROWS,
    SLOT_BITS,
    SLOTS,
    Sketches,
    long_word,
)  # fmt: skip

__all__ = ["add_all"]

_U64 = np.uint64
_MOST_ROWS = 1 << 16
"""Rows in one call: the number of a row and a 48-bit hash make one sortable word."""
_BYTES_AT_ONCE = 1 << 19
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
    rows = len(sides)
    row = np.repeat(np.arange(rows, dtype=_U64), counts)
    place = np.arange(len(words), dtype=np.int64) - np.repeat(first, counts)
    factors = (place.astype(_U64) * _U64(K5) + _U64(K6)) | _U64(1)
    digests = np.zeros(rows, _U64)
    filled = counts > 0
    if len(words):
        digests[filled] = np.add.reduceat(words * factors, first[filled])
    keys = _shingles(words, row, place, first, counts)
    keys.sort()
    keys = keys[_changes(keys)]
    sketches.digests.frombytes(digests.tobytes())
    _add_bands(sketches, keys, rows)
    _add_values(sketches, keys, rows)


def _words(
    sides: Sequence[bytes],
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
    """Hashes of all words; the index of each row's first word; the number of words of each row."""
    text = b" ".join((b"", *sides, b" " * 32))
    classes = np.frombuffer(text.translate(CLASSES), np.uint8)
    letter = classes == 1
    alone = classes == 2
    starts = np.flatnonzero((letter[1:] & ~letter[:-1]) | alone[1:]) + 1
    ends = np.flatnonzero((letter[:-1] & ~letter[1:]) | alone[:-1]) + 1
    length = ends - starts
    loads = np.ndarray((len(text) - 7,), "<u8", text, 0, (1,))
    words = (loads[starts] & _low_bytes(length)) * _U64(K1)
    middle = np.flatnonzero(length > 8)
    words[middle] += (loads[starts[middle] + 8] & _low_bytes(length[middle] - 8)) * _U64(K2)
    longer = np.flatnonzero(length > 16)
    words[longer] += (loads[starts[longer] + 16] & _low_bytes(length[longer] - 16)) * _U64(K3)
    words += length.astype(_U64) * _U64(K4)
    words ^= words >> _U64(32)
    for at in np.flatnonzero(length > LONGEST_WORD).tolist():
        words[at] = long_word(text[starts[at] : ends[at]])
    sizes = np.fromiter(map(len, sides), np.int64, len(sides))
    offsets = np.concatenate(([0], np.cumsum(sizes + 1))) + 1
    bounds = np.searchsorted(starts, offsets)
    return words, bounds[:-1], np.diff(bounds)


def _low_bytes(length: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A mask of the first so many bytes of a word, 8 at most."""
    return _MASKS[np.minimum(length, 8)]


_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], _U64)


def _shingles(
    words: NDArray[np.uint64],
    row: NDArray[np.uint64],
    place: NDArray[np.int64],
    first: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> NDArray[np.uint64]:
    """For every shingle row << 48 | hash."""
    padded = np.concatenate((words, np.zeros(2, _U64)))
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
    hashes |= row << _U64(48)
    last = np.maximum(counts - 3, 0)
    return hashes[place <= np.repeat(last, counts)]


def _changes(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where a sorted array has another value than before."""
    changed = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=changed[1:])
    return changed


def _add_values(sketches: Sketches, keys: NDArray[np.uint64], rows: int) -> None:
    level = np.zeros(rows, np.uint64)
    bounds = np.searchsorted(keys, np.arange(rows + 1, dtype=_U64) << _U64(48))
    starts, sizes = bounds[:-1], np.diff(bounds)
    kept = sizes.copy()
    while len(long := np.flatnonzero(kept > MOST_VALUES)):
        # The hashes of a row are sorted: those that begin with zeros come first.
        level[long] += _U64(1)
        least = long.astype(_U64) << _U64(48)
        kept[long] = np.searchsorted(keys, least + (_U64(1 << 48) >> level[long])) - starts[long]
    row = np.repeat(np.arange(rows, dtype=np.uint64), kept)
    if level.any():
        keys = keys[np.arange(len(keys)) < np.repeat(starts + kept, sizes)]
        keys = (keys << level[row] >> _U64(32)) & _U64(0xFFFF) | row << _U64(16)
    else:
        keys >>= _U64(32)
    distinct = _changes(keys)
    sizes = np.diff(np.searchsorted(keys[distinct], np.arange(rows + 1, dtype=_U64) << _U64(16)))
    sketches.values.frombytes(keys[distinct].astype(np.uint16).tobytes())
    sketches.sizes.frombytes(sizes.astype(np.uint16).tobytes())
    sketches.levels.frombytes(level.astype(np.uint8).tobytes())


def _add_bands(sketches: Sketches, keys: NDArray[np.uint64], rows: int) -> None:
    # Slots first, so that a step runs over neighbours in memory: prompts left, answers right.
    half = rows // 2
    slots = keys >> _U64(48 - SLOT_BITS)
    row = slots >> _U64(SLOT_BITS)
    column = (row >> _U64(1)) + (row & _U64(1)) * _U64(half)
    cells = ((slots & _U64(SLOTS - 1)) * _U64(rows) + column).astype(np.intp)
    full = np.full((SLOTS, rows), EMPTY, np.uint32)
    # Backwards, that the least of a slot is written last and stays.
    full.reshape(-1)[cells[::-1]] = (keys[::-1] >> _U64(16 - SLOT_BITS)).astype(
        np.uint32
    ) | np.uint32(1)
    np.minimum(full[:, :half], full[:, half:], out=full[:, half:])
    lacking = full == np.uint32(EMPTY)
    some = (~lacking.all(axis=0)).astype(np.uint32)
    mask = lacking.astype(np.uint32) * np.uint32(EMPTY)
    full &= ~mask
    fill = np.empty(rows, np.uint32)
    # Twice round the circle. A slot that was filled in the first round is given the same again.
    for at in reversed(range(2 * SLOTS - 1)):
        here, after = at % SLOTS, (at + 1) % SLOTS
        np.bitwise_and(full[after], mask[here], out=fill)
        np.bitwise_or(full[here], fill, out=full[here])
    out = np.empty((half, 2, BANDS), np.uint32)
    for band in range(BANDS):
        key = np.full(rows, band + 1, np.uint32)
        for slot in ORDER[band * ROWS : (band + 1) * ROWS]:
            key ^= full[slot]
            key *= np.uint32(K7)
            key ^= key >> np.uint32(15)
        np.maximum(key, 1, out=key)
        key *= some
        out[:, 0, band] = key[:half]
        out[:, 1, band] = key[half:]
    sketches.bands.frombytes(out.tobytes())
