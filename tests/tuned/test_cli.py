"""`ftprep tuned …` as a person types it, against the rehearsal server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ftprep.submit.openai import OpenAIService
from ftprep.submit.provider import Sample
from ftprep.testing.server import RehearsalServer
from tests.rehearsing import classified, clear_faults, dataset, run, serving, trained

Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Ready:
    """A server with a tuned model, and the files it came from."""

    server: RehearsalServer
    out: Path
    base: str
    model: str

    @property
    def test(self) -> Path:
        """The held-out file."""
        return self.out / "data_test.jsonl"


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """Trained once for all tests of this module."""
    folder = tmp_path_factory.mktemp("tuned")
    with pytest.MonkeyPatch.context() as patch, serving(folder, patch) as server:
        out = dataset(folder, [classified(n) for n in range(150)], "--test-size", "0.3")
        entry = trained(out)
        yield Ready(server, out, entry["base"], entry["fine_tuned_model"])


def test_list_and_show(ready: Ready, capsys: Captured) -> None:
    assert ready.model in run(capsys, "tuned", "list").out.splitlines()
    assert ready.model in run(capsys, "tuned", "list", "--json").json
    shown = run(capsys, "tuned", "show", ready.model)
    assert shown.code == 0
    assert ready.base in shown.out
    told = run(capsys, "tuned", "show", ready.model, "--json").json
    assert told["base"] == ready.base
    assert told["job"].startswith("ftjob-")
    missing = run(capsys, "tuned", "show", "ft:none")
    assert (missing.code, missing.out) == (2, "")
    assert "tuned list" in missing.err


def test_try_asks_as_it_was_trained(ready: Ready, capsys: Captured) -> None:
    question = "Thing number 7 looks like green to me."
    answered = run(capsys, "tuned", "try", ready.model, question, "--manifest", ready.out)
    assert (answered.code, answered.out) == (0, "green\n")
    words = ("tuned", "try", ready.model, question, "--manifest", ready.out, "--json")
    told, bare = run(capsys, *words).json, run(capsys, *words, "--system", "").json
    assert told["text"] == "green"
    assert told["prompt_tokens"] > bare["prompt_tokens"]  # the system text was sent, too


def test_a_folder_stands_for_its_model_and_contract(ready: Ready, capsys: Captured) -> None:
    question = "Thing number 7 looks like green to me."
    assert run(capsys, "tuned", "try", ready.out, question).out == "green\n"
    assert run(capsys, "tuned", "show", ready.out, "--json").json["model"] == ready.model
    words = ("--test", ready.test, "-n", "3", "--json")
    told = run(capsys, "tuned", "compare", ready.base, ready.out, *words).json
    assert told["tuned"]["model"] == ready.model


def test_try_reads_standard_input_and_shows_nothing_raw(
    ready: Ready, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def chat(self: object, model: str, messages: list[Any], **settings: Any) -> Sample:
        asked.append(messages[-1]["content"])
        call = {"function": {"name": "f\x1b[2J", "arguments": "{}"}}
        return Sample("one\x1b]0;x\x07\n\u202etwo", (call,), "length")

    monkeypatch.setattr(OpenAIService, "chat", chat)
    monkeypatch.setattr("sys.stdin", io.StringIO("from a pipe"))
    said = run(capsys, "tuned", "try", ready.model, "-")
    assert asked == ["from a pipe"]
    assert said.out.splitlines()[:2] == ["one\\x1b]0;x\\x07", "\\u202etwo"]
    assert "\x1b" not in said.out
    assert "--max-tokens" in said.err


def test_try_refuses_what_cannot_be_asked(ready: Ready, capsys: Captured) -> None:
    assert run(capsys, "tuned", "try", "ft:none", "x").code == 2
    assert run(capsys, "tuned", "try", ready.model, "x", "--temperature", "hot").code == 2
    assert run(capsys, "tuned", "try", ready.model, "x", "--manifest", "nowhere").code == 2


def test_compare_tells_that_the_tuned_model_is_better(
    ready: Ready, capsys: Captured, tmp_path: Path
) -> None:
    html = tmp_path / "page.html"
    said = run(
        capsys, "tuned", "compare", ready.base, ready.model, "--test", ready.test, "-n", "all",
        "--page", html, "--judge", "gpt-4.1-mini",
    )  # fmt: skip
    assert said.code == 0, said
    assert "macro-F1" in said.out
    assert "The tuned model is better" in said.out
    assert "gpt-4.1-mini" in said.out
    assert html.read_text("utf-8").startswith("<!doctype html>")
    turned = run(capsys, "tuned", "compare", ready.model, ready.base, "--test", ready.test)
    assert turned.code == 1
    assert "worse" in turned.out


def test_a_page_that_cannot_be_written_costs_no_answer(
    ready: Ready, capsys: Captured, tmp_path: Path
) -> None:
    said = run(
        capsys, "tuned", "compare", ready.base, ready.model, "--test", ready.test, "-n", "3",
        "--page", tmp_path,
    )  # fmt: skip
    assert said.code == 2
    assert "exact match" in said.out
    assert "no regular file" in said.err
    assert tmp_path.is_dir()


def test_compare_gives_the_same_twice_and_counts_right(ready: Ready, capsys: Captured) -> None:
    words = ("tuned", "compare", ready.base, ready.model, "--test", ready.test, "-n", "7", "--json")
    one, other = run(capsys, *words), run(capsys, *words, "--workers", "1")
    assert one.json == other.json
    told = one.json
    assert [len(told["examples"]), told["task"]] == [7, "labels"]
    right = sum(each["tuned"]["text"] == each["expected"] for each in told["examples"])
    assert told["measures"][0]["tuned"]["value"] == pytest.approx(right / 7)
    lines = ready.test.read_text("utf-8").splitlines()
    for each in told["examples"]:
        last = json.loads(lines[each["line"] - 1])["messages"][-1]
        assert each["expected"] == last["content"]


def test_compare_waits_when_the_service_says_so(ready: Ready, capsys: Captured) -> None:
    ready.server.faults("POST */chat/completions status=429 wait=1 x3")
    ready.server.faults("POST */chat/completions status=500 x2; POST */chat/completions cut")
    said = run(
        capsys, "tuned", "compare", ready.base, ready.model, "--test", ready.test, "-n", "6",
        "--json",
    )  # fmt: skip
    assert said.json["left_out"] == []
    assert len(said.json["examples"]) == 6


@pytest.mark.parametrize(
    "flags",
    [
        ("-n", "0"),
        ("-n", "x"),
        ("--price", "x"),
        ("--schema", "nowhere.json"),
        ("--manifest", "nowhere"),
        ("--temperature", "3"),
    ],
)
def test_compare_refuses_wrong_flags(
    ready: Ready, capsys: Captured, flags: tuple[str, str]
) -> None:
    said = run(capsys, "tuned", "compare", ready.base, ready.model, "--test", ready.test, *flags)
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err


def test_compare_with_an_unknown_model_ends_at_once(ready: Ready, capsys: Captured) -> None:
    said = run(capsys, "tuned", "compare", ready.base, "ft:none", "--test", ready.test)
    assert said.code == 2
    assert "ft:none" in said.err


def test_delete_asks_for_the_name(ready: Ready, capsys: Captured) -> None:
    checkpoint = next(
        model for model in run(capsys, "tuned", "list", "--json").json if ":ckpt-" in model
    )
    assert run(capsys, "tuned", "delete", checkpoint).code == 2  # nobody can be asked
    wrong = run(capsys, "tuned", "delete", checkpoint, "--yes", ready.model)
    assert wrong.code == 2
    assert "nothing was deleted" in wrong.err
    assert checkpoint in run(capsys, "tuned", "list").out
    assert run(capsys, "tuned", "delete", checkpoint, "--yes", checkpoint).code == 0
    assert checkpoint not in run(capsys, "tuned", "list").out.splitlines()
    assert run(capsys, "tuned", "delete", checkpoint, "--yes", checkpoint).code == 2
    assert run(capsys, "tuned", "delete", ready.base, "--yes", ready.base).code == 2


@pytest.mark.parametrize(("typed", "code"), [("", 2), ("yes", 2), ("the name", 0)])
def test_delete_takes_the_typed_name_only(
    ready: Ready, capsys: Captured, monkeypatch: pytest.MonkeyPatch, typed: str, code: int
) -> None:
    deleted: list[str] = []
    monkeypatch.setattr(OpenAIService, "delete_model", lambda _, name: deleted.append(name))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        "click.prompt", lambda *_, **__: ready.model if typed == "the name" else typed
    )
    assert run(capsys, "tuned", "delete", ready.model).code == code
    assert deleted == ([ready.model] if code == 0 else [])


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        (verb, fault)
        for verb in ("list", "show", "try", "compare", "delete")
        for fault in ("status=401", "status=403", "malformed")
        if (verb, fault) != ("compare", "malformed")  # it asks again until the answer is sound
    ],
)
def test_what_a_service_refuses_is_told_without_the_key(
    ready: Ready, capsys: Captured, verb: str, fault: str
) -> None:
    ready.server.faults(f"* * {fault}")
    words = {
        "list": (),
        "show": (ready.model,),
        "try": (ready.model, "x"),
        "compare": (ready.base, ready.model, "--test", ready.test, "--workers", "1"),
        "delete": (ready.model, "--yes", ready.model),
    }[verb]
    said = run(capsys, "tuned", verb, *words)  # which also looks for the key
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err
    clear_faults(ready.server)


def test_without_a_key_it_says_which_is_missing(
    ready: Ready, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    said = run(capsys, "tuned", "list")
    assert said.code == 2
    assert "OPENAI_API_KEY" in said.err
