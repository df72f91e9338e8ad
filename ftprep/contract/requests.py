"""Live requests as they were sent, and what is said in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ftprep.errors import InputError
from ftprep.jsontext import loads
from ftprep.named import NamedTuple

__all__ = ["Request", "Said", "read_requests"]

_WRAPPERS: Final = ("body", "request")
"""Keys under which the request itself stands: in a line of a batch file, and in logs that have the
answer beside it."""
_INSTRUCTIONS: Final = ("instructions", "system")
"""Where the system text stands apart from the messages: the Responses API, and Anthropic's."""


class Said(NamedTuple):
    """One text of a request."""

    pointer: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a model."""

    number: int
    """1-based: the line of a file of lines, else the place in the list."""
    body: Mapping[str, Any]
    answer: Mapping[str, Any]
    """What the model answered, where that was written down too."""
    root: str = ""
    """JSON pointer of the body."""

    @property
    def talks(self) -> bool:
        """Whether it is a conversation, and no bare prompt."""
        return "messages" in self.body or "input" in self.body

    def messages(self) -> Iterator[Said]:
        """The messages in order; instructions beside them come first, as a system text."""
        for key in _INSTRUCTIONS:
            if self.body.get(key):
                yield Said(f"{self.root}/{key}", "system", _text(self.body[key]))
        key = "messages" if "messages" in self.body else "input"
        found = self.body.get(key)
        if isinstance(found, str):
            yield Said(f"{self.root}/{key}", "user", found)
            return
        for at, message in enumerate(found if isinstance(found, list) else ()):
            if isinstance(message, Mapping) and isinstance(message.get("role"), str):
                content = _text(message.get("content"))
                yield Said(f"{self.root}/{key}/{at}/content", message["role"], content)

    def prompts(self) -> Iterator[tuple[str, str | None]]:
        """(JSON pointer, text) of each bare prompt; None for one that is no text."""
        found = self.body.get("prompt")
        if isinstance(found, list) and found and not isinstance(found[0], int):
            for at, prompt in enumerate(found):
                text = prompt if isinstance(prompt, str) else None
                yield f"{self.root}/prompt/{at}", text
        else:
            yield f"{self.root}/prompt", found if isinstance(found, str) else None

    def tools(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(JSON pointer, definition) of each tool or function."""
        for key in ("tools", "functions"):
            found = self.body.get(key)
            for at, tool in enumerate(found if isinstance(found, list) else ()):
                if isinstance(tool, Mapping):
                    yield f"{self.root}/{key}/{at}", tool

    def answers(self) -> Iterator[tuple[str, str]]:
        """(JSON pointer, text) of each answer that was written down."""
        choices = self.answer.get("choices")
        for at, choice in enumerate(choices if isinstance(choices, list) else ()):
            if isinstance(choice, Mapping):
                message = choice.get("message")
                if isinstance(message, Mapping):
                    text = _text(message.get("content"))
                    yield f"/response/choices/{at}/message/content", text
                elif isinstance(choice.get("text"), str):
                    yield f"/response/choices/{at}/text", choice["text"]


def read_requests(path: str) -> list[Request]:
    """The requests in a file: one JSON object, a list of them, or one on each line.

    A line of a batch file, or of a log with `request` and `response`, will do as well. `-` is
    standard input. Raises `InputError` for what cannot be read and for what is no request.
    """
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    found = [
        _request(value, number, f"{path}:{number}") for number, value in _values(content, path)
    ]
    if not found:
        raise InputError(f"{path} holds no request")
    return found


def _values(content: bytes, path: str) -> Iterator[tuple[int, Any]]:
    """(number, value) of each JSON value."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        whole = loads(content) if content.strip() else []
    except ValueError:
        lines = content.splitlines()
        if len(lines) < 2:
            raise InputError(f"{path} is not JSON") from None
    else:
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}: this line is not JSON: {error}") from error


def _request(value: Any, number: int, place: str) -> Request:
    if not isinstance(value, Mapping):
        raise InputError(f"{place}: this is no request: it must be a JSON object")
    answer = value.get("response")
    root, body = "", value
    for key in _WRAPPERS:
        if isinstance(value.get(key), Mapping):
            root, body = f"/{key}", value[key]
    if not {"messages", "prompt", "input"} & set(body):
        raise InputError(f'{place}: this is no request: it has no "messages", "input" or "prompt"')
    if "messages" in body and not _are_messages(body["messages"]):
        raise InputError(
            f'{place}: this is no request: "messages" must be a list of objects with a "role", '
            "and not empty"
        )
    return Request(number, body, answer if isinstance(answer, Mapping) else value, root)


def _are_messages(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, Mapping) and isinstance(each.get("role"), str) for each in value)
    )


def _text(content: Any) -> str:
    """The text of a content: a string, or a list of parts of which some are texts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else ()
    texts = (part.get("text") for part in parts if isinstance(part, Mapping))
    return "".join(text for text in texts if isinstance(text, str))
