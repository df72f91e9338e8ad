"""Calls of tools, their arguments and answers, and the functions that are defined."""
