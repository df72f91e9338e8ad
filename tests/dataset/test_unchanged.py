"""`prepare` reads twice: what is changed by somebody else meanwhile is refused, and nothing is
written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ftprep import FtprepError, api
from ftprep.config import Config
from ftprep.engine.judge import judge
from ftprep.errors import InputError

Change = Callable[[Path], object]


def lines(word: str, number: int = 40) -> str:
    rows = [{"prompt": f"{word} {n}", "completion": f"It is {n}."} for n in range(number)]
    return "".join(json.dumps(row) + "\n" for row in rows)


def same_size(path: Path) -> None:
    path.write_text(lines("Blue"), "utf-8")


def same_size_by_a_new_file(path: Path) -> None:
    new = path.with_name("new")
    new.write_text(lines("Blue"), "utf-8")
    new.replace(path)


def longer(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(lines("Grey", 1))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.jsonl"
    path.write_text(lines("Pink"), "utf-8")
    os.utime(path, ns=(10**18, 10**18))  # long ago, so that clocks of any step tell it from now
    return path


def prepared_while(change: Change, data: Path, stage: str, share: float) -> None:
    """Prepare, and change the data when so much of a stage is done."""
    changed = False

    def watch(now: str, done: int, total: int) -> None:
        nonlocal changed
        if now == stage and not changed and done >= share * total:
            changed = True
            change(data)

    api.prepare(str(data), data.parent / "out", watch=watch)
    assert changed


@pytest.mark.parametrize("change", [same_size, same_size_by_a_new_file, longer])
@pytest.mark.parametrize(("stage", "share"), [("reading", 0), ("reading", 1), ("writing", 0)])
def test_a_changed_input_is_refused(change: Change, stage: str, share: float, data: Path) -> None:
    # While it is written, other rows than before are seen to be others.
    said = r"data\.jsonl: was changed by another program|the input has changed meanwhile"
    with pytest.raises(FtprepError, match=said):
        prepared_while(change, data, stage, share)
    assert not (data.parent / "out").exists()


def test_a_deleted_input_is_told(data: Path) -> None:
    with pytest.raises(InputError, match=r"data\.jsonl: was read and checked, and now it cannot"):
        prepared_while(Path.unlink, data, "reading", 1)
    assert not (data.parent / "out").exists()


def test_an_input_that_is_deleted_while_it_is_written_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleting(*arguments: Any) -> Any:
        data.unlink()
        return judge(*arguments)

    monkeypatch.setattr("ftprep.dataset.reread.judge", deleting)
    with pytest.raises(InputError, match=r"data\.jsonl: was read and checked, and now it cannot"):
        api.prepare(str(data), data.parent / "out", Config(jobs=1))
    assert not (data.parent / "out").exists()


def test_what_is_only_read_meanwhile_is_written(data: Path) -> None:
    prepared_while(Path.read_bytes, data, "writing", 0)
    assert (data.parent / "out" / "data_train.jsonl").exists()


def test_a_check_reads_once_and_tells_what_it_read(data: Path) -> None:
    before = api.check(str(data))
    data.write_text(lines("Blue"), "utf-8")
    assert api.check(str(data)).inputs[0].sha256 != before.inputs[0].sha256
