"""What is refused before anything is sent, each with the reason and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ftprep.testing.server import RehearsalServer
from tests.rehearsing import Said, record

Run = Callable[..., Said]


def edit_manifest(out: Path, **changed: object) -> None:
    path = out / "sums_manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changed}), encoding="utf-8")


def append_to(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b'{"messages": []}\n')


@pytest.mark.parametrize("name", ["sums_train.jsonl", "sums_test.jsonl", "sums_report.json"])
def test_a_file_that_was_changed(out: Path, ftprep: Run, name: str) -> None:
    append_to(out / name)
    done = ftprep("submit", out, "--dry-run")
    assert done.code == 2
    assert f"{name} is not the" in done.text
    assert "--force" in done.text


@pytest.mark.parametrize("name", ["sums_train.jsonl", "sums_test.jsonl"])
def test_a_file_that_is_missing(out: Path, ftprep: Run, name: str) -> None:
    (out / name).unlink()
    done = ftprep("submit", out, "--dry-run", "--force", "no matter")
    assert done.code == 2
    assert f"{name} is missing" in done.text


def test_what_is_not_ready(out: Path, ftprep: Run) -> None:
    edit_manifest(out, ready=False)
    done = ftprep("submit", out, "--dry-run")
    assert done.code == 2
    assert "not ready to train on" in done.text


def test_force_needs_a_reason(out: Path, ftprep: Run) -> None:
    edit_manifest(out, ready=False)
    assert ftprep("submit", out, "--dry-run", "--force", " ").code == 2


def test_the_reason_is_kept(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    edit_manifest(out, ready=False)
    done = ftprep("submit", out, "--yes", "--force", "the boss wants it")
    assert done.code == 0
    assert "the boss wants it" in done.text
    job = record(out)["jobs"][0]
    assert job["forced"] == "the boss wants it"
    assert "not ready" in job["doubts"][0]


def test_force_without_a_doubt_is_no_reason(out: Path, ftprep: Run) -> None:
    assert "Forced" not in ftprep("submit", out, "--dry-run", "--force", "why not").out


def test_a_model_that_nobody_can_train_any_more(out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out, "--model", "gpt-3.5-turbo-0125", "--dry-run")
    assert done.code == 2
    assert "can no longer be trained at OpenAI since 2026-10-23" in done.text
    assert "instead:" in done.text


def test_a_method_that_the_model_has_not(out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out, "--method", "dpo", "--dry-run")
    assert done.code == 2
    assert "does not train" in done.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--epochs", "0"], "--epochs takes 1 to 50, not 0"),
        (["--epochs", "51"], "--epochs takes 1 to 50"),
        (["--epochs", "many"], 'a number or "auto"'),
        (["--batch-size", "0"], "--batch-size takes 1 to 256"),
        (["--batch-size", "257"], "--batch-size"),
        (["--learning-rate-multiplier", "0"], "takes more than 0"),
        (["--learning-rate-multiplier", "nan"], "--learning-rate-multiplier"),
        (["--learning-rate-multiplier", "inf"], "--learning-rate-multiplier"),
        (["--beta", "0.1"], "--beta belongs to the method dpo"),
        (["--beta", "2.1"], "--beta takes more than 0 up to 2"),
        (["--seed", "-1"], "--seed takes 0 to 2147483647, not -1"),
        (["--seed", "2147483648"], "not 2147483648"),
        (["--suffix", "x" * 65], "1 to 64 letters"),
        (["--suffix", ""], "1 to 64 letters"),
        (["--metadata", "novalue"], "KEY=VALUE"),
        (["--metadata", "=x"], "KEY=VALUE"),
        (["--metadata", f"{'k' * 65}=x"], "1 to 64 letters"),
        (["--metadata", f"k={'v' * 513}"], "at most 512"),
        (["--metadata", "ftprep_key=mine"], "ftprep_key"),
        ([x for n in range(16) for x in ("--metadata", f"k{n}=v")], "15 times"),
        (["--integration", "mlflow:x"], "wandb:PROJECT"),
        (["--integration", "wandb:"], "wandb:PROJECT"),
        (["--method", "reinforcement"], "--grader FILE"),
        (["--method", "nonsense"], "no method is called"),
        (["--model", "gpt-9"], "no model is called"),
        (["--provider", "nobody"], "no provider is called"),
        (["--grader", "/nowhere.json"], "cannot be read"),
    ],
)
def test_settings_that_the_service_would_refuse(
    out: Path, ftprep: Run, given: list[str], told: str
) -> None:
    done = ftprep("submit", out, "--dry-run", *given)
    assert done.code == 2
    assert told in done.text


def test_a_provider_that_takes_no_submissions(out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out, "--provider", "mistral", "--model", "x", "--yes", "--force", "x")
    assert done.code == 2


def test_several_datasets_in_one_folder(out: Path, source: Path, ftprep: Run) -> None:
    ftprep("prepare", source, "-o", out, "--name", "other", "-q")
    done = ftprep("submit", out, "--dry-run")
    assert done.code == 2
    assert "there are other, sums" in done.text
    assert "--name" in done.text
    assert "other_train.jsonl" in ftprep("submit", out, "--dry-run", "--name", "other").out
    assert ftprep("submit", out / "sums_manifest.json", "--dry-run").code == 0
    wrong = ftprep("submit", out, "--dry-run", "--name", "third")
    assert 'no dataset "third"' in wrong.text


def test_a_folder_without_a_manifest(tmp_path: Path, ftprep: Run) -> None:
    assert "no manifest" in ftprep("submit", tmp_path).text
    assert "no folder" in ftprep("submit", tmp_path / "nowhere").text


def test_a_file_of_data_is_no_manifest(out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out / "sums_train.jsonl", "--dry-run")
    assert done.code == 2
    assert "sums_train.jsonl is no manifest; give the folder" in done.text


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "null", "{", '{"outputs": {}}', "\ufeff{}", "[" * 200_000]
)
def test_a_manifest_that_is_none(out: Path, ftprep: Run, content: str) -> None:
    (out / "sums_manifest.json").write_text(content, encoding="utf-8")
    assert ftprep("submit", out, "--dry-run").code == 2


@pytest.mark.parametrize("name", ["../secret.jsonl", "/etc/passwd", "a/b.jsonl", "..", ""])
def test_a_manifest_names_no_file_elsewhere(out: Path, ftprep: Run, name: str) -> None:
    manifest = json.loads((out / "sums_manifest.json").read_bytes())
    manifest["outputs"]["train"]["file"] = name
    edit_manifest(out, outputs=manifest["outputs"])
    done = ftprep("submit", out, "--dry-run", "--force", "x")
    assert done.code == 2


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema_version": 2}', '{"files": 1}', "[" * 200_000]
)
def test_a_record_that_is_none_is_kept(
    server: RehearsalServer, out: Path, ftprep: Run, content: str
) -> None:
    path = out / "sums_job.json"
    path.write_text(content, encoding="utf-8")
    assert ftprep("submit", out, "--yes").code == 2
    assert path.read_text(encoding="utf-8") == content


def test_control_characters_do_not_reach_the_terminal(out: Path, ftprep: Run) -> None:
    done = ftprep("submit", out, "--dry-run", "--suffix", "red\x1b[31m")
    assert "\x1b" not in done.out + done.err
