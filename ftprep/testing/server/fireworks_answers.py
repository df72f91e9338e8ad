"""What all of Fireworks' answers share: accounts, ids, pages, errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator
from starlette.requests import Request

from ftprep.testing.server.names import ACCOUNT
from ftprep.testing.server.refusal import Refusal
from ftprep.testing.server.service import service
from ftprep.testing.server.store import Row

__all__ = ["account", "named", "page", "rpc", "shaped"]

_CODES: Final = {
    "INVALID_ARGUMENT": (3, 400),
    "NOT_FOUND": (5, 404),
    "ALREADY_EXISTS": (6, 409),
    "PERMISSION_DENIED": (7, 403),
    "FAILED_PRECONDITION": (9, 400),
}
"""Name of a code of gRPC → its number and HTTP's."""

_ID: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def rpc(code: str, message: str) -> Refusal:
    """A refusal in the form of gRPC's gateway."""
    number, status = _CODES[code]
    refusal = Refusal(status, message)
    refusal.body = {"code": number, "message": message, "details": []}
    return refusal


def account(request: Request) -> str:
    """The name of the account in the path. Refuses that of somebody else."""
    if request.path_params["account"] != ACCOUNT:
        raise rpc("PERMISSION_DENIED", f"no access to account {request.path_params['account']}")
    return f"accounts/{ACCOUNT}"


def named(identity: str) -> None:
    """Refuse an id that is none: small letters, digits and hyphens, at most 63."""
    if not _ID.fullmatch(identity):
        raise rpc("INVALID_ARGUMENT", f"invalid id {identity!r}")


def shaped(body: object, schema: Mapping[str, Any]) -> None:
    """Refuse a body that a schema does not allow."""
    for error in Draft202012Validator(schema).iter_errors(body):
        raise rpc("INVALID_ARGUMENT", f"invalid value at {error.json_path}")


def page(
    request: Request, kind: str, where: tuple[tuple[str, str], ...] = ()
) -> tuple[list[Row], str]:
    """Rows of one page, and the token of the next, empty at the end. In the order in which they
    were made; `orderBy` is not followed."""
    text = request.query_params.get("pageSize", "50")
    size = min(200, int(text)) if text.isdecimal() and int(text) else 50
    after = request.query_params.get("pageToken") or None
    found = service(request).store.page(
        kind, limit=size, after=after, newest_first=False, where=where
    )
    return found.rows, str(found.rows[-1]["id"]) if found.has_more else ""
