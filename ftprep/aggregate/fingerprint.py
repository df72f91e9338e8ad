"""Fingerprints of examples and of their prompts. Injective before hashing: nothing is joined."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from ftprep.aggregate.group import Group
from ftprep.jsontext import canonical
from ftprep.many import made
from ftprep.model import UNREADABLE, Example, Kind, Record, Turn
from ftprep.named import NamedTuple
from ftprep.normalizers.separators import END_MARKERS, without_separator
from ftprep.shape import Shape, shape_of

__all__ = ["Fingerprint", "content_hash", "fingerprint", "fingerprints", "last_trained", "tools_of"]

_INSTRUCTIONS = frozenset({"system", "developer", "tools"})
"""Roles that ask nothing."""


class Fingerprint(NamedTuple):
    """What identifies an example. 16 bytes make a collision among 10^9 examples less likely than
    10^-20 (birthday bound)."""

    whole: bytes
    """Of the body: equal bodies are exact duplicates."""
    prompt: bytes
    """Of the tools and everything before the last trained answer: equal prompts stay on one side of
    the split."""
    answer: bytes
    """Of the last trained answer. Empty where several for one prompt contradict nothing: for a
    preference pair, and where nothing was asked."""
    side: bytes
    """What the side of the split is drawn from: the group, if there is one, else the prompt, else
    (where nothing was asked) the answer."""


def content_hash(record: Record) -> str:
    """32 hexadecimal digits of what the record says, wherever it stands."""
    content = record.raw.encode("utf-8", "surrogatepass")
    if record.data is not UNREADABLE:
        content = canonical(record.data)
    return blake2b(content, digest_size=16).hexdigest()


def _digest(value: object) -> bytes:
    return _hash(canonical(value))


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def fingerprint(example: Example, shape: Shape | None = None) -> Fingerprint:
    """Fingerprints of one example. Separators and end markers do not count for its side, so that a
    file that was prepared already keeps its split.

    `shape` is what `shape_of` gives for it, for those who know it already.
    """
    last = last_trained(example.turns)
    before = [(turn.role, turn.text) for turn in example.turns[:last]]
    if tools := tools_of(example.body):
        before.insert(0, ("tools", canonical(tools).decode()))
    if example.kind is Kind.COMPLETION and before:
        role, text = before[-1]
        before[-1] = (role, without_separator(text))
    after = [(turn.role, turn.text) for turn in example.turns[last:]]
    prompt = _digest(before)
    asked = any(text.strip() for role, text in before if role not in _INSTRUCTIONS)
    side = prompt if asked else _digest(["answer", *(_bare(text) for _, text in after)])
    if example.group is not None:
        side = _digest(["group", example.group])
    comparable = asked and example.kind is not Kind.PREFERENCE
    answer = _digest(after)
    is_plain = example.kind is Kind.CHAT and (shape or shape_of(example)) is not None
    whole = _digest(example.body) if not is_plain else _of_plain(prompt, answer)
    return Fingerprint(whole, prompt, answer if comparable else b"", side)


def fingerprints(group: Group) -> list[Fingerprint]:
    """What `fingerprint` gives for each example of the group."""
    shape, examples = group.shape, group.examples
    if not shape.asks or any(example.group is not None for example in examples):
        return [fingerprint(example, shape) for example in examples]
    answers = list(map(_hash, group.answered))
    if shape.kind is Kind.CHAT:
        prompts = list(map(_hash, group.asked))
        wholes = list(map(_of_plain, prompts, answers))
    else:
        bare = list(map(without_separator, group.texts(0)))
        if not all(map(str.strip, bare)):
            return [fingerprint(example, shape) for example in examples]
        prompts = [_digest([(shape.roles[0], text)]) for text in bare]
        wholes = [_digest(example.body) for example in examples]
    return made(Fingerprint, zip(wholes, prompts, answers, prompts, strict=True))


def tools_of(body: Any) -> list[Any]:
    """What the model may call: with other tools the same words ask for another answer."""
    found = [body.get(key) for key in ("tools", "functions")] if isinstance(body, dict) else []
    return found if any(found) else []


def _of_plain(prompt: bytes, answer: bytes) -> bytes:
    """The fingerprint of a plain conversation, which its turns are all there is of."""
    return _hash(b"plain" + prompt + answer)


def _bare(answer: str) -> str:
    """An answer without what `prepare` puts around a completion."""
    bare = answer.strip()
    for marker in END_MARKERS:
        bare = bare.removesuffix(marker).strip()
    return bare


def last_trained(turns: tuple[Turn, ...]) -> int:
    """Index where the last answer begins: the last run of trained turns (a message with several
    parts or tool calls gives several turns)."""
    stop = len(turns)
    while stop and not turns[stop - 1].trained:
        stop -= 1
    while stop and turns[stop - 1].trained:
        stop -= 1
    return stop
