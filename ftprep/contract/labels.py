"""The labels: a classifier answers with one of them, whole."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.contract.breach import Breach, quoted
from ftprep.contract.contract import Contract
from ftprep.contract.requests import Request
from ftprep.tokens.count import count

__all__ = ["label_breaches"]

_LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens")


def label_breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    """Whether there is room for every label, and whether earlier answers are labels."""
    if not contract.labels:
        return
    yield from _room(contract, request)
    said = [
        (turn.pointer, turn.text)
        for turn in (request.messages() if request.talks else ())
        if turn.role == "assistant" and turn.text
    ]
    for pointer, text in (*said, *request.answers()):
        if _bare(text, contract) not in contract.labels:
            yield Breach(
                "labels",
                pointer,
                f"the answer {quoted(text)} is none of the {len(contract.labels)} labels",
                f"Labels are: {', '.join(quoted(label) for label in contract.labels[:10])}.",
            )


def _room(contract: Contract, request: Request) -> Iterator[Breach]:
    if contract.encoding is None:
        return
    space = " " if contract.leading_space else ""
    lengths = count([space + label for label in contract.labels], contract.encoding)
    longest, label = max(zip(lengths, contract.labels, strict=True))
    for key in _LIMITS:
        limit = request.body.get(key)
        if isinstance(limit, int) and not isinstance(limit, bool) and limit < longest:
            yield Breach(
                "labels",
                f"{request.root}/{key}",
                f"{key} is {limit}, and the label {quoted(label)} takes {longest} tokens: it would "
                "be cut",
                f"Allow at least {longest}.",
            )


def _bare(text: str, contract: Contract) -> str:
    """An answer without the space before it and the end marker, as labels are told."""
    for marker in contract.stop:
        text = text.removesuffix(marker)
    return text.removeprefix(" ") if contract.leading_space else text
