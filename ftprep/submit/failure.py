"""What a service refuses or does not offer, in a message for the person who asked.

No key stands in a message: a service may send back the one that it was sent.
"""

from __future__ import annotations

import math
import re
from typing import Final

from ftprep.errors import FtprepError
from ftprep.report.figures import plural

__all__ = [
    "NotOfferedError",
    "RefusedError",
    "ServiceError",
    "UnreachableError",
    "refusal",
    "without_keys",
]

_KEY: Final = re.compile(
    r"\b(?:sk-|fw_|tgp_)[A-Za-z0-9_\-*.]{8,}|(?i:\bbearer\s+)[A-Za-z0-9._\-]{8,}"
)
"""What keys of services look like: `sk-…`, `fw_…`, `tgp_…`, and whatever follows `Bearer`."""

_SHORTEST: Final = 6
"""Letters of a key; what is shorter is no secret, and would blot out half of the text."""

_RETRIED: Final = frozenset({408, 409, 429})
"""Refusals that may not be repeated, beside all of 500 and above (openai 3.54.0, _base_client)."""


class ServiceError(FtprepError):
    """A service could not or would not do what it was asked."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        text: str = "",
        code: str = "",
        param: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        """HTTP status; None when no answer came."""
        self.text = text
        """What the service said, word for word but for keys."""
        self.code = code
        self.param = param
        self.retry_after = retry_after
        """Seconds after which the service wants to be asked again."""


class RefusedError(ServiceError):
    """The service answered that it will not; asking again gives the same answer."""


class UnreachableError(ServiceError):
    """No answer, or one that says "later": the same request may succeed when it is sent again."""


class NotOfferedError(ServiceError):
    """The service has no such function."""


def without_keys(text: str, *keys: str | None) -> str:
    """`text` with keys blotted out: those given, and all that looks like one."""
    for key in keys:
        if key and len(key) >= _SHORTEST:
            text = text.replace(key, "[key]")
    return _KEY.sub("[key]", text)


def refusal(
    title: str,
    status: int,
    text: str,
    *,
    code: str = "",
    param: str = "",
    variable: str = "",
    closing: str = "",
    retry_after: float | None = None,
) -> ServiceError:
    """The error of an HTTP status.

    `title`: what the service is called. `text`: what it said, without keys. `variable`: where its
    key is read from. `closing`: who can still train there, and until when.
    """
    said = f' It says: "{text}"' if text else ""
    seconds = plural(math.ceil(retry_after or 0), "second")
    later = f"Try again in {seconds}." if retry_after else "Try later."
    kind: type[ServiceError] = RefusedError
    match status:
        case 401:
            message = (
                f"{title} does not accept the key (401).{said} Set {variable} to a key of the "
                "account that shall train, one that has not been revoked."
            )
        case 403:
            message = (
                f"{title} does not allow this to the account of the key (403).{said} The key may "
                f"lack the permission, or the account the access to fine-tuning.{closing}"
            )
        case 404:
            message = (
                f"{title} knows no such thing (404).{said} Make sure that the id is spelled right "
                "and that the key belongs to the project that owns it."
            )
        case 429 if code == "insufficient_quota":
            message = (
                f"the account has no credit left, or has reached its limit (429).{said} Raise the "
                f"limit or add credit at {title}; asking again does not help."
            )
        case 429:
            kind = UnreachableError
            message = f"{title} gets too many requests from the account (429).{said} {later}"
        case _ if status in _RETRIED or status >= 500:
            kind = UnreachableError
            message = f"{title} could not answer ({status}).{said} {later}"
        case _:
            where = f" It concerns {param}." if param else ""
            message = f"{title} refuses the request ({status}).{said}{where}"
    return kind(message, status=status, text=text, code=code, param=param, retry_after=retry_after)
