"""The laws of prepare: everything accounted for, whole or not at all, the same again."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftprep import api, build
from ftprep.cli import main
from ftprep.config import Config
from ftprep.dataset.write import Outputs
from ftprep.errors import OutputError
from ftprep.model import Kind
from tests.running import prepare


def chat(question: str, answer: str, **more: Any) -> dict[str, Any]:
    return {
        "messages": [
            {"role": "user", "content": question},
            {"role": "assistant", "content": answer},
        ],
        **more,
    }


def lines(path: Path, rows: list[Any]) -> Path:
    text = "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


rows = st.one_of(
    st.builds(chat, st.sampled_from("abcdefgh"), st.sampled_from(["", "yes", "no", "né"])),
    st.builds(chat, st.text(max_size=5), st.text(max_size=5), id=st.integers()),
    st.builds(
        lambda p, c: {"prompt": p, "completion": c}, st.text(max_size=9), st.text(max_size=9)
    ),
    st.sampled_from(
        ['{"messages": [\n', "[1, 2]\n", "\n", "null\n", '{"messages": "no"}\n', "x\n"]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=1, max_size=25), st.sampled_from([Kind.CHAT, Kind.COMPLETION]))
def test_every_row_ends_in_exactly_one_file(data: list[Any], kind: Kind) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = lines(folder / "data.jsonl", [chat("first", "of all"), *data])
        report = api.prepare(path, folder / "out", Config(kind=kind))
        split = report.split
        assert split is not None
        assert report.summary.records == (
            split.train_records + split.test_records + split.rejected_records
        )
        assert report.summary.rejected == split.rejected_records
        counted = {
            role: Path(file).read_bytes().count(b"\n")
            for role, file in split.files.items()
            if file.endswith(".jsonl")
        }
        assert counted.get("train", 0) == split.train_examples
        assert counted.get("test", 0) == split.test_examples
        assert counted["ledger"] == report.summary.records
        assert counted["rejected"] == split.rejected_records


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    data: list[Any] = [chat(f"What is {n} times {n}?", f"{n * n}", id=n) for n in range(60)]
    data[7] = chat("empty?", "")
    data[9] = data[8]
    data.insert(20, "{broken\n")
    return lines(tmp_path / "data.jsonl", data)


def test_its_own_output_does_not_change(messy: Path, tmp_path: Path) -> None:
    first = prepare(tmp_path, messy)
    (tmp_path / "again").mkdir()
    files = first.report["split"]["files"]
    again = prepare(tmp_path / "again", files["train"], files["test"])
    assert again.exit_code == 0
    for role in ("train", "test"):
        old, new = Path(files[role]), Path(again.report["split"]["files"][role])
        assert old.name == new.name
        assert old.read_bytes() == new.read_bytes()
    assert again.report["split"]["rejected_records"] == 0


def test_completions_do_not_change_either(messy: Path, tmp_path: Path) -> None:
    first = prepare(tmp_path, messy, "--to", "completion")
    (tmp_path / "again").mkdir()
    files = first.report["split"]["files"]
    again = prepare(tmp_path / "again", files["train"], files["test"], "--to", "completion")
    for role in ("train", "test"):
        new = Path(again.report["split"]["files"][role])
        assert Path(files[role]).read_bytes() == new.read_bytes()
    assert again.manifest()["contract"] == first.manifest()["contract"]


def test_the_same_input_gives_the_same_bytes(messy: Path, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        api.prepare(messy, tmp_path / name)
        contents.append(
            {
                path.name: path.read_bytes().replace(f"{tmp_path / name}".encode(), b"DIR")
                for path in (tmp_path / name).iterdir()
                if not path.name.endswith("_manifest.json")
            }
        )
    assert contents[0] == contents[1]


def test_the_manifest_vouches_for_the_files(messy: Path, tmp_path: Path) -> None:
    run = prepare(tmp_path, messy)
    manifest = run.manifest()
    assert set(manifest["outputs"]) == {"train", "test", "rejected", "ledger", "report"}
    for output in manifest["outputs"].values():
        content = (tmp_path / "out" / output["file"]).read_bytes()
        assert output["sha256"] == hashlib.sha256(content).hexdigest()
        assert output["bytes"] == len(content)
        assert output["lines"] == content.count(b"\n")
    (given_,) = manifest["inputs"]
    assert given_["sha256"] == hashlib.sha256(messy.read_bytes()).hexdigest()


def test_what_exists_is_not_replaced_unasked(messy: Path, tmp_path: Path) -> None:
    prepare(tmp_path, messy)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(OutputError, match="--force"):
        api.prepare(messy, tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    api.prepare(messy, tmp_path / "out", force=True)


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("moment", ["lines", "whole", "close"])
def test_a_failure_leaves_nothing_behind(
    fault: BaseException, moment: str, messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Outputs, moment, fail)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        api.prepare(messy, tmp_path / "out")
    assert list((tmp_path / "out").glob("*.json*")) == []


def test_ctrl_c_is_130(messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "write_examples", interrupt)
    assert main(["prepare", str(messy), "-o", str(tmp_path / "out")]) == 130
    assert not (tmp_path / "out").exists()


def test_why_tells_the_story_from_either_end(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = prepare(tmp_path, messy)
    capsys.readouterr()
    for row in run.lines("ledger"):
        story = [
            ["why", f"{messy}:{row['source']['line']}", "--in", str(tmp_path / "out")],
            ["why", f"{tmp_path / 'out' / row['file']}:{row['line']}", "--in", str(tmp_path)],
        ]
        for arguments in story:
            assert main(arguments) == 0
            told = capsys.readouterr().out
            assert row["hash"] in told
            assert f"{row['file']}:{row['line']}" in told
            assert all(code in told for code in (*row["edits"], *row["reasons"]))
    assert main(["why", row["hash"][:12], "--in", str(tmp_path / "out")]) == 0
    assert main(["why", "nowhere.csv:3", "--in", str(tmp_path / "out")]) == 2


def test_extra_keys_are_left_out_and_told(messy: Path, tmp_path: Path) -> None:
    run = prepare(tmp_path, messy)
    assert all(set(body) == {"messages"} for body in run.bodies())
    rule = next(rule for rule in run.report["rules"] if rule["code"] == "MSG013")
    assert rule["repaired"] == len(run.bodies())
    edited = [row for row in run.lines("ledger") if row["edits"] == ["MSG013"]]
    assert len(edited) == len(run.bodies())


def test_labels_are_counted_on_both_sides_without_their_markers(tmp_path: Path) -> None:
    data = [{"text": f"case {n}", "label": ["good", "bad"][n % 2]} for n in range(40)]
    path = lines(tmp_path / "data.jsonl", data)
    for kind in ("chat", "completion"):
        run = prepare(tmp_path, path, "--to", kind, "--force")
        labels = {row["label"]: row for row in run.report["labels"]["rows"]}
        assert set(labels) == {"good", "bad"}
        assert all(row["train"] + row["test"] == row["count"] for row in labels.values())
        assert run.manifest()["contract"]["labels"] == ["bad", "good"]


def test_an_input_is_never_replaced(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = messy.rename(tmp_path / "a_train.jsonl")
    before = path.read_bytes()
    assert main(["check", str(path), "--output", str(path)]) == 2
    arguments = ["prepare", str(path), "-o", str(tmp_path), "--name", "a", "--force"]
    assert main(arguments) == 2
    assert path.read_bytes() == before
    assert "is an input" in capsys.readouterr().err


def test_what_was_written_is_not_replaced_by_the_report(messy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    train = out / "data_train.jsonl"
    assert main(["prepare", str(messy), "-o", str(out), "--output", str(train)]) == 2
    assert json.loads(train.read_bytes().splitlines()[0])["messages"]


@pytest.mark.parametrize("name", ["n" * 300, "../evil", "/", "a\nb", "a\x1b"])
def test_a_name_that_cannot_be_is_told(name: str, messy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["prepare", str(messy), "-o", str(out), "--name", name]) == 2
    assert not out.exists() or not list(out.iterdir())


def test_why_finds_a_path_that_holds_the_mark_of_a_sheet(messy: Path, tmp_path: Path) -> None:
    odd = messy.rename(tmp_path / "x!S.jsonl")
    prepare(tmp_path, odd)
    (story,) = api.why(f"{odd}:3", tmp_path / "out")
    assert story.row.source.line == 3


def ten(*more: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(chat(f"How much is {n}?", f"It is {n}.") for n in range(10)), *more]


@pytest.mark.parametrize("flags", [[], ["--level", "MSG=note"]])
def test_what_the_schema_refuses_is_rejected_whatever_a_warning_says(
    tmp_path: Path, flags: list[str]
) -> None:
    silent = chat("x", "y")
    silent["messages"][0]["content"] = []
    mute: dict[str, Any] = {"messages": [{"role": "user"}, {"role": "assistant", "content": "y"}]}
    data = lines(tmp_path / "data.jsonl", ten(silent, mute))
    prepared = prepare(tmp_path, data, *flags)
    assert prepared.report["split"]["rejected_records"] == 2
    assert len(prepared.bodies()) == 10


def test_a_rule_that_is_ignored_for_an_input_rejects_nothing(tmp_path: Path) -> None:
    data = lines(tmp_path / "data.jsonl", ten(chat("Nothing?", "")))
    prepared = prepare(tmp_path, data, "--per-file-ignore", "*.jsonl=MSG")
    assert len(prepared.bodies()) == 11


def test_folders_that_were_made_for_nothing_are_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Outputs, last: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Outputs, "publish", full)
    data = lines(tmp_path / "data.jsonl", ten())
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputError, match="No space left"):
        api.prepare(data, tmp_path / "a" / "b" / "c")
    assert not list((tmp_path / "a").iterdir())
