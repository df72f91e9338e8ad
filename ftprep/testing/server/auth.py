"""Whose request it is."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from ftprep.testing.server.refusal import Refusal

__all__ = ["authorize"]

_WHERE = "You can find your API key at https://platform.openai.com/account/api-keys."


def authorize(connection: HTTPConnection, accepted: str | None) -> None:
    """Refuse a request without an API key, or with another than the accepted one.

    The key is taken from `Authorization: Bearer` or, as Azure's clients send it, from `api-key`.
    """
    given = connection.headers.get("api-key", "")
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        given = given or token.strip()
    if not given:
        raise Refusal(
            401,
            "You didn't provide an API key. You need to provide your API key in an Authorization "
            f"header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). {_WHERE}",
        )
    if accepted is not None and given != accepted:
        shown = given[:7] + "*" * max(0, len(given) - 11) + given[-4:] if len(given) > 11 else "***"
        raise Refusal(401, f"Incorrect API key provided: {shown}. {_WHERE}", code="invalid_api_key")
