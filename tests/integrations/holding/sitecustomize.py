"""Holds ftprep at one place, so that a test can stop it there for certain.

Python imports this by itself at its start, in the processes of `--jobs` too, where the folder is on
PYTHONPATH. HOLD_AT is the place, as `module:function`, or as `module` for where it is imported. Who
comes there puts a file with the number of its process into the folder HOLD_IN and goes no further.
"""

import os
import sys
import time
from importlib import import_module
from operator import attrgetter
from pathlib import Path

_LONG = 600
"""Seconds: longer than any test waits for it to end."""


def _held(*arguments: object, **known: object) -> None:
    Path(os.environ["HOLD_IN"], str(os.getpid())).touch()
    until = time.monotonic() + _LONG
    while time.monotonic() < until:
        # In short steps: a signal that comes just before a sleep does not interrupt it.
        time.sleep(0.05)
    os._exit(99)


class _AtImport:
    """A finder of modules that holds whoever looks for one of them."""

    def __init__(self, module: str) -> None:
        self._module = module

    def find_spec(self, name: str, *_: object) -> None:
        """Find nothing."""
        if name == self._module:
            _held()


def _hold(place: str) -> None:
    module, _, path = place.partition(":")
    if not path:
        sys.meta_path.insert(0, _AtImport(module))
        return
    owner, _, name = path.rpartition(".")
    found = import_module(module)
    found = attrgetter(owner)(found) if owner else found
    if not hasattr(found, name):
        raise AttributeError(place)
    setattr(found, name, _held)


if "HOLD_AT" in os.environ:
    _hold(os.environ["HOLD_AT"])
