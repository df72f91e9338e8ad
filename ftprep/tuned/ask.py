"""Ask a model one case, as it was trained to be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ftprep.contract.contract import Contract
from ftprep.model import Kind
from ftprep.submit.provider import Provider, Sample
from ftprep.tuned.cases import Case

__all__ = ["Settings", "asker", "prompted"]

_ROOM: Final = 256
"""Tokens that a continuation may have when nothing is said: services stop after 16."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How answers are sampled."""

    temperature: float | None = 0.0
    """None leaves it to the service; some models take none."""
    max_tokens: int | None = None

    def of_chat(self, contract: Contract) -> dict[str, Any]:
        """What is sent beside messages."""
        told: dict[str, Any] = {}
        if self.temperature is not None:
            told["temperature"] = self.temperature
        if self.max_tokens is not None:
            told["max_completion_tokens"] = self.max_tokens
        if contract.stop:
            told["stop"] = list(contract.stop)
        return told

    def of_prompt(self, contract: Contract) -> dict[str, Any]:
        """What is sent beside a bare prompt."""
        told = self.of_chat(contract)
        told.pop("max_completion_tokens", None)
        return {**told, "max_tokens": self.max_tokens or _ROOM}


def asker(
    provider: Provider, model: str, contract: Contract, settings: Settings
) -> Callable[[Case], Sample]:
    """A function that asks `model` a case; its answer comes without separators and markers."""

    def ask(case: Case) -> Sample:
        if case.prompt is None:
            sent = {**settings.of_chat(contract), **case.settings}
            return provider.chat(model, list(case.messages), **sent)
        sample = provider.complete(model, case.prompt, **settings.of_prompt(contract))
        return replace(sample, text=contract.bare(sample.text))

    return ask


def prompted(text: str, contract: Contract, system: str | None = None) -> Case:
    """A case without an expected answer, from what a person typed.

    `system` takes the place of the contract's system text; an empty one leaves it out.
    """
    if contract.kind is Kind.COMPLETION:
        return Case(0, (), contract.prompt(text), "")
    messages: list[Mapping[str, Any]] = []
    said = contract.system if system is None else system
    if said:
        messages.append({"role": "system", "content": said})
    messages.append({"role": "user", "content": text})
    settings = {"tools": list(contract.tools)} if contract.tools else {}
    return Case(0, tuple(messages), None, "", (), settings)
