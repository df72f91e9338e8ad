"""A collection of odd inputs, where it lies beside the checkout: an exit code, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import check, prepare

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "cases"
CASES = sorted(path for path in FOLDER.rglob("*") if path.is_file())


@pytest.mark.skipif(not CASES, reason="the collection is not beside this checkout")
@pytest.mark.parametrize("kind", ["chat", "completion"])
@pytest.mark.parametrize("part", range(10))
def test_every_case_is_answered(part: int, kind: str, tmp_path: Path) -> None:
    for number, case in enumerate(CASES[part::10]):
        folder = tmp_path / str(number)
        folder.mkdir()
        checked = check(folder, case, "--to", kind)
        assert checked.exit_code in (0, 1, 2), case
        prepared = prepare(folder, case, "--to", kind)
        assert prepared.exit_code == checked.exit_code or checked.exit_code < 2, case
        if prepared.exit_code < 2:
            split = prepared.report["split"]
            assert prepared.report["summary"]["records"] == (
                split["train_records"] + split["test_records"] + split["rejected_records"]
            ), case
