"""API keys and tokens, told by the forms that their makers document.

Every form has a fixed prefix or a neighbour that no other text has. Forms without one (32
hexadecimal digits are a key of many services, and every checksum) are left to `password`, which
asks for the name of a key before them. `docs/decisions` says why the forms are our own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Final

from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.made_up import entropy, is_placeholder
from ftprep.rules.private.span import Sort, Span

__all__ = ["KEYS", "PREFIX", "PRIVATE_KEYS"]

PREFIX: Final = (
    r"sk-(?:ant-|proj-|svcacct-|admin-|or-)?|[rs]k_live_|AKIA|ASIA|gh[oprsu]_|github_pat_|glpat-"
    r"|AIza|GOCSPX-|xox[a-z]-|eyJ|hf_|SG\.|npm_|pypi-|SK"
)
"""How keys begin, which tells whose they are and no more."""

_LEAST_ENTROPY: Final = 3.0
"""Bits for each character; gitleaks asks for the same. Twenty random letters have about 4."""


class _Form(NamedTuple):
    what: str
    pattern: Pattern
    """The key is its last group, or all of it."""


def _form(what: str, gate: str, pattern: str) -> Finder:
    form = _Form(what, Pattern(rf"(?<![A-Za-z0-9_-])(?:{pattern})(?![A-Za-z0-9_+/-])"))
    return Finder(Sort.KEY, gate, partial(_keys, form))


_TOKEN: Final = "[A-Za-z0-9_-]"  # noqa: S105
_JWT: Final = Pattern(
    rf"(?<![A-Za-z0-9_-])(eyJ{_TOKEN}{{10,}})\.(eyJ{_TOKEN}{{10,}})\.{_TOKEN}{{20,}}(?!{_TOKEN})"
)
_DOCUMENTED: Final = (b'"1234567890"', b"John Doe", b"example")
"""What the payloads of published examples say (RFC 7519, jwt.io)."""

_BREAK: Final = r"(?:\s|\\[nr])"
"""A line end, also as programs write it in quotes."""
_END: Final = r"-----END (?:[A-Z0-9]{1,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
_PEM: Final = Pattern(
    r"-----BEGIN (?:[A-Z0-9]{1,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
    rf"{_BREAK}*+((?:[A-Za-z0-9+/=]{{20,}}+{_BREAK}*+)++)(?:[A-Za-z0-9+/=]*{_BREAK}*{_END})?"
)
_LEAST_KEY: Final = 60
"""Characters of the smallest private key: Ed25519 in PKCS #8 has 64 (RFC 8410)."""


def _keys(form: _Form, text: str) -> Iterator[Span]:
    for match in form.pattern.finditer(text):
        start, stop = match.span(match.re.groups)
        value = text[start:stop]
        if entropy(value) >= _LEAST_ENTROPY and not is_placeholder(value):
            yield Span(start, stop, Sort.KEY, form.what)


def _web_tokens(text: str) -> Iterator[Span]:
    for match in _JWT.finditer(text):
        head, payload = _decoded(match[1]), _decoded(match[2])
        if _is_header(head) and not any(word in payload for word in _DOCUMENTED):
            yield Span(match.start(), match.end(), Sort.KEY, "a JSON Web Token")


def _private_keys(text: str) -> Iterator[Span]:
    """Private keys in PEM armour, also those that are cut off (RFC 7468)."""
    for match in _PEM.finditer(text):
        if len(match[1]) >= _LEAST_KEY and entropy(match[1]) >= _LEAST_ENTROPY:
            stop = match.start() + len(match.group().rstrip())
            yield Span(match.start(), stop, Sort.PRIVATE_KEY, "a private key")


def _decoded(part: str) -> bytes:
    import base64  # starting fast: hardly any data holds such a token

    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        return b""


def _is_header(data: bytes) -> bool:
    try:
        header = json.loads(data)
    except ValueError:
        return False
    return isinstance(header, dict) and "alg" in header


