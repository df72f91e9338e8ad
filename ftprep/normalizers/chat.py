"""Chat: records with a list of `messages`, the format that is also written.

What is right already is not copied. Forms of other vendors that mean one thing only (a system text
beside the messages, Bedrock's and LLaMA-Factory's content parts) are rewritten by `dialect`. What
is malformed stays as it was found, for the rules to say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ftprep.model import Example, Finding, Kind, Record, Turn
from ftprep.normalizers import dialect
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.plain_chat import plain_chat
from ftprep.normalizers.values import at_column
from ftprep.shape import Shape

__all__ = ["CHAT", "MEDIA_KEYS", "media_beside", "recognise", "turns_of", "understand"]

MEDIA_KEYS: Final = ("image", "images", "video", "videos", "audio", "audios")
"""Keys of trainers that hold media beside the text, with a placeholder in it."""

_INSTRUCTIONS: Final = frozenset({"system", "developer"})
_CONTENT: Final = tuple(f"/messages/{index}/content" for index in range(100))
_NO_COLUMNS: Final[Mapping[str, str]] = {}


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records that have `messages`."""
    if "messages" not in keys:
        return None
    other_work = ("system", "schemaVersion", "tools", *MEDIA_KEYS)
    if (
        request.system is None
        and request.kind is not Kind.COMPLETION
        and not any(key in keys for key in other_work)
    ):
        return _Plain(request)

    def full(record: Record) -> Understood:
        return understand(record, dialect.openai_line(record.data), request)

    return full


class _Plain:
    """For records of which nothing has to be rewritten but content parts of other vendors."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._kind = Kind.REINFORCEMENT if request.kind is Kind.REINFORCEMENT else Kind.CHAT

    def __call__(self, record: Record) -> Understood:
        body = record.data
        messages = body["messages"]
        turns = turns_of(messages) if isinstance(messages, list) else ()
        if turns is None:
            return understand(record, body, self._request)
        return Example(record.origin, self._kind, body, turns), ()

    def many(self, records: Sequence[Record]) -> Iterator[tuple[Example, Shape | None] | None]:
        """See `ftprep.normalizers.normalizer.Many`."""
        return plain_chat(records, self._kind)


CHAT = Layout("chat", recognise)


def understand(
    record: Record,
    body: dict[str, Any],
    request: Request,
    columns: Mapping[str, str] = _NO_COLUMNS,
) -> Understood:
    """A chat line as an example of the wanted kind. `columns` is by pointer, as in `Example`."""
    findings = media_beside(record)
    messages = body.get("messages")
    turns: tuple[Turn, ...] | None = ()
    if isinstance(messages, list):
        turns = turns_of(messages)
        if turns is None:
            messages = dialect.openai_messages(messages)
            body = {**body, "messages": messages}
            turns = turns_of(messages)
        if (
            request.system is not None
            and request.kind is not Kind.COMPLETION
            and not any(turn.role in _INSTRUCTIONS for turn in turns or ())
        ):
            messages = [{"role": "system", "content": request.system}, *messages]
            body = {**body, "messages": messages}
            turns = turns_of(messages)
            columns = {_moved(pointer): column for pointer, column in columns.items()}
    kind = Kind.REINFORCEMENT if request.kind is Kind.REINFORCEMENT else Kind.CHAT
    example = Example(record.origin, kind, body, turns or (), columns)
    if request.kind is Kind.COMPLETION:
        from ftprep.normalizers.convert import to_completion  # starting fast: few chats become one

        converted, more = to_completion(example, request.system)
        return converted, findings + more
    return example, findings


def media_beside(record: Record) -> tuple[Finding, ...]:
    """An error for each key that holds images, video or sound beside the text."""
    return tuple(at_column("MAP013", record, key) for key in MEDIA_KEYS if record.data.get(key))


def turns_of(
    messages: list[Any], base: str = "/messages", *, learn: bool = True
) -> tuple[Turn, ...] | None:
    """Every text of a list of messages; None when a content part is of another vendor's form.

    `learn` says whether assistant messages are trained on at all.
    """
    pointers: Sequence[str] = _CONTENT
    if base != "/messages" or len(messages) > len(_CONTENT):
        pointers = [f"{base}/{index}/content" for index in range(len(messages))]
    turns: list[Turn] = []
    add, new = turns.append, tuple.__new__  # this loop is where understanding a chat takes its time
    for message, pointer in zip(messages, pointers, strict=False):
        if not isinstance(message, dict):
            continue
        role = message.get("role")
        if not isinstance(role, str):
            role = ""
        trained = learn and role == "assistant" and message.get("weight", 1) != 0
        content = message.get("content")
        if isinstance(content, str):
            add(new(Turn, (role, content, trained, pointer)))
        elif isinstance(content, list):
            for number, part in enumerate(content):
                if dialect.is_foreign(part):
                    return None
                found = _part_text(part)
                if found:
                    key, words = found
                    turns.append(Turn(role, words, trained, f"{pointer}/{number}/{key}"))
        if len(message) > 2 or content is None:
            turns.extend(_beyond_content(message, role, trained, pointer[: -len("/content")]))
    return tuple(turns)


def _part_text(part: Any) -> tuple[str, str] | None:
    """(key, text) of a content part that has words."""
    if isinstance(part, dict):
        key = "refusal" if part.get("type") == "refusal" else "text"
        words = part.get(key)
        if isinstance(words, str):
            return key, words
    return None


def _beyond_content(message: dict[str, Any], role: str, trained: bool, pointer: str) -> list[Turn]:
    """The texts that a message has beside its content: a refusal, and the arguments of calls."""
    turns: list[Turn] = []
    refusal = message.get("refusal")
    if isinstance(refusal, str):
        turns.append(Turn(role, refusal, trained, f"{pointer}/refusal"))
    calls = message.get("tool_calls")
    if isinstance(calls, list):
        for number, call in enumerate(calls):
            function = call.get("function") if isinstance(call, dict) else None
            arguments = function.get("arguments") if isinstance(function, dict) else None
            if isinstance(arguments, str):
                place = f"{pointer}/tool_calls/{number}/function/arguments"
                turns.append(Turn(role, arguments, trained, place))
    call = message.get("function_call")
    if isinstance(call, dict) and isinstance(call.get("arguments"), str):
        turns.append(Turn(role, call["arguments"], trained, f"{pointer}/function_call/arguments"))
    return turns


def _moved(pointer: str) -> str:
    """A pointer into `/messages` after one message was put before them."""
    _, first, index, *rest = pointer.split("/")
    return "/".join(("", first, str(int(index) + 1), *rest))
