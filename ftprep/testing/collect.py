"""Cases as parameters of pytest: from a folder, and from the pages of rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ftprep.rules.catalog import catalog
from ftprep.rules.page import examples
from ftprep.testing.case import Case

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

__all__ = ["cases", "pages"]


def cases(folder: str | Path) -> list[ParameterSet]:
    """Every `CODE/bad-*` and `CODE/good-*` of the folder as a `Case`, sorted.

        @pytest.mark.parametrize("case", cases(Path(__file__).parent / "cases"))
        def test_case(case: Case) -> None:
            case.check()

    A folder of that name with a file `train.*` and a file `test.*` is a training set and its test
    set; another folder is read as one dataset. A file `flags.txt` beside them holds command line
    flags for all cases of the code, `flags-bad-x.txt` further ones for `bad-x.*` alone. Raises
    `ValueError` when there is no case: a test without parameters would pass unseen.
    """
    found = sorted(
        path for path in Path(folder).glob("*/*") if path.name.startswith(("bad-", "good-"))
    )
    if not found:
        raise ValueError(f"there is no file CODE/bad-* or CODE/good-* in {folder}")
    return [pytest.param(_case(path), id=f"{path.parent.name}/{path.name}") for path in found]


def pages(prefix: str) -> list[ParameterSet]:
    """Every example under `## Bad` and `## Good` of the pages of the rules that begin with
    `prefix`, as a `Case`. Raises `ValueError` when there is none."""
    found = [
        pytest.param(
            Case(
                code,
                example.content,
                example.good,
                example.flags,
                example.extension,
                example.test,
            ),
            id=f"{code}-{'good' if example.good else 'bad'}",
        )
        for code, rule in catalog().items()
        if code.startswith(prefix)
        for example in examples(rule.page)
    ]
    if not found:
        raise ValueError(f'no page of a rule that begins with "{prefix}" has an example')
    return found


def _case(path: Path) -> Case:
    files = (path.parent / "flags.txt", path.parent / f"flags-{path.stem}.txt")
    words = [word for f in files if f.exists() for word in f.read_text(encoding="utf-8").split()]
    train, test = (next(path.glob(f"{side}.*"), None) for side in ("train", "test"))
    sides = (path, None) if train is None or test is None else (train, test)
    good = path.name.startswith("good-")
    return Case(path.parent.name, sides[0], good, tuple(words), test=sides[1])
