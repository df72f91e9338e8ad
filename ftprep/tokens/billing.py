"""What training on an example is billed, in tokens.

For chat lines of role and content the formula is exact on all nine public jobs whose training file
and bill are both known (gpt-4o-mini, gpt-3.5-turbo; 10 to 500 examples, 2023-08 to 2025-09):

    per epoch = sum over examples of (1 + sum over messages of (3 + tokens(role) + tokens(content)))

Messages of weight 0 are counted. Everything else (names, tools, images, preferences, completions,
other models) was never seen with its bill and is a range between two ways of counting it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise, repeat
from typing import Any, Final

from ftprep.jsontext import dumps
from ftprep.many import made
from ftprep.model import Example, Kind
from ftprep.named import NamedTuple
from ftprep.shape import Shape, shapes_of
from ftprep.targets.target import Model
from ftprep.tokens.count import TokenCounts, count
from ftprep.tokens.images import image_tokens
from ftprep.tokens.tools import definitions, namespace, notebook

__all__ = ["measure"]

_PER_EXAMPLE: Final = 1
_PER_MESSAGE: Final = 3
_COOKBOOK_PER_EXAMPLE: Final = 3
"""What openai-cookbook's Chat_finetuning_data_prep adds to an example in place of 1."""
_AROUND_COMPLETION: Final = 2
"""Tokens at most that divide and end prompt and completion."""


class _Part(NamedTuple):
    """So many tokens, and those of some texts (indexes of `_Texts`)."""

    fixed: int
    texts: Sequence[int] = ()

    def total(self, counts: Sequence[int]) -> int:
        """Tokens of the part."""
        return self.fixed + sum(map(counts.__getitem__, self.texts))


class _Texts:
    """The distinct texts of a batch, each counted once: roles, system texts and tools repeat."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._indexes: dict[str, int] = {}
        self._tools: dict[bytes, tuple[_Part, ...]] = {}

    def add(self, text: str) -> int:
        """The index that the text's tokens will have in `counts`."""
        return self._indexes.setdefault(text, len(self._indexes))

    def add_tools(self, functions: Sequence[Mapping[str, Any]]) -> tuple[_Part, ...]:
        """The two ways in which definitions are counted."""
        key = dumps(functions)
        if key not in self._tools:
            fixed, lines = notebook(functions, self._encoding)
            shown = _Part(0, [self.add(namespace(functions))])
            self._tools[key] = (shown, _Part(fixed, [self.add(line) for line in lines]))
        return self._tools[key]

    def counts(self, more: Sequence[str] = ()) -> tuple[list[int], list[int]]:
        """Tokens of each text, and of each of further texts; all are counted in one call."""
        distinct = dict.fromkeys(more)
        counted = count([*self._indexes, *distinct], self._encoding)
        own, of_more = counted[: len(self._indexes)], counted[len(self._indexes) :]
        if len(distinct) == len(more):
            return own, of_more
        known = dict(zip(distinct, of_more, strict=True))
        return own, list(map(known.__getitem__, more))


class _Bill:
    """The tokens of one example, added up once its texts are counted."""

    __slots__ = ("fixed", "maybe", "maybe_fixed", "texts", "ways")

    def __init__(self) -> None:
        self.fixed = 0
        self.texts: list[int] = []
        self.maybe_fixed = 0
        """Tokens that may be billed besides …"""
        self.maybe: list[int] = []
        """… and texts."""
        self.ways: list[tuple[_Part, ...]] = []
        """Parts that are counted in one of several ways."""

    def range(self, counts: Sequence[int]) -> tuple[int, int]:
        """(least, most) tokens."""
        sure = _Part(self.fixed, self.texts).total(counts)
        if not (self.maybe_fixed or self.maybe or self.ways):
            return sure, sure
        ways = [[part.total(counts) for part in parts] for parts in self.ways]
        most = sure + _Part(self.maybe_fixed, self.maybe).total(counts) + sum(map(max, ways))
        return sure + sum(map(min, ways)), most


def measure(
    examples: Sequence[Example],
    encoding: str,
    model: Model,
    shapes: Sequence[Shape | None] | None = None,
) -> list[TokenCounts]:
    """Tokens of each example, in order. All texts are counted in one call of the tokenizer.

    `encoding`: see `ftprep.tokens.count.encoding_for`. Examples longer than the model's limit are
    billed up to it. `shapes`: of the examples, for those who know them already.
    """
    shapes = shapes_of(examples) if shapes is None else shapes
    texts = _Texts(encoding)
    limit = model.max_example_tokens or sys.maxsize
    both = list(zip(examples, shapes, strict=True))
    others = [_Other(e, texts, model) for e, shape in both if shape is None]
    # A shape is one object wherever it occurs, so that its identity does for its value.
    different = {id(shape): shape for shape in shapes if shape is not None}.values()
    frames = [(shape, *_frame(shape, texts, model)) for shape in different]
    plain = [turn.text for e, shape in both if shape is not None for turn in e.turns]
    counts, of_plain = texts.counts(plain)
    framed = {id(shape): (part.total(counts), maybe) for shape, part, maybe in frames}
    known = [shape for shape in shapes if shape is not None]
    measured_plain = _plain([framed[id(shape)] for shape in known], known, of_plain, limit)
    if len(known) == len(shapes):
        return measured_plain
    in_order = iter(measured_plain)
    measured_others = iter([other.measured(counts, limit) for other in others])
    return [next(measured_others if shape is None else in_order) for shape in shapes]


