"""How often each rule fires over a folder, and a sample of its hits to be judged by eye.

`python -m bench.precision DIR [--sample N --seed S]`: every file below DIR is checked by the Python
API, in this process. Printed is a Markdown table, rule × files; with `--sample` then N hits of each
rule with the text around them. What was read and judged is in `docs/rules/precision.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ftprep.api import check
from ftprep.config import Config
from ftprep.engine.understand import Item, understand
from ftprep.errors import FtprepError
from ftprep.model import UNREADABLE
from ftprep.planning import planned
from ftprep.report.escape import visible
from ftprep.report.report import FindingRow, Location
from ftprep.rules.catalog import catalog
from ftprep.tell import location

__all__ = ["Hit", "hits", "main", "sample", "table"]

_CONFIG: Final = Config(isolated=True, max_findings=sys.maxsize)
_INDEX: Final = "INDEX.csv"
"""What `bench.corpus` is told about the files; no data."""
_MOST_FILES: Final = 3
"""Files that a line of the table names."""
_AROUND: Final = 400
"""Characters shown of the text around a hit."""
_QUOTED: Final = re.compile(r'"([^"]{4,})"')
"""What a message quotes of the text, long enough to be found again in it."""

Place = tuple[str | None, int | None, int | None]
"""Sheet, row and line of a record in its file."""


class Hit(NamedTuple):
    """A finding, and the file that was checked."""

    file: str
    """Below the folder, with `/` between its parts."""
    finding: FindingRow


def hits(folder: Path) -> tuple[list[Hit], dict[str, str]]:
    """The findings of all files, and file → reason for those that cannot be checked."""
    found: list[Hit] = []
    refused: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name == _INDEX:
            continue
        try:
            report = check(path, _CONFIG)
        except FtprepError as error:
            refused[name] = str(error)
        else:
            found += [Hit(name, finding) for finding in report.findings]
    return found, refused


def by_rule(found: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Code → its hits in reading order, by code."""
    rules: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        rules[hit.finding.code].append(hit)
    return dict(sorted(rules.items()))


def table(found: Sequence[Hit]) -> Iterator[str]:
    """A Markdown line for each rule that fires: level, hits, files, and those with most hits."""
    yield "| rule | level | hits | files | most in |"
    yield "| --- | --- | --: | --: | --- |"
    for code, rows in by_rule(found).items():
        files = Counter(hit.file for hit in rows)
        most = sorted(files.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FILES]
        told = ", ".join(f"{file} {count:,}".replace("|", "\\|") for file, count in most)
        level = rows[0].finding.level
        yield f"| {code} {catalog()[code].name} | {level} | {len(rows):,} | {len(files)} | {told} |"


def sample(found: Sequence[Hit], number: int, seed: int) -> list[Hit]:
    """At most `number` random hits of each rule, drawn from one of its files after another.

    So no file fills the sample alone, and a rule has to be right in more than one kind of data.
    """
    drawn: list[Hit] = []
    for code, rows in by_rule(found).items():
        dice = random.Random(f"{seed} {code}")
        shuffled = dice.sample(rows, len(rows))
        turns: Counter[str] = Counter()
        numbered = []
        for hit in shuffled:
            turns[hit.file] += 1
            numbered.append((turns[hit.file], hit))
        drawn += [hit for _, hit in sorted(numbered, key=lambda pair: pair[0])][:number]
    return drawn


def records(path: Path, places: set[Place]) -> Mapping[Place, Item]:
    """The records of a file that stand at some places."""
    found: dict[Place, Item] = {}
    with planned(path, _CONFIG) as ready:
        inputs = ready.plan.inputs
        for shard in ready.shards:
            for item in understand(inputs, shard):
                if isinstance(item, Item):
                    place = _place(location(item.record.origin, inputs.sources))
                    if place in places:
                        found[place] = item
    return found


def shown(folder: Path, drawn: Sequence[Hit]) -> Iterator[str]:
    """Each hit in two lines: where and what, then the text."""
    files: dict[str, set[Place]] = defaultdict(set)
    for hit in drawn:
        files[hit.file].add(_place(hit.finding.location))
    read = {file: records(folder / file, places) for file, places in sorted(files.items())}
    for hit in drawn:
        finding = hit.finding
        where = finding.location
        item = read[hit.file].get(_place(where))
        place = f"{hit.file}:{where.line or where.row or ''}{where.pointer or ''}"
        yield visible(f"{finding.code} {place} {finding.message}")
        if item is not None:
            yield f"    {visible(_around(_text(item, where.pointer or ''), finding.message))}"


def _place(where: Location) -> Place:
    return where.sheet, where.row, where.line


def _text(item: Item, pointer: str) -> str:
    """What stands at a pointer of the example or else of the record; all of it without a pointer"""
    if item.record.data is UNREADABLE:
        return item.record.raw
    for value in (item.example.body if item.example else None, item.record.data):
        try:
            found = _at(value, pointer)
        except (KeyError, IndexError, ValueError, TypeError):  # no such place in this form of it
            continue
        return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return json.dumps(item.record.data, ensure_ascii=False)


def _at(value: Any, pointer: str) -> Any:
    """What a JSON pointer names (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def _around(text: str, message: str) -> str:
    """The part of a text that the message speaks of, or its start and end."""
    if len(text) <= _AROUND:
        return text
    for match in _QUOTED.finditer(message):
        at = text.find(match[1])
        if at >= 0:
            start = max(0, at - _AROUND // 2)
            return "…" + text[start : start + _AROUND] + "…"
    return f"{text[: _AROUND // 2]} … {text[-_AROUND // 2 :]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="hits of each rule")
    parser.add_argument("--seed", type=int, default=42, metavar="S", help="of the sample")
    given = parser.parse_args(arguments)
    found, refused = hits(given.folder)
    print("\n".join(table(found)))
    for file, reason in refused.items():
        print(visible(f"refused: {file}: {reason}"))
    for line in shown(given.folder, sample(found, given.sample, given.seed)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
