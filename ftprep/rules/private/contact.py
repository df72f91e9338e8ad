"""How people are reached: e-mail addresses, phone numbers, and the addresses of their machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ftprep.pattern import Pattern
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.made_up import is_made_up_number
from ftprep.rules.private.span import Sort, Span

__all__ = ["ADDRESSES", "EMAILS", "PHONES"]

_LOCAL: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+%-"
_LONGEST_LOCAL: Final = 64
"""What stands before the @ (RFC 5321, 4.5.3.1.1)."""
_EMAIL: Final = Pattern(
    r"(?<![A-Za-z0-9_.+%@/=-])([A-Za-z0-9_][A-Za-z0-9_.+%-]{0,63})"
    r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})"
    r"(?![A-Za-z0-9_@-])"
)
_RESERVED: Final = Pattern(
    # RFC 2606 and RFC 6761; then the domains that people write for "some domain".
    r"(?i)(?:^|\.)(?:example\.(?:com|org|net|edu)|example|test|invalid|localhost|local)$"
    r"|(?:^|\.)(?:your|my|some|any|the)?-?(?:domain|company|companyname|website|site|email|abc|xyz"
    r"|business|store|shop|organization|organisation|acme|test|sample|fake|dummy)\.[a-z.]{2,6}$"
    r"|(?:^|\.)(?:your|example|sample)[a-z-]*\.[a-z.]{2,6}$"
)
_ROLES: Final = Pattern(
    # RFC 2142, and what else organisations call the mailboxes of nobody in particular.
    r"(?i)^(?:info|marketing|sales|support|abuse|noc|security|(?:post|host|web)master|usenet|news"
    r"|www|uucp|ftp|git|no-?reply|do-?not-?reply|contact|contact-?us|help|help-?desk|hello|admin"
    r"|administrator|office|service|services|customer[._-]?(?:service|support|care)|feedback|care"
    r"|careers?|jobs|hr|press|media|billing|accounts?|orders?|returns?|team|enquir(?:y|ies)|privacy"
    r"|inquir(?:y|ies)|legal|editor|newsletter|events?|booking|reservations?|reception|mail|root"
    r"|tech[._-]?support|compliance|donations?|complaints?|claims|it|tickets?|notifications?"
    r"|your[._-]?(?:e-?mail|name|address)|(?:first|last|user|your|full)?[._-]?name|e-?mail|user\d?"
    r"|(?:john|jane)[._-]?(?:doe|smith)|jdoe|someone|somebody|anyone|me|you|x+|foo|bar|test\d*)$"
)
_FILES: Final = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "py", "json"})

# Written with the sign first, which is what `re` finds fast.
_INTERNATIONAL: Final = Pattern(r"(?a)\+(?<![\w+.]\+)[1-9](?:[ .()/-]{0,2}\d){6,14}(?!\w)")
_AMERICAN: Final = Pattern(
    r"(?a)(?<![\w.+/-])(?:1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-.]\d{4}"
    r"(?![\w/-]|\.\d)"
)
_CUTS: Final = Pattern(r"[ .()/-]+")
_FICTION: Final = Pattern(
    # NANP: 555 numbers (ATIS-0300115); Ofcom: numbers for drama use; ACMA: the same. And those of
    # China's companies (95xxx) behind an area code, which its numbering plan takes for subscribers.
    r"^(?:1\d{3}555\d{4}|44(?:207946|2079460|1632960|7700900|808157|113496|161496)\d+"
    r"|61(?:4915701|2555|3555|7555|8555)\d+|86\d{2,3}9[56]\d{3})$"
)

# A range in CIDR notation is a network, which is nobody's.
_IPV4: Final = Pattern(r"(?a)(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\w|/\d)")
_IPV6: Final = Pattern(r"(?a)(?<![\w:.])[23][0-9A-Fa-f]{3}:[0-9A-Fa-f:]{2,34}(?![\w:]|/\d)")
_VERSION: Final = Pattern(r"(?i)(?:version|release|firmware|build|section|chapter|v)[ :.=]*$")
_RESOLVERS: Final = Pattern(r"^(?:2001:4860:4860|2606:4700:4700|2620:fe)::")


def _emails(text: str) -> Iterator[Span]:
    """E-mail addresses of people: not of reserved domains, nor of an organisation's roles."""
    for match in _at_signs(text):
        local, domain = match.groups()
        if (
            local[-1] != "."
            and domain.rpartition(".")[2].lower() not in _FILES
            and not _RESERVED.search(domain)
            and not _ROLES.match(local)
            and len(match.group()) > len("a@b.com")
        ):
            yield Span(match.start(), match.end(), Sort.EMAIL, "an e-mail address")


