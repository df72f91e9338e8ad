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
    "reading.source",
    "reading.table_header",
    "reading.table_row",
    "reading.table_quote",
    "reading.json_source",
    "reading.workbook",
    "reading.parquet",
    "layout.layout",
    "layout.kind",
    "conversation.message",
    "conversation.role",
    "conversation.content",
    "conversation.key",
    "conversation.turn",
    "conversation.name",
    "conversation.system",
    "tools.arguments",
    "tools.call",
    "tools.definition",
    "tools.use",
    "images.image",
    "images.data",
    "conversation.preference",
    "layout.schema",
    "dataset.length",
    "dataset.length_spread",
    "dataset.size",
    "dataset.size_limit",
    "dataset.epochs",
    "dataset.variety",
    "duplicates.exact",
    "duplicates.near",
    "duplicates.leak",
    "labels.label",
    "labels.form",
    "dataset.distribution",
    "dataset.drift",
    "layout.completion",
    "text.character",
    "text.invisible",
    "text.space",
    "text.markup",
    "text.placeholder",
    "text.refusal",
    "text.repetition",
    "text.answer",
    "text.language",
    "text.template_token",
    "text.transcript",
    "dataset.target",
    "private.data",
    "private.secret",
    "conversation.private_name",
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
