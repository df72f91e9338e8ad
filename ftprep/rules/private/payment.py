"""Numbers that money moves by: payment cards and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.pattern import Pattern
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.made_up import is_made_up_number
from ftprep.rules.private.span import Sort, Span

__all__ = ["CARDS", "IBANS", "cards", "ibans"]

_CARD: Final = Pattern(
    r"(?a)(?<![\w.+$€£-])(?:\d{14,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?"
    r"|\d{4}([ -])\d{6}\2\d{4,5})(?![\w%]|[.,-]\d)"
)
_ISSUERS: Final = Pattern(
    # ISO/IEC 7812 ranges as the networks publish them: Visa, Mastercard, American Express,
    # Discover, JCB, Diners Club, UnionPay.
    r"^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
    r"|62\d{14,17})$"
)
_TEST_CARDS: Final = frozenset(
    # Stripe, PayPal, Adyen: published for tests, accepted nowhere.
    (
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556",
        "5555555555554444", "5105105105105100", "2223003122003222", "5200828282828210",
        "378282246310005", "371449635398431", "378734493671000", "6011111111111117",
        "6011000990139424", "6011981111111113", "3056930009020004", "30569309025904",
        "38520000023237", "36227206271667", "3566002020360505", "3530111333300000",
        "6200000000000005", "4000000000000002", "4000002500003155", "4000002760003184",
        "2222420000001113", "4916338506082832", "4532015112830366", "4539578763621486",
    )
)  # fmt: skip

_IBAN: Final = Pattern(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[0-9A-Z]){11,30}(?![A-Za-z0-9])")
_TEST_IBANS: Final = frozenset(
    # The examples of the SWIFT IBAN registry and of encyclopedias.
    (
        "GB29NWBK60161331926819", "GB33BUKB20201555555555", "DE89370400440532013000",
        "FR1420041010050500013M02606", "FR7630006000011234567890189", "NL91ABNA0417164300",
        "BE68539007547034", "ES9121000418450200051332", "IT60X0542811101000000123456",
        "CH9300762011623852957", "AT611904300234573201", "PL61109010140000071219812874",
        "SE4550000000058398257466", "NO9386011117947", "DK5000400440116243",
        "FI2112345600000785", "PT50000201231234567890154", "IE29AIBK93115212345678",
        "GR1601101250000000012300695", "LU280019400644750000", "SA0380000000608010167519",
    )
)  # fmt: skip


def cards(text: str) -> Iterator[Span]:
    """Numbers of payment cards: a known issuer's range and length, and the Luhn check digit."""
    for match in _CARD.finditer(text):
        digits = "".join(c for c in match.group() if "0" <= c <= "9")
        if (
            _ISSUERS.match(digits)
            and digits not in _TEST_CARDS
            and not is_made_up_number(digits)
            and not digits.endswith("00000000")
            and _luhn(digits)
        ):
            yield Span(match.start(), match.end(), Sort.CARD, "the number of a payment card")


def _luhn(digits: str) -> bool:
    """Whether the check digit of ISO/IEC 7812 is right."""
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 * (d > 9) for d in doubled)) % 10 == 0


def ibans(text: str) -> Iterator[Span]:
    """Numbers of bank accounts (ISO 13616): right length for the country, right remainder by 97."""
    for match in _IBAN.finditer(text):
        found = match.group()
        # Capital words may follow: the longest head that ends where a word does and is valid.
        ends = [len(found), *(c.start() for c in reversed(list(re.finditer(" ", found))))]
        for end in ends:
            number = found[:end].replace(" ", "")
            if len(number) >= 15 and _is_iban(number):
                stop = match.start() + end
                yield Span(match.start(), stop, Sort.IBAN, "the number of a bank account (IBAN)")
                break


def _is_iban(number: str) -> bool:
    from stdnum import iban

    made_up = number in _TEST_IBANS or is_made_up_number("".join(filter(str.isdigit, number)))
    return not made_up and iban.is_valid(number, check_country=False)


CARDS: Final = Finder(
    Sort.CARD,
    r"[0-9]{14}|[0-9]{4}[ -][0-9]{4}[ -][0-9]{4}[ -][0-9]{4}|3[0-9]{3}[ -][0-9]{6}[ -][0-9]{4}",
    cards,
)
IBANS: Final = Finder(Sort.IBAN, r"[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]){11}", ibans)