def _at_signs(text: str) -> Iterator[re.Match[str]]:
    """Addresses, found by their sign: a long text is not gone through letter by letter."""
    at = text.find("@")
    while at != -1:
        head = text[max(0, at - _LONGEST_LOCAL) : at]
        if match := _EMAIL.match(text, at - len(head) + len(head.rstrip(_LOCAL))):
            yield match
        at = text.find("@", at + 1)


def _international(text: str) -> Iterator[Span]:
    for match in _INTERNATIONAL.finditer(text):
        # What follows the number may be more digits (a year): the longest valid head is it.
        ends = [cut.start() for cut in _CUTS.finditer(match.group(), 7)]
        for end in (match.end() - match.start(), *reversed(ends)):
            if _is_private_phone(match.group()[:end], None):
                yield Span(match.start(), match.start() + end, Sort.PHONE, "a phone number")
                break


def _american(text: str) -> Iterator[Span]:
    for match in _AMERICAN.finditer(text):
        if _is_private_phone(match.group(), "US"):
            yield Span(match.start(), match.end(), Sort.PHONE, "a phone number")


def _is_private_phone(number: str, region: str | None) -> bool:
    import phonenumbers as library

    try:
        parsed = library.parse(number, region)
    except library.NumberParseException:
        return False
    digits = f"{parsed.country_code}{parsed.national_number}"
    return (
        library.is_valid_number(parsed)
        and library.number_type(parsed) in _of_people()
        and not _FICTION.match(digits)
        and not is_made_up_number(digits)
    )


def _of_people() -> tuple[int, ...]:
    """Toll-free, premium and shared-cost numbers are those of organisations."""
    from phonenumbers import PhoneNumberType as Type

    return (
        Type.FIXED_LINE,
        Type.MOBILE,
        Type.FIXED_LINE_OR_MOBILE,
        Type.PERSONAL_NUMBER,
        Type.VOIP,
    )


def _ipv4(text: str) -> Iterator[Span]:
    for match in _IPV4.finditer(text):
        parts = match.group().split(".")
        # 1.2.3.4 and 4.0.19.1 are versions or sections as often as addresses, and the addresses
        # among them are those of public resolvers.
        if sum(int(part) >= 20 for part in parts) < 2:
            continue
        if _is_public(match.group()) and not _VERSION.search(
            text, max(0, match.start() - 12), match.start()
        ):
            yield Span(match.start(), match.end(), Sort.IP, "a public IP address")


def _ipv6(text: str) -> Iterator[Span]:
    for match in _IPV6.finditer(text):
        if _is_public(match.group()) and not _RESOLVERS.match(match.group().lower()):
            yield Span(match.start(), match.end(), Sort.IP, "a public IP address")


def _is_public(value: str) -> bool:
    import ipaddress  # starting fast: few texts have addresses

    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    made_up = is_made_up_number("".join(filter(str.isdigit, value)))
    return address.is_global and not address.is_multicast and not made_up


EMAILS: Final = Finder(Sort.EMAIL, r"[A-Za-z0-9_+%-]@[A-Za-z0-9]", _emails)
PHONES: Final = (
    Finder(Sort.PHONE, r"\+[1-9](?:[ .()/-]{0,2}[0-9]){6}", _international),
    Finder(
        Sort.PHONE,
        r"(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-. ])[2-9][0-9]{2}[-.][0-9]{4}",
        _american,
    ),
)
"""Phone numbers that people may have: international, and of North America as dialled there. Other
national forms are left: 010-1234-5678 and 2023.04.05 can be anything."""
ADDRESSES: Final = (
    Finder(Sort.IP, r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]", _ipv4),
    Finder(Sort.IP, r"[23][0-9A-Fa-f]{3}:[0-9A-Fa-f]*:", _ipv6),
)
"""Public IP addresses. Private, reserved and documentation ranges are nobody's (IANA)."""
