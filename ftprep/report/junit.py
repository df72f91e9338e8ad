"""The report as JUnit XML, which Jenkins, GitLab and others read as the results of tests.

A suite for each input, in it a test for each rule that found something. Source: the schema
`junit-10.xsd` of the Jenkins xUnit plugin, which is the strictest of its readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO
from xml.etree import ElementTree as ET

from ftprep.report.escape import visible
from ftprep.report.figures import count, plural
from ftprep.report.inside import labelled
from ftprep.report.options import DEFAULT, TextOptions
from ftprep.report.places import detail, place
from ftprep.report.report import FindingRow, InputRow, Location, Report, RuleRow

__all__ = ["document", "write"]

Key = tuple[str | None, str | None]
"""Path and sheet of an input, by which its suite is found."""

_WHOLE: Key = (None, None)
"""The suite of what is about several inputs together."""


def write(report: Report, out: TextIO, options: TextOptions = DEFAULT) -> None:
    """Write `report` to `out` as one XML 1.0 document, indented by two.

    A rule that makes the run fail is a failed test; any other passes, and its findings are its
    output. What is not ASCII is written as character references, so that the document is right
    in any encoding.
    """
    root = document(report)
    ET.indent(root)
    out.write('<?xml version="1.0"?>\n')
    out.write(ET.tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii"))
    out.write("\n")


def document(report: Report) -> ET.Element:
    """The document as elements; texts of data are on one line each, with nothing invisible."""
    root = ET.Element("testsuites", {"name": f"ftprep {report.command}"})
    inputs: dict[Key, InputRow] = {(row.path, row.sheet): row for row in report.inputs}
    left, whole = _not_listed(report), _home(Location(None), inputs)
    placed = _placed(report, inputs, left)
    keys = [*inputs, *([_WHOLE] if _WHOLE in placed or not inputs else [])]
    for key in keys:
        cases = [
            _case(_name(key), rule, rows, left.get(rule.code, 0) if key == whole else 0)
            for rule in report.rules
            if (rows := placed.get(key, {}).get(rule.code)) is not None
        ]
        root.append(_suite(key, inputs.get(key), cases))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    return root


def _placed(
    report: Report, inputs: Mapping[Key, InputRow], left: Iterable[str]
) -> dict[Key, dict[str, list[FindingRow]]]:
    """Suite → code → the findings that are listed; a code whose other findings are not listed also
    stands in the suite of the whole, which tells their number."""
    placed: dict[Key, dict[str, list[FindingRow]]] = {}
    for row in report.findings:
        placed.setdefault(_home(row.location, inputs), {}).setdefault(row.code, []).append(row)
    for code in left:
        placed.setdefault(_home(Location(None), inputs), {}).setdefault(code, [])
    return placed


def _home(at: Location, inputs: Mapping[Key, InputRow]) -> Key:
    """The suite of a place. Where there is one input, it is the whole."""
    if len(inputs) == 1:
        return next(iter(inputs))
    if (at.path, at.sheet) in inputs:
        return at.path, at.sheet
    return next((key for key in inputs if key[0] == at.path), _WHOLE)


def _not_listed(report: Report) -> dict[str, int]:
    listed = Counter(row.code for row in report.findings)
    left = {rule.code: rule.count - listed[rule.code] for rule in report.rules}
    return {code: number for code, number in left.items() if number > 0}


def _suite(key: Key, source: InputRow | None, cases: Sequence[ET.Element]) -> ET.Element:
    """A suite with its counts; one without findings has a test that says so, as some readers take
    a suite without tests for a failure."""
    name = _name(key)
    numbers = {
        "tests": max(1, len(cases)),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": 0,
        "skipped": 0,
    }
    told = {what: str(number) for what, number in numbers.items()}
    suite = ET.Element("testsuite", {"name": name, **told})
    if source is not None:
        suite.append(_properties(source))
    suite.extend(cases or [ET.Element("testcase", {"name": "no findings", "classname": name})])
    return suite


def _name(key: Key) -> str:
    path, sheet = key
    return "all inputs" if path is None else visible(place(Location(path, sheet)))


def _properties(source: InputRow) -> ET.Element:
    properties = ET.Element("properties")
    told = {"format": source.format, "records": str(source.records), "sha256": source.sha256}
    for name, value in told.items():
        ET.SubElement(properties, "property", {"name": name, "value": visible(value)})
    return properties


def _case(suite: str, rule: RuleRow, rows: Sequence[FindingRow], more: int) -> ET.Element:
    name = visible(f"{rule.code} {rule.name}")
    case = ET.Element("testcase", {"name": name, "classname": suite})
    head = f"{rule.level}: {plural(len(rows) + more, 'finding')}"
    lines = "\n".join(_told(rows, more, rule.mend))
    if rule.failing:
        body = ET.SubElement(case, "failure", {"type": rule.level, "message": head})
        body.text = lines
    else:
        body = ET.SubElement(case, "system-out")
        body.text = f"{head}\n{lines}"
    return case


def _told(rows: Sequence[FindingRow], more: int, mend: str) -> Iterator[str]:
    """One line for each finding, one for those that are not listed, and how to mend it."""
    for row in rows:
        at = row.location
        where = " ".join(filter(None, (place(at), detail(at))))
        yield visible(labelled(where, row.message))
    if more:
        yield f"{count(more)} more" if rows else f"{count(more)}, not listed"
    if mend:
        yield visible(mend)
