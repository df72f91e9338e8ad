"""Ask the rules about one example, and mend what can be mended."""

from __future__ import annotations

import functools
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from ftprep.model import Example, Finding, Kind, Turn
from ftprep.named import NamedTuple
from ftprep.rules.catalog import catalog
from ftprep.rules.context import Context
from ftprep.rules.gate import Gate
from ftprep.rules.private.view import as_read
from ftprep.rules.rule import Hit, Level, Rule
from ftprep.schemas import gate
from ftprep.shape import Shape, shape_of
from ftprep.tokens.count import TokenCounts

__all__ = ["Examiner", "Mended"]

_MOST_ROUNDS = 10
"""Repairs that still change an example after so many rounds contradict each other: a defect."""

_SCHEMA_ROLES = frozenset({"system", "user", "assistant", "tool", "function"})


class Mended(NamedTuple):
    """An example after its repairs."""

    example: Example | None
    """None when a repair drops it."""
    edits: tuple[str, ...]
    """Codes of the rules whose repair changed it."""


class Examiner:
    """The example rules that are on, for one context. Holds no state between examples."""

    def __init__(
        self,
        codes: tuple[str, ...],
        context: Context,
        levels: Mapping[str, Level],
        fixes: frozenset[str],
    ) -> None:
        rules = [catalog()[code] for code in codes]
        self._context = context
        self._rules = [rule for rule in rules if rule.check]
        self._token_rules = [rule for rule in rules if rule.check_tokens]
        self._text_rules = [rule for rule in rules if rule.check_text]
        self._gate = _gate(tuple(rule.gate(context) for rule in self._text_rules if rule.gate))
        self._repairs = {r.code: r.repair for r in rules if r.repair and r.code in fixes}
        self._errors = frozenset(code for code, level in levels.items() if level is Level.ERROR)
        self._beyond_schema = [rule for rule in self._rules if not rule.schema_covers]
        self._of_words = [rule for rule in self._rules if not rule.of_shape]
        self._silent: dict[Shape, bool] = {}
        """Shape → whether no rule that is asked once for each shape says anything of it."""
        self._suspects = [rule.suspects for rule in self._of_words if rule.suspects]
        self._beyond_limit = any(rule.beyond_limit for rule in self._token_rules)
        self._ask_all = not (
            all(rule.suspects for rule in self._of_words)
            and all(rule.beyond_limit for rule in self._token_rules)
        )
        """Whether a rule that does not say which examples it looks at is asked about all."""
        # A line that follows OpenAI's schema need not be asked what the schema answers, unless the
        # target knows fewer roles than the schema does.
        self._gated = set(context.target.provider.roles) >= _SCHEMA_ROLES

    def examine(self, example: Example, tokens: TokenCounts) -> list[Finding]:
        """All findings about one example, one rule after the other."""
        return self.examine_all([example], [tokens], [shape_of(example)]).get(0, [])

    def examine_all(
        self,
        examples: Sequence[Example],
        tokens: Sequence[TokenCounts],
        shapes: Sequence[Shape | None],
    ) -> dict[int, list[Finding]]:
        """Index of an example → all findings about it, for those about which there are any."""
        texts = self._texts_to_look_at(examples)
        found: dict[int, list[Finding]] = {}
        for index in self._to_look_at(examples, tokens, shapes).union(texts):
            own = self._found(examples[index], tokens[index], shapes[index], texts.get(index, ()))
            if own:
                found[index] = own
        return found

    def _to_look_at(
        self,
        examples: Sequence[Example],
        tokens: Sequence[TokenCounts],
        shapes: Sequence[Shape | None],
    ) -> set[int]:
        """Indexes of the examples of which a rule may say something, but for the rules of texts."""
        every = range(len(examples))
        if self._ask_all:
            return set(every)
        # A shape is one object wherever it occurs, so that its identity does for its value.
        of_shape = {id(shape): (shape, e) for shape, e in zip(shapes, examples, strict=True)}
        silent = {
            key for key, (s, e) in of_shape.items() if s is not None and self._is_silent(s, e)
        }
        look = {i for i in every if id(shapes[i]) not in silent}
        for suspects in self._suspects:
            look.update(suspects(examples))
        if self._beyond_limit:
            limit = self._context.target.model.max_example_tokens or sys.maxsize
            look.update([i for i, counts in enumerate(tokens) if counts.length > limit])
        return look

    def _texts_to_look_at(
        self, examples: Sequence[Example]
    ) -> dict[int, list[tuple[Turn, list[int]]]]:
        """Index of an example → its texts that rules have to look at, and the numbers of these."""
        texts = [turn.text for example in examples for turn in example.turns]
        marked = self._marked(texts)
        if not marked:
            return {}
        starts = list(accumulate([len(example.turns) for example in examples], initial=0))
        suspects: dict[int, list[tuple[Turn, list[int]]]] = {}
        for place, numbers in marked.items():
            index = bisect_right(starts, place) - 1
            turn = examples[index].turns[place - starts[index]]
            suspects.setdefault(index, []).append((turn, sorted(numbers)))
        return suspects

    def _marked(self, texts: Sequence[str]) -> dict[int, set[int]]:
        """Index of a text → the numbers of the rules whose gate stands in it. One that is JSON is
        also searched as its reader reads it, which is where private values are looked for."""
        marked = {place: set(numbers) for place, numbers in self._gate.among(texts)}
        read = [
            (place, told)
            for place, text in enumerate(texts)
            if "\\" in text and (told := as_read(text)) is not text
        ]
        for index, numbers in self._gate.among([text for _, text in read]):
            marked.setdefault(read[index][0], set()).update(numbers)
        return marked

    def _found(
        self,
        example: Example,
        tokens: TokenCounts,
        shape: Shape | None,
        suspects: Sequence[tuple[Turn, list[int]]],
    ) -> list[Finding]:
        if shape is not None and self._is_silent(shape, example):
            rules = self._of_words
        else:
            rules = self._beyond_schema if self._passes(example) else self._rules
        found = [
            Finding(rule.code, example.origin, pointer, args, example.columns.get(pointer, ""))
            for rule, (pointer, args) in self._hits(example, rules, tokens, suspects)
        ]
        return found if len(found) < 2 else list(_without_echoes(found, self._errors))

    def _is_silent(self, shape: Shape, example: Example) -> bool:
        silent = self._silent.get(shape)
        if silent is None:
            rules = (rule.check for rule in self._rules if rule.of_shape)
            said = (hit for check in rules if check for hit in check(example, self._context))
            silent = self._silent[shape] = next(said, None) is None
        return silent

    def mend(self, example: Example, found: list[Finding]) -> Mended:
        """Apply the repairs of what was found, again and again until nothing changes."""
        codes = [code for code in dict.fromkeys(f.code for f in found) if code in self._repairs]
        edits: dict[str, None] = {}
        for _ in range(_MOST_ROUNDS):
            before = example
            for code in codes:
                after = self._repairs[code].apply(example, self._context)
                if after is None:
                    return Mended(None, (*edits, code))
                if after is not example:
                    edits[code] = None
                example = after
            if example is before:
                return Mended(example, tuple(edits))
        raise RuntimeError(f"the repairs {', '.join(codes)} do not come to an end")

    def condemned(self, found: list[Finding]) -> list[Finding]:
        """Those of the findings that keep an example out of the training file."""
        return [finding for finding in found if finding.code in self._errors]

    def _passes(self, example: Example) -> bool:
        return self._gated and example.kind is Kind.CHAT and gate("chat")(example.body)

    def _hits(
        self,
        example: Example,
        rules: Sequence[Rule],
        tokens: TokenCounts,
        suspects: Sequence[tuple[Turn, list[int]]],
    ) -> Iterator[tuple[Rule, Hit]]:
        for rule in rules:
            assert rule.check is not None
            for hit in rule.check(example, self._context):
                yield rule, hit
        for rule in self._token_rules:
            assert rule.check_tokens is not None
            for hit in rule.check_tokens(example, tokens, self._context):
                yield rule, hit
        for turn, numbers in suspects:
            for number in numbers:
                rule = self._text_rules[number]
                assert rule.check_text is not None
                for pointer, args in rule.check_text(turn, self._context):
                    yield rule, Hit(pointer or turn.pointer, args)


@functools.lru_cache(maxsize=4)
def _gate(patterns: tuple[str, ...]) -> Gate:
    """Made once for all shards of a run: it takes longer to make than to search a megabyte."""
    return Gate(patterns)


def _without_echoes(found: list[Finding], errors: frozenset[str]) -> Iterator[Finding]:
    """The findings without what the schema repeats of a place that a rule of its own names.

    A warning does not speak for the schema where that is an error: the line would be written.
    """
    named = {
        finding.pointer
        for finding in found
        if finding.code != "SCH001" and (finding.code in errors or "SCH001" not in errors)
    }
    around = {pointer for place in named for pointer in _above(place)}
    for finding in found:
        pointer = finding.pointer
        told = pointer in named or pointer in around or not named.isdisjoint(_above(pointer))
        if finding.code != "SCH001" or not told:
            yield finding


def _above(pointer: str) -> Iterator[str]:
    """The pointers of all values that hold this one, the innermost first."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer
