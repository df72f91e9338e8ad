"""Plain requests to services that have no client of ours, by the one that we have.

OpenAI's client sends any request with the same retries, waits, proxies and time limits. What is
put into a bucket goes without it: the key is nobody else's business.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from ftprep.submit.failure import RefusedError, UnreachableError
from ftprep.submit.sdk import Account, content
from ftprep.submit.window import Window

__all__ = ["Rest", "put"]

_LONG: Final = 600.0
"""Seconds without a sign of life while a file is sent."""


class Rest:
    """Requests that send and get JSON."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._client = account.client

    @property
    def endpoint(self) -> str:
        """Host that is called."""
        return self._account.endpoint

    def get(self, path: str, **query: Any) -> Mapping[str, Any]:
        """What stands there."""
        with self._account.told("answer"):
            return content(self._client.get(path, cast_to=object, options={"params": dict(query)}))

    def post(
        self,
        path: str,
        body: Mapping[str, Any],
        query: Mapping[str, str] | None = None,
        *,
        repeat: bool = False,
    ) -> Mapping[str, Any]:
        """Ask for something. `repeat`: it may be carried out twice without harm."""
        client = self._client if repeat else self._client.with_options(max_retries=0)
        with self._account.told("answer"):
            return content(
                client.post(
                    path, cast_to=object, body=dict(body), options={"params": dict(query or {})}
                )
            )

    def redirected(self, path: str, form: Mapping[str, str]) -> Mapping[str, str]:
        """Headers (lower-case) of the redirection with which a form is answered.

        A conflict (409) is an answer too: its object of JSON takes their place.
        """
        import openai

        with self._account.told("redirection"):
            try:
                self._client.with_options(max_retries=0).post(
                    path,
                    cast_to=object,
                    body=dict(form),
                    options={
                        "headers": {"Content-Type": "multipart/form-data"},
                        "follow_redirects": False,
                    },
                )
            except openai.APIStatusError as error:
                if error.status_code == 409:
                    return {
                        str(name): str(value)
                        for name, value in content(error.response.json()).items()
                    }
                if error.status_code not in (301, 302, 303, 307, 308):
                    raise
                return {name.lower(): value for name, value in error.response.headers.items()}
        raise UnreachableError(
            f"{self._account.title} answered a form without a place to upload to"
        )

    def delete(self, path: str) -> None:
        """Remove what stands there."""
        with self._account.told("answer"):
            self._client.delete(path, cast_to=object)

    def bytes(self, path: str) -> bytes:
        """The bytes that stand there."""
        import openai

        with self._account.told("content"):
            answer = self._client.get(path, cast_to=openai.HttpxBinaryResponseContent)
            return answer.read()


def put(address: str, window: Window, size: int, headers: Mapping[str, str]) -> None:
    """Put a file at an address that the service gave for it, in constant memory."""
    where = urlsplit(address)
    local = where.hostname in ("127.0.0.1", "localhost", "::1")
    if where.scheme != "https" and not (local and where.scheme == "http"):
        raise RefusedError(
            f"the service names a place to upload to that is not safe: {where.scheme}"
        )
    request = urllib.request.Request(  # noqa: S310
        address,
        data=window,
        method="PUT",
        headers={
            "Content-Length": str(size),
            "Content-Type": "application/octet-stream",
            **headers,
        },
    )
    fault = ""
    try:
        with urllib.request.urlopen(request, timeout=_LONG):  # noqa: S310
            return
    except urllib.error.HTTPError as error:
        if error.code < 500:
            raise RefusedError(
                f"{where.hostname} refuses the upload ({error.code})", status=error.code
            ) from None
        fault = str(error.code)
    except (OSError, http.client.HTTPException) as error:
        fault = type(error).__name__
    # The address holds a signature, which is as good as a key: it is in no message.
    raise UnreachableError(f"{where.hostname} cannot be reached ({fault}); run it again")
