"""The short answers and how often each is given: the classes, if the task is a classification."""

from __future__ import annotations

from collections import Counter

from ftprep.aggregate.group import Group
from ftprep.model import Example

__all__ = ["LONGEST_LABEL", "MOST_LABELS", "LabelSides", "Labels"]

LONGEST_LABEL = 80
"""Characters. Longer answers are texts, not class names."""

MOST_LABELS = 10_000
"""Distinct short answers beyond which this is no classification, and counting ends."""


class Labels:
    """Counts answers that could be class names.

    Memory: at most `MOST_LABELS` strings of `LONGEST_LABEL` characters, and a counter for each of
    them in each input; nothing per record.
    """

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        """Short answer, as written → number of examples. Empty once there are too many."""
        self.by_source: dict[int, Counter[str]] = {}
        """Index of the input → its share of `answers`."""
        self.instruction: str | None = None
        """The system text, if all examples begin with the same one; empty if not."""
        self.too_many = False
        self.long = 0
        """Examples whose answer is too long, or has several lines, for a class name."""
        self.declared = 0
        """Examples whose answer comes from a column that is a label by its name."""
        self.column = ""
        """The name of such a column."""
        self.count = 0
        """Examples that have exactly one trained answer."""
        self.others = 0
        """Examples with none or several trained answers."""

    def add(self, example: Example) -> None:
        """Take in one example."""
        trained = [turn for turn in example.turns if turn.trained]
        if len(trained) != 1:
            self.others += 1
            return
        self.count += 1
        first = example.turns[0]
        self._instructed(first.text if first.role in ("system", "developer") else "")
        answer = trained[0].text
        if example.label is not None:
            self.declared += 1
            self.column = min(
                filter(None, (self.column, example.columns.get(trained[0].pointer, ""))),
                default="",
            )
        if len(answer) > LONGEST_LABEL or "\n" in answer.strip():
            self.long += 1
        elif not self.too_many:
            self.answers[answer] += 1
            counts = self.by_source.get(example.origin.source)
            if counts is None:
                counts = self.by_source[example.origin.source] = Counter()
            counts[answer] += 1
            self._limit()

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        shape, examples = group.shape, group.examples
        if len(shape.trained) != 1:
            self.others += len(examples)
            return
        if any(example.label is not None for example in examples):
            for example in examples:
                self.add(example)
            return
        self.count += len(examples)
        for system in set(group.system) or {""}:
            self._instructed(system)
        answers = group.texts(shape.trained[0])
        short = [a for a in answers if len(a) <= LONGEST_LABEL and "\n" not in a.strip()]
        self.long += len(answers) - len(short)
        if short and not self.too_many:
            self.answers.update(short)
            self.by_source.setdefault(group.source, Counter()).update(short)
            self._limit()

    def merge(self, other: Labels) -> None:
        """Take in another shard's answers."""
        self.long += other.long
        self.declared += other.declared
        self.count += other.count
        self.others += other.others
        self.column = min(filter(None, (self.column, other.column)), default="")
        self.too_many |= other.too_many
        self.answers.update(other.answers)
        for source, counts in other.by_source.items():
            self.by_source.setdefault(source, Counter()).update(counts)
        if other.instruction is not None:
            self._instructed(other.instruction)
        self._limit()

    def _instructed(self, system: str) -> None:
        if self.instruction is None:
            self.instruction = system
        elif self.instruction != system:
            self.instruction = ""

    def _limit(self) -> None:
        if self.too_many or len(self.answers) > MOST_LABELS:
            self.too_many = True
            self.answers.clear()
            self.by_source.clear()

    @property
    def classification(self) -> bool:
        """Whether the task is a classification.

        The retired tool asked for `unique completions < rows / 3`, which takes a FAQ with repeated
        answers for one and 40 labels in 120 rows for none. Here: a label column says so; else the
        answers are all short, they are few (at least two, at most one for every three examples),
        and nearly all read like names: not like sentences that end in `.`, `?` or `!`.
        """
        if self.too_many or not self.answers:
            return False
        distinct = len(self.answers)
        if self.declared and not self.others:
            return distinct * 2 <= self.count or distinct <= 2
        sentences = sum(n for answer, n in self.answers.items() if _reads_as_sentence(answer))
        return (
            self.long == 0
            and self.others == 0
            and 2 <= distinct <= self.count / 3
            and sentences <= self.count * 0.05
        )

    @property
    def why(self) -> str:
        """Why it is taken for a classification, or not; for people."""
        distinct = len(self.answers)
        if self.classification:
            if self.declared:
                return f'the column "{self.column}" is a label' if self.column else "labels"
            return f"{distinct} short answers repeat over {self.count:,} examples"
        if self.others:
            return "some examples have several answers"
        if self.long:
            return f"{self.long:,} answers are longer than a class name"
        return "the answers hardly repeat"


class LabelSides(Labels):
    """The same of the training and the test examples, to compare the two."""

    both_sides = True

    def add(self, example: Example, tokens: object = None) -> None:
        """Take in one example of either side."""
        super().add(example)


def _reads_as_sentence(answer: str) -> bool:
    words = answer.split()
    return len(words) > 5 or (len(words) > 2 and answer.rstrip()[-1:] in ".?!。？！")
