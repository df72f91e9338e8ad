"""Uploads: parts in any order, put together as the client says."""

from __future__ import annotations

import hashlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai.types import Upload

from ftprep.testing.server import Options, RehearsalServer
from tests.api_server.asking import KEY, jsonl, strict, tickets

CONTENT = jsonl(tickets(0, 12))
THIRD = len(CONTENT) // 3
PARTS = [CONTENT[:THIRD], CONTENT[THIRD : 2 * THIRD], CONTENT[2 * THIRD :]]


def begun(client: openai.OpenAI, size: int = len(CONTENT)) -> Upload:
    """An upload without parts."""
    return client.uploads.create(
        bytes=size, filename="a.jsonl", mime_type="text/jsonl", purpose="fine-tune"
    )


def test_parts_are_joined_to_a_file(client: openai.OpenAI, server: RehearsalServer) -> None:
    upload = begun(client)
    strict(upload)
    assert upload.status == "pending"
    parts = [client.uploads.parts.create(upload.id, data=part) for part in PARTS]
    strict(parts[0])
    done = client.uploads.complete(
        upload.id, part_ids=[part.id for part in parts], md5=hashlib.md5(CONTENT).hexdigest()
    )
    strict(done)
    assert done.status == "completed"
    assert done.file is not None
    assert client.files.content(done.file.id).read() == CONTENT
    server.advance(10)
    assert client.files.retrieve(done.file.id).status == "processed"


def test_the_clients_own_helper_works(client: openai.OpenAI, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(CONTENT)
    done = client.uploads.upload_file_chunked(
        file=path, mime_type="text/jsonl", purpose="fine-tune", part_size=100
    )
    assert done.file is not None
    assert client.files.content(done.file.id).read() == CONTENT


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 60), max_size=5, unique=True), data=st.data())
def test_the_order_is_that_of_completion_not_of_arrival(
    client: openai.OpenAI, cuts: list[int], data: st.DataObject
) -> None:
    content = bytes(range(61))
    places = [0, *sorted(cuts), 61]
    pieces = [content[a:b] for a, b in itertools.pairwise(places)]
    upload = client.uploads.create(
        bytes=61, filename="a.bin", mime_type="application/octet-stream", purpose="vision"
    )
    ids = {}
    for index in data.draw(st.permutations(range(len(pieces)))):
        ids[index] = client.uploads.parts.create(upload.id, data=pieces[index]).id
    done = client.uploads.complete(upload.id, part_ids=[ids[n] for n in range(len(pieces))])
    assert done.file is not None
    assert client.files.content(done.file.id).read() == content


def test_a_part_sent_twice_may_be_left_out(client: openai.OpenAI) -> None:
    upload = begun(client)
    parts = [client.uploads.parts.create(upload.id, data=part).id for part in [*PARTS, PARTS[1]]]
    done = client.uploads.complete(upload.id, part_ids=[parts[0], parts[3], parts[2]])
    assert done.file is not None
    assert client.files.content(done.file.id).read() == CONTENT


@pytest.mark.parametrize("wrong", ["bytes", "md5", "part"])
def test_what_does_not_fit_is_refused_and_can_be_mended(client: openai.OpenAI, wrong: str) -> None:
    upload = begun(client)
    ids = [client.uploads.parts.create(upload.id, data=part).id for part in PARTS]
    bad = {"bytes": ids[:2], "md5": ids, "part": [*ids[:2], "part_of_nobody"]}[wrong]
    with pytest.raises(openai.BadRequestError):
        client.uploads.complete(upload.id, part_ids=bad, md5="0" * 32)
    assert client.uploads.complete(upload.id, part_ids=ids).status == "completed"


def test_a_closed_upload_takes_no_parts(client: openai.OpenAI) -> None:
    upload = begun(client)
    part = client.uploads.parts.create(upload.id, data=PARTS[0])
    cancelled = client.uploads.cancel(upload.id)
    strict(cancelled)
    assert cancelled.status == "cancelled"
    with pytest.raises(openai.BadRequestError, match="is cancelled"):
        client.uploads.parts.create(upload.id, data=PARTS[1])
    with pytest.raises(openai.BadRequestError):
        client.uploads.complete(upload.id, part_ids=[part.id])
    with pytest.raises(openai.NotFoundError):
        client.uploads.parts.create("upload_of_nobody", data=PARTS[1])


def test_an_upload_is_open_for_an_hour(client: openai.OpenAI, server: RehearsalServer) -> None:
    upload = begun(client)
    server.advance(3_500)
    client.uploads.parts.create(upload.id, data=PARTS[0])
    server.advance(101)
    with pytest.raises(openai.BadRequestError, match="is expired"):
        client.uploads.parts.create(upload.id, data=PARTS[1])


def test_its_hour_is_not_hurried(tmp_path: Path) -> None:
    with (
        RehearsalServer(tmp_path, Options(speed=1_000_000)) as server,
        openai.OpenAI(base_url=server.base_url, api_key=KEY) as client,
    ):
        upload = begun(client)
        assert client.uploads.parts.create(upload.id, data=PARTS[0]).upload_id == upload.id


def test_limits_of_parts_and_uploads(tmp_path: Path) -> None:
    options = Options(max_part_bytes=100, max_upload_bytes=150)
    with (
        RehearsalServer(tmp_path, options) as server,
        openai.OpenAI(base_url=server.base_url, api_key=KEY) as client,
    ):
        with pytest.raises(openai.BadRequestError, match="bytes"):
            begun(client, 151)
        upload = begun(client, 150)
        client.uploads.parts.create(upload.id, data=b"x" * 100)
        with pytest.raises(openai.APIStatusError) as caught:
            client.uploads.parts.create(upload.id, data=b"x" * 101)
    assert caught.value.status_code == 413


def test_nothing_is_left_of_parts(client: openai.OpenAI, tmp_path: Path) -> None:
    upload = begun(client)
    ids = [client.uploads.parts.create(upload.id, data=part).id for part in PARTS]
    client.uploads.complete(upload.id, part_ids=ids)
    other = begun(client)
    client.uploads.parts.create(other.id, data=PARTS[0])
    client.uploads.cancel(other.id)
    assert len(list((tmp_path / "server" / "files").iterdir())) == 1


def test_an_upload_completed_twice_at_once_makes_one_file(
    client: openai.OpenAI, server: RehearsalServer
) -> None:
    upload = begun(client)
    ids = [client.uploads.parts.create(upload.id, data=part).id for part in PARTS]

    def complete(_: int) -> bool:
        try:
            return client.uploads.complete(upload.id, part_ids=ids).status == "completed"
        except openai.BadRequestError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(complete, range(4))) == 1
    assert server.state()["files"] == 1
