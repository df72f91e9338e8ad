"""A server that behaves as OpenAI's fine-tuning API does, to rehearse a submission without paying.

    python -m ftprep.testing.server --port 8765

It listens on loopback only and keeps its state in a folder. Needs `pip install ftprep[rehearsal]`.
In tests: `with RehearsalServer(folder, Options(speed=0)) as server`, see `serving.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ftprep.testing.server.options import Options
    from ftprep.testing.server.serving import RehearsalServer

__all__ = ["Options", "RehearsalServer"]

_HOMES = {"Options": "options", "RehearsalServer": "serving"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ftprep.testing.server' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"ftprep.testing.server.{_HOMES[name]}"), name)
