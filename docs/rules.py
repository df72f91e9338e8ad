"""Write `docs/rules/README.md`, the index of all rules by family.

Run from the top of the repository: `python -m docs.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from ftprep.cli.rulebook import family, mended
from ftprep.rules.catalog import FAMILIES
from ftprep.rules.page import summary
from ftprep.rules.rule import Rule

__all__ = ["FILE", "text"]

FILE = Path(__file__).parent / "rules" / "README.md"

_HEAD = """\
# Rules

<!-- Made by `python -m docs.rules` from the rules; what is changed here is lost. -->

`ftprep rule CODE` shows the page of a rule: what it finds, why that matters, a bad and a good
example, the source. `ftprep rule --all --format json` (or `md`) has all pages. Rules are selected
by prefix: `--select MSG --ignore MSG003`. Some cost more than the others, or need a further
library: they are asked only when they are named whole, and `--select ALL,CODE` adds one to the
rest.

The last column says whether `prepare` mends it: *yes*, or *if asked* with `--fix CODE` or
`--unsafe-fixes`, as the repair edits text.
"""

_MENDED = {"safe": "yes", "unsafe": "if asked", None: ""}


def text() -> str:
    """The page: our own rules, whatever plugins are installed where it is written."""
    rules: dict[str, list[Rule]] = {}
    about: dict[str, list[str]] = {}
    for name in FAMILIES:
        module = import_module(f"ftprep.rules.{name}")
        for rule in module.RULES:
            rules.setdefault(family(rule), []).append(rule)
        for letters in dict.fromkeys(family(rule) for rule in module.RULES):
            about.setdefault(letters, []).append(_about(module.__doc__ or ""))
    return _HEAD + "".join(_families(rules, about))


def _families(
    rules: Mapping[str, Sequence[Rule]], about: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    for letters in rules:
        yield f"\n## {letters}\n\n{' '.join(about[letters])}\n\n"
        yield "| code | name | level | what it finds | mended |\n|---|---|---|---|---|\n"
        for rule in sorted(rules[letters], key=lambda rule: rule.code):
            what = summary(rule.page).replace("|", "\\|").replace("<", "&lt;")
            what += " Asked only when named." if rule.on_demand else ""
            told = _MENDED[mended(rule)]
            yield f"| {rule.code} | {rule.name} | {rule.level.word} | {what} | {told} |\n"


def _about(docstring: str) -> str:
    """`The roles of messages.` from `MSG: the roles of messages.`"""
    first = summary(docstring)
    said = first.partition(": ")[2] or first
    return said[:1].upper() + said[1:]


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
