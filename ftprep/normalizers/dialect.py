"""Chat lines of other vendors, rewritten as OpenAI's where they can mean one thing only.

* Anthropic and Amazon Bedrock put the system text beside the messages; Bedrock's content parts are
  `{"text": …}` without a type (Amazon Nova guide, undated; AWS samples).
* LLaMA-Factory's parts hold their words under `value`, and its `loss_weight` is the weight
  (LLaMA-Factory data/v1_sft_demo.jsonl, 2026).
* TRL and LLaMA-Factory keep `tools` as JSON in a text (TRL dataset_formats, 2026-07-24).

Whatever else is unusual is left as it stands.
"""

from __future__ import annotations

from typing import Any

from ftprep import jsontext

__all__ = ["is_foreign", "openai_line", "openai_messages", "openai_tools"]


def openai_line(line: dict[str, Any]) -> dict[str, Any]:
    """The line with its system text among the messages and its tools as a list.

    The same object when there is nothing to rewrite.
    """
    messages = line.get("messages")
    rewritten: dict[str, Any] = line
    if isinstance(messages, list) and "system" in line:
        system = _system_messages(line["system"])
        if system is not None and not (system and _starts_with_system(messages)):
            rewritten = {key: value for key, value in line.items() if key != "system"}
            rewritten["messages"] = system + messages
    version = line.get("schemaVersion")
    if isinstance(version, str) and version.startswith("bedrock-conversation"):
        rewritten = {key: value for key, value in rewritten.items() if key != "schemaVersion"}
    if isinstance(line.get("tools"), str):
        tools = openai_tools(line["tools"])
        if tools is not None:
            rewritten = {key: value for key, value in rewritten.items() if key != "tools"}
            if tools:
                rewritten["tools"] = tools
    return rewritten


def openai_messages(messages: list[Any]) -> list[Any]:
    """The messages with every foreign part rewritten; untouched messages are the same objects."""
    return [
        _openai_message(message)
        if isinstance(message, dict)
        and isinstance(message.get("content"), list)
        and any(map(is_foreign, message["content"]))
        else message
        for message in messages
    ]


def is_foreign(part: Any) -> bool:
    """Whether a content part is of a vendor's form that is rewritten."""
    if not isinstance(part, dict):
        return False
    kind = part.get("type")
    if kind is None:
        return len(part) == 1 and isinstance(part.get("text"), str)
    return kind in ("text", "image_url") and len(part) == 2 and isinstance(part.get("value"), str)


def openai_tools(tools: Any) -> list[Any] | None:
    """Tool definitions as OpenAI writes them; None when they cannot be read as such.

    Takes a list, or JSON text of one; bare functions are wrapped.
    """
    if isinstance(tools, str):
        try:
            tools = jsontext.loads(tools) if tools.strip() else []
        except ValueError:
            return None
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        return None
    return [
        {"type": "function", "function": tool}
        if "function" not in tool and isinstance(tool.get("name"), str)
        else tool
        for tool in tools
    ]


def _system_messages(system: Any) -> list[Any] | None:
    """The messages that a system text beside the messages stands for; None when it is no text."""
    if isinstance(system, str):
        return [{"role": "system", "content": system}] if system else []
    if system is None or system == []:
        return []
    if not isinstance(system, list) or not all(map(_is_text, system)):
        return None
    texts = [part["text"] for part in system]
    if len(texts) == 1:
        return [{"role": "system", "content": texts[0]}]
    parts = [{"type": "text", "text": text} for text in texts]
    return [{"role": "system", "content": parts}]


def _is_text(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and isinstance(part.get("text"), str)
        and part.get("type", "text") == "text"
    )


def _starts_with_system(messages: list[Any]) -> bool:
    first = messages[0] if messages else None
    return isinstance(first, dict) and first.get("role") in ("system", "developer")


def _openai_message(message: dict[str, Any]) -> dict[str, Any]:
    parts = [_openai_part(part) for part in message["content"]]
    content: Any = parts
    if len(parts) == 1 and parts[0].get("type") == "text":
        content = parts[0]["text"]
    rewritten = {**message, "content": content}
    weight = message.get("loss_weight")
    if weight in (0, 1) and "weight" not in message:
        del rewritten["loss_weight"]
        if message.get("role") == "assistant" and weight == 0:
            rewritten["weight"] = 0
    return rewritten


def _openai_part(part: Any) -> Any:
    if not is_foreign(part):
        return part
    if part.get("type") == "image_url":
        return {"type": "image_url", "image_url": {"url": part["value"]}}
    return {"type": "text", "text": part.get("text", part.get("value"))}
