"""The separator that ends a prompt, and the stop sequence."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.contract.breach import Breach
from ftprep.contract.contract import Contract
from ftprep.contract.requests import Request

__all__ = ["separator_breaches", "stop_breaches"]


def separator_breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    """Whether every prompt ends with the separator, and has it nowhere else."""
    separator = contract.separator
    if separator is None:
        return
    mend = f"End the prompt with {separator!r}, and with nothing after it."
    for pointer, prompt in request.prompts():
        if prompt is None:
            yield Breach(
                "separator",
                pointer,
                "the prompt is no text, so that its end cannot be seen",
                "Send the prompt as text.",
            )
        elif not prompt.endswith(separator):
            there = separator.strip() in prompt[-len(separator) - 10 :]
            how = "ends with the separator in another spelling" if there else "has no separator"
            yield Breach("separator", pointer, f"the prompt {how}", mend)
        elif separator in prompt[: -len(separator)]:
            yield Breach(
                "separator",
                pointer,
                "the separator stands inside the prompt too: the model takes what is before for "
                "all of it",
                f"Take {separator!r} out of the text.",
            )


def stop_breaches(contract: Contract, request: Request) -> Iterator[Breach]:
    """Whether the model is told to stop at what ends the completions."""
    asked = request.body.get("stop")
    stops = [asked] if isinstance(asked, str) else asked if isinstance(asked, list) else []
    for marker in contract.stop:
        if marker not in stops:
            yield Breach(
                "stop",
                f"{request.root}/stop",
                f"the request does not stop at {marker!r}, with which every completion ends",
                f'Add "stop": [{marker!r}]: without it the model writes on.',
            )
