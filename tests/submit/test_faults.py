"""Lost answers, broken connections and refusals: nothing is made twice, and no key is told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ftprep.submit import making
from ftprep.submit.connect import connect
from ftprep.submit.failure import UnreachableError
from ftprep.submit.sdk import seconds_of
from ftprep.testing.server import RehearsalServer
from tests.rehearsing import KEY, Said, record

Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time is lost between two attempts, ours and the client's."""
    monkeypatch.setattr(making, "_FIRST", 0.01)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)


@pytest.mark.parametrize(
    "fault",
    [
        "POST /v1/files lose",
        "POST /v1/files lose x2",
        "POST /v1/files drop=100",
        "POST /v1/files status=500 x2",
        "POST /v1/files status=503",
        "POST /v1/files status=429 wait=0",
        "POST /v1/files cut",
        "POST /v1/files malformed",
        "POST /v1/fine_tuning/jobs lose",
        "POST /v1/fine_tuning/jobs lose x2",
        "POST /v1/fine_tuning/jobs cut",
        "POST /v1/fine_tuning/jobs malformed",
        "POST /v1/fine_tuning/jobs status=500 x2",
        "POST /v1/fine_tuning/jobs status=409",
        "POST /v1/fine_tuning/jobs status=408",
        "GET /v1/files* status=500 x2",
        "GET /v1/files* cut x2",
        "GET /v1/fine_tuning/jobs* lose",
        "* * status=500 x3",
        "* * cut x3",
    ],
)
def test_a_fault_costs_neither_a_file_nor_a_job(
    server: RehearsalServer, out: Path, ftprep: Run, fault: str
) -> None:
    server.faults(fault)
    done = ftprep("submit", out, "--yes")
    assert done.code == 0, done.text
    service = connect("openai")
    assert len(list(service.files())) == 2
    assert [job.id for job in service.jobs()] == [record(out)["jobs"][0]["id"]]


def test_retry_after_is_waited_for(
    server: RehearsalServer, out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    server.faults("POST /v1/files status=429 wait=7; POST /v1/fine_tuning/jobs status=503 wait=9")
    assert ftprep("submit", out, "--yes").code == 0
    assert 7 in waited
    assert 9 in waited


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 60.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("nan", None),
        ("\u00b2", None),
        ("Thu, 99 Jan 1970 00:01:40 GMT", None),
        ("Thu, 01 Jan 99999999 00:01:40 GMT", None),
    ],
)
def test_a_retry_after_is_a_number_or_a_date(
    monkeypatch: pytest.MonkeyPatch, said: str, seconds: float | None
) -> None:
    monkeypatch.setattr("time.time", lambda: 40.0)
    assert seconds_of(said) == seconds


def test_a_long_wait_is_told_instead(server: RehearsalServer, out: Path, ftprep: Run) -> None:
    server.faults("POST /v1/files status=429 wait=4000")
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "Try again in 4,000 seconds." in done.text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "Set OPENAI_API_KEY"),
        (403, "2027-01-06"),
        (404, "knows no such thing"),
        (400, "refuses the request (400)"),
    ],
)
def test_a_refusal_says_what_to_do(
    server: RehearsalServer, out: Path, ftprep: Run, status: int, told: str
) -> None:
    server.faults(f"POST * status={status}")
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert told in done.text
    assert "Traceback" not in done.text


def test_a_server_that_is_not_there(
    out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://user:{KEY}@127.0.0.1:9/v1")
    done = ftprep("submit", out, "--yes")
    assert done.code == 2
    assert "127.0.0.1:9" in done.text
    assert "cannot be reached" in done.text


def test_an_address_that_is_none(out: Path, ftprep: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://[")
    assert ftprep("submit", out, "--yes").code == 2


def test_the_key_is_in_no_file_log_or_error(
    server: RehearsalServer, out: Path, ftprep: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        server.faults("POST /v1/files status=401")
        ftprep("submit", out, "--yes")
        server.faults("POST /v1/fine_tuning/jobs lose")
        ftprep("submit", out, "--yes")
    assert KEY not in caplog.text
    for path in out.iterdir():
        assert KEY.encode() not in path.read_bytes()


def test_the_key_is_in_no_traceback(server: RehearsalServer) -> None:
    """Not even in one that shows the local variables of every frame."""
    import traceback

    server.faults("GET * status=401; GET * cut x20")
    service = connect("openai", max_retries=0)
    for _ in range(2):
        with pytest.raises(Exception, match="OpenAI") as caught:
            list(service.files())
        error = caught.value
        told = traceback.TracebackException.from_exception(error, capture_locals=False)
        assert KEY not in "".join(told.format())
        assert error.__suppress_context__
        assert KEY not in repr(vars(error))


def test_the_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b'{"object": "list", "data": [], "has_more": false}')

        def log_message(self, *told: object) -> None:
            """Tell nobody."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "http_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        monkeypatch.setenv("OPENAI_BASE_URL", "http://nowhere.invalid/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        assert list(connect("openai").files()) == []
        proxy.shutdown()
    assert [path.partition("?")[0] for path in asked] == ["http://nowhere.invalid/v1/files"]


def test_a_server_that_does_not_answer_in_time(server: RehearsalServer) -> None:
    server.faults("GET * slow=2")
    with pytest.raises(UnreachableError, match="did not answer in time"):
        list(connect("openai", timeout=0.1, max_retries=0).files())
