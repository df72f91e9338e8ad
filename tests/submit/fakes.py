"""Small servers that answer as Together and Fireworks do, as far as a submission goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["Fake", "Fireworks", "Together", "served"]

Answer = tuple[int, dict[str, Any], dict[str, str]]


class Fake:
    """A service: what it holds, and the answers to requests."""

    def __init__(self) -> None:
        self.url = ""
        self.files: dict[str, dict[str, Any]] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.bytes: dict[str, bytes] = {}
        self.headers: list[Message] = []
        self.made: list[str] = []
        """Paths of requests that made something."""
        self.lose: set[str] = set()
        """Paths whose next answer is lost."""

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        """Status, object and headers."""
        raise NotImplementedError


class Together(Fake):
    """Files by a form, a bucket and a word; jobs in a list."""

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        if path == "/v1/files" and method == "POST":
            form = dict(re.findall(rb'name="(\w+)"\r\n\r\n(.*?)\r\n', body))
            told = {name.decode(): value.decode() for name, value in form.items()}
            for file in self.files.values():
                if file["checksum"] == told["checksum"] and file["bytes"]:
                    return 409, {"file_id": file["id"]}, {}
            made = f"file-{len(self.files)}"
            self.files[made] = {
                "id": made, "filename": told["file_name"], "checksum": told["checksum"],
                "purpose": told["purpose"], "bytes": 0, "created_at": len(self.files),
                "object": "file", "FileType": told["file_type"],
            }  # fmt: skip
            where = {"Location": f"{self.url}/bucket/{made}?signed", "X-Together-File-Id": made}
            return 302, {}, where
        if path.startswith("/bucket/"):
            self.bytes[path.rpartition("/")[2]] = body
            return 200, {}, {}
        if found := re.fullmatch(r"/v1/files/([\w-]+)/preprocess", path):
            file = self.files[found[1]]
            file.update(bytes=len(self.bytes[found[1]]), processing_status="RUNNING")
            return 200, file, {}
        if path == "/v1/files":
            return 200, {"data": list(self.files.values())}, {}
        if found := re.fullmatch(r"/v1/files/([\w-]+)", path):
            file = self.files[found[1]]
            if file.get("processing_status") == "RUNNING":
                file["processing_status"] = "COMPLETED"
            return 200, file, {}
        if path == "/v1/fine-tunes" and method == "POST":
            made = f"ft-{len(self.jobs)}"
            self.jobs[made] = {
                "id": made, "status": "pending", "created_at": "2026-11-20T10:00:00Z",
                "events": [], "suffix": "", "validation_file": "", **json.loads(body),
            }  # fmt: skip
            return 200, self.jobs[made], {}
        if path == "/v1/fine-tunes":
            return 200, {"data": list(self.jobs.values())}, {}
        if found := re.fullmatch(r"/v1/fine-tunes/([\w-]+)", path):
            return 200, self.jobs[found[1]], {}
        return 404, {"error": {"message": f"no {path}"}}, {}


class Fireworks(Fake):
    """Datasets and jobs under ids that the caller gives."""

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        told = json.loads(body) if body and not path.startswith("/bucket/") else {}
        if path == "/v1/accounts":
            return 200, {"accounts": [{"name": "accounts/mine"}]}, {}
        rest = path.removeprefix("/v1/accounts/mine/")
        if rest == "datasets" and method == "POST":
            made = told["datasetId"]
            if made in self.files:
                return 409, {"message": "it exists"}, {}
            name = f"accounts/mine/datasets/{made}"
            self.files[made] = {**told["dataset"], "name": name, "state": "UPLOADING"}
            return 200, self.files[made], {}
        if found := re.fullmatch(r"datasets/([\w-]+):getUploadEndpoint", rest):
            (name,) = told["filenameToSize"]
            return 200, {"filenameToSignedUrls": {name: f"{self.url}/bucket/{found[1]}?s"}}, {}
        if path.startswith("/bucket/"):
            self.bytes[path.rpartition("/")[2]] = body
            return 200, {}, {}
        if found := re.fullmatch(r"datasets/([\w-]+):validateUpload", rest):
            self.files[found[1]]["state"] = "READY"
            return 200, {}, {}
        if rest == "datasets":
            rows = list(self.files.values())
            at = int(query.get("pageToken", 0))
            more = {"nextPageToken": str(at + 1)} if at + 1 < len(rows) else {}
            return 200, {"datasets": rows[at : at + 1], **more}, {}
        if found := re.fullmatch(r"datasets/([\w-]+)", rest):
            return 200, self.files[found[1]], {}
        if rest == "supervisedFineTuningJobs" and method == "POST":
            made = query["supervisedFineTuningJobId"]
            if made in self.jobs:
                return 409, {"message": "it exists"}, {}
            name = f"accounts/mine/supervisedFineTuningJobs/{made}"
            told |= {"name": name, "state": "JOB_STATE_CREATING"}
            self.jobs[made] = told | {"createTime": "2026-11-20T10:00:00Z"}
            return 200, self.jobs[made], {}
        if rest in ("supervisedFineTuningJobs", "dpoJobs"):
            rows = list(self.jobs.values()) if rest.startswith("s") else []
            return 200, {rest: rows}, {}
        if found := re.fullmatch(r"supervisedFineTuningJobs/([\w-]+)", rest):
            return 200, self.jobs[found[1]], {}
        return 404, {"message": f"no {path}"}, {}


@contextmanager
def served(fake: Fake) -> Iterator[Fake]:
    """Answer on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            where = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(where.query).items()}
            fake.headers.append(self.headers)
            status, content, more = fake.answer(self.command, where.path, query, body)
            if self.command == "POST" and status == 200:
                fake.made.append(where.path)
            if where.path in fake.lose:
                fake.lose.discard(where.path)
                raise ConnectionAbortedError
            data = json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**more, "Content-Type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{listener.server_port}"
    thread = Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
