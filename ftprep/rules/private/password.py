"""Passwords and keys without a form of their own: told by the word before them, or by their URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.pattern import Pattern
from ftprep.rules.gate import SPACE, places
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.made_up import entropy, is_placeholder
from ftprep.rules.private.span import Sort, Span

__all__ = ["IN_URLS", "PASSWORDS"]

_NAMES: Final = (
    r"pass(?:word|wd|phrase|code)|pwd|passwort|kennwort|wachtwoord|contraseña|mot de passe|senha"
    r"|пароль|密码|パスワード|비밀번호"
)
_KEY_NAMES: Final = (
    r"(?:api|secret|access|auth|private|account)[_-]?(?:key|token|secret)|client[_-]?secret"
)
_AFTER: Final = r"[\"'`*]{0,8}\s{0,2}(?::=|=>|[:=：]|is(?:\s|:\s))\s{0,2}[\"'`*]{0,8}"
"""A mark in JSON that strings of JSON hold is escaped by up to seven others: see `view.plain`."""
_GATE_AFTER: Final = rf"[\"'`*]{{0,8}}[{SPACE}]{{0,2}}(?:[=:：]|is[{SPACE}:])"
_PASSWORD_GATE: Final = rf"(?i:(?:{_NAMES}){_GATE_AFTER})"
_KEY_GATE: Final = rf"(?i:(?:{_KEY_NAMES}){_GATE_AFTER})"

_PASSWORD: Final = Pattern(
    rf"(?i)(?<![A-Za-z])(?:{_NAMES}){_AFTER}((?:[^\s\"'`<>,;|&]|&(?![a-z]+=)){{8,64}})(?![^\s\"'`<>,;|&])"
)
_KEY: Final = Pattern(
    rf"(?i)(?:{_KEY_NAMES}){_AFTER}([A-Za-z0-9_+/=.-]{{20,200}})(?![A-Za-z0-9_+/=.-])"
)
_URL: Final = Pattern(
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://"
    r"([^\s/:@\"'`<>]{0,64}):([^\s/@\"'`<>]{3,128})@([A-Za-z0-9.-]{1,253})"
)
_CODE: Final = Pattern(r"[()\[\]{}\\]|^\$|://|^[A-Za-z_]+(?:[._-][A-Za-z_]+)+$|@.*\.")
"""A value that is an expression of a program, a path, an address or words."""
_TAUGHT: Final = Pattern(
    r"(?i)^(?:user|username|pass|password|passwd|pwd|secret|admin|root|test|guest|changeme|postgres"
    r"|mysql|letmein|hunter2)?[\d!@#$%^&*]{0,4}$|p[a@][s$]{2}w[o0]rd|correct.?horse"
)
"""Passwords of lessons: everyone knows them."""
_LOCAL: Final = Pattern(
    r"(?i)^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|host|hostname|server|db|database|proxy|.*\bexample"
    r"(?:\.(?:com|org|net))?|.*\.(?:test|local|invalid))\.?$"
)


def _passwords(text: str) -> Iterator[Span]:
    """Values that stand after the word password and are no plain word."""
    for match in _matches(_PASSWORD, _PASSWORD_GATE, text):
        start = match.start(1)
        value = match[1].rstrip(".!?*")
        if _is_strong(value):
            yield Span(start, start + len(value), Sort.PASSWORD, "a password")


def _keys(text: str) -> Iterator[Span]:
    """Values that stand after the name of a key and are no plain word."""
    for match in _matches(_KEY, _KEY_GATE, text):
        value = match[1].rstrip(".")
        if entropy(value) >= 3.5 and _is_strong(value):
            start = match.start(1)
            yield Span(start, start + len(value), Sort.PASSWORD, "a key")


def _matches(pattern: Pattern, gate: str, text: str) -> Iterator[re.Match[str]]:
    """What `pattern` finds in a text, looked for only where its gate stands: each of its matches
    begins with one of the gate's, and no name of a value is within another."""
    end = 0
    for start in places(gate, text):
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def _url_passwords(text: str) -> Iterator[Span]:
    """The password of a URL with user and password (RFC 3986, 3.2.1)."""
    for match in _URL.finditer(text):
        _, password, host = match.groups()
        if not (
            _TAUGHT.search(password)
            or is_placeholder(password)
            or re.search(r"[$%{}\[\]()]", password)
            or password.isdigit()
            or password.isupper()
            or _LOCAL.match(host)
        ):
            start, stop = match.span(2)
            yield Span(start, stop, Sort.URL_PASSWORD, "a password in a URL")


def _is_strong(value: str) -> bool:
    """Whether a value has letters and digits and reads like no word, no code and no lesson."""
    return (
        len(value) >= 8
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
        and value.isascii()
        and not is_placeholder(value)
        and not _CODE.search(value)
        and not _TAUGHT.search(value)
    )


IN_URLS: Final = Finder(Sort.URL_PASSWORD, r"://[^\s/:@]*:[^\s/@]+@", _url_passwords)
PASSWORDS: Final = (
    Finder(Sort.PASSWORD, _PASSWORD_GATE, _passwords),
    Finder(Sort.PASSWORD, _KEY_GATE, _keys),
)
