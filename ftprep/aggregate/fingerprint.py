"""Fingerprints of examples and of their prompts. Injective before hashing: nothing is joined."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from ftprep.jsontext import canonical
from ftprep.model import UNREADABLE, Example, Kind, Record, Turn
from ftprep.normalizers.separators import without_separator

__all__ = ["Fingerprint", "content_hash", "fingerprint", "last_trained"]


class Fingerprint(NamedTuple):
    """What identifies an example. 16 bytes make a collision among 10^9 examples less likely than
    10^-20 (birthday bound)."""

    whole: bytes
    """Of the body: equal bodies are exact duplicates."""
    prompt: bytes
    """Of everything before the last trained answer: equal prompts stay on one side of the split."""
    answer: bytes
    """Of the last trained answer."""
    side: bytes
    """What the side of the split is drawn from: the group, if there is one, else the prompt."""


def content_hash(record: Record) -> str:
    """32 hexadecimal digits of what the record says, wherever it stands."""
    content = record.raw.encode("utf-8", "surrogatepass")
    if record.data is not UNREADABLE:
        content = canonical(record.data)
    return blake2b(content, digest_size=16).hexdigest()


def _digest(value: object) -> bytes:
    return blake2b(canonical(value), digest_size=16).digest()


def fingerprint(example: Example) -> Fingerprint:
    """Fingerprints of one example. Separators at the end of a prompt do not count, so that a file
    that was prepared already keeps its split."""
    last = last_trained(example.turns)
    before = [(turn.role, turn.text) for turn in example.turns[:last]]
    if example.kind is Kind.COMPLETION and before:
        role, text = before[-1]
        before[-1] = (role, without_separator(text))
    after = [(turn.role, turn.text) for turn in example.turns[last:]]
    prompt = _digest(before)
    side = prompt if example.group is None else _digest(["group", example.group])
    return Fingerprint(_digest(example.body), prompt, _digest(after), side)


def last_trained(turns: tuple[Turn, ...]) -> int:
    """Index where the last answer begins: the last run of trained turns (a message with several
    parts or tool calls gives several turns)."""
    stop = len(turns)
    while stop and not turns[stop - 1].trained:
        stop -= 1
    while stop and turns[stop - 1].trained:
        stop -= 1
    return stop
