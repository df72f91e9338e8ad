"""A plugin for ftprep: what a help desk knows of its own data."""
