"""What the files of a dataset are called."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Names"]


class Names:
    """What the files of one `prepare` are called."""

    def __init__(self, stem: str) -> None:
        self.train = f"{stem}_train.jsonl"
        self.test = f"{stem}_test.jsonl"
        self.rejected = f"{stem}_rejected.jsonl"
        self.ledger = f"{stem}_ledger.jsonl"
        self.report = f"{stem}_report.json"
        self.manifest = f"{stem}_manifest.json"

    def roles(self) -> Mapping[str, str]:
        """Role → name of the file."""
        return vars(self)
