"""The export of our help desk: `customer_said`, `agent_replied` and a `ticket`."""

from __future__ import annotations

from collections.abc import Sequence

from ftprep.model import Finding, Record
from ftprep.normalizers.convert import Exchange, exchange
from ftprep.normalizers.normalizer import Layout, Normalizer, Request, Understood
from ftprep.normalizers.values import text

__all__ = ["LAYOUT", "recognise"]

_ASKED, _ANSWERED, _TICKET = "customer_said", "agent_replied", "ticket"


def recognise(keys: Sequence[str], request: Request) -> Normalizer | None:
    """A normalizer for records with the three keys of our export."""
    if not {_ASKED, _ANSWERED, _TICKET} <= set(keys):
        return None

    def normalizer(record: Record) -> Understood:
        findings: list[Finding] = []
        asked = text(record, _ASKED, findings)
        answered = text(record, _ANSWERED, findings)
        if asked is None or answered is None:
            return None, tuple(findings)
        columns = {"user": _ASKED, "assistant": _ANSWERED}
        said = Exchange(asked, answered, request.system or "", columns)
        example, more = exchange(record.origin, request.kind, said)
        if example is not None:
            # Rows of one ticket stay on one side of the split.
            example = example._replace(group=str(record.data[_TICKET]))
        return example, (*findings, *more)

    return normalizer


LAYOUT = Layout("helpdesk", recognise)
