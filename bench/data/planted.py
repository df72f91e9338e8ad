"""Near-duplicates that are planted, and how alike each really is to what it was copied from.

The truth follows the definition (docs/decisions/0009) and not the code that is measured: the
Jaccard index of the sets of word triples, prompt and answer counted apart, 0 where less than half
of either is common.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any, Final, NamedTuple

from bench.data.examples import Body

__all__ = ["Planted", "planted", "sides", "similarity"]

_RECENT: Final = 5_000
"""Examples that may be copied."""
_SHARES: Final = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.6)
"""Of the words of a copy, how many are touched."""
_ALONE: Final = "\u3040-\u30ff\u3400-\u9fff"
"""Kana and Han: each character is a word."""
_WORD: Final = re.compile(rf"[^\W_{_ALONE}]+|[{_ALONE}]|[-+*/%=<>#$&@^~|\\_`€£→🙂]")
"""Words, and signs that are words because they carry meaning. Other punctuation does not count."""


class Planted(NamedTuple):
    """An example and the earlier one that it is an edited copy of (None: of none)."""

    body: Body
    original: int | None
    """Number of the original, counted from 0."""
    similarity: float
    """Of prompt and answer, 0 to 1."""


def planted(bodies: Iterator[Body], count: int, share: float, seed: int) -> Iterator[Planted]:
    """`count` examples, of which a `share` are copies of one of the others."""
    random = Random(seed)
    recent: list[tuple[int, Body]] = []
    for number in range(count):
        if recent and random.random() < share:
            original, source = random.choice(recent)
            body = _edited(random, source)
            yield Planted(body, original, similarity(sides(source), sides(body)))
            continue
        body = next(bodies)
        if share:
            if len(recent) < _RECENT:
                recent.append((number, body))
            else:
                recent[random.randrange(_RECENT)] = (number, body)
        yield Planted(body, None, 0.0)


def sides(body: Body) -> tuple[str, str]:
    """Prompt and answer: all that is said before the last answer, without system texts; and it."""
    if "prompt" in body:
        return body["prompt"], body["completion"]
    said = [_said(message) for message in body["messages"] if message["role"] != "system"]
    return "\n".join(said[:-1]), said[-1]


def similarity(one: tuple[str, str], other: tuple[str, str]) -> float:
    """The true similarity of two examples, given by their sides."""
    both = either = 0
    for here, there in zip(one, other, strict=True):
        a, b = _triples(here), _triples(there)
        if 2 * len(a & b) < len(a | b):
            return 0.0
        both += len(a & b)
        either += len(a | b)
    return both / either if either else 0.0


def _said(message: dict[str, Any]) -> str:
    calls = [call["function"]["arguments"] for call in message.get("tool_calls", ())]
    return "\n".join([message.get("content") or "", *calls])


def _triples(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:
        return {tuple(words)} if words else set()
    return {(a, b, c) for (a, b), (_, c) in pairwise(pairwise(words))}


def _edited(random: Random, body: Body) -> Body:
    made = copy.deepcopy(body)
    share = random.choice(_SHARES)
    if "prompt" in made:
        for key in ("prompt", "completion"):
            made[key] = _touched(random, made[key], share)
        return made
    for message in made["messages"]:
        if message["role"] in ("user", "assistant") and "content" in message:
            message["content"] = _touched(random, message["content"], share)
    return made


def _touched(random: Random, text: str, share: float) -> str:
    """Each word is replaced, dropped, doubled with another or kept: `share` of them touched."""
    words = text.split(" ")
    out: list[str] = []
    for word in words:
        if random.random() >= share:
            out.append(word)
            continue
        kind = random.randrange(4)
        if kind == 0:
            out.append(random.choice(words))
        elif kind == 2:
            out += [word, random.choice(words)]
        elif kind == 3:
            out.append(word.upper())
    return " ".join(out) or text
