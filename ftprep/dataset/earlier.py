"""An earlier dataset that a run adds to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ftprep.aggregate.affixes import Affixes, Side
from ftprep.errors import UsageError
from ftprep.frozen import frozen
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS
from ftprep.style import Style

__all__ = ["Earlier", "style_in"]


@frozen
class Earlier:
    """What stays as it is: who is on which side, and how prompts and completions are written."""

    sides: Mapping[str, str]
    """Path of a file of lines → the side of all its examples: train or test. In reading order."""
    style: Style | None = None
    """None where the lines are no prompts and completions, and where the data must say."""

    def refuse_clash(self, affixes: Affixes) -> None:
        """Raise `UsageError` where a new text holds the separator or the end marker: the calls that
        are made today could not be kept."""
        if self.style is None:
            return
        for marker, side, what in (
            (self.style.separator, affixes.prompts, "prompt"),
            (self.style.end, affixes.completions, "completion"),
        ):
            if marker is not None and _stands_inside(marker, side):
                raise UsageError(
                    f"the earlier dataset ends every {what} with {marker!r}, and a new one holds "
                    "that inside its text: the model could not tell where it ends. Take it out of "
                    'the new data, or make all of them anew with "ftprep prepare"'
                )


def style_in(contract: Mapping[str, Any]) -> Style:
    """The style of the lines of which a manifest holds this contract."""
    stop = contract["stop"]
    return Style(
        separator=contract["separator"],
        end=stop[0] if stop else None,
        space=contract["leading_space"],
        separator_found=True,
        end_found=True,
    )


def _stands_inside(marker: str, side: Side) -> bool:
    # Of a marker that somebody made up it is not known where else it stands.
    return marker in (*SEPARATORS, *END_MARKERS) and marker not in side.only_last
