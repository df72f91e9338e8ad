"""Rules told whole: as text for a terminal, as JSON for tools, as Markdown for pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from ftprep.rules.installed import home
from ftprep.rules.page import HEADINGS, section, summary
from ftprep.rules.rule import Rule

__all__ = ["FORMS", "family", "mended", "plain"]


def family(rule: Rule) -> str:
    """The letters of a code, by which rules are selected together: `MSG`."""
    return rule.code.rstrip("0123456789")


def mended(rule: Rule) -> str | None:
    """`safe` where prepare mends it unasked, `unsafe` where it does when asked; else None."""
    if rule.mends:
        return "safe"
    return "unsafe" if rule.mends_if_asked else None


def plain(rule: Rule) -> dict[str, Any]:
    """A rule as plain values; `page` has the sections, in Markdown. The message and the mend are
    templates over what was found, in the braces of `str.format`."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": family(rule),
        "level": rule.level.word,
        "scope": rule.scope.value,
        "summary": summary(rule.page),
        "message": rule.message,
        "mend": rule.mend,
        "mended_by_prepare": mended(rule),
        "on_demand": rule.on_demand,
        "from": home(rule.code),
        "page": {heading.lower(): section(rule.page, heading) for heading in HEADINGS},
    }


def _text(rules: Sequence[Rule]) -> str:
    return "\n\n".join(_text_page(rule) for rule in rules)


def _text_page(rule: Rule) -> str:
    heading = f"{rule.code} {rule.name} ({rule.level.word})"
    parts = [f"{heading}\n{'=' * len(heading)}", rule.page.rstrip(), f"## Mend\n{rule.mend}"]
    if rule.on_demand:
        parts.append(_ON_DEMAND.format(code=rule.code))
    if home(rule.code):
        parts.append(f"This rule comes from {home(rule.code)}.")
    return "\n\n".join(parts)


def _json(rules: Sequence[Rule]) -> str:
    return json.dumps([plain(rule) for rule in rules], indent=2)


_ON_DEMAND = "This rule is asked only when it is named: `--select ALL,{code}` adds it to the rest."

_MENDED = {
    "safe": "`prepare` mends it.",
    "unsafe": "`prepare` mends it when asked: `--fix {code}` or `--unsafe-fixes`.",
    None: "`prepare` does not mend it.",
}


def _markdown(rules: Sequence[Rule]) -> str:
    return "\n\n".join(_markdown_page(rule) for rule in rules)


def _markdown_page(rule: Rule) -> str:
    parts = [
        f"## {rule.code} {rule.name}",
        f"*{rule.level.word}.* {summary(rule.page)}",
        *(f"### {heading}\n\n{section(rule.page, heading)}" for heading in HEADINGS),
        f"### Mend\n\n{rule.mend} {_MENDED[mended(rule)].format(code=rule.code)}",
    ]
    if rule.on_demand:
        parts.append(_ON_DEMAND.format(code=rule.code))
    return "\n\n".join(parts)


FORMS: Final[Mapping[str, Callable[[Sequence[Rule]], str]]] = {
    "text": _text, "json": _json, "md": _markdown,
}  # fmt: skip
"""Name of a form → what tells rules in it. JSON is always a list."""
