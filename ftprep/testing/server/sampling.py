"""Chat and legacy completions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from ftprep.testing.server.body import json_body
from ftprep.testing.server.contract import check
from ftprep.testing.server.models import find
from ftprep.testing.server.reply import Reply, reply_to
from ftprep.testing.server.service import Service, service
from ftprep.testing.server.store import Row
from ftprep.tokens.count import count

__all__ = ["SAMPLING_ROUTES"]

_ENCODING = "o200k_base"


async def chat(request: Request) -> Response:
    """POST /chat/completions"""
    at, body = service(request), await _asked(request, "CreateChatCompletionRequest")
    model = _model(at, body)
    replies = _replies(at, model, body["messages"], body)
    answer: Row = {
        "id": at.new_id("chatcmpl-", 29),
        "object": "chat.completion",
        "created": at.now(),
        "model": model["id"],
        "choices": [
            {
                "index": index,
                "message": reply.message(),
                "logprobs": None,
                "finish_reason": reply.finish,
            }
            for index, reply in enumerate(replies)
        ],
        "usage": _usage(_prompt_tokens(body["messages"]), replies),
        "service_tier": "default",
        "system_fingerprint": "fp_rehearsal",
    }
    if body.get("stream"):
        with_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        chunks = _chunks(answer, with_usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=at.limit.headers())
    return JSONResponse(answer, headers=at.limit.headers())


async def complete(request: Request) -> Response:
    """POST /completions"""
    at, body = service(request), await _asked(request, "CreateCompletionRequest")
    model = _model(at, body)
    prompts = body["prompt"] if isinstance(body.get("prompt"), list) else [body.get("prompt") or ""]
    prompts = [prompt for prompt in prompts if isinstance(prompt, str)] or [""]
    settings = {"max_tokens": 16, **body}
    replies = [
        reply
        for prompt in prompts
        for reply in _replies(at, model, [{"role": "prompt", "content": prompt}], settings)
    ]
    answer = {
        "id": at.new_id("cmpl-", 29),
        "object": "text_completion",
        "created": at.now(),
        "model": model["id"],
        "choices": [
            {
                "text": reply.text or "",
                "index": index,
                "logprobs": None,
                "finish_reason": reply.finish,
            }
            for index, reply in enumerate(replies)
        ],
        "usage": _usage(sum(count(prompts, _ENCODING)), replies),
    }
    return JSONResponse(answer, headers=at.limit.headers())


async def _asked(request: Request, schema: str) -> Row:
    """The body; on Azure's older paths the model stands in the path."""
    body = await json_body(request)
    if "deployment" in request.path_params:
        body["model"] = request.path_params["deployment"]
    flavour = service(request).options.flavour
    check(body, schema, others=flavour in ("together", "fireworks"))
    return body


def _model(at: Service, body: Mapping[str, Any]) -> Row:
    row = find(at, body["model"])
    at.limit.take(row["id"])
    return row


def _replies(
    at: Service, model: Row, messages: Sequence[Mapping[str, Any]], settings: Mapping[str, Any]
) -> list[Reply]:
    reply = reply_to(at, model, messages, settings)
    return [reply] * (settings.get("n") or 1)


def _prompt_tokens(messages: Sequence[Mapping[str, Any]]) -> int:
    """Three a message and three for the answer's start (formats.md 1.6)."""
    texts = [
        value if isinstance(value, str) else json.dumps(value)
        for message in messages
        for value in (message.get("role"), message.get("content"))
        if value is not None
    ]
    return sum(count(texts, _ENCODING)) + 3 * len(messages) + 3


def _usage(prompt: int, replies: Sequence[Reply]) -> Row:
    completion = sum(reply.tokens for reply in replies)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _chunks(answer: Row, with_usage: bool) -> Iterator[str]:
    """The answer as server-sent events."""
    head = {**answer, "object": "chat.completion.chunk", "choices": []}
    usage = head.pop("usage")
    for choice in answer["choices"]:
        for delta, finish in _deltas(choice):
            row = {"index": choice["index"], "delta": delta, "logprobs": None}
            yield _sent({**head, "choices": [{**row, "finish_reason": finish}]})
    if with_usage:
        yield _sent({**head, "usage": usage})
    yield "data: [DONE]\n\n"


def _deltas(choice: Row) -> Iterator[tuple[Row, str | None]]:
    said = choice["message"]
    yield {"role": "assistant", "content": ""}, None
    for word in (said["content"] or "").splitlines(keepends=True):
        yield {"content": word}, None
    for index, call in enumerate(said.get("tool_calls") or ()):
        yield {"tool_calls": [{"index": index, **call}]}, None
    yield {}, choice["finish_reason"]


def _sent(row: Row) -> str:
    return f"data: {json.dumps(row)}\n\n"


SAMPLING_ROUTES: list[Any] = [
    Route("/chat/completions", chat, methods=["POST"]),
    Route("/completions", complete, methods=["POST"]),
]
