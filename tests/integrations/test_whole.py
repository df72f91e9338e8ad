"""What has begun and must come to its end is not left by a signal."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable
from importlib import import_module
from multiprocessing.context import SpawnProcess
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from ftprep.cli.stopping import WHOLE, Ended, stoppable
from ftprep.dataset.write import outputs

pytestmark = [
    pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a signal cannot be put off here"),
    pytest.mark.skipif(
        threading.current_thread() is not threading.main_thread(), reason="no signals in a thread"
    ),
]


def with_a_signal(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with SIGTERM sent to us in the moment when it has done its work."""

    def signalled(*arguments: Any, **known: Any) -> Any:
        result = function(*arguments, **known)
        signal.raise_signal(signal.SIGTERM)
        return result

    return signalled


@pytest.mark.parametrize(("module", "function"), sorted(WHOLE))
def test_the_names_are_right(module: str, function: str) -> None:
    found = attrgetter(function)(import_module(module))
    assert getattr(found, "__wrapped__", found).__code__.co_qualname == function


def test_files_are_put_in_their_place_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish() -> None:
        with stoppable(), outputs(tmp_path / "out", [], force=False) as files:
            for name in ("a", "b", "c"):
                files.whole(name, b"")
            monkeypatch.setattr(Path, "replace", with_a_signal(Path.replace))
            files.publish(last="c")
            signal.pause()

    with pytest.raises(Ended):
        publish()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "b", "c"]


def test_a_folder_for_them_is_made_and_removed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", with_a_signal(tempfile.mkdtemp))
    with pytest.raises(Ended), stoppable(), outputs(tmp_path / "out", [], force=False):
        signal.pause()
    assert not (tmp_path / "out").exists()


def test_a_folder_for_what_is_spooled_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", with_a_signal(tempfile.mkdtemp))
    with pytest.raises(Ended), stoppable(), tempfile.TemporaryDirectory(dir=tmp_path):
        signal.pause()
    assert not list(tmp_path.iterdir())


def test_a_process_that_is_just_made_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    made = staticmethod(with_a_signal(SpawnProcess._Popen))
    monkeypatch.setattr(SpawnProcess, "_Popen", made)
    process = SpawnProcess(target=signal.pause)

    def start() -> None:
        with stoppable():
            process.start()
            signal.pause()

    with pytest.raises(Ended):
        start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
