"""Lists in pages, as the API cuts them: `after`, `limit`, `has_more`."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from ftprep.testing.server.contract import check_value
from ftprep.testing.server.store import Page, Store

__all__ = ["listing", "number"]


def number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number from 1 to `most` of the query. Refuses anything else."""
    text = request.query_params.get(name)
    if text is None:
        return default
    value = int(text) if text.lstrip("-").isdecimal() else text
    check_value(name, value, {"type": "integer", "minimum": 1, "maximum": most})
    return int(value)


def listing(
    request: Request,
    store: Store,
    kind: str,
    parent: str = "",
    *,
    default: int = 20,
    most: int = 100,
    where: tuple[tuple[str, str], ...] = (),
    ends: bool = False,
) -> dict[str, Any]:
    """The list object of one page. `ends`: with `first_id` and `last_id`."""
    order = request.query_params.get("order", "desc")
    check_value("order", order, {"enum": ["asc", "desc"]})
    page: Page = store.page(
        kind,
        parent,
        limit=number(request, "limit", default, most),
        after=request.query_params.get("after"),
        newest_first=order == "desc",
        where=where,
    )
    body: dict[str, Any] = {"object": "list", "data": page.rows, "has_more": page.has_more}
    if ends:
        body["first_id"] = page.rows[0]["id"] if page.rows else None
        body["last_id"] = page.rows[-1]["id"] if page.rows else None
    return body
