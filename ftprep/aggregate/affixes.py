"""How prompts and completions begin and end, for the choice of separator and end marker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any, Final

from ftprep.aggregate.cased import cased
from ftprep.aggregate.group import Group
from ftprep.model import Example, Kind
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS

__all__ = ["Affixes", "Side"]

_APART: Final = "\0"
"""Parts texts that are searched together. No candidate has it, and a text that has it is searched
alone."""
_MARKERS: Final = (*SEPARATORS, *END_MARKERS)


def _tails(marker: str) -> tuple[str, ...]:
    """What a text ends with where appending the marker makes one more of it before its place: `#`
    for `###`."""
    lengths = range(1, len(marker))
    return tuple(marker[:at] for at in lengths if marker[:-1].startswith(marker[at:]))


_TAILS: Final = {marker: _tails(marker) for marker in _MARKERS}
_EVERY_TAIL: Final = tuple(dict.fromkeys(tail for tails in _TAILS.values() for tail in tails))


class Side:
    """All prompts, or all completions.

    Memory: two strings no longer than the shortest text, nothing per record.
    """

    def __init__(self) -> None:
        self.count = 0
        self.blank = 0
        """Texts that are empty or white space."""
        self.prefix: str | None = None
        """What all texts begin with; None before the first."""
        self.suffix: str | None = None
        self.same = True
        """Whether all texts are equal."""
        self.free = set(_MARKERS)
        """Candidates that stand in no text, nor come about in its midst when one is appended."""
        self.only_last = set(_MARKERS)
        """Candidates that stand in no text but at its very end."""
        self.upper = 0
        self.lower = 0
        """Numbers of upper-case and lower-case letters."""

    def add_all(self, texts: Sequence[str]) -> None:
        """Take in many texts."""
        joined = _APART.join(texts)
        if joined.count(_APART) >= len(texts) > 1:
            for text in texts:
                self.add_all([text])
            return
        self.count += len(texts)
        self.blank += texts.count("") + sum(map(str.isspace, texts))
        if self.prefix is None or self.suffix is None:
            self.prefix = self.suffix = texts[0]
        self.same = self.same and set(texts) == {self.prefix}
        self._share(texts)
        raw = joined.encode("utf-8", "surrogatepass")
        standing = {_MARKERS[number] for number in _finder().Match(raw) or ()}
        self.free -= standing
        if any(map(str.endswith, texts, repeat(_EVERY_TAIL))):
            self.free -= {m for m in self.free if any(t.endswith(_TAILS[m]) for t in texts)}
        for marker in self.only_last & standing:
            if any(_stands_inside(marker, text) for text in texts):
                self.only_last.discard(marker)
        upper, lower = cased(raw)
        self.upper += upper
        self.lower += lower

    def _share(self, texts: Sequence[str]) -> None:
        """Cut what is shared down to what these texts begin and end with, too."""
        assert self.prefix is not None
        assert self.suffix is not None
        # Nearly always they stand as they were. What the first and the last in alphabetical order
        # share, all between them share.
        if not all(map(str.startswith, texts, repeat(self.prefix))):
            self.prefix = _common_prefix(self.prefix, _common_prefix(min(texts), max(texts)))
        if not all(map(str.endswith, texts, repeat(self.suffix))):
            turned = [text[::-1] for text in texts]
            self.suffix = _common_suffix(
                self.suffix, _common_prefix(min(turned), max(turned))[::-1]
            )

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
        self.prompts = Side()
        self.completions = Side()
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
        self.prompts.add_all([prompt])
        self.completions.add_all([completion])
        self.spaced += completion.startswith(" ")
        self.unspaced_script += _unspaced(completion.lstrip()[:1])

    def add_group(self, group: Group) -> None:
        """Take in plain examples of one shape."""
        if group.shape.kind is not Kind.COMPLETION:
            return
        prompts, completions = group.texts(0), group.texts(1)
        self.prompts.add_all(prompts)
        self.completions.add_all(completions)
        self.spaced += sum(map(str.startswith, completions, repeat(" ")))
        firsts = Counter([completion.lstrip()[:1] for completion in completions])
        self.unspaced_script += sum(n for first, n in firsts.items() if _unspaced(first))

    def merge(self, other: Affixes) -> None:
        """Take in another shard's examples."""
        self.prompts.merge(other.prompts)
        self.completions.merge(other.completions)
        self.spaced += other.spaced
        self.unspaced_script += other.unspaced_script


@cache
def _finder() -> Any:
    """Tells in one pass which markers stand in a text: a fifth of the time of looking for each."""
    import re2  # starting fast: chat data need none of this

    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes are searched, whatever they mean
    finder = re2.Set.SearchSet(options)
    for marker in _MARKERS:
        finder.Add(re2.escape(marker))
    finder.Compile()
    return finder


def _stands_inside(candidate: str, text: str) -> bool:
    """Whether it stands anywhere but at the very end."""
    return text.find(candidate) not in (-1, len(text) - len(candidate))


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
