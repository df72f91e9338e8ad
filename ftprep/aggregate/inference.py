"""What a caller of the tuned model has to send: the system texts and tools of the training data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ftprep.aggregate.group import Group
from ftprep.jsontext import canonical
from ftprep.model import Example

__all__ = ["MOST_SYSTEMS", "MOST_TOOLS", "Inference"]

MOST_SYSTEMS = 100
"""Distinct system texts beyond which they are data of each example and no longer a contract."""

MOST_TOOLS = 1_000


class Inference:
    """The distinct system texts and tool definitions.

    Memory: at most `MOST_SYSTEMS` texts and `MOST_TOOLS` definitions, nothing per record.
    """

    def __init__(self) -> None:
        self.systems: Counter[str | None] = Counter()
        """System text (None: the example has none) → examples. Empty once there are too many."""
        self.too_many_systems = False
        self.tools: set[bytes] = set()
        """Canonical JSON of each tool or function definition."""
        self.too_many_tools = False
        self.examples = 0
        self.with_tools = 0
        """Examples that define a tool or function."""

    def add(self, example: Example) -> None:
        """Take in one example."""
        if not self.too_many_systems:
            first = example.turns[0] if example.turns else None
            is_system = first is not None and first.role in ("system", "developer")
            self.systems[first.text if first and is_system else None] += 1
        self.examples += 1
        if defined := list(_defined(example.body)):
            self.with_tools += 1
            if not self.too_many_tools:
                self.tools.update(map(canonical, defined))
        self._limit()

    def add_group(self, group: Group) -> None:
        """Take in plain conversations of one shape."""
        self.examples += len(group)
        if not self.too_many_systems:
            self.systems.update(group.system or {None: len(group)})
            self._limit()

    def merge(self, other: Inference) -> None:
        """Take in another shard's examples."""
        self.systems.update(other.systems)
        self.tools |= other.tools
        self.examples += other.examples
        self.with_tools += other.with_tools
        self.too_many_systems |= other.too_many_systems
        self.too_many_tools |= other.too_many_tools
        self._limit()

    def _limit(self) -> None:
        if self.too_many_systems or len(self.systems) > MOST_SYSTEMS:
            self.too_many_systems = True
            self.systems.clear()
        if self.too_many_tools or len(self.tools) > MOST_TOOLS:
            self.too_many_tools = True
            self.tools.clear()


def _defined(body: Any) -> Iterator[Any]:
    """The tools and functions of an example; those of a preference pair stand in its input."""
    if isinstance(body, dict):
        for key in ("tools", "functions"):
            tools = body.get(key)
            yield from tools if isinstance(tools, list) else ()
        yield from _defined(body.get("input"))
