"""A dataset that `prepare` wrote, and whether it is still what the manifest vouches for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ftprep.contract.manifest import ENDING, manifests, read_manifest
from ftprep.errors import InputError, UsageError

__all__ = ["Dataset", "Piece", "find_dataset", "sha256"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a dataset."""

    role: str
    """train or test."""
    path: Path
    bytes: int
    sha256: str
    """As the file is now."""
    lines: int

    @property
    def remote_name(self) -> str:
        """What it is called at the service: by its content, so that it can be found again."""
        return f"{self.path.stem[:100]}-{self.sha256[:16]}.jsonl"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The files of one `prepare`."""

    folder: Path
    name: str
    """What the files begin with."""
    manifest: Mapping[str, Any]
    report: Mapping[str, Any]
    """Empty when it cannot be read, which `doubts` tells."""
    train: Piece
    test: Piece | None
    doubts: tuple[str, ...]
    """Why it should not be submitted: what changed since, and what the report says."""

    @property
    def record(self) -> Path:
        """The file in which submissions are recorded."""
        return self.folder / f"{self.name}_job.json"

    @property
    def ledger(self) -> Path:
        """For each line where it came from."""
        return self.folder / f"{self.name}_ledger.jsonl"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The files to upload."""
        return (self.train,) if self.test is None else (self.train, self.test)


def find_dataset(place: Path, name: str | None = None) -> Dataset:
    """The dataset in a folder, or of a manifest.

    `name`: which, where there are several. Raises `UsageError` when there is none or it is not
    clear which is meant, `InputError` for a manifest that cannot be read or names no train file.
    """
    path = _manifest(place, name)
    manifest = read_manifest(path)
    folder, outputs = path.parent, manifest["outputs"]
    if "train" not in outputs:
        raise InputError(f"{path} names no train file: there was no example to train on")
    doubts: list[str] = []
    train = _piece(folder, "train", outputs, doubts)
    test = _piece(folder, "test", outputs, doubts) if "test" in outputs else None
    report = _report(folder, outputs, doubts)
    if not manifest["ready"]:
        reasons = ", ".join(report.get("summary", {}).get("reasons", ())) or "see the report"
        doubts.append(f"the report says that it is not ready to train on: {reasons}")
    name = path.name.removesuffix(ENDING)
    return Dataset(folder, name, manifest, report, train, test, tuple(doubts))


def sha256(path: Path) -> str:
    """Of a file of any size, in constant memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(place: Path, name: str | None) -> Path:
    if place.name.endswith(ENDING) and place.is_file():
        return place
    if place.is_file():
        raise UsageError(f"{place} is no manifest; give the folder that prepare wrote into")
    if not place.is_dir():
        raise UsageError(f"there is no folder {place}; give the one that prepare wrote into")
    found = manifests(place)
    names = [path.name.removesuffix(ENDING) for path in found]
    if name is not None:
        if name not in names:
            raise UsageError(f'there is no dataset "{name}" in {place}; {_listed(names)}')
        return found[names.index(name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            f"there is no manifest in {place}; 'ftprep prepare -o DIR' writes one, and "
            "submit takes only what it vouches for"
        )
    raise UsageError(f"{_listed(names)} in {place}: say which with --name")


def _listed(names: list[str]) -> str:
    return f"there are {', '.join(names)}" if names else "there is none"


def _piece(folder: Path, role: str, outputs: Mapping[str, Any], doubts: list[str]) -> Piece:
    told = outputs[role]
    path = _beside(folder, told["file"])
    if not path.is_file():
        raise InputError(f"{path} is missing; the manifest names it as the {role} file")
    digest, size = sha256(path), path.stat().st_size
    if digest != told["sha256"]:
        doubts.append(
            f"{path} is not the file that prepare wrote: its SHA-256 is {digest[:12]}…, the "
            f"manifest says {told['sha256'][:12]}…; edit the source and prepare it again"
        )
    return Piece(role, path, size, digest, told["lines"])


def _report(folder: Path, outputs: Mapping[str, Any], doubts: list[str]) -> Mapping[str, Any]:
    told = outputs.get("report")
    path = _beside(folder, told["file"]) if told else folder
    if told is None or not path.is_file():
        doubts.append("the report is missing, and with it the price and the findings")
        return {}
    if sha256(path) != told["sha256"]:
        doubts.append(
            f"{path} is not the report that prepare wrote, so that it vouches for nothing"
        )
        return {}
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} cannot be read as JSON: {error}") from error
    return content if isinstance(content, Mapping) else {}


def _beside(folder: Path, name: str) -> Path:
    """A file beside the manifest. A manifest from elsewhere must not name any other."""
    if Path(name).name != name:
        raise InputError(f'the manifest names "{name}", which is not beside it')
    return folder / name
