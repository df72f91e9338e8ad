"""What training on an example is billed, in tokens.

For chat lines of role and content the formula is exact on all nine public jobs whose training file
and bill are both known (gpt-4o-mini, gpt-3.5-turbo; 10 to 500 examples, 2023-08 to 2025-09):

    per epoch = sum over examples of (1 + sum over messages of (3 + tokens(role) + tokens(content)))

Messages of weight 0 are counted. Everything else (names, tools, images, preferences, completions,
other models) was never seen with its bill and is a range between two ways of counting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from ftprep.model import Example, Kind
from ftprep.tokens.count import ModelFacts, TokenCounts, count
from ftprep.tokens.images import image_tokens
from ftprep.tokens.tools import NAMESPACE_FRAME, definitions, namespace, notebook

__all__ = ["measure"]

_PER_EXAMPLE: Final = 1
_PER_MESSAGE: Final = 3
_COOKBOOK_PER_EXAMPLE: Final = 3
"""What openai-cookbook's Chat_finetuning_data_prep adds to an example in place of 1."""


class _Texts:
    """The distinct texts of a batch, each counted once: roles and system texts repeat."""

    def __init__(self) -> None:
        self._indexes: dict[str, int] = {}

    def add(self, text: str) -> int:
        """The index that the text's tokens will have in `counts`."""
        return self._indexes.setdefault(text, len(self._indexes))

    def counts(self, encoding: str) -> list[int]:
        """Tokens of each text."""
        return count(list(self._indexes), encoding)


class _Bill:
    """The tokens of one example, to be added up once its texts are counted."""

    __slots__ = ("fixed", "less", "less_fixed", "more", "more_fixed", "texts")

    def __init__(self) -> None:
        self.fixed = 0
        self.texts: list[int] = []
        """Indexes of the texts that are billed in any case."""
        self.less_fixed = self.more_fixed = 0
        self.less: list[int] = []
        """Texts that only one of two ways of counting has …"""
        self.more: list[int] = []
        """… and those that only the other has."""

    def range(self, counts: Sequence[int]) -> tuple[int, int]:
        """(least, most) tokens."""
        sure = self.fixed + sum(map(counts.__getitem__, self.texts))
        if not (self.less or self.more or self.less_fixed or self.more_fixed):
            return sure, sure
        one = self.less_fixed + sum(map(counts.__getitem__, self.less))
        other = self.more_fixed + sum(map(counts.__getitem__, self.more))
        return sure + min(one, other), sure + max(one, other)


def measure(examples: Iterable[Example], encoding: str, model: ModelFacts) -> list[TokenCounts]:
    """Tokens of each example, in order. All texts are counted in one call of the tokenizer.

    `encoding`: see `ftprep.tokens.count.encoding_for`. Examples longer than the model's limit are
    billed up to it.
    """
    texts = _Texts()
    add = texts.add
    plans = [
        ([add(turn.text) for turn in example.turns], _bill(example, texts, encoding, model))
        for example in examples
    ]
    counts = texts.counts(encoding)
    limit = model.max_example_tokens
    measured = []
    for turns, bill in plans:
        least, most = bill.range(counts)
        billed, billed_most = (
            (least, most) if limit is None else (min(limit, least), min(limit, most))
        )
        measured.append(
            TokenCounts(tuple([counts[index] for index in turns]), least, billed, billed_most)
        )
    return measured


def _bill(example: Example, texts: _Texts, encoding: str, model: ModelFacts) -> _Bill:
    bill = _Bill()
    body = example.body
    if not isinstance(body, dict):
        return bill
    bill.fixed = _PER_EXAMPLE
    if not model.billing_verified:
        bill.more_fixed += _COOKBOOK_PER_EXAMPLE - _PER_EXAMPLE
    if example.kind is Kind.COMPLETION:
        _completion(body, bill, texts)
    elif example.kind is Kind.PREFERENCE:
        _preference(body, bill, texts, encoding)
    else:
        _conversation(body, bill, texts, encoding)
    return bill


def _conversation(body: Mapping[str, Any], bill: _Bill, texts: _Texts, encoding: str) -> None:
    messages = body.get("messages")
    if isinstance(messages, list):
        _messages(messages, bill, texts)
    if len(body) > 1 and (functions := definitions(body)):
        bill.less.append(texts.add(namespace(functions)))
        bill.less_fixed += 0 if _has_system(messages) else NAMESPACE_FRAME
        fixed, lines = notebook(functions, encoding)
        bill.more_fixed += fixed
        bill.more += map(texts.add, lines)


def _has_system(messages: object) -> bool:
    return isinstance(messages, list) and any(
        isinstance(message, dict) and message.get("role") == "system" for message in messages
    )


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
        if len(message) > 2:
            _beside_content(message, bill, texts)


def _parts(parts: Iterable[object], bill: _Bill, texts: _Texts) -> None:
    """Content parts. Whether each text is framed is not known: one token more for each at most."""
    for part in parts:
        if not isinstance(part, dict):
            continue
        text = part.get("text", part.get("refusal"))
        if isinstance(text, str):
            bill.texts.append(texts.add(text))
            bill.more_fixed += 1
        if part.get("type") == "image_url":
            image = part.get("image_url")
            detail = image.get("detail") if isinstance(image, dict) else None
            least, most = image_tokens(detail)
            bill.less_fixed += least
            bill.more_fixed += most


def _beside_content(message: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    """Name, refusal and calls of a message.

    A name: its own tokens and one more (openai-cookbook); none at all when it stands in for nothing.
    A call: the tokens of name and arguments (seen in the one public bill with tools); at most the
    frame of a message besides.
    """
    for key, frame in (("name", 1), ("refusal", 0)):
        value = message.get(key)
        if isinstance(value, str):
            bill.more.append(texts.add(value))
            bill.more_fixed += frame
    for call in _calls(message):
        bill.more_fixed += _PER_MESSAGE
        for key in ("name", "arguments"):
            value = call.get(key)
            if isinstance(value, str):
                bill.texts.append(texts.add(value))


def _calls(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    calls = message.get("tool_calls")
    found = (
        [call.get("function") for call in calls if isinstance(call, dict)]
        if isinstance(calls, list)
        else []
    )
    found.append(message.get("function_call"))
    return [call for call in found if isinstance(call, dict)]


def _completion(body: Mapping[str, Any], bill: _Bill, texts: _Texts) -> None:
    """Prompt and completion; at most two tokens besides, that divide and end them."""
    for key in ("prompt", "completion"):
        if isinstance(value := body.get(key), str):
            bill.texts.append(texts.add(value))
    bill.fixed -= _PER_EXAMPLE
    bill.more_fixed += 2


def _preference(body: Mapping[str, Any], bill: _Bill, texts: _Texts, encoding: str) -> None:
    """The input and both answers; at most the input twice, once with each answer."""
    question = body.get("input")
    asked = _Bill()
    if isinstance(question, dict):
        _conversation(question, asked, texts, encoding)
    for key in ("preferred_output", "non_preferred_output"):
        if isinstance(answer := body.get(key), list):
            _messages(answer, bill, texts)
    bill.fixed += asked.fixed
    bill.texts += asked.texts
    bill.less += asked.less
    bill.less_fixed += asked.less_fixed
    bill.more += asked.more + asked.more + asked.texts
    bill.more_fixed += 2 * asked.more_fixed + asked.fixed + _PER_EXAMPLE
