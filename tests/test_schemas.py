"""The schemas of the line formats: what they accept, what they refuse, and how they say so."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import schemas
from ftprep.errors import UsageError
from ftprep.faults import explainer, thorough
from ftprep.faults.breach import Breach
from ftprep.faults.quick import breaches
from ftprep.faults.thorough import thorough_breaches
from ftprep.model import Kind
from ftprep.schemas import explain, gate, load, names

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "schemas").glob("*.json"))

USER = {"role": "user", "content": "Hi"}
BOT = {"role": "assistant", "content": "Hello."}
CALL = {"id": "call_1", "type": "function", "function": {"name": "find-order_2", "arguments": "{}"}}
TOOL = {"type": "function", "function": {"name": "find", "parameters": {"type": "object"}}}
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}}
TEXT = {"type": "text", "text": "Hi"}
REFUSAL = {"type": "refusal", "refusal": "No."}


def chat(*messages: Any, **keys: Any) -> dict[str, Any]:
    return {"messages": list(messages), **keys}


def pair(**keys: Any) -> dict[str, Any]:
    line = {"input": chat(USER), "preferred_output": [BOT], "non_preferred_output": [BOT]}
    return {**line, **keys}


VALID: list[tuple[str, Any]] = [
    ("chat", chat(USER, BOT)),
    ("chat", chat({"role": "system", "content": ""}, {"role": "user", "content": ""}, BOT)),
    ("chat", chat({"role": "system", "content": "Be brief."}, BOT)),
    ("chat", chat(USER)),
    ("chat", chat(BOT, USER, USER)),
    ("chat", chat({**USER, "name": "ann"}, {**BOT, "name": "desk"})),
    ("chat", chat(USER, {**BOT, "weight": 0}, USER, {**BOT, "weight": 1})),
    ("chat", chat(USER, {**BOT, "weight": 1.0})),
    ("chat", chat(USER, {**BOT, "refusal": None})),
    ("chat", chat(USER, {"role": "assistant", "content": None, "refusal": "No."})),
    ("chat", chat(USER, {"role": "assistant", "content": [REFUSAL]})),
    ("chat", chat(USER, {"role": "assistant", "content": [TEXT, TEXT]})),
    ("chat", chat({"role": "user", "content": [TEXT, IMAGE]}, BOT)),
    ("chat", chat({"role": "system", "content": [TEXT]}, USER, BOT)),
    ("chat", chat(USER, {"role": "assistant", "tool_calls": [CALL]}, tools=[TOOL])),
    ("chat", chat(USER, {"role": "assistant", "content": None, "tool_calls": [CALL, CALL]})),
    ("chat", chat(USER, {**BOT, "tool_calls": [CALL]}, parallel_tool_calls=False)),
    ("chat", chat(USER, {"role": "assistant", "function_call": CALL["function"]})),
    ("chat", chat(USER, {**BOT, "function_call": None})),
    ("chat", chat({"role": "tool", "content": [TEXT], "tool_call_id": "call_1"}, BOT)),
    ("chat", chat({"role": "function", "content": None, "name": "find"}, BOT)),
    ("chat", chat(USER, BOT, functions=[{"name": "find", "description": "Finds."}], tools=[])),
    ("chat", chat(USER, {**BOT, "content": "\ud83d"})),
    ("completion", {"prompt": "", "completion": " yes\n"}),
    ("completion", {"completion": "", "prompt": "x ->"}),
    ("preference", pair()),
    ("preference", pair(input=chat(USER, {**BOT, "weight": 0}, USER, tools=[TOOL]))),
    ("preference", pair(preferred_output=[{"role": "assistant", "tool_calls": [CALL]}])),
    ("preference", pair(input=chat(USER, parallel_tool_calls=True))),
    ("reinforcement", chat(USER, reference_answer={"a": [1, None]}, anything=1e400)),
    ("reinforcement", chat({"role": "developer", "content": [TEXT]}, USER, tools=[TOOL])),
    ("reinforcement", chat(USER, {**BOT, "weight": 0}, USER)),
]

INVALID: list[tuple[str, Any, str, str]] = [
    ("chat", [], "", "the record is a list; it must be an object"),
    ("chat", None, "", "the record is null; it must be an object"),
    ("chat", {}, "", 'the record has no "messages"'),
    ("chat", chat(), "/messages", "messages has 0 entries; it must have at least 1"),
    ("chat", {"messages": USER}, "/messages", "messages is an object; it must be a list"),
    ("chat", chat("Hi"), "/messages/0", "messages[0] is a string; it must be an object"),
    ("chat", chat(USER, {"content": "x"}), "/messages/1", 'messages[1] has no "role"'),
    ("chat", chat(USER, BOT, weight=1), "/weight", "weight is not a known key; known here: "),
    ("chat", chat(USER, BOT, response_format={}), "/response_format", "is not a known key"),
    ("chat", chat({"role": "bot", "content": ""}), "/messages/0/role", 'is "bot"; it must be '),
    ("chat", chat({"role": "Bot\x1b", "content": ""}), "/messages/0/role", r'is "Bot\u001b"; it'),
    ("chat", chat({"role": "developer", "content": ""}), "/messages/0/role", 'is "developer"'),
    ("chat", chat({"role": 5}), "/messages/0/role", "messages[0].role is 5; it must be "),
    ("chat", chat({"role": "user"}), "/messages/0", 'messages[0] has no "content"'),
    ("chat", chat({**USER, "content": None}), "/messages/0/content", "is null; it must be a "),
    ("chat", chat({**USER, "content": 3.5}), "/messages/0/content", "is a number; it must be a "),
    ("chat", chat({**USER, "content": {}}), "/messages/0/content", "must be a string or a list"),
    ("chat", chat({**USER, "content": []}), "/messages/0/content", "has 0 entries"),
    ("chat", chat({**USER, "content": ["x"]}), "/messages/0/content/0", "is a string; it must be"),
    ("chat", chat({**USER, "content": [{}]}), "/messages/0/content/0", '[0] has no "type"'),
    ("chat", chat({**USER, "content": [REFUSAL]}), "/messages/0/content/0/type", '"refusal"; it'),
    ("chat", chat({**BOT, "content": [IMAGE]}), "/messages/0/content/0/type", 'is "image_url"; it'),
    ("chat", chat({**BOT, "content": [TEXT, REFUSAL]}), "/messages/0/content", "at most 1"),
    (
        "chat",
        chat({"role": "system", "content": [IMAGE]}),
        "/messages/0/content/0",
        'messages[0].content[0] has no "text"',
    ),
    (
        "chat",
        chat({**USER, "content": [{"type": "image_url", "image_url": "x"}]}),
        "/messages/0/content/0/image_url",
        "is a string; it must be an object",
    ),
    (
        "chat",
        chat(
            {**USER, "content": [{"type": "image_url", "image_url": {"url": "", "detail": "max"}}]}
        ),
        "/messages/0/content/0/image_url/detail",
        'is "max"; it must be "auto", "low" or "high"',
    ),
    ("chat", chat({**USER, "weight": 1}), "/messages/0/weight", "known here: role, content, name"),
    ("chat", chat({**USER, "a/b~c": 1}), "/messages/0/a~1b~0c", 'messages[0]["a/b~c"] is not a'),
    ("chat", chat({**BOT, "weight": 0.5}), "/messages/0/weight", "is 0.5; it must be 0 or 1"),
    ("chat", chat({**BOT, "weight": True}), "/messages/0/weight", "is true; it must be 0 or 1"),
    ("chat", chat({**BOT, "weight": "1"}), "/messages/0/weight", 'is "1"; it must be 0 or 1'),
    ("chat", chat({**BOT, "audio": {"id": "a"}}), "/messages/0/audio", "is not a known key"),
    ("chat", chat({**BOT, "refusal": 0}), "/messages/0/refusal", "must be a string or null"),
    ("chat", chat({"role": "assistant"}), "/messages/0", 'messages[0] has no "content"'),
    ("chat", chat({**BOT, "content": None}), "/messages/0/content", "is null; it must be a string"),
    ("chat", chat({**BOT, "tool_calls": []}), "/messages/0/tool_calls", "it must have at least 1"),
    ("chat", chat({**BOT, "tool_calls": None}), "/messages/0/tool_calls", "is null; it must be a"),
    (
        "chat",
        chat({**BOT, "tool_calls": [{**CALL, "type": "tool"}]}),
        "/messages/0/tool_calls/0/type",
        'is "tool"; it must be "function"',
    ),
    (
        "chat",
        chat({**BOT, "tool_calls": [{"type": "function", "function": CALL["function"]}]}),
        "/messages/0/tool_calls/0",
        'has no "id"',
    ),
    (
        "chat",
        chat({**BOT, "tool_calls": [{**CALL, "function": {"name": "f", "arguments": {}}}]}),
        "/messages/0/tool_calls/0/function/arguments",
        "is an object; it must be a string",
    ),
    (
        "chat",
        chat({**BOT, "function_call": {"name": "find me", "arguments": "{}"}}),
        "/messages/0/function_call/name",
        'is "find me"; it must be made of a-z, A-Z, 0-9, "_" and "-"',
    ),
    ("chat", chat({"role": "tool", "content": "x"}), "/messages/0", 'has no "tool_call_id"'),
    ("chat", chat({"role": "function", "content": None}), "/messages/0", 'has no "name"'),
    (
        "chat",
        chat(USER, BOT, tools=[{"type": "function", "function": {"name": "a" * 65}}]),
        "/tools/0/function/name",
        "has 65 characters; it must have at most 64",
    ),
    (
        "chat",
        chat(USER, BOT, tools=[{"type": "function", "function": {"name": "f\n"}}]),
        "/tools/0/function/name",
        r'is "f\n"; it must be made of',
    ),
    ("chat", chat(USER, BOT, tools=[{"name": "f"}]), "/tools/0", 'tools[0] has no "type"'),
    ("chat", chat(USER, BOT, tools=None), "/tools", "tools is null; it must be a list"),
    ("chat", chat(USER, BOT, functions=[]), "/functions", "has 0 entries; it must have at least 1"),
    ("chat", chat(USER, parallel_tool_calls=1), "/parallel_tool_calls", "must be true or false"),
    ("chat", chat({**USER, "content": 1, "\ud83d": 1}), "/messages/0/content", "is a number"),
    ("completion", {"prompt": "x"}, "", 'the record has no "completion"'),
    ("completion", {"prompt": None, "completion": ""}, "/prompt", "prompt is null; it must be a"),
    ("completion", {"prompt": "", "completion": 7}, "/completion", "is a number; it must be a str"),
    ("completion", {"prompt": "", "completion": "", "id": 1}, "/id", "known here: prompt, compl"),
    ("preference", pair(preferred_output=[]), "/preferred_output", "has 0 entries"),
    ("preference", pair(preferred_output=[BOT, BOT]), "/preferred_output", "at most 1"),
    ("preference", pair(preferred_output=BOT), "/preferred_output", "is an object; it must be a l"),
    ("preference", pair(preferred_output=["x"]), "/preferred_output/0", "is a string"),
    (
        "preference",
        pair(preferred_output=[USER]),
        "/preferred_output/0/role",
        'must be "assistant"',
    ),
    (
        "preference",
        pair(non_preferred_output=[{**BOT, "weight": 1}]),
        "/non_preferred_output/0/weight",
        "non_preferred_output[0].weight is not allowed here",
    ),
    ("preference", pair(input={}), "/input", 'input has no "messages"'),
    ("preference", pair(input=[USER]), "/input", "input is a list; it must be an object"),
    ("preference", pair(input=chat(USER, functions=[])), "/input/functions", "is not a known key"),
    ("preference", pair(messages=[USER]), "/messages", "is not a known key"),
    ("reinforcement", {"reference_answer": "x"}, "", 'the record has no "messages"'),
    ("reinforcement", chat({"role": "system", "content": "x"}), "/messages/0/role", 'is "system"'),
    ("reinforcement", chat({**USER, "id": 1}), "/messages/0/id", "is not a known key"),
    ("reinforcement", chat(USER, tools=[{}]), "/tools/0", 'has no "type"'),
]


@pytest.mark.parametrize(("name", "line"), VALID)
def test_accepted(name: str, line: Any) -> None:
    assert list(explain(name, line)) == []
    assert gate(name)(line)


@pytest.mark.parametrize(("name", "line", "pointer", "words"), INVALID)
def test_refused_with_the_place_and_the_reason(
    name: str, line: Any, pointer: str, words: str
) -> None:
    told = list(explain(name, line))
    assert not gate(name)(line)
    assert pointer in [where for where, _ in told]
    assert any(words in message for where, message in told if where == pointer)
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("name", "line", "pointer", "words"), INVALID)
def test_the_fault_itself_is_told(name: str, line: Any, pointer: str, words: str) -> None:
    validator = jsonschema.Draft202012Validator(load(name))
    for error in validator.iter_errors(line):
        assert error.validator not in {"anyOf", "oneOf", "allOf", "if"}


def test_every_fault_is_told_once_and_in_the_order_of_the_line() -> None:
    line = chat({"role": "user", "weight": 1}, *[USER] * 10, {"role": "x"}, BOT, extra=1)
    assert [where for where, _ in explain("chat", line)] == [
        "/extra",
        "/messages/0",
        "/messages/0/weight",
        "/messages/11/role",
    ]


@pytest.mark.parametrize("deep", [10**5000, "list"], ids=["huge", "deep"])
def test_what_cannot_be_written_down_is_told_and_not_raised(deep: Any) -> None:
    if deep == "list":
        for _ in range(5000):
            deep = [deep]
    ((where, _),) = explain("chat", chat({"role": deep}))
    assert where in {"", "/messages/0/role"}  # newer versions of jsonschema_rs take huge numbers
    assert not gate("chat")(chat({"role": deep}))


def test_values_that_rust_cannot_hold_are_judged_all_the_same() -> None:
    class Text(str):
        __slots__ = ()

    assert gate("chat")(chat({"role": "user", "content": Text("x")}, BOT))
    assert not gate("chat")(chat(USER, {1: 2}))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_is_a_schema_that_stands_alone(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    name = path.name.removesuffix(".schema.json")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith(f"urn:ftprep:schema:{name}:")
    assert schema["title"]
    assert schema["description"]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(ref.startswith("#/") for ref in references(schema))


def references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        return own + [ref for value in schema.values() for ref in references(value)]
    return [ref for value in schema for ref in references(value)] if type(schema) is list else []


def test_shared_definitions_are_the_same() -> None:
    seen: dict[str, Any] = {}
    for kind in Kind:
        for name, definition in load(kind).get("$defs", {}).items():
            if name == "message" and kind is Kind.REINFORCEMENT:
                continue
            assert seen.setdefault(name, definition) == definition, name


def test_every_kind_has_its_schema() -> None:
    assert set(Kind) <= set(names())
    assert set(names()) == {path.name.removesuffix(".schema.json") for path in FILES}


def test_each_load_is_a_fresh_dict() -> None:
    load("chat").clear()
    assert load("chat")["title"] == "Chat training line"


@pytest.mark.parametrize("name", ["", "chats", "../pyproject"])
def test_an_unknown_name_tells_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match=r"there are: .*chat, .*completion"):
        load(name)
    with pytest.raises(UsageError, match="no schema is called"):
        gate(name)
    with pytest.raises(UsageError, match="no schema is called"):
        next(explain(name, {}))


def test_a_wheel_holds_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_schemas").mkdir()
    (tmp_path / "_schemas" / "chat.schema.json").write_text('{"title": "packed"}')
    monkeypatch.setattr(schemas, "__file__", str(tmp_path / "schemas.py"))
    assert names() == ("chat",)
    assert load("chat") == {"title": "packed"}


def test_the_sample_conversations_have_the_faults_that_their_page_tells() -> None:
    faults = []
    lines = (ROOT / "sample_data" / "chat.jsonl").read_bytes().splitlines()
    for number, text in enumerate(lines, 1):
        try:
            line = json.loads(text)
        except ValueError:
            faults.append((number, "broken"))
        else:
            faults += [(number, pointer) for pointer, _ in explain("chat", line)]
    assert faults == [(15, "broken"), (50, "/messages/1/role"), (68, "/id")]


SCALARS = [None, True, False, 0, 1, 1.0, 0.5, "", "user", "assistant", "tool", "system", "text"]
SCALARS += ["refusal", "function", "a b", "f\n", "x" * 65, "é", "\ud83d", 2**70]
KEYS = ["role", "content", "name", "weight", "type", "text", "tool_calls", "tools", "other", "id"]
KEYS += ["function_call", "refusal", "tool_call_id", "messages", "image_url", "functions"]
VALUES: list[Any] = [*SCALARS, [], {}, [TEXT], [REFUSAL, TEXT], [IMAGE], [CALL], USER, BOT, "Hi"]


def nodes(value: Any) -> list[Any]:
    """The dicts and lists inside `value`, itself first."""
    inner = value.values() if isinstance(value, dict) else value if type(value) is list else ()
    here = [value] if isinstance(value, dict | list) else []
    return here + [node for child in inner for node in nodes(child)]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A valid line with one to three changes: a key or entry dropped, replaced or added."""
    name, line = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 3))):
        node = draw(st.sampled_from(nodes(line)))
        value = copy.deepcopy(draw(st.sampled_from(VALUES)))
        here = list(node) if isinstance(node, dict) else list(range(len(node)))
        change = draw(st.sampled_from(["add", "drop", "replace"])) if here else "add"
        if change == "add" and isinstance(node, dict):
            node[draw(st.sampled_from(KEYS))] = value
        elif change == "add":
            node.append(value)
        elif change == "drop":
            del node[draw(st.sampled_from(here))]
        else:
            node[draw(st.sampled_from(here))] = value
    return name, line


