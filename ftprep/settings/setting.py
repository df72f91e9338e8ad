"""One thing that can be set."""

from __future__ import annotations

from typing import Any

from ftprep.frozen import frozen
from ftprep.settings.value import Value

__all__ = ["Setting"]


@frozen
class Setting:
    """One thing that can be set, by a key of `[tool.ftprep]` and by a flag."""

    name: str
    """The key: `test-size`."""
    value: Value
    what: str
    """One line of help."""
    default: Any = None
    """Plain, as the file would say it; None: nothing, or found out, as `what` says."""
    flags: tuple[str, ...] = ()
    """Where they are not just `--name`."""
    of_prepare: bool = False
    """Only `prepare` has the flag: a check does not split and mends nothing."""
    example: str = ""
    """How `ftprep init` shows it, where there is no default to show."""

    @property
    def spelled(self) -> tuple[str, ...]:
        """The flags."""
        return self.flags or (f"--{self.name}",)

    @property
    def shown(self) -> str:
        """The flag by which messages call it."""
        return self.spelled[-1]
