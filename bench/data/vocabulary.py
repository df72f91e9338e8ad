"""English words and what is made of them: phrases, and forms of verbs and nouns.

The lists in `words/` are those of wonderwords 3.0.1 (MIT; see `words/LICENSE`) without what is
not one word of small letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Final

from bench.data.deck import Draw, deck, filled, zipf
from bench.data.names import FIRST_NAMES, LAST_NAMES

__all__ = ["Vocabulary"]

_FOLDER: Final = Path(__file__).parent / "words"
_PHRASES: Final = 20_000
"""Noun phrases at hand. They are made once: a phrase is drawn much faster than it is made."""

_NOUN_PHRASES: Final = (
    *["the {noun}"] * 4,
    *["the {adj} {noun}", "your {noun}", "our {noun}"] * 2,
    *("my {noun}", "this {noun}", "each {noun}", "the {nouns}", "most {nouns}", "{adj} {nouns}"),
    *("the {noun} of the {noun}", "the {noun} {noun}", "a {adj} {noun}", "another {noun}"),
    *("the {adj} {nouns}", "the first {noun}", "the last {noun}", "the new {noun}", "{nouns}"),
    *("the {noun} in the {noun}", "the {noun} from the {noun}", "the {adj} {noun} {noun}"),
    *("any {noun}", "every {adj} {noun}", "the {noun} and the {noun}", "both {nouns}"),
)


class Vocabulary:
    """Draws by name, as the slots of templates want them."""

    def __init__(self, random: Random) -> None:
        nouns, verbs, adjectives = (_words(name) for name in ("nouns", "verbs", "adjectives"))
        self.slots: dict[str, Draw] = {
            "noun": zipf(random, nouns),
            "nouns": zipf(random, [_plural(noun) for noun in nouns]),
            "verb": zipf(random, verbs),
            "verbs": zipf(random, [_with_s(verb) for verb in verbs]),
            "verbed": zipf(random, [_past(verb) for verb in verbs]),
            "verbing": zipf(random, [_ing(verb) for verb in verbs]),
            "adj": zipf(random, adjectives),
            "first": deck(random, FIRST_NAMES),
            "last": deck(random, LAST_NAMES),
        }
        phrase = filled(random, _NOUN_PHRASES, self.slots)
        self.slots["np"] = deck(random, [phrase() for _ in range(_PHRASES)])
        self.slots["Np"] = _capital(self.slots["np"])
        self.slots["Noun"] = _capital(self.slots["noun"])

    def names(self) -> Mapping[str, Draw]:
        """What there is to draw."""
        return self.slots


def _words(name: str) -> list[str]:
    return (_FOLDER / f"{name}.txt").read_text(encoding="ascii").split()


def _capital(draw: Draw) -> Callable[[], str]:
    def capital() -> str:
        text = draw()
        return text[:1].upper() + text[1:]

    return capital


def _plural(noun: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return noun + "es"
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + "s"


_with_s = _plural


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def _ing(verb: str) -> str:
    return verb[:-1] + "ing" if re.search(r"[^eoy]e$", verb) else verb + "ing"
