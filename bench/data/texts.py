"""Questions and answers of many forms: one line, paragraphs, lists, code, JSON, other languages."""

from __future__ import annotations

from random import Random
from typing import Final

from bench.data import code, english
from bench.data.deck import Draw
from bench.data.details import details
from bench.data.foreign import foreign
from bench.data.vocabulary import Vocabulary

__all__ = ["Texts"]

_FOREIGN: Final = 0.05
"""Share of exchanges in another language."""


class Texts:
    """Makes texts; the same for the same state of `random`."""

    def __init__(self, random: Random) -> None:
        self._random = random
        slots = {**Vocabulary(random).names(), **details(random)}
        self._ask = english.asks(random, slots)
        self._statement = english.statements(random, slots)
        self._step = english.steps(random, slots)
        self._opening = english.openings(random, slots)
        self._block = code.blocks(random, slots)
        self._object = code.objects(random, slots)
        self._foreign = foreign(random)
        self.slots = slots

    def exchange(self) -> tuple[str, str]:
        """A question and its answer."""
        random = self._random
        if random.random() < _FOREIGN:
            return self._foreign(), self._sentences(self._foreign, random.randrange(1, 6))
        question = self._ask()
        if random.random() < 0.2:
            question += " " + self._sentences(self._statement, random.randrange(1, 4))
        return question, self.answer()

    def answer(self) -> str:
        """An answer in English; half of them are one paragraph."""
        random = self._random
        kind = random.random()
        if kind < 0.06:
            return self._object()
        if kind < 0.18:
            return self._statement()
        text = self._opening() + self._sentences(self._statement, random.randrange(1, 5))
        if kind < 0.68:
            return text
        if kind < 0.86:
            return text + "\n\n" + self._list(random.randrange(2, 5))
        if kind < 0.93:
            return text + "\n\n" + self._block()
        return text + "\n\n" + self._sentences(self._statement, random.randrange(1, 7))

    def running(self, characters: int) -> str:
        """Sentences in a row, exactly so many characters."""
        sentences: list[str] = []
        length = 0
        while length < characters:
            sentences.append(self._statement())
            length += len(sentences[-1]) + 1
        return " ".join(sentences)[:characters]

    def _list(self, points: int) -> str:
        marks = self._random.choice(("1.", "-", "-", "*"))
        lines = [
            f"{f'{number}.' if marks == '1.' else marks} {self._step()}"
            for number in range(1, points + 1)
        ]
        return "\n".join(lines)

    def _sentences(self, draw: Draw, count: int) -> str:
        return " ".join([draw() for _ in range(count)])
