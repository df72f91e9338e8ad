"""All rules, joined from the tables of their families."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from ftprep.rules.installed import installed
from ftprep.rules.rule import Rule

__all__ = ["FAMILIES", "catalog"]

FAMILIES = (
    "source",
    "table_header",
    "table_row",
    "table_quote",
    "json_source",
    "workbook_source",
    "parquet_source",
    "layout",
    "kind",
    "message",
    "role",
    "content",
    "key",
    "turn",
    "name",
    "system",
    "tool_arguments",
    "tool_call",
    "tool_definition",
    "tool_use",
    "image",
    "image_data",
    "preference",
    "schema",
    "length",
    "length_spread",
    "size",
    "size_limit",
    "epochs",
    "variety",
    "duplicate",
    "duplicate_near",
    "leak",
    "label",
    "label_form",
    "distribution",
    "drift",
    "completion",
    "text_character",
    "text_invisible",
    "text_space",
    "text_markup",
    "text_placeholder",
    "text_refusal",
    "text_repetition",
    "text_answer",
    "text_language",
    "template_token",
    "template_transcript",
    "target",
    "private_data",
    "secret",
)
"""Modules of `ftprep.rules`, each with a table `RULES`, in the order in which rules are listed."""


@cache
def catalog() -> Mapping[str, Rule]:
    """Code → rule, in the order of the families, then those of plugins.

    Raises `ValueError` when two rules have one code or one name: codes are never reused; and
    `UsageError` for a plugin that cannot be used.
    """
    rules: dict[str, Rule] = {}
    names: set[str] = set()
    for family in FAMILIES:
        for rule in import_module(f"ftprep.rules.{family}").RULES:
            if rule.code in rules or rule.name in names:
                raise ValueError(f"two rules are called {rule.code} or {rule.name}")
            rules[rule.code] = rule
            names.add(rule.name)
    return MappingProxyType({**rules, **installed(rules)})
