"""Numbers by which states know people.

Only numbers with a check digit, or with their name before them, are told from other numbers. A
number with one check digit is right by chance once in ten times: such a one has to be named too.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final, NamedTuple

from ftprep.pattern import Pattern
from ftprep.rules.private.made_up import is_made_up_number
from ftprep.rules.private.span import Sort, Span

__all__ = ["GATE", "identities"]

GATE: Final = (
    r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}|[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z]"
    r"|[12] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}"
    r"|[0-9]{6}[-+A][0-9]{3}[0-9A-Y]|[0-9]{6}-[1-8][0-9]{6}|[1-9][0-9]{5}(?:19|20)[0-9]{9}"
    r"|(?i:(?:\b|\\[nrt])(?:dni|nif|nie\W+[xyz]|bsn|burgerservicen|personnummer|pesel|aadhaa?r|ssn|nhs"
    r"|social security|documento)[^0-9\n]*[0-9])"
)
_NEAR: Final = 40
"""Characters before a number in which its name has to stand."""


class _Number(NamedTuple):
    what: str
    module: str
    """Of python-stdnum; it says whether the number is valid."""
    pattern: Pattern
    name: Pattern | None
    """What has to stand before it."""


def _number(what: str, module: str, pattern: str, name: str = "") -> _Number:
    return _Number(
        what,
        module,
        Pattern(rf"(?a)(?<![\w.+-])(?:{pattern})(?![\w-]|\.\d)"),
        Pattern(rf"(?i)\b(?:{name})") if name else None,
    )


_NUMBERS: Final = (
    _number("a Brazilian CPF", "br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
    _number(
        "an Italian codice fiscale", "it.codicefiscale",
        r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]",
    ),
    _number(
        "a French social security number", "fr.nir",
        r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}",
    ),
    _number("a Chinese identity number", "cn.ric", r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]"),
    _number("a Korean resident number", "kr.rrn", r"\d{6}-[1-8]\d{6}"),
    _number("a Finnish identity code", "fi.hetu", r"\d{6}[-+A]\d{3}[0-9A-Y]"),
    _number("a Spanish DNI", "es.dni", r"\d{8}-?[A-Z]", "dni|nif|documento"),
    _number("a Spanish NIE", "es.nie", r"[XYZ]-?\d{7}-?[A-Z]", "nie|documento"),
    _number("a Dutch BSN", "nl.bsn", r"\d{9}|\d{4}[. ]\d{2}[. ]\d{3}", "bsn|burgerservicenummer"),
    _number("a Swedish personnummer", "se.personnummer", r"(?:\d{2})?\d{6}[-+]?\d{4}", "personn"),
    _number("a Polish PESEL", "pl.pesel", r"\d{11}", "pesel"),
    _number("an Indian Aadhaar number", "in_.aadhaar", r"\d{4}[ -]?\d{4}[ -]?\d{4}", "aadhaa?r"),
    _number("a US social security number", "us.ssn", r"\d{3}-\d{2}-\d{4}", "ssn|social security"),
    _number("an NHS number", "gb.nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}", "nhs"),
)  # fmt: skip


def identities(text: str) -> Iterator[Span]:
    """Identity numbers that are valid, and named where a check digit alone proves too little."""
    for what, module, pattern, name in _NUMBERS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _NEAR) : match.start()]
            if name is not None and not name.search(before):
                continue
            digits = "".join(filter(str.isdigit, match.group()))
            if not is_made_up_number(digits) and _is_valid(module, match.group()):
                yield Span(match.start(), match.end(), Sort.ID, what)


def _is_valid(module: str, number: str) -> bool:
    return bool(import_module(f"stdnum.{module}").is_valid(number))
