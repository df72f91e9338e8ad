"""Install plugins into a folder, as pip would, without a network; and run ftprep with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

__all__ = ["ROOT", "ftprep", "install", "install_project", "python"]

ROOT = Path(__file__).parent.parent


def install(
    folder: Path,
    name: str,
    points: Mapping[str, Mapping[str, str]],
    modules: Mapping[str, str] = {},
    version: str = "1.2",
) -> None:
    """Install a distribution: `points` is group → entry points, `modules` name → source."""
    folder.mkdir(parents=True, exist_ok=True)
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    lines = []
    for group, named in points.items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in named.items()), ""]
    (info / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")


def install_project(folder: Path, project: Path, package: str) -> None:
    """Install the package of a project with what its `pyproject.toml` says."""
    said = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(project / package, folder / package)
    install(folder, said["name"], said["entry-points"], version=said["version"])


def python(
    folder: Path, *arguments: str, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter that sees the folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), **env},
    )


def ftprep(folder: Path, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `ftprep` in a fresh interpreter that sees the folder."""
    return python(folder, "-m", "ftprep", *map(str, arguments), cwd=None, **env)
