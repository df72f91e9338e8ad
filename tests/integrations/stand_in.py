"""A package called ftprep that is this very checkout, and is installed without a network.

pip makes a wheel of it with a builder that is part of it. The wheel holds the command, and where
the checkout and what it needs are.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path

__all__ = ["write_stand_in"]

_PROJECT = """\
[build-system]
requires = []
build-backend = "builder"
backend-path = ["."]

[project]
name = "ftprep"
version = "0"
"""

_BUILDER = """\
import zipfile

FILES = {files!r}


def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "ftprep-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{{folder}}/{{name}}", "w") as wheel:
        for path, text in FILES.items():
            wheel.writestr(path, text)
    return name
"""


def write_stand_in(folder: Path, root: Path) -> None:
    """Write the source of the package into `folder`; `root` is the top of the checkout."""
    paths = [str(root), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    files = {
        "ftprep.pth": "\n".join(dict.fromkeys(paths)),
        "ftprep-0.dist-info/METADATA": "Metadata-Version: 2.1\nName: ftprep\nVersion: 0\n",
        "ftprep-0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
        "ftprep-0.dist-info/entry_points.txt": "[console_scripts]\nftprep = ftprep.cli:main\n",
        "ftprep-0.dist-info/RECORD": "",
    }
    folder.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text(_PROJECT, encoding="utf-8")
    (folder / "builder.py").write_text(_BUILDER.format(files=files), encoding="utf-8")
