"""HELP: what our agents' answers must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftprep.model import Turn
from ftprep.rules.context import Context
from ftprep.rules.rule import Hit, Level, Rule, hit, text_rule

__all__ = ["RULES"]

_TICKET = re.compile(r"\bTICKET-\d+")


def internal_ticket(turn: Turn, context: Context) -> Iterator[Hit]:
    """An answer that is trained on names one of our tickets.

    ## What
    `TICKET-` and digits stand in an answer that the model is trained on. In a question they may
    stand: customers quote the number from our mails.

    ## Why
    The tuned model makes up ticket numbers, and customers ask for them.

    ## Bad
    ```jsonl
    {"messages": [{"role": "user", "content": "Is it solved?"}, {"role": "assistant", "content": "Yes, in TICKET-4711."}]}
    ```

    ## Good
    ```jsonl
    {"messages": [{"role": "user", "content": "Is TICKET-4711 solved?"}, {"role": "assistant", "content": "Yes, it is."}]}
    ```

    ## Source
    Our own style guide for agents.
    """  # noqa: E501
    if turn.trained:
        for found in _TICKET.finditer(turn.text):
            yield hit(found=found[0])


RULES: tuple[Rule, ...] = (
    text_rule(
        "HELP001", Level.WARNING, internal_ticket, r"TICKET-[0-9]",
        "the answer names the ticket {found}",
        "Say what was done, without the number of the ticket.",
    ),
)  # fmt: skip
