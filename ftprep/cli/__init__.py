"""The command line: arguments in, one verb of `api`, an exit code out."""

from ftprep.cli.main import main

__all__ = ["main"]
