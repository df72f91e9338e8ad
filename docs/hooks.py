"""Write `.pre-commit-hooks.yaml` from the one table of hooks.

Run from the top of the repository: `python -m docs.hooks`. Source of the keys: pre-commit.com,
"Creating new hooks".
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ftprep.readers.files import DATA_EXTENSIONS

__all__ = ["FILE", "HOOKS", "Hook", "text"]

FILE = Path(__file__).parent.parent / ".pre-commit-hooks.yaml"

_ENDINGS = "|".join(sorted(extension.lstrip(".") for extension in DATA_EXTENSIONS - {".json"}))
DATA = rf"(?i)\.({_ENDINGS})(\.gz)?$"
"""Names of data files. pre-commit has no type for JSONL or workbooks. Not `.json`: in a repository
most of them are settings; who has data in them says so with `files`."""
NOT_DATA = r"(^|/)(\.|~\$)[^/]*$|_(ledger|rejected)\.(jsonl|parquet)$"
"""Hidden files, the lock files of Excel, and what prepare wrote for people to read."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook, with the keys that pre-commit knows."""

    id: str
    name: str
    description: str
    entry: str
    pass_filenames: bool
    language: str = "python"
    files: str = DATA
    exclude: str = NOT_DATA
    require_serial: bool = True
    """One process for all files: they are not to be checked side by side by many processes."""


HOOKS = (
    Hook(
        id="ftprep-check",
        name="ftprep check",
        description="Check fine-tuning data; each file that changed is a dataset of its own.",
        # pre-commit gives the files that changed, in as many runs as the command line needs: what
        # is found must not depend on which of them came together.
        entry="ftprep check --each --quiet",
        pass_filenames=True,
    ),
    Hook(
        id="ftprep-prepare",
        name="ftprep prepare",
        description="Write train and test files again when data changed; args: [DATA, -o, DIR].",
        # What is prepared is the whole dataset, named by `args`, and not just what changed.
        entry="ftprep prepare --force --quiet",
        pass_filenames=False,
    ),
)


def text() -> str:
    """The file."""
    blocks = ["# Made by `python -m docs.hooks`, from the table there.\n"]
    for hook in HOOKS:
        lines = [f"{key}: {_yaml(value)}\n" for key, value in asdict(hook).items()]
        blocks.append("- " + "  ".join(lines))
    return "".join(blocks)


def _yaml(value: object) -> str:
    """A scalar of YAML: JSON, save that a text in single quotes takes a backslash for itself."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else json.dumps(value)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
