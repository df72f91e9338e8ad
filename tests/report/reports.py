"""Reports to look at: one for each kind of run that the reporters have to tell well."""

from __future__ import annotations

from collections.abc import Mapping

from ftprep.report.report import Report
from tests.report.chat_reports import clean_chat, mendable, picture
from tests.report.messy_report import messy_workbook
from tests.report.odd_reports import HOSTILE, empty, hostile
from tests.report.table_reports import completions, prepared, ticket_labels

__all__ = ["REPORTS"]

REPORTS: Mapping[str, Report] = {
    "clean_chat": clean_chat(),
    "picture": picture(),
    "messy_workbook": messy_workbook(),
    "ticket_labels": ticket_labels(),
    "completions": completions(),
    "prepared": prepared(),
    "mendable": mendable(),
    "empty": empty(),
    "hostile": hostile(HOSTILE),
}
"""Name → report; each has its golden text."""
