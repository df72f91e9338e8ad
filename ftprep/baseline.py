"""Known findings: a file beside the data that keeps them from being told again.

A finding is known by its rule and the content of its record, so that it stays known when rows move.
Suppressing one changes what is told and whether the run fails, never what is written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from ftprep.engine.plan import Key
from ftprep.errors import InputError, OutputError
from ftprep.frozen import frozen
from ftprep.named import NamedTuple
from ftprep.schemas import load

__all__ = ["NAME", "Baseline", "Known", "find", "read", "write"]

NAME: Final = "ftprep-baseline.json"
"""What the file is called that is found beside the data."""


class Known(NamedTuple):
    """One known finding."""

    code: str
    content: str
    """As `Finding.content`."""
    reason: str
    """Why it is accepted; empty when nobody said."""
    was: str
    """Where it stood when it was written down, for people."""

    @property
    def key(self) -> Key:
        """By what it is recognised."""
        return self.code, self.content


@frozen
class Baseline:
    """The known findings of one file."""

    file: Path
    entries: tuple[Known, ...]

    @property
    def keys(self) -> frozenset[Key]:
        """By what the findings are recognised."""
        return frozenset(entry.key for entry in self.entries)

    def without(self, unused: Collection[Key]) -> Baseline:
        """The same without what is no longer found."""
        return Baseline(self.file, tuple(e for e in self.entries if e.key not in unused))

    def with_(self, found: Iterable[Known]) -> Baseline:
        """The same with further findings; what is known already keeps its reason."""
        entries = {known.key: known for known in found} | {e.key: e for e in self.entries}
        return Baseline(self.file, tuple(sorted(entries.values())))


def find(paths: Sequence[str]) -> list[Path]:
    """The files called `ftprep-baseline.json` in the folders of the inputs."""
    folders = dict.fromkeys(_folder(Path(path)) for path in paths if path != "-")
    return [file for folder in folders if (file := folder / NAME).is_file()]


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def read(file: Path) -> Baseline:
    """The known findings in a file. Raises `InputError` if it is not one of ours."""
    import jsonschema  # most data have no baseline

    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        jsonschema.validate(content, load("baseline"))
    except OSError as error:
        raise InputError(f"cannot read the baseline {file}: {error.strerror}") from error
    except (ValueError, jsonschema.ValidationError) as error:
        fault = error.message if isinstance(error, jsonschema.ValidationError) else str(error)
        raise InputError(
            f"{file} is no baseline of ftprep ({fault}); mend it, or delete it and write it anew "
            "with --write-baseline"
        ) from error
    return Baseline(file, tuple(Known(**entry) for entry in content["findings"]))


def write(baseline: Baseline) -> None:
    """Write the file, sorted and one finding a line, so that its changes can be read."""
    lines = [json.dumps(e._asdict(), ensure_ascii=False) for e in sorted(baseline.entries)]
    body = ",\n    ".join(lines)
    text = f'{{\n  "schema_version": 1,\n  "findings": [\n    {body}\n  ]\n}}\n'
    if not lines:
        text = '{\n  "schema_version": 1,\n  "findings": []\n}\n'
    try:
        baseline.file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"cannot write {baseline.file}: {error.strerror}") from error
