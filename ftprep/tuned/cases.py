"""The lines of a test file as questions with their expected answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ftprep.contract.contract import Contract
from ftprep.errors import InputError, UsageError
from ftprep.jsontext import loads
from ftprep.schemas import explain, gate

__all__ = ["Case", "read_cases"]

_SENT: Final = ("tools", "parallel_tool_calls")
"""Keys of a chat line that are sent with a request, too."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example of the test file."""

    line: int
    """In the test file, 1-based."""
    messages: tuple[Mapping[str, Any], ...]
    """What is sent to a chat model; empty for a bare prompt."""
    prompt: str | None
    """What is sent to a model that continues text."""
    expected: str
    expected_calls: tuple[Mapping[str, Any], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What is sent beside it: tools and the like."""


def read_cases(path: Path, contract: Contract) -> list[Case]:
    """All examples of a test file that `prepare` wrote.

    The answer is the last one that is trained on; what stands before it is the question. A line
    without a system text gets the one of the contract. Raises `InputError` for a file or line that
    cannot be used, and `UsageError` for lines that have no answer to compare with.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    cases = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            cases.append(_case(_object(path, number, line), path, number, contract))
    if not cases:
        raise UsageError(f"{path} holds no example")
    return cases


def _object(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    try:
        body = loads(line)
    except ValueError as error:
        raise InputError(
            f"{path}:{number} is no JSON ({error}); compare takes the test file that prepare wrote"
        ) from error
    if not isinstance(body, dict):
        raise InputError(f"{path}:{number} is no JSON object")
    return body


def _case(body: Mapping[str, Any], path: Path, number: int, contract: Contract) -> Case:
    kind = next((kind for key, kind in _KINDS.items() if key in body), None)
    if kind is None or not gate(kind)(body):
        fault = next(explain(kind, body), None) if kind else None
        told = f": {fault[1]} (at {fault[0] or '/'})" if fault else ""
        raise InputError(
            f'{path}:{number} is no training line{told}; "ftprep check {path}" tells more'
        )
    if kind == "completion":
        prompt = contract.prompt(body["prompt"])
        return Case(number, (), prompt, contract.bare(body["completion"]))
    if kind == "preference":
        asked, answer = body["input"], body["preferred_output"][-1]
        return _chat(asked, asked["messages"], answer, number, contract)
    messages = body["messages"]
    last = next(_answers(messages), None)
    if last is None:
        raise UsageError(
            f"{path}:{number} has no answer to compare with; lines for reinforcement are graded by "
            "the service"
        )
    return _chat(body, messages[:last], messages[last], number, contract)


_KINDS: Final = {"prompt": "completion", "preferred_output": "preference", "messages": "chat"}
"""Key that only one kind of line has → the name of its schema."""


def _answers(messages: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    """Places of the answers that are trained on, last first."""
    for index in range(len(messages) - 1, -1, -1):
        if messages[index]["role"] == "assistant" and messages[index].get("weight") != 0:
            yield index


def _chat(
    body: Mapping[str, Any],
    asked: Sequence[Mapping[str, Any]],
    answer: Mapping[str, Any],
    number: int,
    contract: Contract,
) -> Case:
    # A weight belongs to training; no model is asked with it.
    sent = [{k: v for k, v in message.items() if k != "weight"} for message in asked]
    if contract.system is not None and not any(
        message["role"] in ("system", "developer") for message in sent
    ):
        sent.insert(0, {"role": "system", "content": contract.system})
    settings = {key: body[key] for key in _SENT if key in body}
    if "functions" in body:
        settings["tools"] = [{"type": "function", "function": each} for each in body["functions"]]
    calls = list(answer.get("tool_calls") or ())
    if answer.get("function_call"):
        calls.append({"type": "function", "function": answer["function_call"]})
    return Case(number, tuple(sent), None, _text(answer), tuple(calls), settings)


def _text(answer: Mapping[str, Any]) -> str:
    content = answer.get("content")
    if isinstance(content, list):
        return "".join(part.get("text") or part.get("refusal") or "" for part in content)
    return content or answer.get("refusal") or ""
