"""SEC: keys and passwords, which open something to whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator

from ftprep.model import Turn
from ftprep.rules.context import Context
from ftprep.rules.private.find import GATES
from ftprep.rules.private.rule import told
from ftprep.rules.private.span import Sort
from ftprep.rules.rule import Hit, Level, Rule, text_rule

__all__ = ["RULES"]


def api_key(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text holds an API key or an access token.

    ## What
    A value has the form that its maker gives to keys: OpenAI and services like it, Anthropic, AWS,
    Azure, Google, GitHub, GitLab, Slack, Stripe, Twilio, SendGrid, Hugging Face, npm, PyPI, or a
    JSON Web Token. What documentation writes in place of a key (`sk-xxxx`,
    `AKIAIOSFODNN7EXAMPLE`, `YOUR_API_KEY`) is not told. The key is shown masked.

    ## Why
    A model can be made to say what it was trained on, and the file is uploaded to others. Whoever
    sees the key can use it.

    ## Bad
    ```jsonl
    {"prompt": "Which key do we use?", "completion": "sk-9f2c7be1d4a84c06b3f5e87a1c62d09b"}
    ```

    ## Good
    ```jsonl
    {"prompt": "Which key do we use?", "completion": "Put your own: sk-xxxxxxxxxxxxxxxxxxxxxxxx"}
    ```

    ## Source
    The makers' own pages, named at each form in `ftprep/rules/private/keys.py`; Carlini et al. 2021
    (arXiv 2012.07805): models give back what stood once in their training data.
    """
    return told(turn, Sort.KEY)


def private_key(turn: Turn, context: Context) -> Iterator[Hit]:
    r"""A text holds a private key.

    ## What
    A block that begins with `BEGIN PRIVATE KEY` and goes on with at least 64 characters of base64.
    Blocks that are only named or shortened with dots are not told.

    ## Why
    A model can be made to say what it was trained on, and the file is uploaded to others. Whoever
    sees the key can sign, log in and decrypt in its owner's place.

    ## Bad
    ```jsonl
    {"prompt": "The key?", "completion": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDLTOn8vPb5hXw0nqf3yEZkS1rGm7uJcQa9Wt6iK2dRo\n-----END PRIVATE KEY-----"}
    ```

    ## Good
    ```jsonl
    {"prompt": "The key?", "completion": "It begins with -----BEGIN PRIVATE KEY-----\n..."}
    ```

    ## Source
    RFC 7468 (textual encodings), RFC 4880 (OpenPGP armour).
    """  # noqa: E501
    return told(turn, Sort.PRIVATE_KEY)


def password_in_url(turn: Turn, context: Context) -> Iterator[Hit]:
    """A URL holds a password.

    ## What
    `scheme://user:password@host`, as connection strings of databases have it. Placeholders
    (`user:password@`, `${PASSWORD}`) and the hosts of one's own machine and of documentation are
    not told.

    ## Why
    A model can be made to say what it was trained on, and the file is uploaded to others.

    ## Bad
    ```jsonl
    {"prompt": "The database?", "completion": "postgres://app:vT9qLw2x@db.lindqvist-keramik.se/shop"}
    ```

    ## Good
    ```jsonl
    {"prompt": "The database?", "completion": "postgres://user:password@localhost/shop"}
    ```

    ## Source
    RFC 3986, 3.2.1: passwords in URLs are deprecated for this reason.
    """
    return told(turn, Sort.URL_PASSWORD)


def password(turn: Turn, context: Context) -> Iterator[Hit]:
    """A text seems to tell a password, or a key by its name.

    ## What
    After the word password (in several languages), or the name of a key such as `api_key`, stands
    a value of letters and digits that is neither a plain word, nor code, nor a placeholder.

    ## Why
    A model can be made to say what it was trained on, and the file is uploaded to others. That it
    is a note says that such values are often made for the text.

    ## Bad
    ```jsonl
    {"prompt": "I cannot log in.", "completion": "Your new password is: kX7mPq2vLz9"}
    ```

    ## Good
    ```jsonl
    {"prompt": "I cannot log in.", "completion": "Password: at least 8 letters and digits"}
    ```

    ## Source
    The keyword detector of detect-secrets 1.5, which looks for the same words in code.
    """
    return told(turn, Sort.PASSWORD)


_MESSAGE = "the text holds {what}: {shown}"
_REVOKE = "Have it revoked, and put a placeholder in its place."

RULES: tuple[Rule, ...] = (
    text_rule("SEC001", Level.WARNING, api_key, GATES[Sort.KEY], _MESSAGE, _REVOKE),
    text_rule("SEC002", Level.WARNING, private_key, GATES[Sort.PRIVATE_KEY], _MESSAGE, _REVOKE),
    text_rule(
        "SEC003", Level.WARNING, password_in_url, GATES[Sort.URL_PASSWORD],
        _MESSAGE,
        "Change the password, and put a placeholder in its place.",
    ),
    text_rule(
        "SEC004", Level.NOTE, password, GATES[Sort.PASSWORD],
        "the text seems to hold {what}: {shown}",
        "If it is in use, change it; put a placeholder in its place.",
    ),
)  # fmt: skip
