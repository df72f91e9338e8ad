"""A dataset as it stands at one time: the files that `prepare` wrote, or any other data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ftprep.contract.manifest import ENDING, manifests
from ftprep.dataset.dataset import Dataset, find_dataset
from ftprep.errors import InputError, UsageError

__all__ = ["Edition", "edition"]

_SIDES: Final = ("_train.jsonl", "_test.jsonl")


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of a dataset."""

    place: str
    """As it was given."""
    name: str
    """What its files begin with."""
    train: tuple[str, ...]
    """Paths of the data that are trained on."""
    test: tuple[str, ...] = ()
    manifest: Mapping[str, Any] | None = None
    """None for data that `prepare` did not write."""

    @property
    def sides(self) -> dict[str, str]:
        """Path → train or test."""
        return dict.fromkeys(self.train, "train") | dict.fromkeys(self.test, "test")


def edition(place: str) -> Edition:
    """The edition at a place.

    A manifest, the folder of one, or a train or test file beside one mean all that `prepare` wrote
    there; anything else is data to train on. Raises `FtprepError` when it is not clear which of
    several is meant, and when a file was changed since.
    """
    path = Path(place)
    found = manifests(path)
    if len(found) > 1:
        raise UsageError(
            f"{place} holds {len(found)} datasets; name the manifest of one, such as {found[0]}"
        )
    if found:
        return _prepared(place, find_dataset(found[0]))
    for ending in (ENDING, *_SIDES):
        manifest = path.with_name(path.name.removesuffix(ending) + ENDING)
        if path.name.endswith(ending) and path.is_file() and manifest.is_file():
            return _prepared(place, find_dataset(manifest))
    stem = path.stem if path.suffix != ".gz" else Path(path.stem).stem
    return Edition(place, stem.removesuffix("_train") or "dataset", (place,))


def _prepared(place: str, found: Dataset) -> Edition:
    outputs = found.manifest["outputs"]
    for piece in found.pieces:
        if piece.sha256 != outputs[piece.role]["sha256"]:
            raise InputError(
                f"{piece.path} is not the file that prepare wrote: its SHA-256 is not that of the "
                "manifest beside it. Edit the source and prepare it again; or take the file to "
                "another folder, where it is taken as it is"
            )
    test = () if found.test is None else (str(found.test.path),)
    return Edition(place, found.name, (str(found.train.path),), test, found.manifest)
