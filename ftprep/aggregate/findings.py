"""Findings by the million: exact counts, and the first few of each rule in reading order."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator

from ftprep.model import Finding, Origin

__all__ = ["FindingLog"]


class FindingLog:
    """Keeps the first `keep` findings of each code in reading order, and counts all of them.

    What is said of a whole input (a code in `once`) is kept once for each input and wording,
    however many records or shards say it.

    Memory: at most `keep` findings per code; nothing per record.
    """

    def __init__(self, keep: int, once: frozenset[str] = frozenset()) -> None:
        self.keep = keep
        self.once = once
        self._first: dict[str, list[Finding]] = {}
        self._counts: Counter[str] = Counter()
        self._said: dict[tuple[str, int, str], Finding] = {}

    def add(self, finding: Finding) -> None:
        """Count a finding, and keep it if it is among the first of its code."""
        code = finding.code
        if code in self.once:
            self._say(finding)
            return
        self._counts[code] += 1
        kept = self._first.setdefault(code, [])
        if len(kept) < self.keep or (kept and _place(finding) < _place(kept[-1])):
            insort(kept, finding, key=_place)
            del kept[self.keep :]

    def extend(self, findings: Iterable[Finding]) -> None:
        """Add several findings, in any order."""
        for finding in findings:
            self.add(finding)

    def merge(self, other: FindingLog) -> None:
        """Take in another shard's findings."""
        self._counts.update(other._counts)
        for code, findings in other._first.items():
            kept = sorted(self._first.get(code, []) + findings, key=_place)
            self._first[code] = kept[: self.keep]
        for finding in other._said.values():
            self._say(finding)

    def _say(self, finding: Finding) -> None:
        origin = finding.origin
        key = (finding.code, origin.source, repr(sorted(finding.args.items())))
        said = self._said.get(key)
        if said is None or origin < said.origin:
            self._said[key] = finding

    def counts(self) -> Counter[str]:
        """Exact number of findings by code."""
        return self._counts + Counter(code for code, _, _ in self._said)

    def __iter__(self) -> Iterator[Finding]:
        """The findings that were kept, in reading order."""
        everything = list(self._said.values())
        for kept in self._first.values():
            everything.extend(kept)
        return iter(sorted(everything, key=_place))


def _place(finding: Finding) -> tuple[Origin, str, str]:
    return finding.origin, finding.code, finding.pointer
