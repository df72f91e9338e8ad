"""Reports as formats for machines write them, and as their readers take them apart."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from ftprep.report import TextOptions, writer
from ftprep.report.report import Report
from tests.report.builders import Rule, a_rule, found
from tests.report.chat_reports import clean_chat, lines

__all__ = ["TEXTS", "Command", "commands", "many", "sarif", "told", "xml"]

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.lists(
        st.sampled_from(
            ["]]>", "%0A", "%25", "::", "::error::", "##[error]", "\n", "\r\n", "\r", "&#10;", "<",
             "](1)", "[a", "\\", "{0}", "}", "\x00", "\x1b[31m", "\x7f", "\ud800", "\udc80",
             "\ufffe", ":", ",", " ", "\u2028", "\x85", "\u202e", "::stop-commands::x", "a"]
        )
    ).map("".join),
)  # fmt: skip
"""Any text, and texts made of what means something in one of the formats."""


def told(
    name: str, report: Report, options: TextOptions | None = None, encoding: str = "utf-8"
) -> str:
    """The report in the format `name`, read back as it was written to a file."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    writer(name)(report, out, options or TextOptions())
    out.flush()
    return raw.getvalue().decode(encoding)


def sarif(report: Report, options: TextOptions | None = None) -> Any:
    """The only run of the SARIF log."""
    (run,) = json.loads(told("sarif", report, options))["runs"]
    return run


def xml(report: Report, options: TextOptions | None = None) -> ET.Element:
    """The root of the JUnit document."""
    return ET.fromstring(told("junit", report, options))


def many(*counts: tuple[str, str, int, int]) -> Report:
    """A report with rules of (level, code and name, number found, number listed)."""
    rules: list[Rule] = [
        a_rule(
            level,
            rule,
            count,
            "Mend it.",
            dict.fromkeys(lines("a.jsonl", range(1, listed + 1)), rule),
        )
        for level, rule, count, listed in counts
    ]
    return replace(clean_chat(), **found(*rules))


class Command(NamedTuple):
    """A command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


KNOWN = (
    *("error", "warning", "notice", "debug", "group", "endgroup", "echo", "stop-commands"),
    *("add-mask", "add-path", "add-matcher", "set-env", "set-output", "save-state"),
)


def commands(log: str) -> tuple[list[Command], list[str]]:
    """The commands and the other lines of a log, by the rules of the runner: a command begins a
    line, after any white space; an older one stands anywhere in a line that has none."""
    taken: list[Command] = []
    plain: list[str] = []
    for line in re.split("\r\n|\n|\r", log.removesuffix("\n")):
        new = re.match(r"\s*::(?P<info>.*?)::(?P<data>.*)\Z", line, re.DOTALL)
        old = re.search(r"##\[(?P<info>[^\]]*)\](?P<data>.*)", line, re.DOTALL)
        for match in (new, old):
            name, _, properties = match["info"].partition(" ") if match else ("", "", "")
            if match and name in KNOWN:
                pairs = [pair.partition("=") for pair in properties.strip().split(",") if pair]
                values = {key: unescaped(value) for key, _, value in pairs}
                taken.append(Command(name, values, unescaped(match["data"], data=True)))
                break
        else:
            plain.append(line)
    return taken, plain


def unescaped(text: str, *, data: bool = False) -> str:
    signs = {"%0D": "\r", "%0A": "\n"} | ({} if data else {"%3A": ":", "%2C": ","})
    for code, sign in {**signs, "%25": "%"}.items():
        text = text.replace(code, sign)
    return text
