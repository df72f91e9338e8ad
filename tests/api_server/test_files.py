"""Files: upload, states, lists, content, deletion, refusals."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import httpx
import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY, jsonl, strict, tickets, upload

TEN = tickets(0, 10)


def test_a_file_is_uploaded_and_then_processed(
    server: RehearsalServer, client: openai.OpenAI
) -> None:
    file = upload(client, TEN)
    strict(file)
    assert (file.filename, file.bytes, file.status) == ("a.jsonl", len(jsonl(TEN)), "uploaded")
    server.advance(10)
    assert client.files.retrieve(file.id).status == "processed"
    assert client.files.content(file.id).read() == jsonl(TEN)


def test_a_file_expires(server: RehearsalServer, client: openai.OpenAI) -> None:
    file = client.files.create(
        file=("a.jsonl", jsonl(TEN)),
        purpose="fine-tune",
        expires_after={"anchor": "created_at", "seconds": 3_600},
    )
    assert file.expires_at == file.created_at + 3_600
    server.advance(3_601)
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)


def test_a_deleted_file_is_gone(server: RehearsalServer, client: openai.OpenAI) -> None:
    file = upload(client, TEN)
    strict(client.files.delete(file.id))
    for ask in (client.files.retrieve, client.files.content, client.files.delete):
        with pytest.raises(openai.NotFoundError, match="No such File object"):
            ask(file.id)
    assert server.state()["files"] == 0


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_hold_every_file_once(client: openai.OpenAI, order: str, limit: int) -> None:
    made = [upload(client, TEN, f"{n}.jsonl").id for n in range(7)]
    pages = client.files.list(limit=limit, order=order)  # type: ignore[arg-type]
    found = [file.id for file in pages]
    assert found == (made if order == "asc" else made[::-1])


def test_files_are_listed_by_purpose(client: openai.OpenAI) -> None:
    ours = upload(client, TEN)
    client.files.create(file=("a.txt", b"words"), purpose="user_data")
    assert [file.id for file in client.files.list(purpose="fine-tune")] == [ours.id]


REFUSED = [
    (b"", "a.jsonl", "Line 1 is not a dictionary"),
    (b"prompt,completion\n", "a.jsonl", 'HINT: line starts with: "prom..."'),
    (b"[1]\n", "a.jsonl", "Line 1 is not a dictionary"),
    (b'{"p": 1}{\n', "a.jsonl", 'HINT: line starts with: "{"p"..."'),
    (b"\xff\xfe{\x00}\x00", "a.jsonl", "Line 1 is not a dictionary"),
    (jsonl(TEN), "a.json", "Invalid extension"),
    (jsonl(TEN), "", "Invalid extension"),
]


@pytest.mark.parametrize(("content", "name", "text"), REFUSED)
def test_what_is_no_jsonl_is_refused_at_once(
    server: RehearsalServer, http: httpx.Client, content: bytes, name: str, text: str
) -> None:
    answer = http.post("/files", files={"file": (name, content)}, data={"purpose": "fine-tune"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")
    if name:
        assert text in answer.json()["error"]["message"]
    assert server.state()["files"] == 0


def test_what_is_wrong_behind_the_first_line_is_not_noticed_yet(client: openai.OpenAI) -> None:
    upload(client, [*TEN[:1], 5, None, {"messages": 3}])


def test_processing_finds_a_line_that_is_no_json(
    server: RehearsalServer, client: openai.OpenAI
) -> None:
    content = jsonl(TEN) + b'{"messages": [1 2]}\n'
    for file in (
        client.files.create(file=("a.jsonl", content), purpose="fine-tune"),
        client.uploads.upload_file_chunked(
            file=content,
            filename="a.jsonl",
            bytes=len(content),
            mime_type="text/jsonl",
            purpose="fine-tune",
        ).file,
    ):
        assert file is not None
        assert (file.status, file.status_details) == ("uploaded", None)
        server.advance(10)
        found = client.files.retrieve(file.id)
        strict(found)
        assert found.status == "error"
        assert found.status_details == (
            "Invalid file format. Example 11 cannot be parsed. Error: line contains invalid json: "
            "Expecting ',' delimiter: line 1 column 17 (char 16) (line 11)"
        )


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({}, "purpose", "missing_required_parameter"),
        ({"purpose": "training"}, "purpose", "invalid_value"),
        ({"purpose": "fine-tune", "note": "x"}, "note", "unknown_parameter"),
        ({"purpose": "fine-tune", "file": "x"}, "file", None),
        (
            {
                "purpose": "fine-tune",
                "expires_after[anchor]": "created_at",
                "expires_after[seconds]": "5",
            },
            "expires_after.seconds",
            "integer_below_min_value",
        ),
    ],
)
def test_fields_are_checked(
    http: httpx.Client, fields: dict[str, str], param: str, code: str | None
) -> None:
    files = {} if "file" in fields else {"file": ("a.jsonl", jsonl(TEN))}
    if not files:  # a form all the same
        files, fields = {"other": ("o", b"")}, {"purpose": "fine-tune", "file": "x"}
        param, code = "other", "unknown_parameter"
    answer = http.post("/files", files=files, data=fields)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["param"], error["code"]) == (param, code)


def test_a_file_above_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    content = jsonl(TEN)
    options = Options(max_file_bytes=len(content))
    with RehearsalServer(folder, options) as server:
        headers = {"authorization": f"Bearer {KEY}"}
        with httpx.Client(base_url=server.base_url, headers=headers) as http:
            form = {"purpose": "fine-tune"}
            most = http.post("/files", files={"file": ("a.jsonl", content)}, data=form)
            above = http.post("/files", files={"file": ("a.jsonl", content + b"\n")}, data=form)
    assert (most.status_code, above.status_code) == (200, 413)
    assert list((folder / "incoming").iterdir()) == []
    assert len(list((folder / "files").iterdir())) == 1


def form(boundary: bytes, name: str, content: bytes) -> bytes:
    """A form as clients write it."""
    head = (
        b"--" + boundary + b'\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nuser_data'
        b"\r\n--" + boundary + b'\r\nContent-Disposition: form-data; name="file"; filename="'
    )
    return head + name.encode() + b'"\r\n\r\n' + content + b"\r\n--" + boundary + b"--\r\n"


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    content=st.binary(max_size=400)
    | st.lists(st.sampled_from([b"\r\n", b"--", b"--bound", b"\r\n--boun", b"a"])).map(b"".join),
    cuts=st.lists(st.integers(0, 700), max_size=6),
)
def test_bytes_arrive_however_the_body_is_cut(
    http: httpx.Client, content: bytes, cuts: list[int]
) -> None:
    body = form(b"boundary7", "x.bin", content)
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    pieces = [body[start:end] for start, end in itertools.pairwise(places)]
    headers = {"content-type": "multipart/form-data; boundary=boundary7"}
    answer = http.post("/files", content=iter(pieces), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["bytes"] == len(content)
    assert http.get(f"/files/{answer.json()['id']}/content").content == content


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_forms_are_refused_and_leave_nothing(
    tmp_path: Path, server: RehearsalServer, http: httpx.Client, data: st.DataObject
) -> None:
    body = form(b"boundary7", "x.bin", b"content")
    end = data.draw(st.integers(0, len(body) - 5), label="cut at")
    kinds = ["multipart/form-data; boundary=boundary7", "multipart/form-data", "text/plain", ""]
    kind = data.draw(st.sampled_from(kinds))
    answer = http.post("/files", content=body[:end], headers={"content-type": kind})
    assert answer.status_code == 400, answer.text
    assert re.match("We could not parse", answer.json()["error"]["message"])
    assert server.state()["files"] == 0
    assert list((tmp_path / "server" / "incoming").iterdir()) == []