def _plain(
    frames: Sequence[tuple[int, int]],
    shapes: Sequence[Shape],
    counts: Sequence[int],
    limit: int,
) -> list[TokenCounts]:
    """Tokens of plain examples, given those of all their texts and what each is billed besides."""
    bounds = pairwise(accumulate([len(shape.roles) for shape in shapes], initial=0))
    turns = [tuple(counts[start:stop]) for start, stop in bounds]
    least = [frame + sum(own) for (frame, _), own in zip(frames, turns, strict=True)]
    most = [own + maybe for (_, maybe), own in zip(frames, least, strict=True)]
    if max(most, default=0) <= limit:
        return made(TokenCounts, zip(turns, least, least, most, strict=True))
    return list(map(_limited, turns, least, most, repeat(limit)))


def _limited(turns: tuple[int, ...], least: int, most: int, limit: int) -> TokenCounts:
    if most <= limit:
        return TokenCounts(turns, least, least, most)
    return TokenCounts(turns, least, min(least, limit), limit)


def _frame(shape: Shape, texts: _Texts, model: Model) -> tuple[_Part, int]:
    """What a plain example is billed beside its texts, and what it may be billed besides."""
    maybe = 0 if model.billing_verified else _COOKBOOK_PER_EXAMPLE - _PER_EXAMPLE
    if shape.kind is Kind.COMPLETION:
        return _Part(0), maybe + _AROUND_COMPLETION
    fixed = _PER_EXAMPLE + _PER_MESSAGE * len(shape.roles)
    return _Part(fixed, [texts.add(role) for role in shape.roles]), maybe


class _Other:
    """An example that is not plain, part by part."""

    def __init__(self, example: Example, texts: _Texts, model: Model) -> None:
        self._turns = [texts.add(turn.text) for turn in example.turns]
        self._bill = _bill(example, texts, model)

    def measured(self, counts: Sequence[int], limit: int) -> TokenCounts:
        """Its tokens, once the texts are counted."""
        least, most = self._bill.range(counts)
        return _limited(tuple([counts[index] for index in self._turns]), least, most, limit)


def _bill(example: Example, texts: _Texts, model: Model) -> _Bill:
    bill = _Bill()
    body = example.body
    if not isinstance(body, dict):
        return bill
    bill.fixed = _PER_EXAMPLE
    if not model.billing_verified:
        bill.maybe_fixed += _COOKBOOK_PER_EXAMPLE - _PER_EXAMPLE
    if example.kind is Kind.COMPLETION:
        _completion(body, bill, texts)
    elif example.kind is Kind.PREFERENCE:
        _preference(body, bill, texts)
    else:
        _conversation(body, bill, texts)
    return bill


def _conversation(body: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    messages = body.get("messages")
    if isinstance(messages, list):
        _messages(messages, bill, texts)
    if len(body) > 1 and (functions := definitions(body)):
        bill.ways.append(texts.add_tools(functions))


def _messages(messages: Iterable[object], bill: _Bill, texts: _Texts) -> None:
    for message in messages:
        if not isinstance(message, dict):
            # Refused by a rule; there is nothing to count.
            continue
        bill.fixed += _PER_MESSAGE
        role, content = message.get("role"), message.get("content")
        if isinstance(role, str):
            bill.texts.append(texts.add(role))
        if isinstance(content, str):
            bill.texts.append(texts.add(content))
        elif isinstance(content, list):
            _parts(content, bill, texts)
        if len(message) > 2 or content is None:
            _beside_content(message, bill, texts)


def _parts(parts: Iterable[object], bill: _Bill, texts: _Texts) -> None:
    """Content parts. Whether each text is framed is not known: one token more for each at most."""
    for part in parts:
        if not isinstance(part, dict):
            continue
        text = part.get("text", part.get("refusal"))
        if isinstance(text, str):
            bill.texts.append(texts.add(text))
            bill.maybe_fixed += 1
        if part.get("type") == "image_url":
            image = part.get("image_url")
            detail = image.get("detail") if isinstance(image, dict) else None
            least, most = image_tokens(detail)
            bill.fixed += least
            bill.maybe_fixed += most - least


def _beside_content(message: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    """Name, refusal and calls of a message.

    A name or a refusal may be billed or not; a name with one token more (openai-cookbook). A call
    is billed the tokens of its name and arguments (so the one public bill with tools), and may
    have the frame of a message besides.
    """
    for key, frame in (("name", 1), ("refusal", 0)):
        value = message.get(key)
        if isinstance(value, str):
            bill.maybe.append(texts.add(value))
            bill.maybe_fixed += frame
    for call in _calls(message):
        bill.maybe_fixed += _PER_MESSAGE
        for key in ("name", "arguments"):
            value = call.get(key)
            if isinstance(value, str):
                bill.texts.append(texts.add(value))


def _calls(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    calls = message.get("tool_calls")
    calls = calls if isinstance(calls, list) else []
    found = [call.get("function") for call in calls if isinstance(call, dict)]
    return [call for call in (*found, message.get("function_call")) if isinstance(call, dict)]


def _completion(body: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    bill.fixed = 0
    bill.maybe_fixed += _AROUND_COMPLETION
    for key in ("prompt", "completion"):
        if isinstance(value := body.get(key), str):
            bill.texts.append(texts.add(value))


def _preference(body: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    """The input and both answers; at most the input twice, once with each answer."""
    asked = _Bill()
    if isinstance(question := body.get("input"), dict):
        _conversation(question, asked, texts)
    for key in ("preferred_output", "non_preferred_output"):
        if isinstance(answer := body.get(key), list):
            _messages(answer, bill, texts)
    bill.fixed += asked.fixed
    bill.texts += asked.texts
    bill.ways += asked.ways
    bill.maybe += asked.texts + 2 * asked.maybe
    bill.maybe_fixed += asked.fixed + 2 * asked.maybe_fixed + _PER_EXAMPLE
    bill.ways += [(_Part(0), *parts) for parts in asked.ways]
