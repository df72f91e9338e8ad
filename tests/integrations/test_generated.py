"""What is written by machine is as the machine writes it today."""

from __future__ import annotations

from types import ModuleType

import pytest

from docs import cli, hooks, rules


@pytest.mark.parametrize("module", [hooks, cli, rules], ids=lambda module: module.__name__)
def test_the_file_is_up_to_date(module: ModuleType) -> None:
    said = module.FILE.read_text("utf-8").splitlines()
    today = module.text().splitlines()
    if said != today:
        changed = [line for line in today if line not in said]
        pytest.fail(
            f"{module.FILE} is old; write it again with `python -m {module.__name__}`. "
            f"New there: {changed[:3] or 'nothing, but something is gone or moved'}",
            pytrace=False,
        )
