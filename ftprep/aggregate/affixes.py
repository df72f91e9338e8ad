"""How prompts and completions begin and end, for the choice of separator and end marker."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from ftprep.aggregate.group import Group
from ftprep.model import Example, Kind
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS

__all__ = ["Affixes", "Side"]

_APART: Final = "\0"
"""Parts texts that are searched together. No candidate has it, and a text that has it is searched
alone."""
_UPPER, _LOWER = ascii_uppercase.encode(), ascii_lowercase.encode()
_ASCII: Final = re.compile("[\0-\x7f]+")


class Side:
    """All prompts, or all completions.

    Memory: two strings no longer than the shortest text, nothing per record.
    """

    def __init__(self, candidates: tuple[str, ...]) -> None:
        self.count = 0
        self.blank = 0
        """Texts that are empty or white space."""
        self.prefix: str | None = None
        """What all texts begin with; None before the first."""
        self.suffix: str | None = None
        self.same = True
        """Whether all texts are equal."""
        self.free = set(candidates)
        """Candidates that stand in no text, nor come about in its midst when one is appended."""
        self.only_last = set(candidates)
        """Candidates that stand in no text but at its very end."""
        self.upper = 0
        self.lower = 0
        """Numbers of upper-case and lower-case letters."""

    def add(self, text: str) -> None:
        """Take in one text."""
        self.count += 1
        self.blank += not text.strip()
        if self.prefix is None or self.suffix is None:
            self.prefix = self.suffix = text
        else:
            self.same = self.same and text == self.prefix
            self.prefix = _common_prefix(self.prefix, text)
            self.suffix = _common_suffix(self.suffix, text)
        for candidate in tuple(self.free):
            # Also where the text's end and the candidate's beginning make one more of it.
            if candidate in text or candidate in text[1 - len(candidate) :] + candidate[:-1]:
                self.free.discard(candidate)
        for candidate in tuple(self.only_last):
            if _stands_inside(candidate, text):
                self.only_last.discard(candidate)
        self.upper += _cased(text, str.isupper)
        self.lower += _cased(text, str.islower)

    def add_all(self, texts: Sequence[str]) -> None:
        """Take in many texts."""
        joined = _APART.join(texts)
        if joined.count(_APART) != len(texts) - 1:
            for text in texts:
                self.add(text)
            return
        self.count += len(texts)
        self.blank += sum([not text or text.isspace() for text in texts])
        first = texts[0] if self.prefix is None else self.prefix
        self.same = self.same and set(texts) == {first}
        self.prefix = _shared_start(texts, self.prefix)
        self.suffix = _shared_end(texts, self.suffix)
        for candidate in tuple(self.free):
            # Also where a text's end and the candidate's beginning make one more of it.
            appended = candidate[:-1] + _APART
            ends = appended.join([text[1 - len(candidate) :] for text in texts]) + appended
            if candidate in joined or candidate in ends:
                self.free.discard(candidate)
        for candidate in tuple(self.only_last):
            if candidate in joined and any(_stands_inside(candidate, text) for text in texts):
                self.only_last.discard(candidate)
        self.upper += _cased(joined, str.isupper)
        self.lower += _cased(joined, str.islower)

    def merge(self, other: Side) -> None:
        """Take in another shard's texts."""
        if other.prefix is not None and other.suffix is not None:
            if self.prefix is None or self.suffix is None:
                self.prefix, self.suffix, self.same = other.prefix, other.suffix, other.same
            else:
                self.same = self.same and other.same and self.prefix == other.prefix
                self.prefix = _common_prefix(self.prefix, other.prefix)
                self.suffix = _common_suffix(self.suffix, other.suffix)
        self.count += other.count
        self.blank += other.blank
        self.free &= other.free
        self.only_last &= other.only_last
        self.upper += other.upper
        self.lower += other.lower


class Affixes:
    """The prompts and completions of prompt/completion examples; other kinds are passed over.

    Memory: see `Side`.
    """

    def __init__(self) -> None:
        candidates = (*SEPARATORS, *END_MARKERS)
        self.prompts = Side(candidates)
        self.completions = Side(candidates)
        self.spaced = 0
        """Completions that begin with a space."""
        self.unspaced_script = 0
        """Completions that begin in a script that puts no spaces between words."""

    def add(self, example: Example) -> None:
        """Take in one example."""
        if example.kind is not Kind.COMPLETION:
            return
        prompt, completion = example.body.get("prompt"), example.body.get("completion")
        if not isinstance(prompt, str) or not isinstance(completion, str):
            return
        self.prompts.add(prompt)
        self.completions.add(completion)
        self.spaced += completion.startswith(" ")
        self.unspaced_script += _unspaced(completion.lstrip()[:1])

    def add_group(self, group: Group) -> None:
        """Take in plain examples of one shape."""
        if group.shape.kind is not Kind.COMPLETION:
            return
        prompts, completions = group.texts(0), group.texts(1)
        self.prompts.add_all(prompts)
        self.completions.add_all(completions)
        self.spaced += sum([completion.startswith(" ") for completion in completions])
        self.unspaced_script += sum([_unspaced(text.lstrip()[:1]) for text in completions])

    def merge(self, other: Affixes) -> None:
        """Take in another shard's examples."""
        self.prompts.merge(other.prompts)
        self.completions.merge(other.completions)
        self.spaced += other.spaced
        self.unspaced_script += other.unspaced_script


def _stands_inside(candidate: str, text: str) -> bool:
    """Whether it stands anywhere but at the very end."""
    return text.find(candidate) not in (-1, len(text) - len(candidate))


def _cased(text: str, has: Callable[[str], bool]) -> int:
    """Number of characters that have a case: `str.isupper` or `str.islower`. ASCII is counted in
    C, the others one by one."""
    raw = text.encode("ascii", "ignore")
    letters = _UPPER if has("A") else _LOWER
    count = len(raw) - len(raw.translate(None, letters))
    return count if len(raw) == len(text) else count + sum(map(has, _ASCII.sub("", text)))


def _shared_start(texts: Sequence[str], known: str | None) -> str:
    """What all texts, and what was known before, begin with."""
    # What the first and the last in alphabetical order share, all between them share.
    shared = _common_prefix(min(texts), max(texts))
    return shared if known is None else _common_prefix(known, shared)


def _shared_end(texts: Sequence[str], known: str | None) -> str:
    """What all texts, and what was known before, end with."""
    if known == "":
        return ""
    return _shared_start([text[::-1] for text in texts], known and known[::-1])[::-1]


def _common_prefix(known: str, text: str) -> str:
    # Nearly always the prefix stands as it was: one comparison in C, whatever its length. The
    # retired tool sliced whole columns once per character.
    if text.startswith(known):
        return known
    length = 0
    while known[length : length + 1] == text[length : length + 1]:
        length += 1
    return known[:length]


def _common_suffix(one: str, other: str) -> str:
    if other.endswith(one):
        return one
    shortest = min(len(one), len(other))
    length = 0
    while length < shortest and one[-1 - length] == other[-1 - length]:
        length += 1
    return one[len(one) - length :]


def _unspaced(character: str) -> bool:
    """Whether a character belongs to a script written without spaces between words (Thai, Lao,
    Myanmar, Khmer, kana, Han): there a leading space costs a token of its own."""
    return any(low <= character <= high for low, high in _UNSPACED)


_UNSPACED = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u3040", "\u30ff"),
    ("\u3400", "\u9fff"),
    ("\U00020000", "\U0003ffff"),
)
