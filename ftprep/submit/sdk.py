"""What the official client raises and answers, in our own terms.

Its exceptions hold the request, and with it the key: none of them leaves this module.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from ftprep.submit.answers import MalformedError
from ftprep.submit.failure import (
    RefusedError,
    ServiceError,
    UnreachableError,
    refusal,
    without_keys,
)

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["Account", "content", "seconds_of"]


@dataclass(frozen=True, slots=True)
class Account:
    """A client with the words to tell of its service."""

    client: OpenAI
    title: str
    """What the service is called."""
    variable: str
    """The variable of the environment that holds its key."""
    closing: str = ""
    """Who can still train there, and until when; a sentence after a space, or nothing."""

    @property
    def endpoint(self) -> str:
        """Host (and port) that is called; user names and keys in the address are left out."""
        return self.client.base_url.netloc.decode("ascii", "replace").rpartition("@")[2]

    @contextmanager
    def told(self, wanted: str) -> Iterator[None]:
        """Raise what goes wrong inside as a `ServiceError`. `wanted`: what was asked for."""
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            failure = self._refusal(error)
        except openai.APIConnectionError as error:
            failure = self._no_answer(error)
        except openai.OpenAIError as error:
            failure = RefusedError(f"{self.title}: {self._blotted(str(error))}")
        except ValueError:
            # json.JSONDecodeError and its kin: the body is not what its header says.
            failure = MalformedError(wanted)
        else:
            return
        raise failure from None

    def _refusal(self, error: Any) -> ServiceError:
        text = error.body.get("message") if isinstance(error.body, Mapping) else None
        return refusal(
            self.title,
            error.status_code,
            self._blotted(str(text or error.message)),
            code=str(error.code or ""),
            param=str(error.param or ""),
            variable=self.variable,
            closing=self.closing,
            retry_after=seconds_of(error.response.headers.get("retry-after", "")),
        )

    def _no_answer(self, error: Exception) -> UnreachableError:
        import openai

        if isinstance(error, openai.APITimeoutError):
            what = "did not answer in time"
        else:
            what = f"cannot be reached ({type(error.__cause__).__name__})"
        return UnreachableError(
            f"{self.title} {what} at {self.endpoint}. Make sure that this machine is online and "
            "that the proxy (HTTPS_PROXY) and the address, if you set one, are right."
        )

    def _blotted(self, text: str) -> str:
        return without_keys(text, self.client.api_key)


def seconds_of(retry_after: str) -> float | None:
    """The seconds of a Retry-After: a number, or a date (RFC 9110, 10.2.3); None for neither."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", retry_after):
        return float(retry_after)
    try:
        date = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, date.timestamp() - time.time())


def content(row: Any) -> Mapping[str, Any]:
    """The keys and values of an answer, as they came. Raises `MalformedError` for anything else."""
    made = row.to_dict(mode="json") if hasattr(row, "to_dict") else row
    if not isinstance(made, Mapping):
        # The client hands out the bare text of an answer that is no JSON.
        raise MalformedError("content")
    return made
