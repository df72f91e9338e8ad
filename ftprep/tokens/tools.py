"""Tokens of tool definitions: not published, so counted in the two ways that are known.

* `namespace`: a TypeScript namespace, as the API shows the definitions to the model. Found by users
  from the API's own counts of prompts, which it gives to the token once 9 are added for its frame
  (hmarr/openai-chat-tokens, 2023). Without the frame it is 2 tokens above the training bill of the
  one tuned model whose tools and bill are public (openai-cookbook, its notebook on fine-tuning for
  function calling, gpt-3.5-turbo-0125: 381 for 16 tools, billed 379).
* `notebook`: the rule of openai-cookbook, How_to_count_tokens_with_tiktoken, which equals the API's
  counts of prompts there and is far above that bill (510).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ftprep.named import NamedTuple

__all__ = ["NotebookCount", "definitions", "namespace", "notebook"]

_DEEPEST: Final = 20
"""Levels of nested objects that are told apart; deeper ones count as `object`."""


def definitions(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The function definitions of a line: those of `tools` and of the deprecated `functions`."""
    tools, functions = body.get("tools"), body.get("functions")
    tools = tools if isinstance(tools, list) else []
    functions = functions if isinstance(functions, list) else []
    found = [tool.get("function") for tool in tools if isinstance(tool, Mapping)]
    return [function for function in (*found, *functions) if isinstance(function, Mapping)]


def namespace(functions: Sequence[Mapping[str, Any]]) -> str:
    """The definitions as the API shows them to the model."""
    lines = ["namespace functions {", ""]
    for function in functions:
        name = _text(function.get("name"))
        lines += _comment(function)
        parameters = _mapping(function.get("parameters"))
        if _mapping(parameters.get("properties")):
            lines += [f"type {name} = (_: {{", *_fields(parameters, 0), "}) => any;"]
        else:
            lines.append(f"type {name} = () => any;")
        lines.append("")
    lines.append("} // namespace functions")
    return "\n".join(lines)


def _fields(schema: Mapping[str, Any], depth: int) -> Iterator[str]:
    required = schema.get("required")
    indent = " " * (2 * depth)
    for name, value in _mapping(schema.get("properties")).items():
        field = _mapping(value)
        if depth == 0:
            # Descriptions inside nested objects are not shown to the model.
            yield from _comment(field)
        optional = "" if isinstance(required, list) and name in required else "?"
        yield f"{indent}{name}{optional}: {_type(field, depth)},"


def _type(schema: Mapping[str, Any], depth: int) -> str:
    values = schema.get("enum")
    kind = schema.get("type")
    if isinstance(values, list) and values:
        return " | ".join(f'"{v}"' if isinstance(v, str) else str(v) for v in values)
    if depth >= _DEEPEST:
        return "object"
    if kind == "array":
        items = schema.get("items")
        return f"{_type(items, depth + 1)}[]" if isinstance(items, Mapping) else "any[]"
    if kind == "object":
        return "\n".join(["{", *_fields(schema, depth + 1), "}"])
    return "number" if kind == "integer" else kind if isinstance(kind, str) else "any"


def _comment(schema: Mapping[str, Any]) -> list[str]:
    description = schema.get("description")
    return [f"// {description}"] if description and isinstance(description, str) else []


class NotebookCount(NamedTuple):
    """What the notebook's rule counts: so many tokens, and those of some texts."""

    fixed: int
    texts: list[str]


def notebook(functions: Sequence[Mapping[str, Any]], encoding: str) -> NotebookCount:
    """The definitions as openai-cookbook counts them."""
    start = 7 if encoding == "o200k_base" else 10
    fixed, texts = 12, []
    for function in functions:
        fixed += start
        texts.append(_joined(function.get("name"), function.get("description")))
        fields = _mapping(_mapping(function.get("parameters")).get("properties"))
        fixed += 3 if fields else 0
        for name, value in fields.items():
            field = _mapping(value)
            fixed += 3
            values = field.get("enum")
            if isinstance(values, list):
                fixed += 3 * len(values) - 3
                texts += map(_text, values)
            texts.append(_joined(name, field.get("type"), field.get("description")))
    return NotebookCount(fixed, texts)


def _joined(*parts: object) -> str:
    return ":".join(map(_text, parts)).removesuffix(".")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
