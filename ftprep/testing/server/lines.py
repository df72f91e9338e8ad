"""One line of a training file: the fault that the API would name, in its recorded words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from ftprep.named import NamedTuple
from ftprep.schemas import explain, gate

__all__ = ["Fault", "fault_of"]

Body = dict[str, Any]

_SPECIAL: Final = (
    "<|endoftext|>",
    "<|endofprompt|>",
    "<|fim_prefix|>",
    "<|fim_middle|>",
    "<|fim_suffix|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|im_sep|>",
)
"""Texts that no message may hold; `<|fim_suffix|>` is recorded (formats.md 1.3)."""

_TOP: Final = {
    "supervised": ("messages", "tools", "parallel_tool_calls", "functions"),
    "dpo": ("input", "preferred_output", "non_preferred_output"),
}

_ROLES: Final = {
    "supervised": ("system", "user", "assistant", "tool", "function"),
    "dpo": ("system", "user", "assistant", "tool", "function"),
    "reinforcement": ("developer", "user", "assistant", "tool"),
}

_MESSAGE: Final = (
    "role",
    "content",
    "name",
    "weight",
    "refusal",
    "tool_calls",
    "tool_call_id",
    "function_call",
    "audio",
)


class Fault(NamedTuple):
    """Why a line is refused."""

    reason: str
    """Starts with `Example N` where the API names one."""
    code: str = ""
    """Empty: `invalid_training_file` or `invalid_validation_file`."""

    def text(self, what: str) -> str:
        """The job's error message."""
        if self.code:
            return self.reason
        return f"The job failed due to an invalid {what} file. {self.reason}"


def fault_of(line: bytes, number: int, method: str, file_id: str = "file") -> Body | Fault:
    """The example of a line, or what is wrong with it. An example is as our schemas of OpenAI's
    lines say (`schemas/`).

    `number`: of the line, from 1. The messages are those seen in public (formats.md 1.3); a fault
    whose text was never recorded gets one of the same form.
    """
    where = f"Example {number}"
    body = _parsed(line, number)
    if isinstance(body, Fault):
        return body
    if method == "supervised" and "prompt" in body:
        return _completion(body, where)
    if fault := _format(body, where, method, file_id):
        return fault
    for key in body:
        if method in _TOP and key not in _TOP[method]:
            return Fault(f'Invalid file format. {where} contains an extra "{key}".', _FORMAT)
    return next(_conversations(body, where, method), None) or _by_schema(body, where, method)


_FORMAT: Final = "invalid_file_format"


def _parsed(line: bytes, number: int) -> Body | Fault:
    where = f"Example {number}"
    try:
        body = orjson.loads(line)
    except orjson.JSONDecodeError:
        return Fault(
            f"Invalid file format. {where} cannot be parsed. Error: line contains invalid json: "
            f"{_why(line)} (line {number})"
        )
    if not isinstance(body, dict):
        start = line[:4].decode("utf-8", "replace").rstrip("\n")
        return Fault(
            "Expected file to have JSONL format, where every line is a JSON dictionary. "
            f'Line {number} is not a dictionary (HINT: line starts with: "{start}...").'
        )
    return body


def _why(line: bytes) -> str:
    """The words of the API's own parser, which are those of Python's."""
    try:
        json.loads(line.decode("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        return str(error)
    # orjson refuses what Python's parser takes: NaN, half surrogates.
    return "Expecting value: line 1 column 1 (char 0)"


def _completion(body: Body, where: str) -> Body | Fault:
    if "completion" not in body:
        return Fault(f"Invalid file format. {where} is missing key 'completion'", _FORMAT)
    for key, value in body.items():
        if key not in ("prompt", "completion"):
            return Fault(f'Invalid file format. {where} contains an extra "{key}".', _FORMAT)
        if not isinstance(value, str):
            return Fault(f"Invalid file format. {where}, {key}: Input should be a valid string")
    return body


def _by_schema(body: Body, where: str, method: str) -> Body | Fault:
    """What has no recorded text is told by our schema."""
    kind = {"supervised": "chat", "dpo": "preference"}.get(method, method)
    if gate(kind)(body):
        return body
    pointer, reason = next(iter(explain(kind, body)), ("", "does not match the format"))
    return Fault(f"Invalid file format. {where}, {pointer.strip('/').replace('/', '.')} {reason}")


def _format(body: Body, where: str, method: str, file_id: str) -> Fault | None:
    if method == "dpo":
        if "messages" in body:
            return Fault(
                f"Input file {file_id} is in the fine-tune-chat format, but the specified "
                "fine-tuning job is not using 'supervised' as the training method (provided "
                "method=dpo)."
            )
        for key in _TOP["dpo"]:
            if key not in body:
                return Fault(f"Invalid file format. {where} is missing key '{key}'", _FORMAT)
        return None
    if "messages" in body:
        return None
    if "input" in body or method == "reinforcement":
        return Fault(f"Invalid file format. {where} is missing key 'messages'", _FORMAT)
    return Fault(
        "Unexpected file format, expected either prompt/completion pairs or chat messages."
    )


def _conversations(body: Body, where: str, method: str) -> Iterator[Fault]:
    roles = _ROLES[method]
    if method == "dpo":
        given = body["input"]
        messages = given.get("messages") if isinstance(given, Mapping) else None
        yield from _messages(messages, where, roles)
        for key in ("preferred_output", "non_preferred_output"):
            yield from _messages(body[key], f"{where}, {key}", ("assistant",))
        return
    yield from _messages(body["messages"], where, roles)
    last = "user" if method == "reinforcement" else "assistant"
    if body["messages"][-1]["role"] != last:
        yield Fault(f"Invalid file format. {where}: Last message must be from the {last}")


def _messages(messages: object, where: str, roles: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(messages, list) or not messages:
        yield Fault(f"Invalid file format. {where}, messages: List should have at least 1 item")
        return
    example = where.split(",", 1)[0]
    for number, message in enumerate(messages, start=1):
        for reason in _reasons(message, roles):
            yield Fault(f"Invalid file format. {where}, message {number} {reason}")
        for key in message:
            if key not in _MESSAGE:
                yield Fault(f'Invalid file format. {example} contains an extra "{key}".', _FORMAT)
        content = orjson.dumps(message.get("content")).decode()
        for token in _SPECIAL:
            if token in content:
                text = f"Invalid file format. {example} message contains an invalid token: {token}."
                yield Fault(text, _FORMAT)


def _reasons(message: object, roles: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with a message."""
    if not isinstance(message, dict):
        yield "Input should be a valid dictionary"
        return
    if "role" not in message:
        yield "Discriminator 'role' is missing in value"
        return
    role = message["role"]
    if role not in roles:
        known = ", ".join(f"'{name}'" for name in roles)
        yield (
            f"Input tag '{role}' found using 'role' does not match any of the expected tags: "
            f"{known}"
        )
    content = message.get("content")
    called = role == "assistant" and (message.get("tool_calls") or message.get("function_call"))
    if "content" not in message and not called and not message.get("refusal"):
        yield "content: Field required"
    elif not isinstance(content, str | list) and not (content is None and role == "assistant"):
        yield "content: Input should be a valid string"
    weight = message.get("weight", 1)
    if isinstance(weight, bool) or weight not in (None, 0, 1):
        yield "weight: Input should be 0 or 1"
    if role == "tool" and not isinstance(message.get("tool_call_id"), str):
        yield "tool_call_id: Field required"
