"""The languages of the answers, and the first answers that are not in that of their question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from ftprep.aggregate.answers import Odds
from ftprep.aggregate.language import NAMES, guess, verify_installed
from ftprep.model import Example, Turn
from ftprep.pattern import Pattern
from ftprep.tokens.count import TokenCounts

__all__ = ["Languages"]

_SHORTEST: Final = 60
"""Bytes of UTF-8 that an answer has at least: ten words of English, 20 Chinese characters. Of
32,609 such answers that people published, nearly all in English or Chinese, one was taken for
another language, and it had sentences in both."""

_SURE: Final = 0.9
"""From here on an answer is in a language."""

_LIKELY: Final = 0.5
"""From here on a question is. It is often short, and only has to be in another than the answer."""

_SHORTEST_LINE: Final = 20
_MOST_LINES: Final = 50
"""Lines at either end of a text that are looked at one by one."""

_SHOWN: Final = 40
_NOT_PROSE: Final = ("{", "[", "<", "```")

_TRANSLATING: Final = Pattern(
    r"translat|übersetz|übertrag|traduc|tradui|traduz|vertal|vertaal|översätt|overs[æe]t|käännä"
    r"|tłumacz|přelo[žz]|prelo[žz]|prevedi|fordít|перев[её]|перевод|перекла|превод|μεταφρ"
    r"|çevir|tercüme|terjemah|dịch|翻[译譯訳]|번역|ترجم|תרג|अनुवाद|แปล",
    re.IGNORECASE,
)


class Languages:
    """In which languages the last trained answers are, where that is certain.

    Memory: a number for each language (about 70), and for each at most 500 answers whose question
    is in another, of 300 bytes each, see `Odds`; 10 MB if all of them are there.

    Raises `UsageError` when the library that tells languages is not installed.
    """

    def __init__(self) -> None:
        verify_installed()
        self.answers: Counter[str] = Counter()
        """Language → answers that are certainly in it."""
        self.astray: dict[str, Odds] = {}
        """Language → those of its answers whose question is in another, and does not ask for it."""

    def add(self, example: Example, tokens: TokenCounts) -> None:
        """Take in one example."""
        index = _last_trained(example.turns)
        if index is None or example.label is not None:
            return
        turn = example.turns[index]
        if turn.pointer.endswith("/arguments") or not _is_prose(turn.text):
            return
        found = guess(turn.text)
        if found is None or found.chance < _SURE:
            return
        self.answers[found.language] += 1
        asked = [turn.text for turn in example.turns[:index] if turn.role == "user"]
        if _is_astray(found.language, turn.text, asked):
            odds = self.astray.setdefault(found.language, Odds())
            odds.add(example, turn.pointer, turn.text.strip()[:_SHOWN])

    def merge(self, other: Languages) -> None:
        """Take in another shard's answers."""
        self.answers.update(other.answers)
        for language, odds in other.astray.items():
            self.astray.setdefault(language, Odds()).merge(odds)


def _last_trained(turns: Sequence[Turn]) -> int | None:
    return next((at for at in reversed(range(len(turns))) if turns[at].trained), None)


def _is_prose(text: str) -> bool:
    """Whether an answer is long enough to tell, and is no JSON, markup or code."""
    if len(text) < _SHORTEST and _bytes(text) < _SHORTEST:
        return False
    return not text.lstrip().startswith(_NOT_PROSE) and "```" not in text


def _is_astray(language: str, answer: str, asked: Sequence[str]) -> bool:
    """Whether the questions are in another language than the answer, and that is not the task: no
    line of either is in the other's language, and they ask for no translation and by no name."""
    whole = "\n".join(asked)
    question = guess(whole)
    if question is None or question.language == language or question.chance < _LIKELY:
        return False
    if _TRANSLATING.search(whole) or _names(language, whole):
        return False
    return not _has_line_in(language, whole) and not _has_line_in(question.language, answer)


def _names(language: str, text: str) -> bool:
    folded = text.casefold()
    return any(name.casefold() in folded for name in NAMES[language])


def _has_line_in(language: str, text: str) -> bool:
    guesses = map(guess, _lines(text))
    return any(
        line is not None and line.language == language and line.chance >= _LIKELY
        for line in guesses
    )


def _lines(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if _bytes(line) >= _SHORTEST_LINE]
    yield from lines[:_MOST_LINES]
    yield from lines[_MOST_LINES:][-_MOST_LINES:]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
