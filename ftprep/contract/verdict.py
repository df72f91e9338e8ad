"""Whether a request keeps the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from ftprep.contract.breach import Breach
from ftprep.contract.contract import Contract
from ftprep.contract.labels import label_breaches
from ftprep.contract.markers import separator_breaches, stop_breaches
from ftprep.contract.requests import Request
from ftprep.contract.system import system_breaches
from ftprep.contract.tools import tool_breaches
from ftprep.model import Kind

__all__ = ["Verdict", "verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one request."""

    number: int
    """1-based: the line of a file of lines, else the place in the list."""
    breaches: tuple[Breach, ...]

    @property
    def kept(self) -> bool:
        """Whether it keeps the contract."""
        return not self.breaches


def verdict(contract: Contract, request: Request) -> Verdict:
    """Compare one request with what the model was trained on."""
    return Verdict(request.number, tuple(_breaches(contract, request)))


def _breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    if request.talks is (contract.kind is Kind.COMPLETION):
        yield _of_other_kind(contract, request)
        return
    if request.talks:
        parts = (system_breaches, tool_breaches)
    else:
        parts = (separator_breaches, stop_breaches)
    yield from chain.from_iterable(part(contract, request) for part in parts)
    yield from label_breaches(contract, request)


def _of_other_kind(contract: Contract, request: Request) -> Breach:
    if contract.kind is Kind.COMPLETION:
        return Breach(
            "kind",
            f"{request.root}/messages",
            "the request is a conversation, and the model was trained on bare prompts",
            'Send a "prompt" to the completions endpoint.',
        )
    return Breach(
        "kind",
        f"{request.root}/prompt",
        "the request is a bare prompt, and the model was trained on conversations",
        'Send "messages" to the chat endpoint.',
    )
