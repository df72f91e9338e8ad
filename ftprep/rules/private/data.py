"""PII: what tells who a person is, how to reach them, and how they pay."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Turn
from ftprep.rules.context import Context
from ftprep.rules.private.find import GATES
from ftprep.rules.private.rule import told
from ftprep.rules.private.span import Sort
from ftprep.rules.rule import Hit, Level, Rule, text_rule

__all__ = ["RULES"]


def email_address(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds an e-mail address.

    ## What
    An address that can be someone's. Reserved domains (`example.com`), mailboxes of an
    organisation's roles (`support@`, `no-reply@`) and placeholders (`your.name@`, `john.doe@`) are
    not told. The address is shown masked.

    ## Why
    It is personal data by law in many countries, and a model can be made to say what it was trained
    on.

    ## Bad
    ```jsonl
    {"prompt": "Whom do I ask?", "completion": "Write to maria@lindqvist-keramik.se, please."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Whom do I ask?", "completion": "Write to support@lindqvist-keramik.se, please."}
    ```

    ## Source
    RFC 5322 (addresses), RFC 2606 and 6761 (reserved domains), RFC 2142 (mailboxes of roles);
    GDPR, article 4(1).
    """
    return told(turn, Sort.EMAIL)


def phone_number(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds a phone number.

    ## What
    An international number (`+46 …`) that is in use by the numbering plan of its country, or a
    number of North America written as `(212) 664-7665`. Other national forms can be anything and
    are not looked for. Free and premium numbers, and those reserved for fiction, are not told.

    ## Why
    A private number is personal data, and a model can be made to say what it was trained on. That
    it is a note says that the number of a business looks the same.

    ## Bad
    ```jsonl
    {"prompt": "How do I reach her?", "completion": "Call +46 70 174 06 58."}
    ```

    ## Good
    ```jsonl
    {"prompt": "How do I reach you?", "completion": "Call +1 800 664 7665 or +1 212 555 0123."}
    ```

    ## Source
    Google's libphonenumber, through `phonenumbers`, for the numbering plans (ITU-T E.164).
    """
    return told(turn, Sort.PHONE)


def payment_card(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds the number of a payment card.

    ## What
    A number in the range and of the length of a known issuer, whose check digit is right. The
    numbers that are published for tests (4242 4242 4242 4242) are not told.

    ## Why
    Whoever sees it may pay with it. PCI DSS forbids to keep it in files like this one.

    ## Bad
    ```jsonl
    {"prompt": "Which card?", "completion": "The one with 4539 7814 6203 9154."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Which card?", "completion": "Use 4242 4242 4242 4242; order 4539 7814 6203 9155."}
    ```

    ## Source
    ISO/IEC 7812-1 (check digit); the ranges that the card networks publish; PCI DSS 4.0, 3.3.
    """
    return told(turn, Sort.CARD)


def iban(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds the number of a bank account.

    ## What
    An IBAN with the length and form of its country and the right check digits. The examples of the
    IBAN registry are not told.

    ## Why
    It tells whose account it is, and a model can be made to say what it was trained on.

    ## Bad
    ```jsonl
    {"prompt": "Where do I pay?", "completion": "To NL77 INGB 0006 4839 57."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Where do I pay?", "completion": "To an account such as NL91 ABNA 0417 1643 00."}
    ```

    ## Source
    ISO 13616 and the SWIFT IBAN registry, through `python-stdnum`.
    """
    return told(turn, Sort.IBAN)


def identity_number(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds the number of an identity document.

    ## What
    A valid number of Brazil (CPF), China, Finland, France (NIR), Italy (codice fiscale) or Korea;
    and where its name stands before it, of India (Aadhaar), the Netherlands (BSN), Poland (PESEL),
    Spain (DNI, NIE), Sweden, the United Kingdom (NHS) or the United States (SSN).

    ## Why
    It names one person for life. The law of many countries limits who may keep it.

    ## Bad
    ```jsonl
    {"prompt": "Your CPF?", "completion": "It is 839.201.746-31."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Your CPF?", "completion": "It is 839.201.746-32, or was it 111.111.111-11?"}
    ```

    ## Source
    `python-stdnum` 2.2, whose pages name the authority behind each check; GDPR, article 87.
    """
    return told(turn, Sort.ID)


def public_ip(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds a public IP address.

    ## What
    An address that is reached from the whole Internet. Private, reserved and documentation
    addresses, networks (`/24`), the addresses of public resolvers and what may be the number of a
    version are not told.

    ## Why
    With the time of its use it names a household: log lines hold it without a thought. That it is
    a note says that the address of a server looks the same.

    ## Bad
    ```jsonl
    {"prompt": "Who was it?", "completion": "The login came from 83.252.41.170."}
    ```

    ## Good
    ```jsonl
    {"prompt": "Who was it?", "completion": "192.168.0.12, or 203.0.113.77; version 91.44.72.124"}
    ```

    ## Source
    IANA special-purpose address registries (RFC 6890), as Python's `ipaddress` has them; Court of
    Justice of the EU, C-582/14 (Breyer): addresses can be personal data.
    """
    return told(turn, Sort.IP)


_MESSAGE = "the text holds {what}: {shown}"
_MEND = "Replace it with a placeholder, or remove it."

RULES: tuple[Rule, ...] = (
    text_rule("PII001", Level.WARNING, email_address, GATES[Sort.EMAIL], _MESSAGE, _MEND),
    text_rule("PII002", Level.NOTE, phone_number, GATES[Sort.PHONE], _MESSAGE, _MEND),
    text_rule("PII003", Level.WARNING, payment_card, GATES[Sort.CARD], _MESSAGE, _MEND),
    text_rule("PII004", Level.WARNING, iban, GATES[Sort.IBAN], _MESSAGE, _MEND),
    text_rule("PII005", Level.WARNING, identity_number, GATES[Sort.ID], _MESSAGE, _MEND),
    text_rule("PII006", Level.NOTE, public_ip, GATES[Sort.IP], _MESSAGE, _MEND),
)