@given(mutated())
@settings(max_examples=500, deadline=None)
def test_gate_and_explanation_agree(case: tuple[str, Any]) -> None:
    name, line = case
    told = list(explain(name, line))
    assert gate(name)(line) == (not told)
    assert len(set(told)) == len(told)
    for pointer, message in told:
        assert message.isprintable()
        assert "\n" not in pointer


@given(mutated())
@settings(max_examples=500, deadline=None)
def test_the_quick_way_to_explain_says_what_the_thorough_one_does(case: tuple[str, Any]) -> None:
    name, line = case
    quick, thorough = breaches(load(name)), thorough_breaches(load(name))

    def where(breach: Breach) -> tuple[Any, str]:
        return breach.path, breach.keyword or ""

    assert sorted(quick(line), key=where) == sorted(thorough(line), key=where)


def test_what_breaks_most_lines_is_explained_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(schema: Any) -> Any:
        raise AssertionError("this takes thirty times as long")

    monkeypatch.setattr(thorough, "thorough_breaches", refuse)
    explain = explainer(load("chat"))
    line = chat({"role": "human", "content": "Hi"}, {**BOT, "weight": 2, "key": 1}, {}, extra=1)
    assert len(list(explain(line))) == 5


@given(mutated())
@settings(max_examples=500, deadline=None)
def test_a_pointer_leads_to_what_is_there(case: tuple[str, Any]) -> None:
    name, line = case
    for pointer, _ in explain(name, line):
        value = line
        for step in pointer.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            value = value[int(key)] if isinstance(value, list) else value[key]
