"""Verify-request: a call of the tuned model is as its training was, or it is said how not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import api
from ftprep.cli import main
from ftprep.contract.contract import Contract
from ftprep.contract.requests import Request
from ftprep.contract.verdict import verdict
from ftprep.model import Kind
from ftprep.schemas import explain
from tests.iterating import run, write

SYSTEM = "You answer for the parcel service of Nordlys. Be brief."
TOOL = {
    "type": "function",
    "function": {
        "name": "find",
        "description": "Find a parcel.",
        "parameters": {"type": "object", "properties": {"id": {"type": "string"}}},
    },
}
USER = {"role": "user", "content": "Where is it?"}
FIRST = {"role": "system", "content": SYSTEM}
CHAT = Contract(Kind.CHAT, (SYSTEM,), "always", None, False, (), (TOOL,), "always", (), None)
BARE = Contract(Kind.CHAT, (), "never", None, False, (), (), "never", (), None)
TEXT = Contract(
    Kind.COMPLETION, (), "never", "\n\n###\n\n", True, (" END",), (), "never",
    ("Berlin", "New York"), "cl100k_base",
)  # fmt: skip
LABELS = Contract(
    Kind.CHAT, (), "varies", None, False, (), (), "never", ("yes", "no way"), "o200k_base"
)
KEPT = {"prompt": "Capital\n\n###\n\n", "stop": [" END"], "max_tokens": 4}


def other(**changes: Any) -> dict[str, Any]:
    function = {**TOOL["function"], **changes}  # type: ignore[dict-item]
    return {"type": "function", "function": function}


def broken(contract: Contract, body: Any) -> list[tuple[str, str]]:
    said = verdict(contract, Request(1, body, body))
    assert said.kept is not bool(said.breaches)
    return [(breach.part, breach.pointer) for breach in said.breaches]


@pytest.mark.parametrize(
    ("contract", "body"),
    [
        (CHAT, {"messages": [FIRST, USER], "tools": [TOOL]}),
        (CHAT, {"messages": [{**FIRST, "role": "developer"}, USER], "tools": [TOOL]}),
        (CHAT, {"instructions": SYSTEM, "input": "Where?", "tools": [TOOL]}),
        (CHAT, {"instructions": SYSTEM, "input": [USER],
                "tools": [{"type": "function", **TOOL["function"], "strict": False}]}),  # type: ignore[dict-item]
        (CHAT, {"messages": [{"role": "system", "content": [{"type": "text", "text": SYSTEM}]},
                             USER], "tools": [TOOL]}),
        (BARE, {"messages": [USER]}),
        (LABELS, {"messages": [{"role": "system", "content": "Whatever."}, USER]}),
        (LABELS, {"messages": [USER, {"role": "assistant", "content": "no way"}],
                  "max_tokens": 9}),
        (TEXT, KEPT),
        (TEXT, {**KEPT, "prompt": ["a\n\n###\n\n", "b\n\n###\n\n"], "stop": " END"}),
        (TEXT, {**KEPT, "choices": [{"text": " New York"}, {"text": " Berlin END"}]}),
    ],
)  # fmt: skip
def test_kept(contract: Contract, body: Any) -> None:
    assert broken(contract, body) == []


@pytest.mark.parametrize(
    ("contract", "body", "expected"),
    [
        (CHAT, {"messages": [USER], "tools": [TOOL]}, ("system", "/messages")),
        (CHAT, {"messages": [{**FIRST, "content": SYSTEM.lower()}, USER], "tools": [TOOL]},
         ("system", "/messages/0/content")),
        (CHAT, {"messages": [{**FIRST, "content": "Other."}, USER], "tools": [TOOL]},
         ("system", "/messages/0/content")),
        (CHAT, {"messages": [FIRST, USER, FIRST], "tools": [TOOL]},
         ("system", "/messages/2/content")),
        (CHAT, {"instructions": "Other.", "input": "x", "tools": [TOOL]},
         ("system", "/instructions")),
        (BARE, {"messages": [FIRST, USER]}, ("system", "/messages/0/content")),
        (CHAT, {"messages": [FIRST, USER]}, ("tools", "/tools")),
        (BARE, {"messages": [USER], "tools": [TOOL]}, ("tools", "/tools/0")),
        (CHAT, {"messages": [FIRST, USER], "tools": [other(name="seek")]}, ("tools", "/tools/0")),
        (CHAT, {"messages": [FIRST, USER], "tools": [TOOL, other(description="Seek.")]},
         ("tools", "/tools/1")),
        (TEXT, {"messages": [USER]}, ("kind", "/messages")),
        (BARE, {"prompt": "x"}, ("kind", "/prompt")),
        (TEXT, {**KEPT, "prompt": "Capital"}, ("separator", "/prompt")),
        (TEXT, {**KEPT, "prompt": "Capital\n\n###\n\n "}, ("separator", "/prompt")),
        (TEXT, {**KEPT, "prompt": ["a\n\n###\n\n", "b"]}, ("separator", "/prompt/1")),
        (TEXT, {**KEPT, "prompt": "a\n\n###\n\nb\n\n###\n\n"}, ("separator", "/prompt")),
        (TEXT, {**KEPT, "prompt": [1, 2, 3]}, ("separator", "/prompt")),
        (TEXT, {**KEPT, "stop": None}, ("stop", "/stop")),
        (TEXT, {**KEPT, "stop": ["END"]}, ("stop", "/stop")),
        (TEXT, {**KEPT, "max_tokens": 1}, ("labels", "/max_tokens")),
        (TEXT, {**KEPT, "choices": [{"text": " Paris"}]}, ("labels", "/response/choices/0/text")),
        (LABELS, {"messages": [USER, {"role": "assistant", "content": "No"}, USER]},
         ("labels", "/messages/1/content")),
        (LABELS, {"messages": [USER], "max_completion_tokens": 1},
         ("labels", "/max_completion_tokens")),
    ],
)  # fmt: skip
def test_broken(contract: Contract, body: Any, expected: tuple[str, str]) -> None:
    assert broken(contract, body) == [expected]


def test_the_message_says_where_the_system_text_departs() -> None:
    body = {"messages": [{**FIRST, "content": SYSTEM.replace("brief", "kind")}, USER]}
    message = verdict(CHAT, Request(1, body, {})).breaches[0].message
    assert f"from character {SYSTEM.index('brief') + 1} on" in message
    spaced = {"messages": [{**FIRST, "content": SYSTEM + "\n"}, USER]}
    message = verdict(CHAT, Request(1, spaced, {})).breaches[0].message
    assert message.endswith("but for spaces or capitals")


KEYS = st.sampled_from(
    ["messages", "input", "prompt", "role", "content", "tools", "functions", "function", "name",
     "stop", "max_tokens", "choices", "message", "text", "parameters", "instructions"]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300)
@given(st.dictionaries(KEYS, values, max_size=6), st.sampled_from([CHAT, BARE, TEXT, LABELS]))
def test_no_request_raises(body: dict[str, Any], contract: Contract) -> None:
    verdict(contract, Request(1, body, body))


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    rows = [
        {"messages": [FIRST, {**USER, "content": f"Where is {n}?"},
                      {"role": "assistant", "content": f"In room {n}, as ever."}]}
        for n in range(20)
    ]  # fmt: skip
    main(["prepare", str(write(tmp_path / "d.jsonl", rows)), "-o", str(tmp_path / "out"), "-q"])
    return tmp_path / "out" / "d_manifest.json"


def test_a_file_of_one_request(tmp_path: Path, manifest: Path) -> None:
    path = tmp_path / "request.json"
    path.write_text(json.dumps({"messages": [FIRST, USER]}, indent=2), encoding="utf-8")
    code, told = run(tmp_path, "verify-request", path, "--manifest", manifest)
    assert (code, told["kept"]) == (0, True)
    assert not list(explain("verify-request", told))
    assert api.verify_request(path, manifest.parent)[0].kept


def test_lines_of_a_batch_and_of_a_log(tmp_path: Path, manifest: Path) -> None:
    good = {"messages": [FIRST, USER]}
    path = write(tmp_path / "batch.jsonl", [
        {"custom_id": "1", "url": "/v1/chat/completions", "body": good},
        {"request": {"messages": [USER]}, "response": {"choices": []}},
        good,
    ])  # fmt: skip
    code, told = run(tmp_path, "verify-request", path, "--manifest", manifest)
    assert code == 1
    assert [row["kept"] for row in told["requests"]] == [True, False, True]
    assert told["requests"][1]["breaches"][0]["pointer"] == "/request/messages"
    assert not list(explain("verify-request", told))


def test_text_names_the_place(
    tmp_path: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "r.jsonl", [{"messages": [USER]}, {"messages": [FIRST, USER]}])
    capsys.readouterr()
    assert main(["verify-request", str(path), "--manifest", str(manifest)]) == 1
    said = capsys.readouterr().out
    assert f"{path}:1" in said.replace("\n", "")
    assert "Broken: 1 of 2 requests breaks the contract" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no request"),
        (b"{", "is not JSON"),
        (b"[]", "holds no request"),
        (b"[1]", "must be a JSON object"),
        (b'{"prompt": "x"}\nx\n', ":2: this line is not JSON"),
        (b'{"messages": []}', "and not empty"),
        (b'{"messages": 5}', "must be a list"),
        (b'{"messages": ["hi"]}', "must be a list"),
        (b'{"messages": [{"content": "hi"}]}', 'with a "role"'),
        (b'{"request": {"messages": null}}', "must be a list"),
        (b'{"model": "x"}', 'has no "messages"'),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 5000, "is not JSON"),
    ],
)
def test_what_is_no_request_is_refused(
    tmp_path: Path, manifest: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "request.json"
    path.write_bytes(content)
    assert main(["verify-request", str(path), "--manifest", str(manifest)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot read"), (b"{", "is not JSON"), (b"[]", "no manifest of ftprep")],
)
def test_what_is_no_manifest_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    request = write(tmp_path / "r.json", [{"messages": [USER]}])
    path = tmp_path / "m.json"
    if content is not None:
        path.write_bytes(content)
    assert main(["verify-request", str(request), "--manifest", str(path)]) == 2
    assert said in capsys.readouterr().err
    assert main(["verify-request", str(request), "--manifest", str(tmp_path)]) == 2
    assert "holds no manifest" in capsys.readouterr().err
