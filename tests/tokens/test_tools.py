"""Tool definitions, against what the API counted."""

from __future__ import annotations

from typing import Any

import pytest

from ftprep.targets import find_model
from ftprep.tokens.billing import measure
from ftprep.tokens.count import count
from ftprep.tokens.tools import definitions, namespace, notebook

from .examples import VERIFIED, assistant, chat, user


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


_TEXT = {"type": "string"}

_RECIPE = _object(
    "ingredients",
    "instructions",
    "time_to_cook",
    ingredients={
        "type": "array",
        "items": _object(
            "name",
            "unit",
            "amount",
            name=_TEXT,
            unit={"type": "string", "enum": ["grams", "ml", "cups", "pieces", "teaspoons"]},
            amount={"type": "number"},
        ),
    },
    instructions={
        "type": "array",
        "items": _TEXT,
        "description": "Steps to prepare the recipe (no numbering)",
    },
    time_to_cook={"type": "number", "description": "Total time to prepare the recipe in minutes"},
)
_NESTED = _object(
    foo=_object(bar={"type": "string", "enum": ["a", "b", "c"]}, baz={"type": "boolean"})
)
_TWO = _object(foo=_TEXT, bar={"type": "number", "description": "A number"})


@pytest.mark.parametrize(
    ("name", "description", "parameters", "tokens"),
    [
        ("foo", None, _object(), 31),
        ("foo", "Do a foo", _object(), 36),
        ("bing_bong", "Do a bing bong", _object(foo=_TEXT), 49),
        ("bing_bong", "Do a bing bong", _TWO, 57),
        ("bing_bong", "Do a bing bong", _NESTED, 68),
        ("get_recipe", None, _RECIPE, 106),
    ],
)
def test_namespace_equals_the_apis_count(
    name: str, description: str | None, parameters: dict[str, Any], tokens: int
) -> None:
    """Prompts of one user message "hello" (8 tokens) and one function, counted by gpt-3.5-turbo
    (tests of hmarr/openai-chat-tokens); 9 tokens are the frame of the definitions.
    """
    function = {"name": name, "parameters": parameters}
    if description:
        function["description"] = description
    assert count([namespace([function])], "cl100k_base") == [tokens - 8 - 9]


_WEATHER = {
    "name": "get_current_weather",
    "description": "Get the current weather in a given location",
    "parameters": _object(
        "location",
        location={"type": "string", "description": "The city and state, e.g. San Francisco, CA"},
        unit={
            "type": "string",
            "description": "The unit of temperature to return",
            "enum": ["celsius", "fahrenheit"],
        },
    ),
}


@pytest.mark.parametrize(("model", "tokens"), [("gpt-4.1", 101), ("gpt-4-0613", 105)])
def test_upper_end_is_the_cookbooks(model: str, tokens: int) -> None:
    """The API's own count of this prompt (openai-cookbook, How_to_count_tokens_with_tiktoken)."""
    example = chat(
        {
            "role": "system",
            "content": "You are a helpful assistant that can answer to questions about the "
            "weather.",
        },
        user("What's the weather like in San Francisco?"),
        tools=[{"type": "function", "function": _WEATHER}],
    )
    facts = find_model(model)
    assert facts.encoding is not None
    [counts] = measure([example], facts.encoding, facts)
    assert counts.billed_most == tokens
    assert counts.billed < tokens


def test_definitions_come_from_both_keys() -> None:
    body = {
        "tools": [{"type": "function", "function": {"name": "a"}}, {"type": "function"}, 7],
        "functions": [{"name": "b"}, None],
    }
    assert [d["name"] for d in definitions(body)] == ["a", "b"]
    assert definitions({"tools": {}, "functions": "x"}) == []


def test_namespace_as_the_model_sees_it() -> None:
    function = {
        "name": "find",
        "description": "Find it.",
        "parameters": _object(
            "query",
            query={"type": "string", "description": "What"},
            limit={"type": "integer"},
            kinds={"type": "array", "items": {"enum": ["a", 1]}},
            rest={"type": "array"},
            thing={},
            where=_object("x", x={"type": "number", "description": "not shown"}),
        ),
    }
    assert namespace([function]) == (
        "namespace functions {\n\n"
        "// Find it.\n"
        "type find = (_: {\n"
        "// What\n"
        "query: string,\n"
        "limit?: number,\n"
        'kinds?: "a" | 1[],\n'
        "rest?: any[],\n"
        "thing?: any,\n"
        "where?: {\n"
        "  x: number,\n"
        "},\n"
        "}) => any;\n\n"
        "} // namespace functions"
    )


def test_the_encoding_changes_the_notebooks_constant() -> None:
    assert notebook([{"name": "a"}], "cl100k_base").fixed == 22
    assert notebook([{"name": "a"}], "o200k_base").fixed == 19


def test_endless_nesting_ends() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(250):
        deep = _object(a=deep)
    example = chat(user("Hi"), assistant("Hello."), functions=[{"name": "a", "parameters": deep}])
    [counts] = measure([example], "o200k_base", VERIFIED)
    assert counts.billed < counts.billed_most < 1_000
