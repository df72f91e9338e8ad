"""Other people's tools, in an environment of their own: their pins are old."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

__all__ = ["PACKAGES", "TOGETHER", "python"]

PACKAGES: Final = ("openai", "together", "check-jsonschema", "pandas")
TOGETHER: Final = (
    "import sys; from together.utils.files import check_file; "
    "sys.exit(not check_file(sys.argv[1])['is_check_passed'])"
)
"""The check that `together files check FILE` makes, which itself wants a login."""


def python(folder: Path) -> Path:
    """The interpreter of the environment in `folder`, which is built when it is not there."""
    interpreter = folder / "bin" / "python"
    if not (folder / "bin" / "openai").exists():
        print("building the environment of the peers; this takes minutes", file=sys.stderr)
        venv.create(folder, with_pip=True)
        project = Path(__file__).parents[2]
        install = [str(interpreter), "-m", "pip", "install", "--quiet", f"{project}[peers]"]
        subprocess.run(install, check=True)
    return interpreter
