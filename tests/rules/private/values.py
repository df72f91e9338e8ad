"""Private values made for tests, and values that only look like them."""

from __future__ import annotations

import random
import string

from stdnum import iban, luhn

from ftprep.rules.private.span import Sort

__all__ = ["NEAR", "REAL", "card", "iban_of", "key"]

_LETTERS = string.ascii_letters + string.digits


def key(prefix: str, size: int, alphabet: str = _LETTERS, seed: int = 1) -> str:
    """A key of a form, always the same. Not written down: scanners would report this file."""
    return prefix + "".join(random.Random(f"{prefix}{seed}").choices(alphabet, k=size))


def card(start: str, size: int = 16, seed: int = 1) -> str:
    """A card number with the right check digit."""
    body = start + "".join(random.Random(seed).choices("0123456789", k=size - 1 - len(start)))
    return body + str(luhn.calc_check_digit(body))


def iban_of(country: str, account: str) -> str:
    """An IBAN with the right check digits."""
    return country + str(iban.calc_check_digits(f"{country}00{account}")) + account


def _spaced(value: str) -> str:
    """In groups of four, as people write it."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


_PEM = key("MC4CAQAwBQYDK2VwBCIE", 60)

REAL: tuple[tuple[Sort, str, str], ...] = (
    (Sort.KEY, "{}", key("sk-", 48)),
    (Sort.KEY, "use {}.", key("sk-or-v1-", 64, "0123456789abcdef")),
    (Sort.KEY, "{}", key("sk-proj-", 60) + "T3BlbkFJ" + key("", 60)),
    (Sort.KEY, "({})", key("sk-ant-api03-", 93) + "AA"),
    (Sort.KEY, "id={}", key("AKIA", 16, string.ascii_uppercase + "234567")),
    (Sort.KEY, 'aws_secret_access_key = "{}"', key("", 40)),
    (Sort.KEY, '{{"SecretAccessKey": "{}"}}', key("", 40, seed=2)),
    (Sort.KEY, "令牌{}", key("ghp_", 36)),
    (Sort.KEY, "{}", key("github_pat_", 22) + "_" + key("", 59)),
    (Sort.KEY, "{}", key("glpat-", 20)),
    (Sort.KEY, "{}", key("AIza", 35)),
    (Sort.KEY, "{}", key("xoxb-2104", 30)),
    (
        Sort.KEY,
        "https://hooks.slack.com/services/{}",
        key("T0", 8, "ABCD789") + "/B0Q7ZK2/" + key("", 24),
    ),
    (Sort.KEY, "{}", key("sk_live_", 24)),
    (Sort.KEY, "Bearer {}", "eyJhbGciOiJIUzI1NiJ9." + key("eyJzdWIiOiI", 20) + "." + key("", 43)),
    (Sort.KEY, "{}", key("hf_", 34, string.ascii_letters)),
    (Sort.KEY, "AccountName=a;AccountKey={};", key("", 86) + "=="),
    (Sort.KEY, "{}", key("SK", 32, "0123456789abcdef")),
    (Sort.KEY, "{}", key("SG.", 22) + "." + key("", 43)),
    (Sort.KEY, "{}", key("npm_", 36)),
    (Sort.KEY, "{}", key("pypi-AgEIcHlwaS5vcmc", 60)),
    (Sort.PRIVATE_KEY, "{}", f"-----BEGIN PRIVATE KEY-----\n{_PEM}\n-----END PRIVATE KEY-----"),
    (Sort.PRIVATE_KEY, "{}", f"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAAAA{_PEM}"),
    (Sort.URL_PASSWORD, "https://maria:{}@git.lindqvist.se/x", "hR4bNz8e"),
    (Sort.PASSWORD, "password: {}", "mB6wTq3nXr8"),
    (Sort.PASSWORD, 'your password is "{}".', "mB6wTq3nXr8"),
    (Sort.PASSWORD, "api_key={}", "mB6wTq3nXr8aR4tY8wBn"),
    (Sort.EMAIL, "write to {}.", "maria.k@lindqvist.se"),
    (Sort.EMAIL, "邮箱{}谢谢", "li-wei2@lindqvist.com.cn"),
    (Sort.PHONE, "call {}, please", "+46 70 174 06 12"),
    (Sort.PHONE, "电话{}。", "+8613912876045"),
    (Sort.PHONE, "call {}", "(212) 583-2947"),
    (Sort.CARD, "{}", card("4")),
    (Sort.CARD, "{}!", _spaced(card("52", seed=3))),
    (Sort.CARD, "{}", card("37", 15, seed=4)),
    (Sort.IBAN, "{}", iban_of("NL", "INGB0005719346")),
    (Sort.IBAN, "to {} AT ONCE", _spaced(iban_of("DE", "500105175407329841"))),
    (Sort.ID, "{}", "205.713.940-94"),
    (Sort.ID, "BSN: {}", "843059175"),
    (Sort.ID, "my SSN is {}", "536-90-4399"),
    (Sort.IP, "from {}:443", "83.252.97.170"),
    (Sort.IP, "from {}", "2a02:908:1a2b::77"),
)
"""(sort, text around it, value). None of them stands on the page of a rule."""

NEAR: tuple[str, ...] = (
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "sk-...9f2c",
    "export OPENAI_API_KEY=sk-...",
    "AKIAIOSFODNN7EXAMPLE",
    "YOUR_API_KEY",
    'api_key="YOUR_API_KEY_GOES_HERE_1234"',
    'aws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"',
    "ghp_" + "a" * 36,
    "scikit sk-learn-and-other-words-of-many-letters",
    "hf_hub_download(repo_id)",
    'eyJ is {" in base64',
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "BEGIN RSA PRIVATE KEY",
    "https://user:password@localhost/x",
    "https://user:${TOKEN}@github.com",
    "https://a.se:8080/@home",
    "password: min. 8 characters",
    "password = os.environ['DB_PASSWORD2']",
    "Password: correct",
    "password: <PASSWORD_1>",
    "the password is secret123",
    "my password is password123",
    "a@example.com",
    "b@sub.example.org",
    "x@host.test",
    "support@lindqvist.se",
    "icon@2x.png",
    "no-reply@lindqvist.se",
    "john.doe@gmail.com",
    "user@domain.com",
    "@maria on x",
    "git@github.com:a/b",
    "https://medium.com/@maria.k",
    "+1 212 555 0123",
    "+1 800 664 7665",
    "+1234567890",
    "5+10-2=13",
    "1+46 70 174 06 58",
    "010-1234-5678",
    "2023-04-05 1234",
    "(555) 555-5555",
    "+44 20 7946 0958",
    "4242 4242 4242 4242",
    "4111111111111111",
    "order 4539781462039155",
    "1234567890123456",
    "1700000000000000",
    "0.4539781462039154",
    "NL91 ABNA 0417 1643 00",
    "NL78INGB0006483957",
    "GB82WEST12345698765432",
    "111.111.111-11",
    "839.201.746-32",
    "843059175",
    "536-90-4399",
    "SSN: 078-05-1120",
    "SSN 123-45-6789",
    "192.168.1.20",
    "127.0.0.1",
    "203.0.113.77",
    "8.8.8.8",
    "version 91.44.72.124",
    "1.2.3.4",
    "83.252.41.0/24",
    "2001:db8::77",
    "83.252.41.170.5",
    "at 2023:10:11",
    "fe80::1",
    "<EMAIL_1> and <CARD_2>",
)
"""Texts without a private value, each as near to one as can be."""