KEYS: Final = (
    # Anthropic: Console API keys; lengths as gitleaks has them, with room for later ones.
    _form("an Anthropic key", r"sk-ant-", rf"sk-ant-[a-z]{{2,8}}\d\d-{_TOKEN}{{60,}}"),
    # OpenAI: T3BlbkFJ is "OpenAI" in base64 and stands in all its keys (detect-secrets, gitleaks).
    _form("an OpenAI key", r"T3BlbkFJ", rf"sk-{_TOKEN}{{10,}}?T3BlbkFJ{_TOKEN}{{20,}}"),
    # Services with OpenAI's protocol: DeepSeek, OpenRouter (sk-or-v1-), Stability and others.
    _form("an API key", r"sk-[A-Za-z0-9]", r"sk-(?:[a-z0-9]{1,8}-){0,2}[A-Za-z0-9]{32,}"),
    # AWS IAM user guide, "unique identifiers"; the letters are base32 (gitleaks).
    _form("an AWS access key", r"AKIA|ASIA", r"(?:AKIA|ASIA)[A-Z2-7]{16}"),
    _form(
        "an AWS secret key",
        r"(?i:secret_?access_?key)",
        r"(?i:aws_?)?(?i:secret_?access_?key)[\"'` ]{0,9}[:=]\s{0,3}[\"'`]{0,8}([A-Za-z0-9/+]{40})",
    ),
    # GitHub changelog 2021-03-31 (ghp_ and its kin, up to 255 characters) and 2022-10-18.
    _form("a GitHub token", r"gh[oprsu]_", r"gh[oprsu]_[A-Za-z0-9]{36,251}"),
    _form("a GitHub token", r"github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    _form("a GitLab token", r"glpat-", rf"glpat-{_TOKEN}{{20,}}"),
    _form("a Google API key", r"AIza", rf"AIza{_TOKEN}{{35}}"),
    _form("a Google client secret", r"GOCSPX-", rf"GOCSPX-{_TOKEN}{{28}}"),
    # Slack: "token types" and "incoming webhooks".
    _form("a Slack token", r"xox[abeprs]-", r"xox[abeprs]-[A-Za-z0-9-]{20,}"),
    _form(
        "a Slack webhook",
        r"hooks\.slack\.com",
        r"https://hooks\.slack\.com/services/(T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,})",
    ),
    _form("a Stripe key", r"[rs]k_live_", r"[rs]k_live_[A-Za-z0-9]{24,}"),
    _form("a Hugging Face token", r"hf_[A-Za-z]", r"hf_[A-Za-z]{34}"),
    # Microsoft, "configure Azure Storage connection strings": 64 bytes in base64; Service Bus: 32.
    _form("an Azure storage key", r"AccountKey=", r"AccountKey=([A-Za-z0-9+/]{86}==)"),
    _form("an Azure access key", r"SharedAccessKey=", r"SharedAccessKey=([A-Za-z0-9+/]{43}=)"),
    _form("a Twilio key", r"SK[0-9a-f]{4}", r"SK[0-9a-f]{32}"),
    _form("a SendGrid key", r"SG\.", rf"SG\.{_TOKEN}{{22}}\.{_TOKEN}{{43}}"),
    _form("an npm token", r"npm_", r"npm_[A-Za-z0-9]{36}"),
    # PyPI: a macaroon whose first bytes name the index (PyPI help, "API tokens").
    _form("a PyPI token", r"pypi-Ag", rf"pypi-AgEIcHlwaS5vcmc{_TOKEN}{{50,}}"),
    Finder(Sort.KEY, "eyJ", _web_tokens),
)
"""API keys and tokens with a documented form, and JSON Web Tokens."""

PRIVATE_KEYS: Final = Finder(Sort.PRIVATE_KEY, "PRIVATE KEY", _private_keys)
