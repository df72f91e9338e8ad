"""The command line as people use it: exit codes, flags, streams."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from ftprep import __version__
from ftprep.cli import main
from ftprep.schemas import load
from tests.running import check, prepare

CHAT = [
    {
        "messages": [
            {"role": "user", "content": f"How much is {n} and {n}?"},
            {"role": "assistant", "content": f"It is {n + n}."},
        ]
    }
    for n in range(300)
]


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in CHAT), encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.jsonl"
    rows = [*CHAT[:20], {"messages": [{"role": "user", "content": "Hi"}]}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "ftprep", *map(str, arguments)],
        capture_output=True, check=False, **options,
    )  # fmt: skip


def test_nothing_found_is_0(clean: Path) -> None:
    assert main(["check", str(clean), "-q"]) == 0


def test_findings_are_1(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bad)]) == 1
    told = capsys.readouterr().out
    assert "MSG007" in told
    assert "bad.jsonl:21" in told


@pytest.mark.parametrize(
    ("level", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_sets_the_level(level: str, code: int, bad: Path) -> None:
    assert main(["check", str(bad), "-q", "--fail-on", level]) == code


def test_a_warning_fails_only_when_asked(clean: Path) -> None:
    assert main(["check", str(clean), "-q", "--fail-on", "warning"]) == 1
    assert main(["check", str(clean), "-q", "--fail-on", "warning", "--ignore", "TGT"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "missing.csv"],
        ["check", "{clean}", "--model", "gpt-17"],
        ["check", "{clean}", "--provider", "nobody"],
        ["check", "{clean}", "--select", "MGS"],
        ["check", "{clean}", "--threshold", "few-exmples=3"],
        ["check", "{clean}", "--threshold", "few-examples=three"],
        ["check", "{clean}", "--word", "refusal=I must decline"],
        ["check", "{clean}", "--limit", "MGS=3"],
        ["check", "{clean}", "--epochs", "0"],
        ["check", "{clean}", "--epochs", "many"],
        ["check", "{clean}", "--map", "user"],
        ["check", "{clean}", "--map", "wizard=Question"],
        ["check", "{clean}", "--encoding", "utf-9"],
        ["check", "{clean}", "--system", "@missing.txt"],
        ["check", "{clean}", "--output", "missing/folder/report.json"],
        ["prepare", "{clean}"],
        ["prepare", "{clean}", "-o", "{clean}"],
        ["prepare", "{clean}", "-o", "out", "--test-size", "1.5"],
        ["prepare", "{clean}", "-o", "out", "--test-size", "-1"],
        ["rule", "XYZ999"],
        ["why", "nowhere"],
        ["models", "--provider", "nobody"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_2(
    arguments: list[str], clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main([word.replace("{clean}", str(clean)) for word in arguments]) == 2
    told = capsys.readouterr()
    assert told.err.strip()
    assert "Traceback" not in told.err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"ftprep {__version__}\n"


@pytest.mark.parametrize("command", ["check", "prepare", "why", "rule", "models"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "Usage: ftprep" in capsys.readouterr().out


def test_standard_input_is_read(clean: Path) -> None:
    done = run("check", "-", "--format", "json", input=clean.read_bytes())
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["inputs"][0]["path"] == "<stdin>"
    assert report["summary"]["examples"] == 300


def test_gzip_and_folders_are_read(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(clean.read_bytes()))
    (folder / "b.csv").write_text("question,answer\nWho?,Me\n", encoding="utf-8")
    report = check(tmp_path, folder).report
    assert [row["format"] for row in report["inputs"]] == ["jsonl", "csv"]
    assert report["inputs"][0]["compression"] == "gzip"
    assert report["summary"]["examples"] == 301


def test_a_closed_pipe_is_no_failure_to_tell(clean: Path) -> None:
    command = f"{sys.executable} -m ftprep check {clean} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_the_json_report_keeps_its_contract(bad: Path, tmp_path: Path) -> None:
    schema = load("report")
    for made in (check(tmp_path, bad), prepare(tmp_path, bad)):
        jsonschema.validate(made.report, schema)
    jsonschema.validate(made.manifest(), load("manifest"))


def test_text_of_the_data_cannot_move_the_cursor(tmp_path: Path) -> None:
    path = tmp_path / "evil.jsonl"
    evil = "\x1b[2J\x1b]0;title\x07\u202e\r"
    row = {"messages": [{"role": evil, "content": evil}, {"role": "assistant", "content": evil}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    told = run("check", path).stdout.decode()
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\r" not in told


def test_jobs_change_nothing(clean: Path, bad: Path, tmp_path: Path) -> None:
    serial = check(tmp_path, clean, bad).report
    parallel = check(tmp_path, clean, bad, "--jobs", "2").report
    assert serial == parallel


def test_quiet_is_quiet(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(bad), "-q"])
    assert len(capsys.readouterr().out.splitlines()) <= 3


def test_thresholds_are_obeyed(bad: Path, tmp_path: Path) -> None:
    assert "SET002" in check(tmp_path, bad).codes
    assert "SET002" not in check(tmp_path, bad, "--threshold", "few-examples=15").codes


def test_findings_are_bounded_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "same.jsonl"
    path.write_text('{"messages": []}\n' * 50, encoding="utf-8")
    report = check(tmp_path, path, "--max-findings", "7").report
    assert sum(f["code"] == "MSG001" for f in report["findings"]) == 7
    assert report["findings_total"]["MSG001"] == 50


def test_a_retired_model_is_told_with_its_date(clean: Path, tmp_path: Path) -> None:
    made = check(tmp_path, clean, "--model", "gpt-3.5-turbo-0125")
    assert made.exit_code == 1
    message = next(f["message"] for f in made.report["findings"] if f["code"] == "TGT001")
    assert "2026-10-23" in message
    assert made.report["target"]["trainable"] is False
    assert made.report["target"]["alternatives"]


@pytest.mark.parametrize(
    "command", ["check {clean} > /dev/full", "check {clean} >&-", "models > /dev/full"]
)
def test_an_output_that_cannot_be_written_is_2(command: str, clean: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m ftprep {command.replace('{clean}', str(clean))}",
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith(b"ftprep: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (("json=all.txt", "sarif=all.txt"), "names all.txt twice"),
        (("all.txt", "json=./all.txt"), "names all.txt twice"),
        (("json=",), '"json=" names no file; write it as json=FILE'),
    ],
)
def test_no_report_takes_the_place_of_another(
    outputs: tuple[str, ...], said: str, clean: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    flags = [word for output in outputs for word in ("--output", output)]
    assert main(["check", str(clean), *flags]) == 2
    assert said in capsys.readouterr().err
    assert set(tmp_path.iterdir()) == before


def test_a_device_may_take_several_reports(clean: Path) -> None:
    flags = ["--output", "json=/dev/null", "--output", "sarif=/dev/null"]
    assert main(["check", str(clean), *flags]) == 0


def test_a_folder_is_read_without_what_was_made_of_it(clean: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    clean.rename(folder / "clean.jsonl")
    assert main(["prepare", str(folder), "-o", str(folder / "out"), "-q"]) == 0
    assert check(tmp_path, folder).report["summary"]["records"] == 300


def test_a_file_name_may_hold_any_bytes(clean: Path, tmp_path: Path) -> None:
    odd = clean.rename(os.fsdecode(os.fsencode(tmp_path / "odd") + b"\xff.jsonl"))
    made = prepare(tmp_path, odd)
    assert made.exit_code == 0
    assert made.manifest()["inputs"][0]["path"] == str(odd)


@pytest.mark.parametrize(
    "flags",
    [
        ["--map", "user=a", "--map", "user=b"],
        ["--map", "user=a", "--user", "{b}"],
        ["--map", "user=a", "--map", "assistant=a"],
        ["--sheet", "FAQ"],
        ["--delimiter", ";"],
    ],
    ids=" ".join,
)
def test_flags_that_contradict_or_do_not_apply_are_2(flags: list[str], clean: Path) -> None:
    assert main(["check", str(clean), *flags]) == 2


def test_a_list_of_words_that_is_not_there_is_told_with_those_that_are(
    clean: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(clean), "--word", "refusal=I must decline"]) == 2
    told = capsys.readouterr().err
    assert 'there is no list of words "refusal"; there are: ai-phrases, refusals' in told
    for name in ("ai-phrases", "refusals"):
        assert main(["check", str(clean), "--word", f"{name}=I must decline"]) == 0
