"""Scratch git repositories that know nothing of the machine's own settings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["environment", "git", "make_repository"]


def environment(home: Path) -> dict[str, str]:
    """Variables for git and pre-commit, with all that they keep in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "test", "GIT_COMMITTER_EMAIL": "test@example.org",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PRE_COMMIT_COLOR": "never",
    }  # fmt: skip


def git(folder: Path, home: Path, *arguments: str) -> str:
    """Run git in `folder`; what it says."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment(home),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def make_repository(folder: Path, home: Path) -> str:
    """Make a repository of what is in `folder`; its only commit."""
    git(folder, home, "init", "--quiet")
    git(folder, home, "add", "--all")
    git(folder, home, "commit", "--quiet", "--allow-empty", "--message", "first")
    return git(folder, home, "rev-parse", "HEAD")
