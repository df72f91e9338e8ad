"""A rule as a SARIF `reportingDescriptor`: its page, from which viewers explain a finding."""

from __future__ import annotations

from typing import Any

from ftprep.report.report import RuleRow

__all__ = ["descriptor"]

_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
"""Level → `problem.severity`, by which GitHub sorts what is no security matter."""


def descriptor(row: RuleRow) -> dict[str, Any]:
    """A rule with its page; a code that is not in the catalogue has its name and its mend."""
    from ftprep.rules.catalog import catalog
    from ftprep.rules.page import section, summary

    rule = catalog().get(row.code)
    told: dict[str, Any] = {"id": row.code, "name": row.name or row.code}
    if rule is None:
        told["shortDescription"] = told["fullDescription"] = {"text": row.name or row.code}
        told["help"] = {"text": row.mend or row.name or row.code}
    else:
        page = f"{rule.page.rstrip()}\n\n## Mend\n{rule.mend}"
        told["shortDescription"] = {"text": summary(rule.page)}
        told["fullDescription"] = {"text": section(rule.page, "What")}
        told["help"] = {"text": page, "markdown": page}
    told["defaultConfiguration"] = {"level": row.level if rule is None else rule.level.word}
    told["properties"] = {
        "tags": ["fine-tuning-data", row.code.rstrip("0123456789")],
        "problem.severity": _SEVERITY[row.level],
        "findings": row.count,
        "fixable": row.fixable,
        "repaired": row.repaired,
    }
    return told
