"""ftprep: the linter and build tool for fine-tuning data."""

__version__ = "0.1.0"
