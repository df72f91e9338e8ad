"""What stops ftprep. Bad data never does: it becomes a `Finding` and reading goes on."""

__all__ = ["FtprepError", "InputError", "OutputError", "UsageError"]


class FtprepError(Exception):
    """ftprep could not do what was asked; the message is written for the person who asked.

    The command line prints the message and ends with exit code 2. A message says what happened,
    where, and how to mend it.
    """


class UsageError(FtprepError):
    """The request cannot be met: a flag, a column, a model or a sheet that does not exist."""


class InputError(FtprepError):
    """An input cannot be opened at all: missing, unreadable, or not what it was said to be."""


class OutputError(FtprepError):
    """An output cannot be written: it exists already, the folder is read-only, the disk is full."""
