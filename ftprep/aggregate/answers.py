"""What most answers look like, and the first of those that do not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import orjson

from ftprep.aggregate.group import Group
from ftprep.model import Example, Origin, Turn
from ftprep.named import NamedTuple
from ftprep.tokens.count import TokenCounts

__all__ = ["MOST_KEPT", "Answers", "Odd", "Odds"]

MOST_KEPT: Final = 500
"""Answers of each kind that are remembered, the first in reading order."""

_LONG: Final = 40
"""Characters from which on an answer is a text, which ends with the end of a sentence or not."""

_SENTENCE_END: Final = frozenset(".!?…。！？।؟۔։።．다요죠까")
"""Full stops of many scripts, and what Korean sentences end with, as people often write no stop."""
_CLOSING: Final = "\"'”’»)]}*_`」』）】›\u200f\u200e \n\t\r"
"""May follow the end of a sentence: quotes, brackets, Markdown."""

_INSIDE: Final = frozenset("_'’,")
"""What the last word of a sentence that breaks off may end with, beside letters and digits."""
_CUT: Final = re.compile(r"[^\W\d_][^\s]{0,40}\s+[^\W\d_][\w'’]{0,30},?\Z")
"""Two words and no more: no address, number, name of a file or sign of a formula at the end."""


class Odd(NamedTuple):
    """An answer that may differ from the others."""

    origin: Origin
    pointer: str
    found: str
    """A few words of it."""


class Odds:
    """How many there are of a kind, and the first of them.

    Memory: `MOST_KEPT` of them at most, each of about 300 bytes.
    """

    def __init__(self) -> None:
        self.count = 0
        self._first: list[Odd] = []
        self._limit: Origin | None = None

    def add(self, example: Example, pointer: str, found: str) -> None:
        """Take in one."""
        self.count += 1
        if self._limit is None or example.origin < self._limit:
            self._first.append(Odd(example.origin, pointer, found))
            if len(self._first) >= 2 * MOST_KEPT:
                self._trim()

    def add_all(
        self, group: Group, places: Sequence[int], index: int, words: Callable[[str], str]
    ) -> None:
        """Take in examples of a group, with some words of one of their texts; they are told at
        their last."""
        if places and self._limit is not None and group.origins[places[0]] >= self._limit:
            self.count += len(places)  # nearly always enough of them are known by now
            return
        for place in places:
            example = group.examples[place]
            self.add(example, example.turns[-1].pointer, words(example.turns[index].text))

    def merge(self, other: Odds) -> None:
        """Take in another shard's."""
        self.count += other.count
        self._first.extend(other._first)
        self._trim()

    def __iter__(self) -> Iterator[Odd]:
        """The first of them, in reading order."""
        return iter(sorted(self._first)[:MOST_KEPT])

    def _trim(self) -> None:
        self._first = sorted(self._first)[:MOST_KEPT]
        if len(self._first) == MOST_KEPT:
            self._limit = self._first[-1].origin


class Answers:
    """The last trained answer of each example, told by its form.

    Memory: see `Odds`; nothing more per record.
    """

    def __init__(self) -> None:
        self.count = 0
        self.json = 0
        """Answers that are a JSON object or list."""
        self.not_json = Odds()
        self.sentences = 0
        """Long answers that end with the end of a sentence."""
        self.unended = 0
        """Long answers that do not, those of `cut` among them."""
        self.cut = Odds()
        """Long answers that end within a sentence."""
        self.echoes = Odds()
        """Answers that are their prompt, or begin with it."""

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        if not group.shape.ends_with_answer:
            return
        last = len(group.shape.roles) - 1
        answers = group.texts(last)
        self.count += len(answers)
        others = [i for i, text in enumerate(answers) if not _is_json(text)]
        self.json += len(answers) - len(others)
        self.not_json.add_all(group, others, last, lambda text: text[:_LONG])
        long = [i for i, text in enumerate(answers) if len(text) >= _LONG]
        unended = [i for i in long if answers[i][-1] not in _SENTENCE_END and not _ends(answers[i])]
        self.sentences += len(long) - len(unended)
        self.unended += len(unended)
        cut = [i for i in unended if _is_cut(answers[i])]
        self.cut.add_all(group, cut, last, lambda text: text.rstrip()[-_LONG:])
        if last:
            prompts = map(str.strip, group.texts(last - 1))
            pairs = enumerate(zip(prompts, map(str.lstrip, answers), strict=True))
            echoes = [i for i, (p, a) in pairs if len(p) >= _LONG // 2 and a.startswith(p)]
            self.echoes.add_all(group, echoes, last - 1, lambda text: text.strip()[:_LONG])

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        if not example.turns or not (turn := example.turns[-1]).trained:
            return
        if turn.pointer.endswith("/arguments"):  # a call, not an answer
            return
        self._take(example, turn)

    def _take(self, example: Example, turn: Turn) -> None:
        text = turn.text
        self.count += 1
        if _is_json(text):
            self.json += 1
        else:
            self.not_json.add(example, turn.pointer, text[:_LONG])
        if len(text) >= _LONG:
            if _ends(text):
                self.sentences += 1
            else:
                self.unended += 1
                if _is_cut(text):
                    self.cut.add(example, turn.pointer, text.rstrip()[-_LONG:])
        if len(example.turns) > 1:
            prompt = example.turns[-2].text.strip()
            if len(prompt) >= _LONG // 2 and text.lstrip().startswith(prompt):
                self.echoes.add(example, turn.pointer, prompt[:_LONG])

    def merge(self, other: Answers) -> None:
        """Take in another shard's answers."""
        self.count += other.count
        self.json += other.json
        self.not_json.merge(other.not_json)
        self.sentences += other.sentences
        self.unended += other.unended
        self.cut.merge(other.cut)
        self.echoes.merge(other.echoes)


def _ends(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_END


def _is_cut(text: str) -> bool:
    """Whether a text ends in the midst of a line of prose, as if the room had run out."""
    line = text.rstrip().rpartition("\n")[2]
    if len(line) < _LONG or line.startswith(_LISTED):
        return False
    if not (line[-1].isalnum() or line[-1] in _INSIDE):
        return False
    return bool(_CUT.search(line[-80:]))


_LISTED: Final = ("-", "*", "•", "|", ">", "#", "`", " ", "\t", *"0123456789")
"""Points of a list, rows of a table, headings and code end without the end of a sentence."""


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        return isinstance(orjson.loads(text), dict | list)
    except (orjson.JSONDecodeError, RecursionError):
        return False
