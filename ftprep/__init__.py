"""ftprep: the linter and build tool for fine-tuning data.

The verbs and their types are loaded at first use, so that importing ftprep costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
"""Type checkers know the name. To import it from `typing` takes 10 ms, in which a Ctrl-C would not
end quietly."""

if TYPE_CHECKING:
    from typing import Any

    from ftprep.api import check, prepare, why
    from ftprep.config import Config
    from ftprep.errors import FtprepError
    from ftprep.report.report import Report

__all__ = ["Config", "FtprepError", "Report", "__version__", "check", "prepare", "why"]

_HOMES = {
    "check": "ftprep.api",
    "prepare": "ftprep.api",
    "why": "ftprep.api",
    "Config": "ftprep.config",
    "FtprepError": "ftprep.errors",
    "Report": "ftprep.report.report",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'ftprep' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
