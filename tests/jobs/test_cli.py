"""`ftprep jobs …` as a person types it, against the rehearsal server."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from ftprep.testing.server import Options, RehearsalServer
from tests.jobs.conftest import EXAMPLES
from tests.rehearsing import KEY, dataset, run, serving, trained

Captured = pytest.CaptureFixture[str]


def job_id(out: Path) -> str:
    (record,) = out.glob("*_job.json")
    return str(json.loads(record.read_bytes())["jobs"][-1]["id"])


def test_list_names_every_job_whole(done: Path, capsys: Captured) -> None:
    said = run(capsys, "jobs", "list")
    assert said.code == 0
    assert job_id(done) in said.out
    assert "ft:gpt-4o-mini-2024-07-18:" in said.out
    (row,) = run(capsys, "jobs", "list", "--json", "-n", "1").json
    assert row["id"] == job_id(done)


def test_no_part_of_a_name_is_told_as_a_picture(
    server: RehearsalServer, tmp_path: Path, capsys: Captured
) -> None:
    entry = trained(dataset(tmp_path, EXAMPLES), "--suffix", "two")
    assert ":two:" in entry["fine_tuned_model"]
    assert entry["fine_tuned_model"] in run(capsys, "jobs", "list").out


def test_show_by_id_by_folder_by_record_and_where_we_are(
    done: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_folder = run(capsys, "jobs", "show", done)
    assert by_folder.code == 0
    assert "billed" in by_folder.out
    assert "as estimated" in by_folder.out
    assert run(capsys, "jobs", "show", next(done.glob("*_job.json"))) == by_folder
    monkeypatch.chdir(done)
    assert run(capsys, "jobs", "show") == by_folder
    assert run(capsys, "jobs", "show", job_id(done)) == by_folder
    monkeypatch.chdir(done.parent)
    elsewhere = run(capsys, "jobs", "show", job_id(done))
    assert "no record here has an estimate" in elsewhere.out
    told = run(capsys, "jobs", "show", done, "--json").json
    assert told["ftprep"]["bill"]["difference"] == 0


def test_events_are_told_oldest_first(done: Path, capsys: Captured) -> None:
    lines = run(capsys, "jobs", "events", done).out.splitlines()
    assert "Created fine-tuning job" in lines[0]
    assert "successfully completed" in lines[-1]
    told = run(capsys, "jobs", "events", done, "--json").json
    assert [event["at"] for event in told] == sorted(event["at"] for event in told)
    assert len(told) == len(lines) > 100  # more than one page


def test_checkpoints_are_told_in_order_of_their_steps(done: Path, capsys: Captured) -> None:
    told = run(capsys, "jobs", "checkpoints", done, "--json").json
    steps = [each["step"] for each in told]
    assert len(steps) == 3
    assert steps == sorted(steps)
    assert all(each["model"] in run(capsys, "jobs", "checkpoints", done).out for each in told)


def test_results_are_written_drawn_and_judged(done: Path, capsys: Captured, tmp_path: Path) -> None:
    said = run(capsys, "jobs", "results", done, "-o", tmp_path / "new")
    assert said.code == 0, said
    assert "token accuracy" in said.out
    assert "no sign of overfitting" in said.out
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["data_results.csv", "data_results.parquet", "data_results.svg"]
    table = pq.read_table(tmp_path / "new" / "data_results.parquet")
    rows = (tmp_path / "new" / "data_results.csv").read_text().splitlines()
    assert rows[0] == "step,train_loss,train_accuracy,valid_loss,valid_accuracy"
    assert table.num_rows == len(rows) - 1 == 96
    ElementTree.parse(tmp_path / "new" / "data_results.svg")


@pytest.mark.parametrize(
    ("flags", "sign"),
    [
        (("--learning-rate-multiplier", "20"), "divergence"),
        (("--learning-rate-multiplier", "0.001"), "no-learning"),
        (("--epochs", "8"), "overfitting"),
    ],
)
def test_results_warn_of_what_went_wrong(
    server: RehearsalServer, tmp_path: Path, capsys: Captured, flags: tuple[str, str], sign: str
) -> None:
    out = dataset(tmp_path, EXAMPLES)
    trained(out, *flags)
    said = run(capsys, "jobs", "results", out, "--no-chart", "--no-files")
    assert said.code == 1
    assert f"warning     {sign}: " in said.out
    told = run(capsys, "jobs", "results", out, "--no-files", "--json").json
    assert [warning["name"] for warning in told["warnings"]] == [sign]


def test_results_in_json_and_without_files(done: Path, capsys: Captured) -> None:
    before = sorted(done.iterdir())
    told = run(capsys, "jobs", "results", done, "--no-files", "--json").json
    assert told["warnings"] == []
    assert told["files"] == []
    assert told["bill"]["difference"] == 0
    assert sorted(done.iterdir()) == before


def test_results_are_told_where_nothing_can_be_drawn(
    done: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ftprep.cli.jobs_results.find_spec", lambda name: None)
    said = run(capsys, "jobs", "results", done, "-o", tmp_path)
    assert said.code == 0
    assert said.out.startswith("Steps")
    assert 'pip install "ftprep[charts]"' in said.err
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".parquet"]


def test_azures_columns_and_plain_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    options = Options(speed=2_000, flavour="azure", results="plain")
    with serving(tmp_path, monkeypatch, options) as server:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url)
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
        out = dataset(
            tmp_path, EXAMPLES, "--provider", "azure", "--model", "gpt-4o-mini-2024-07-18"
        )
        trained(out)
        told = run(capsys, "jobs", "results", out, "--json").json
        assert told["columns"][:4] == [
            "train_loss",
            "train_accuracy",
            "valid_loss",
            "valid_accuracy",
        ]
        assert "full_valid_loss" in told["columns"]


@pytest.mark.parametrize("verb", ["show", "follow", "events", "results", "checkpoints", "cancel"])
def test_what_is_not_there_is_said_so(
    done: Path, capsys: Captured, verb: str, tmp_path: Path
) -> None:
    for job, words in (
        ("ftjob-none", "404"),
        (tmp_path, "no job is recorded"),
        (tmp_path / "x", "no file"),
    ):
        said = run(capsys, "jobs", verb, job)
        assert (said.code, said.out) == (2, "")
        assert words in said.err
        assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        (verb, fault)
        for verb in ("list", "show", "follow", "events", "results", "cancel")
        for fault in ("status=401", "status=403", "status=404", "malformed")
        if (verb, fault) != ("follow", "malformed")  # it asks again until the answer is sound
    ],
)
def test_what_a_service_refuses_is_told_without_the_key(
    shared: tuple[RehearsalServer, Path], done: Path, capsys: Captured, verb: str, fault: str
) -> None:
    shared[0].faults(f"* * {fault}")
    job = () if verb == "list" else ("ftjob-1",)
    said = run(capsys, "jobs", verb, *job)  # which also looks for the key
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ftprep: ")
    assert "Traceback" not in said.err


def test_no_file_that_is_written_holds_the_key(done: Path, capsys: Captured) -> None:
    assert run(capsys, "jobs", "results", done).code == 0
    names = {path.name for path in done.iterdir() if KEY.encode() in path.read_bytes()}
    assert names == set()


def test_several_records_are_asked_about(done: Path, capsys: Captured, tmp_path: Path) -> None:
    (record,) = done.glob("*_job.json")
    for name in ("a", "b"):
        (tmp_path / f"{name}_job.json").write_bytes(record.read_bytes())
    said = run(capsys, "jobs", "show", tmp_path)
    assert said.code == 2
    assert "a_job.json, b_job.json" in said.err
    assert run(capsys, "jobs", "show", tmp_path / "a_job.json").code == 0


def test_a_job_of_another_address_is_not_looked_for_here(
    done: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    said = run(capsys, "jobs", "show", done)
    assert said.code == 2
    assert "OPENAI_BASE_URL" in said.err


def test_a_broken_record_is_told(capsys: Captured, done: Path, tmp_path: Path) -> None:
    (tmp_path / "x_job.json").write_text("{")
    said = run(capsys, "jobs", "show", tmp_path)
    assert said.code == 2
    assert "x_job.json" in said.err
