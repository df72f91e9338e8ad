"""Whatever a service answers, it is read or told; nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.errors import InputError
from ftprep.submit import answers, dates, fireworks_answers, together
from ftprep.submit.answers import MalformedError
from ftprep.submit.complaint import pointer_in, read
from ftprep.submit.failure import RefusedError, UnreachableError, refusal, without_keys
from ftprep.submit.provider import Begun
from ftprep.submit.record import FileEntry, Record

NAMES = st.sampled_from(
    ("id", "name", "status", "state", "error", "message", "metrics", "method", "hyperparameters",
     "data", "type", "choices", "usage", "result_files", "created_at", "metadata", "events",
     "training_file", "bytes", "validation_report", "trainingConfig", "n_epochs", "supervised")
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=20,
)
OBJECTS = st.dictionaries(NAMES, JSON, max_size=12)

READERS: list[Callable[[Any], object]] = [
    answers.file,
    answers.job,
    answers.event,
    answers.checkpoint,
    answers.sample,
    answers.numbers,
    answers.whole,
    fireworks_answers.file,
    fireworks_answers.job,
    fireworks_answers.said,
    together.file_of,
    together.job_of,
    dates.seconds,
]


LIKELY = {
    "id": st.just("id-1"),
    "name": st.just("accounts/me/dpoJobs/ftprep-1"),
    "status": st.sampled_from(("running", "error", "completed", "processed")) | SCALARS,
}
"""What lets a reader look further."""


@given(OBJECTS, st.fixed_dictionaries({}, optional=LIKELY))
def test_any_object_is_read_or_malformed(row: Any, likely: Any) -> None:
    for reader in READERS:
        with suppress(MalformedError):
            reader(row | likely)


def test_what_nothing_can_be_done_without_is_told() -> None:
    with pytest.raises(MalformedError, match="no usable id"):
        answers.job({"status": "running"})
    with pytest.raises(MalformedError, match="no usable status"):
        answers.job({"id": "ftjob-1"})


@given(st.text(max_size=300), st.text(max_size=30), JSON)
def test_any_error_is_understood(text: str, param: str, body: Any) -> None:
    told = read(text, param)
    assert all(line >= 0 for line in told.lines)
    assert isinstance(pointer_in(body, told.words), str)


@given(st.text("abc-_ .:", max_size=30), st.text("abcdef0123456789", min_size=8, max_size=40))
def test_a_key_is_blotted_out_wherever_it_stands(text: str, secret: str) -> None:
    for key in (f"sk-{secret}", f"sk-proj-{secret}", f"fw_{secret}", f"tgp_v1_{secret}", secret):
        told = without_keys(f"{text} {key} {text}", key)
        assert key not in told
    assert secret not in without_keys(f"Incorrect API key provided: sk-{secret}.")
    assert secret not in without_keys(f"header Bearer {secret}")


@pytest.mark.parametrize(
    ("status", "later"),
    [(400, False), (401, False), (403, False), (404, False), (408, True), (409, True),
     (413, False), (422, False), (429, True), (500, True), (502, True), (503, True), (529, True)],
)  # fmt: skip
def test_what_may_succeed_later_is_told_apart(status: int, later: bool) -> None:
    error = refusal("OpenAI", status, "no", variable="OPENAI_API_KEY")
    assert isinstance(error, UnreachableError if later else RefusedError)
    assert f"({status})" in str(error)
    assert '"no"' in str(error)


def test_no_credit_is_not_tried_again() -> None:
    assert isinstance(refusal("OpenAI", 429, "no", code="insufficient_quota"), RefusedError)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=10)
ENTRIES = st.builds(
    FileEntry,
    provider=TEXTS,
    endpoint=TEXTS,
    role=st.sampled_from(("train", "test")),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    bytes=st.integers(0, 2**60),
    name=TEXTS,
    id=st.none() | TEXTS,
    ready=st.booleans(),
    upload=st.none()
    | st.builds(Begun, TEXTS, st.integers(1, 2**30), st.lists(TEXTS, max_size=4).map(tuple)),
)


@given(st.lists(ENTRIES, max_size=5, unique_by=lambda entry: entry.key))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_record_is_read_as_it_was_written(tmp_path: Path, entries: list[FileEntry]) -> None:
    path = tmp_path / "sums_job.json"
    path.unlink(missing_ok=True)
    record = Record(path)
    for entry in entries:
        record.keep_file(entry)
    assert Record.read(path).files == entries
    assert [each.name for each in tmp_path.iterdir()] == ([path.name] if entries else [])


@given(OBJECTS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_other_file_is_no_record(tmp_path: Path, content: Any) -> None:
    import json

    path = tmp_path / "sums_job.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError):
        Record.read(path)
