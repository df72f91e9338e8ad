"""How many planted near-duplicates `ftprep check` finds, and how much of what it tells is true.

`python -m bench.found DATA.jsonl`, made by `bench.generate --near`. Prints JSON: the pairs that
were planted with a true similarity of 0.8 or more, the share of them that ends in one group
(recall), the pairs that were told, and the share of them whose true similarity is 0.8 or more
(precision); exact copies are not counted among the pairs told.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench.data.planted import sides, similarity

__all__ = ["found", "main"]

_ALIKE: Final = 0.8
_TOLD: Final = ("DUP001", "DUP101", "DUP102")
_NO_LIMIT: Final = 1_000_000_000
_TWIN: Final = re.compile(r":(\d+)\b")


def found(path: Path) -> dict[str, float]:
    """The four numbers. Raises `CalledProcessError` when the check fails."""
    told = _told(path)
    groups = _Groups()
    for _, row, twin in told:
        groups.join(row, twin)
    with path.with_suffix(".planted.csv").open(encoding="ascii", newline="") as stream:
        planted = [
            (int(row["row"]), int(row["copy_of"]))
            for row in csv.DictReader(stream)
            if float(row["similarity"]) >= _ALIKE
        ]
    met = sum(groups.root(row) == groups.root(original) for row, original in planted)
    near = [(row, twin) for code, row, twin in told if code != "DUP001"]
    texts = _sides_of(path, {number for pair in near for number in pair})
    true = sum(similarity(texts[row], texts[twin]) >= _ALIKE for row, twin in near)
    return {
        "planted": len(planted),
        "recall": met / max(len(planted), 1),
        "told": len(near),
        "precision": true / max(len(near), 1),
    }


def _told(path: Path) -> list[tuple[str, int, int]]:
    """(code, row, the earlier row it is like) of each finding; rows are counted from 0."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [
            *(str(Path(sys.executable).with_name("ftprep")), "check", str(path), "--isolated"),
            *("--select", ",".join(_TOLD), "--max-findings", str(_NO_LIMIT), "--fail-on", "never"),
            *("--format", "json", "--output", str(out)),
        ]
        subprocess.run(command, check=True)
        report = json.loads(out.read_bytes())
    return [
        (finding["code"], finding["location"]["line"] - 1, _twin(finding["message"]))
        for finding in report["findings"]
        if finding["code"] in _TOLD
    ]


def _twin(message: str) -> int:
    """The row that a message names; raises `ValueError` where it names none."""
    match = _TWIN.search(message)
    if not match:
        raise ValueError(f"no line is named in: {message}")
    return int(match[1]) - 1


def _sides_of(path: Path, rows: set[int]) -> dict[int, tuple[str, str]]:
    texts: dict[int, tuple[str, str]] = {}
    with path.open(encoding="utf-8") as stream:
        for row, line in enumerate(stream):
            if row in rows:
                body: dict[str, Any] = json.loads(line)
                texts[row] = sides(body)
    return texts


class _Groups:
    """Disjoint sets of rows."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def root(self, row: int) -> int:
        while (parent := self._parents.get(row, row)) != row:
            row = parent
        return row

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)))
        self._parents[other] = one


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA.jsonl")
    print(json.dumps(found(parser.parse_args(arguments).data)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
