"""Forms with a file, streamed to the disk as they arrive."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from ftprep.testing.server.refusal import Refusal, invalid

__all__ = ["Form", "read_form"]

_AROUND = 1024 * 1024
"""Bytes that fields, headers and boundaries may need beside the file."""


class Form:
    """The fields of a form; the bytes of its file go to `path`."""

    def __init__(self, boundary: bytes, path: Path) -> None:
        self.path = path
        self.fields: dict[str, str] = {}
        self.file_field = ""
        """Name of the field that holds the file; empty when none came."""
        self.file_name = ""
        self.size = 0
        self.whole = False
        """The closing boundary was read."""
        self._out: BinaryIO = path.open("wb")
        self._header = self._value = b""
        self._disposition: dict[bytes, bytes] = {}
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_part_data": self._data,
                "on_end": self._end,
            },
        )

    def write(self, chunk: bytes) -> None:
        """The next bytes of the body. Raises `FormParserError` for what is no form."""
        self._parser.write(chunk)

    def close(self) -> None:
        """No more will come."""
        self._out.close()

    def drop(self) -> None:
        """Remove the file, unless somebody took it away."""
        self.path.unlink(missing_ok=True)

    def _begin(self) -> None:
        self._disposition = {}

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = parse_options_header(self._value)[1]
            name = _text(self._disposition.get(b"name", b""))
            if b"filename" in self._disposition:
                self.file_field = name
                self.file_name = _text(self._disposition[b"filename"])
            else:
                self.fields[name] = ""
        self._header = self._value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        if b"filename" in self._disposition:
            self._out.write(memoryview(data)[start:end])
            self.size += end - start
        else:
            name = _text(self._disposition.get(b"name", b""))
            self.fields[name] = self.fields.get(name, "") + _text(data[start:end])

    def _end(self) -> None:
        self.whole = True


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


async def read_form(request: Request, folder: Path, most: int) -> Form:
    """Read a `multipart/form-data` body, its file into `folder`, in constant memory.

    Refuses bodies of another type, forms that end early, and files of more than `most` bytes;
    nothing is left in the folder then, nor when the connection breaks.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise invalid("We could not parse the body of your request: expected multipart/form-data.")
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as name:
        form = Form(boundary, Path(name.name))
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            if received > most + _AROUND or form.size > most:
                raise Refusal(413, f"Maximum content size limit ({most}) exceeded.")
            form.write(chunk)
        if form.size > most:
            raise Refusal(413, f"Maximum content size limit ({most}) exceeded.")
        if not form.whole:
            raise invalid("We could not parse the body of your request: the form ends early.")
    except BaseException as error:
        form.close()
        form.drop()
        if isinstance(error, FormParserError):
            raise invalid(f"We could not parse the body of your request: {error}.") from error
        raise
    form.close()
    return form
