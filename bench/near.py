"""Measure the search for near-duplicates: time, memory, and what it finds of planted pairs.

`python -m bench.near [SIZE ...]` prints a table in Markdown. Texts are made: words by their
frequency (Zipf), topics with words of their own, prompts and answers of usual lengths; one example
in five is an edited copy of another, with 0 to 60 % of its words touched. The truth is the Jaccard
index of the sets of word triples, computed from the texts.

Recall is the share of planted pairs with a true similarity of 0.8 or more that end in one cluster.
Precision is the share of pairs told (each example and the one it is told to be like) whose true
similarity is 0.8 or more; in brackets, 0.75 or more.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ftprep.aggregate.fingerprint import Fingerprint
from ftprep.aggregate.near import Near
from ftprep.aggregate.near_matches import matches
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.near.normal import normal
from ftprep.near.overlap import ALIKE, View

__all__ = ["Made", "jaccard", "made", "main"]

_LETTERS = "etaoinshrdlucmfwypvbgk"


class Made(NamedTuple):
    """An example that was made, and of which it is an edited copy (its own number: of none)."""

    prompt: str
    answer: str
    origin: int


class _Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._general = self._words(2_000)
        self._topics = [self._words(1_500) for _ in range(40)]
        self._weights = list(itertools.accumulate(1 / (rank + 2) for rank in range(2_000)))

    def _words(self, count: int) -> list[str]:
        lengths = (1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 12)
        made = (
            "".join(self.random.choices(_LETTERS, k=length))
            for length in self.random.choices(lengths, k=count)
        )
        return list(made)

    def words(self, count: int, topic: int) -> list[str]:
        half = self.random.choices(self._general, cum_weights=self._weights, k=count)
        own = self._topics[topic]
        other = self.random.choices(own, cum_weights=self._weights[: len(own)], k=count)
        pick = self.random.getrandbits(count or 1)
        return [other[at] if pick >> at & 1 else half[at] for at in range(count)]

    def text(self, words: Sequence[str]) -> str:
        random_ = self.random
        out = []
        for at in range(0, len(words), 11):
            sentence = " ".join(words[at : at + 11]).capitalize()
            out.append(sentence + random_.choice((".", ".", ".", "?", "!", ":", ",")))
        return " ".join(out)

    def edited(self, text: str, share: float) -> str:
        """Each word is replaced, dropped, doubled or kept: `share` of them touched."""
        random_ = self.random
        out: list[str] = []
        for word in text.split(" "):
            if random_.random() >= share:
                out.append(word)
                continue
            kind = random_.randrange(4)
            if kind == 0:
                out.append(random_.choice(self._general))
            elif kind == 2:
                out += [word, random_.choice(self._general)]
            elif kind == 3:
                out.append(word.upper())
        return " ".join(out)


def made(count: int, seed: int = 1) -> Iterator[Made]:
    """`count` examples, the same for the same seed."""
    writer = _Writer(seed)
    random_ = writer.random
    recent: list[Made] = []
    for number in range(count):
        if recent and random_.random() < 0.2:
            source = random_.choice(recent)
            share = random_.choice((0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.6))
            prompt = writer.edited(source.prompt, share)
            yield Made(prompt, writer.edited(source.answer, share), source.origin)
            continue
        topic = random_.randrange(40)
        prompt = writer.text(writer.words(min(int(random_.lognormvariate(3.3, 0.8)), 2_000), topic))
        answer = writer.text(writer.words(min(int(random_.lognormvariate(3.9, 0.8)), 3_000), topic))
        new = Made(prompt, answer, number)
        if len(recent) < 5_000:
            recent.append(new)
        else:
            recent[random_.randrange(5_000)] = new
        yield new


def _triples(text: str) -> set[tuple[str, ...]]:
    words = normal(text).split()
    if len(words) < 3:
        return {tuple(words)} if words else set()
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: Made, other: Made, view: View) -> float:
    """The true similarity of two examples."""
    both = either = 0
    for side in ("prompt", "answer")[: 1 + view]:
        a, b = _triples(getattr(one, side)), _triples(getattr(other, side))
        if 2 * len(a & b) < len(a | b):
            return 0.0
        both += len(a & b)
        either += len(a | b)
    return both / either if either else 0.0


def example(number: int, text: Made) -> Example:
    turns = (
        Turn("user", text.prompt, False, "/messages/0/content"),
        Turn("assistant", text.answer, True, "/messages/1/content"),
    )
    return Example(Origin(0, 0, number, number + 1), Kind.CHAT, {}, turns)


def _measured(count: int) -> str:
    examples = list(made(count))
    wrapped = [example(number, text) for number, text in enumerate(examples)]
    prints = [
        Fingerprint(number.to_bytes(16, "little"), number.to_bytes(16, "little"), b"", b"")
        for number in range(count)
    ]
    size = sum(len(text.prompt) + len(text.answer) for text in examples)
    near = Near()
    start = time.process_time()
    for one, print_ in zip(wrapped, prints, strict=True):
        near.add(one, print_)
    near.sketches()
    sketched = time.process_time() - start
    for view in View:
        near.clusters(view)
    seconds = time.process_time() - start
    cells = [f"{count:,}", f"{size / 1e6:.1f}", f"{sketched:.2f}", f"{seconds:.2f}"]
    cells.append(f"{near.bytes / count:.0f}")
    for view in View:
        cells += _quality(examples, near, view)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "| " + " | ".join([*cells, f"{peak:,.0f}"]) + " |"


def _quality(examples: Sequence[Made], near: Near, view: View) -> list[str]:
    cluster = {row: n for n, rows in enumerate(near.clusters(view)) for row in rows}
    planted = found = 0
    for number, text in enumerate(examples):
        if text.origin != number and jaccard(examples[text.origin], text, view) >= ALIKE:
            planted += 1
            found += cluster.get(number, -1) == cluster.get(text.origin, -2)
    told = [(match.example, match.like) for match in matches(near, view)]
    true = [jaccard(examples[a], examples[b], view) for a, b in told]
    precise, nearly = (sum(t >= least for t in true) for least in (ALIKE, ALIKE - 0.05))
    n = max(len(told), 1)
    return [
        f"{planted:,}",
        f"{found / max(planted, 1):.4f}",
        f"{precise / n:.4f} ({nearly / n:.4f})",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    header = ["examples", "MB", "CPU s sketch", "CPU s all", "B/example"]
    for view in ("prompt", "whole"):
        header += [f"{view} pairs", "recall", "precision"]
    header.append("peak MB, with the texts")
    print("| " + " | ".join(header) + " |")
    print("|" + " --: |" * len(header))
    for size in parser.parse_args(arguments).sizes:
        print(_measured(size), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
