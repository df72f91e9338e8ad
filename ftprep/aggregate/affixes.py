"""How prompts and completions begin and end, for the choice of separator and end marker."""

from __future__ import annotations

from ftprep.model import Example, Kind
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS

__all__ = ["Affixes", "Side"]


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
            if text.find(candidate) not in (-1, len(text) - len(candidate)):
                self.only_last.discard(candidate)
        self.upper += sum(map(str.isupper, text))
        self.lower += sum(map(str.islower, text))

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

    def merge(self, other: Affixes) -> None:
        """Take in another shard's examples."""
        self.prompts.merge(other.prompts)
        self.completions.merge(other.completions)
        self.spaced += other.spaced
        self.unspaced_script += other.unspaced_script


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
