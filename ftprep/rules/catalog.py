"""All rules, joined from the tables of their families."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from ftprep.rules.rule import Rule

__all__ = ["FAMILIES", "catalog"]

FAMILIES = (
    "source",
    "table_source",
    "json_source",
    "workbook_source",
    "parquet_source",
    "layout",
    "kind",
    "message",
    "role",
    "content",
    "key",
    "schema",
    "length",
    "size",
    "duplicate",
    "label",
    "completion",
    "target",
)
"""Modules of `ftprep.rules`, each with a table `RULES`, in the order in which rules are listed."""


@cache
def catalog() -> Mapping[str, Rule]:
    """Code → rule, in the order of the families.

    Raises `ValueError` when two rules have one code or one name: codes are never reused.
    """
    rules: dict[str, Rule] = {}
    names: set[str] = set()
    for family in FAMILIES:
        for rule in import_module(f"ftprep.rules.{family}").RULES:
            if rule.code in rules or rule.name in names:
                raise ValueError(f"two rules are called {rule.code} or {rule.name}")
            rules[rule.code] = rule
            names.add(rule.name)
    return MappingProxyType(rules)
