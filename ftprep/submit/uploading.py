"""The files of a dataset at a service: each is there once, and has been processed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from ftprep.dataset.dataset import Piece
from ftprep.errors import InputError
from ftprep.submit.failure import RefusedError, UnreachableError
from ftprep.submit.making import once
from ftprep.submit.provider import Begun, Provider, RemoteFile
from ftprep.submit.record import FileEntry, Record

__all__ = ["Silent", "Uploader", "Watch"]

_POLL: Final = (0.2, 5.0)
"""Seconds between two looks at a file that is being processed: they grow from first to second."""

_PATIENCE: Final = 1800.0
"""Seconds after which a file that is still being processed is told instead of waited for."""


_NOT_OF_UPLOAD: Final = (401, 403, 429)
"""Refusals that speak of the account. An upload that was begun is still there, with its parts."""


class Watch(Protocol):
    """Who is told what goes on."""

    def step(self, text: str) -> None:
        """Something was done."""
        ...

    def uploading(self, piece: Piece, sent: int, total: int) -> None:
        """So many bytes of a file are sent."""
        ...


class Silent:
    """A `Watch` that tells nobody."""

    def step(self, text: str) -> None:
        """Nothing."""

    def uploading(self, piece: Piece, sent: int, total: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Uploader:
    """Puts files where a job can use them."""

    service: Provider
    record: Record
    watch: Watch
    sleep: Callable[[float], None]

    def uploaded(self, piece: Piece, blank: FileEntry) -> FileEntry:
        """The entry of a file that the service holds: it is uploaded unless it is there."""
        entry = self._standing(self.record.file(blank))
        if entry.id is not None:
            self.watch.step(f"{piece.path.name} is uploaded already: {entry.id}")
            return entry
        before = piece.path.stat()
        remote = once(lambda: self._upload(piece, blank), lambda: self._held(piece), self.sleep)
        after = piece.path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise InputError(f"{piece.path} has changed while it was uploaded; prepare it again")
        entry = replace(self.record.file(blank), id=remote.id, ready=remote.ready, upload=None)
        self.record.keep_file(entry)
        self.watch.step(f"{piece.path.name} is uploaded: {remote.id}")
        return entry

    def processed(self, piece: Piece, entry: FileEntry) -> FileEntry:
        """The same entry once the service has processed the file.

        Raises `RefusedError` with the service's text when it does not accept the content.
        """
        assert entry.id is not None
        wait, waited = _POLL[0], 0.0
        while True:
            remote = self.service.file(entry.id)
            if remote.fault:
                raise _not_accepted(piece, remote)
            if remote.ready:
                return self.record.keep_file(replace(entry, ready=True))
            if waited > _PATIENCE:
                raise UnreachableError(
                    f"{piece.path.name} ({remote.id}) is still being processed; run the same "
                    "command again later, it goes on from here"
                )
            self.sleep(wait)
            waited, wait = waited + wait, min(wait * 1.5, _POLL[1])

    def _standing(self, entry: FileEntry) -> FileEntry:
        """The entry; without its id where the service holds the file no more, or refused it."""
        if entry.id is None:
            return entry
        try:
            gone = bool(self.service.file(entry.id).fault)
        except RefusedError as error:
            if error.status != 404:
                raise
            gone = True
        return replace(entry, id=None, ready=False) if gone else entry

    def _held(self, piece: Piece) -> RemoteFile | None:
        """The file at the service, uploaded by a run that could not record it."""
        for each in self.service.files():
            # A service that tells no sizes says 0.
            if each.name == piece.remote_name and each.bytes in (piece.bytes, 0) and not each.fault:
                return each
        return None

    def _upload(self, piece: Piece, blank: FileEntry) -> RemoteFile:
        begun = self.record.file(blank).upload
        try:
            return self._send(piece, blank, begun)
        except RefusedError as error:
            if begun is None or error.status in _NOT_OF_UPLOAD:
                raise
        # What an earlier run began has expired (after an hour, at OpenAI): begin again.
        self._keep(blank, None)
        return self._send(piece, blank, None)

    def _send(self, piece: Piece, blank: FileEntry, begun: Begun | None) -> RemoteFile:
        return self.service.upload(
            piece.path,
            piece.remote_name,
            lambda sent, total: self.watch.uploading(piece, sent, total),
            begun,
            lambda further: self._keep(blank, further),
        )

    def _keep(self, blank: FileEntry, upload: Begun | None) -> None:
        self.record.keep_file(replace(blank, upload=upload))


def _not_accepted(piece: Piece, remote: RemoteFile) -> RefusedError:
    return RefusedError(
        f'{piece.path.name} is not accepted. The service says: "{remote.fault}"',
        text=remote.fault,
        code="invalid_file",
        param="training_file" if piece.role == "train" else "validation_file",
    )
