"""Numbers by which states know people.

Only numbers with a check digit, or with their name before them, are told from other numbers. A
number with one check digit is right by chance once in ten times: such a one has to be named too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Final

from ftprep.named import NamedTuple
from ftprep.pattern import Pattern
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.made_up import is_made_up_number
from ftprep.rules.private.span import Sort, Span

__all__ = ["IDENTITIES"]

_NEAR: Final = 40
"""Characters before a number in which its name has to stand."""


class _Number(NamedTuple):
    what: str
    module: str
    """Of python-stdnum; it says whether the number is valid."""
    pattern: Pattern
    name: Pattern | None
    """What has to stand before it."""


def _number(
    what: str, module: str, pattern: str, name: str = "", gate: str | None = None
) -> Finder:
    number = _Number(
        what,
        module,
        Pattern(rf"(?a)(?<![\w.+-])(?:{pattern})(?![\w-]|\.\d)"),
        Pattern(rf"(?i)\b(?:{name})") if name else None,
    )
    # What stands between is not counted: the automaton would need a state for each character.
    named = rf"(?is:\b(?:{name}).*(?:{pattern}))"
    return Finder(Sort.ID, gate or (named if name else pattern), partial(_found, number))


def _found(number: _Number, text: str) -> Iterator[Span]:
    what, module, pattern, name = number
    for match in pattern.finditer(text):
        start, stop = match.span()
        if name is not None and not name.search(text, max(0, start - _NEAR), start):
            continue
        digits = "".join(filter(str.isdigit, match.group()))
        if not is_made_up_number(digits) and _is_valid(module, match.group()):
            yield Span(start, stop, Sort.ID, what)


def _is_valid(module: str, number: str) -> bool:
    return bool(import_module(f"stdnum.{module}").is_valid(number))


IDENTITIES: Final = (
    _number("a Brazilian CPF", "br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
    _number(
        "an Italian codice fiscale", "it.codicefiscale",
        r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]",
    ),
    _number(
        "a French social security number", "fr.nir",
        r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}",
        gate=r"[0-9] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
    ),
    _number(
        "a Chinese identity number", "cn.ric",
        r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]",
        gate=r"[0-9]{6}(?:19|20)[0-9]{9}",
    ),
    _number("a Korean resident number", "kr.rrn", r"\d{6}-[1-8]\d{6}"),
    _number("a Finnish identity code", "fi.hetu", r"\d{6}[-+A]\d{3}[0-9A-Y]"),
    # Their names begin many words: their forms are the seldom part.
    _number(
        "a Spanish DNI", "es.dni", r"\d{8}-?[A-Z]", "dni|nif|documento", r"[0-9]{8}-?[A-Z]"
    ),
    _number(
        "a Spanish NIE", "es.nie", r"[XYZ]-?\d{7}-?[A-Z]", "nie|documento", r"[XYZ]-?[0-9]{7}"
    ),
    _number("a Dutch BSN", "nl.bsn", r"\d{9}|\d{4}[. ]\d{2}[. ]\d{3}", "bsn|burgerservicenummer"),
    _number("a Swedish personnummer", "se.personnummer", r"(?:\d{2})?\d{6}[-+]?\d{4}", "personn"),
    _number("a Polish PESEL", "pl.pesel", r"\d{11}", "pesel"),
    _number("an Indian Aadhaar number", "in_.aadhaar", r"\d{4}[ -]?\d{4}[ -]?\d{4}", "aadhaa?r"),
    _number("a US social security number", "us.ssn", r"\d{3}-\d{2}-\d{4}", "ssn|social security"),
    _number("an NHS number", "gb.nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}", "nhs"),
)  # fmt: skip
"""Numbers that are valid, and named where a check digit alone proves too little."""
