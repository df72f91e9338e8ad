"""A service by its name, with the key that the environment holds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ftprep.errors import FtprepError, UsageError
from ftprep.submit.failure import without_keys
from ftprep.submit.provider import Provider
from ftprep.submit.sdk import Account

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["RETRIES", "SERVICES", "connect"]

_TIMEOUT: Final = 60.0
"""Seconds without a sign of life; uploads have more."""

RETRIES: Final = 5
"""How often the client repeats a request that makes nothing: on 408, 409, 429, 500 and above and
when the connection breaks, after a growing time with jitter, or the one of Retry-After."""


def connect(
    name: str = "openai", *, timeout: float = _TIMEOUT, max_retries: int = RETRIES
) -> Provider:
    """The service called `name`, with the account whose key the environment holds.

    Nothing is sent yet. Raises `UsageError` for a service that ftprep cannot submit to and for a
    missing key, and `FtprepError` when the client is not installed.
    """
    wanted = name.casefold()
    if wanted not in SERVICES:
        raise UsageError(
            f'ftprep cannot submit to "{name}"; it can to {", ".join(SERVICES)} (--provider NAME)'
        )
    return SERVICES[wanted](timeout, max_retries)


def _openai(timeout: float, max_retries: int) -> Provider:
    """Everything as the client does it: OPENAI_API_KEY, OPENAI_ORG_ID, OPENAI_PROJECT_ID,
    OPENAI_BASE_URL, HTTPS_PROXY."""
    from ftprep.submit.openai import CLOSING, OpenAIService

    sdk = _sdk()
    key = "OPENAI_API_KEY"
    client = _made(sdk.OpenAI, key, timeout=timeout, max_retries=max_retries)
    return OpenAIService(Account(client, "OpenAI", key, CLOSING))


def _azure(timeout: float, max_retries: int) -> Provider:
    """AZURE_OPENAI_ENDPOINT with AZURE_OPENAI_API_KEY or AZURE_OPENAI_AD_TOKEN.

    With OPENAI_API_VERSION the dated interface is called; without it the one called v1, which has
    no dates (Microsoft, "Azure OpenAI v1 API", 2025-08).
    """
    from ftprep.submit.openai import OpenAIService

    sdk = _sdk()
    endpoint = os.environ.get("AZURE_OPENAI_ENDPOINT")
    key = "AZURE_OPENAI_API_KEY"
    if not endpoint:
        raise UsageError(
            "set AZURE_OPENAI_ENDPOINT to the address of your resource, such as "
            "https://NAME.openai.azure.com"
        )
    options: dict[str, Any] = {"timeout": timeout, "max_retries": max_retries}
    if os.environ.get("OPENAI_API_VERSION"):
        client = _made(sdk.AzureOpenAI, key, azure_endpoint=endpoint, **options)
    else:
        secret = os.environ.get("AZURE_OPENAI_AD_TOKEN") or os.environ.get(key)
        if not secret:
            raise _no_key(key)
        base = endpoint.rstrip("/").removesuffix("/openai/v1") + "/openai/v1/"
        client = _made(sdk.OpenAI, key, api_key=secret, base_url=base, **options)
    return OpenAIService(Account(client, "Azure", key), name="azure")


def _together(timeout: float, max_retries: int) -> Provider:
    """TOGETHER_API_KEY, and TOGETHER_BASE_URL for another address."""
    from ftprep.submit.rest import Rest
    from ftprep.submit.together import TogetherService

    return TogetherService(
        Rest(
            _foreign(
                "Together", "TOGETHER_API_KEY", "TOGETHER_BASE_URL", "https://api.together.ai/v1",
                timeout, max_retries,
            )
        )
    )  # fmt: skip


def _fireworks(timeout: float, max_retries: int) -> Provider:
    """FIREWORKS_API_KEY, FIREWORKS_ACCOUNT_ID where the key has several accounts, and
    FIREWORKS_BASE_URL for another address."""
    from ftprep.submit.fireworks import FireworksService
    from ftprep.submit.rest import Rest

    account = _foreign(
        "Fireworks", "FIREWORKS_API_KEY", "FIREWORKS_BASE_URL", "https://api.fireworks.ai",
        timeout, max_retries,
    )  # fmt: skip
    return FireworksService(Rest(account), os.environ.get("FIREWORKS_ACCOUNT_ID") or None)


def _foreign(
    title: str, key: str, address: str, usual: str, timeout: float, max_retries: int
) -> Account:
    """An account that OpenAI's client serves although it is not OpenAI's."""
    sdk = _sdk()
    secret = os.environ.get(key)
    if not secret:
        raise _no_key(key)
    client = _made(
        sdk.OpenAI, key, api_key=secret, base_url=os.environ.get(address) or usual,
        timeout=timeout, max_retries=max_retries,
        # Which organisation of OpenAI one belongs to is nobody else's business.
        default_headers={"OpenAI-Organization": sdk.Omit(), "OpenAI-Project": sdk.Omit()},
    )  # fmt: skip
    return Account(client, title, key)


def _sdk() -> Any:
    try:
        import openai
    except ImportError as error:
        raise FtprepError(
            "to talk to a service ftprep needs the client of OpenAI, which is not installed: "
            "pip install 'ftprep[submit]'"
        ) from error
    return openai


def _made(make: Callable[..., OpenAI], variable: str, **options: Any) -> OpenAI:
    """A client. What it cannot be made from is told without the values of the environment."""
    from openai import OpenAIError

    if not re.fullmatch("[!-~]*", os.environ.get(variable, "")):
        raise UsageError(
            f"{variable} holds a sign that no key has: a space, a line break or a letter beyond "
            "ASCII; copy the key once more"
        )
    fault = ""
    try:
        return make(**options)
    except OpenAIError as error:
        fault = str(error)
    except ValueError as error:  # an address that is none
        fault = f"the address cannot be used: {error}"
    if not os.environ.get(variable):
        raise _no_key(variable)
    raise UsageError(without_keys(fault, os.environ.get(variable)))


def _no_key(variable: str) -> UsageError:
    return UsageError(
        f"there is no key: set {variable} in the environment. ftprep takes keys from nowhere else, "
        "and keeps none"
    )


SERVICES: Final[Mapping[str, Callable[[float, int], Provider]]] = {
    "openai": _openai,
    "azure": _azure,
    "together": _together,
    "fireworks": _fireworks,
}
"""Name → how to connect."""
