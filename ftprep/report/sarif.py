"""The report as SARIF 2.1.0, which code scanning services and editors read.

Source: OASIS, Static Analysis Results Interchange Format Version 2.1.0 with errata 01 (2023).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, TextIO

from ftprep import __version__
from ftprep.report.escape import encodable
from ftprep.report.figures import count
from ftprep.report.inside import inside, labelled
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.report import FindingRow, InputRow, Location, Report
from ftprep.report.sarif_rule import descriptor
from ftprep.report.uri import NOT_FILES, uri

__all__ = ["document", "fingerprint", "write"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_LINK_END = re.compile(r"(\\*)\]\(")


def write(report: Report, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write `report` to `out` as one SARIF log, indented by two, with a newline at its end.

    All that is not printable ASCII is escaped: the log is right in any encoding and safe to show.
    """
    text = json.dumps(document(report), ensure_ascii=True, allow_nan=False, indent=2)
    out.write(f"{text}\n")


def document(report: Report) -> dict[str, Any]:
    """The log as plain values."""
    codes = {rule.code: index for index, rule in enumerate(report.rules)}
    inputs = _inputs(report)
    driver = {
        "name": "ftprep",
        "semanticVersion": __version__,
        "rules": [descriptor(rule) for rule in report.rules],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report, codes)],
        "artifacts": [_artifact(rows) for rows in inputs.values()],
        "results": list(_results(report, codes, tuple(inputs))),
        "columnKind": "unicodeCodePoints",
        "properties": _counts(report),
    }
    log: dict[str, Any] = _valid({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})
    return log


def fingerprint(row: FindingRow, content: str | None = None) -> str:
    """32 hexadecimal digits that stay the same when the row moves within its file.

    `content` is a hash of the record; without it the message stands for what was found.
    """
    at = row.location
    what = row.message if content is None else content
    parts = (row.code, at.path, at.sheet, at.column, at.pointer, what)
    return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def _results(
    report: Report, codes: Mapping[str, int], inputs: Sequence[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """One result for each finding that is listed, in reading order.

    Findings that are alike get numbers, as all of them would have one fingerprint.
    """
    seen: Counter[str] = Counter()
    for row in report.findings:
        known = fingerprint(row)
        seen[known] += 1
        result = {
            "ruleId": row.code,
            "ruleIndex": codes[row.code],
            "level": row.level,
            "message": {"text": _literal(labelled(inside(row.location), row.message) or row.code)},
            "partialFingerprints": {"ftprepFinding/v1": f"{known}:{seen[known]}"},
            "properties": {"fixable": row.fixable},
        }
        if locations := _locations(row.location, inputs):
            result["locations"] = locations
        yield result


def _locations(at: Location, inputs: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Where it is; all the inputs for what was found in the data as a whole, since readers such as
    GitHub's refuse results without a place."""
    paths = [path for path, _ in inputs]
    if at.path is None:
        return [{"physicalLocation": _file(path, paths)} for path in dict.fromkeys(paths)]
    physical: dict[str, Any] = _file(at.path, paths)
    if number := at.row if at.line is None else at.line:
        physical["region"] = {"startLine": number}
    told = {"physicalLocation": physical}
    logical = list(_logical(at))
    return [{**told, "logicalLocations": logical} if logical else told]


def _file(path: str, paths: Sequence[str]) -> dict[str, Any]:
    index = {"index": paths.index(path)} if path in paths else {}
    return {"artifactLocation": {"uri": uri(path), **index}}


def _logical(at: Location) -> Iterator[dict[str, str]]:
    """The sheet with the row, the column, and the JSON pointer inside the record."""
    if at.sheet is not None:
        row = "" if at.row is None else f"!{at.row}"
        yield {
            "name": at.sheet,
            "fullyQualifiedName": f"{at.sheet}{row}",
            "kind": "row" if row else "sheet",
        }
    if at.column is not None:
        yield {"name": at.column, "kind": "column"}
    if at.pointer is not None:
        yield {"fullyQualifiedName": at.pointer, "kind": "value"}


def _inputs(report: Report) -> dict[tuple[str, str], list[InputRow]]:
    """The inputs by file: two sheets of a workbook are one."""
    files: dict[tuple[str, str], list[InputRow]] = {}
    for row in report.inputs:
        files.setdefault((row.path, row.sha256), []).append(row)
    return files


def _artifact(rows: Sequence[InputRow]) -> dict[str, Any]:
    first = rows[0]
    location: dict[str, Any] = {"uri": uri(first.path)}
    if first.path in NOT_FILES:
        location["description"] = {"text": NOT_FILES[first.path]}
    return {
        "location": location,
        "length": first.bytes,
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": first.sha256},
        "properties": {
            "format": first.format,
            "encoding": first.encoding,
            "records": sum(row.records for row in rows),
            "sheets": [row.sheet for row in rows if row.sheet is not None],
        },
    }


def _invocation(report: Report, codes: Mapping[str, int]) -> dict[str, Any]:
    return {
        "executionSuccessful": True,
        "exitCode": int(report.failing),
        "exitCodeDescription": "findings that fail the run" if report.failing else "no failure",
        "toolExecutionNotifications": list(_not_listed(report, codes)),
    }


def _not_listed(report: Report, codes: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """One notification for each rule of which more was found than is listed."""
    listed = Counter(row.code for row in report.findings)
    for rule in report.rules:
        left = rule.count - listed[rule.code]
        if left > 0:
            told = f"{rule.code} {rule.name}: {count(left)} of {count(rule.count)} are not listed"
            yield {
                "level": "note",
                "message": {"text": _literal(told)},
                "associatedRule": {"id": rule.code, "index": codes[rule.code]},
                "properties": {"notListed": left},
            }


def _counts(report: Report) -> dict[str, Any]:
    summary = report.summary
    return {
        "command": report.command,
        "model": report.target.model,
        "records": summary.records,
        "examples": summary.examples,
        "rejected": summary.rejected,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "ready": summary.ready,
        "findingsListed": len(report.findings),
        "findingsTotal": dict(sorted(report.findings_total.items())),
    }


def _literal(text: str) -> str:
    r"""`text` as a SARIF message that says just that.

    Braces are doubled, as they would be placeholders (3.11.5). What would end the text of a link is
    escaped with a backslash (3.11.6): `](` becomes `\](`, so that data cannot make a link.
    """
    text = text.replace("{", "{{").replace("}", "}}")
    return _LINK_END.sub(lambda found: rf"{found[1] * 2}\](", text)


def _valid(value: Any) -> Any:
    """The same with lone surrogates spelled out: JSON can hold them, but strict readers refuse the
    whole log for one of them."""
    if isinstance(value, str):
        return encodable(value, "utf-8")
    if isinstance(value, Mapping):
        return {_valid(key): _valid(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_valid(inner) for inner in value]
    return value
