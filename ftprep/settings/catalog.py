"""All settings, by group. The one place to add, rename or explain one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ftprep.report.levels import LEVELS
from ftprep.settings.compound import Codes, Limit, Table, Texts
from ftprep.settings.setting import Setting
from ftprep.settings.value import Choice, Epochs, Number, Size, Switch, Text, Whole

__all__ = ["GROUPS", "SETTINGS"]

_ROLES = (
    "user", "assistant", "system", "prompt", "completion", "label", "role", "content", "group",
)  # fmt: skip

GROUPS: Final[Mapping[str, tuple[Setting, ...]]] = {
    "Where the data goes": (
        Setting(
            "model", Text("NAME"), "Model to train; see `ftprep models`.",
            flags=("-m", "--model"), example='"gpt-4o-mini"',
        ),
        Setting("provider", Text("NAME"), "Provider to train at. Default: openai.",
                example='"openai"'),
        Setting("method", Text("NAME"), "Training method: sft, dpo.", example='"sft"'),
        Setting("to", Choice(("chat", "completion")),
                "Kind of lines to make. Default: what the model takes.", example='"chat"'),
        Setting("epochs", Epochs(), "Training epochs.", "auto"),
    ),
    "How the columns are understood": (
        Setting(
            "map", Table(Text("COLUMN"), "ROLE=COLUMN", _ROLES),
            f"Column of a role; may be repeated. Roles: {', '.join(_ROLES)}.",
            example='{ user = "Question", assistant = "Answer" }',
        ),
        Setting("user", Text("TEMPLATE"), 'Template: "{title}\\n\\n{body}".',
                example='"{title}\\n\\n{body}"'),
        Setting("assistant", Text("TEMPLATE"), "Template of the answer.", example='"{reply}"'),
        Setting("system", Text("TEXT|@FILE"), "System text for every example.",
                example='"@system.txt"'),
        Setting("group-by", Text("COLUMN"), "Rows with the same value become one conversation.",
                example='"ticket"'),
    ),
    "How the files are read": (
        Setting("sheets", Texts("NAME|N|*"), "Sheets to read.", flags=("--sheet",),
                example='["FAQ"]'),
        Setting("encoding", Text("NAME"), "Text encoding. Default: found out.",
                example='"cp1252"'),
        Setting("delimiter", Text("CHAR"), "CSV delimiter. Default: found out.", example='";"'),
        Setting("quote", Text("CHAR"), "CSV quote. Default: found out.", example="\"'\""),
        Setting("header-row", Whole("N", 0), "Row of the header; 0: none.", example="1"),
        Setting("records", Text("PATH"), "Where the records are in a JSON document.",
                example='"data.items"'),
        Setting("read-as", Text("FORMAT"),
                "csv, tsv, xlsx, xls, json, jsonl or parquet. Default: found out.",
                example='"csv"'),
    ),
    "What is looked for": (
        Setting("select", Codes(), "Rules to ask, by prefix. Default: all.",
                example='["MSG", "DUP"]'),
        Setting("ignore", Codes(), "Rules not to ask, by prefix.", example='["SET003"]'),
        Setting(
            "per-file-ignores", Table(Codes(), "GLOB=CODES"), "Rules not to ask about some files.",
            flags=("--per-file-ignore",), example='{ "archive/*.csv" = ["TXT"] }',
        ),
        Setting("levels", Table(Choice(LEVELS), "CODES=LEVEL"), "Level of a rule, by prefix.",
                flags=("--level",), example='{ DUP002 = "error" }'),
        Setting(
            "limits", Table(Limit(), "CODES=N|N%"),
            "Findings of a rule that are tolerated, and above which the run fails.",
            flags=("--limit",), example="{ DUP001 = { max_rate = 0.005 } }",
        ),
        Setting("thresholds", Table(Number(), "NAME=NUMBER"), "Set a rule's threshold.",
                flags=("--threshold",), example="{ rare-label = 10 }"),
        Setting("words", Table(Texts("TEXT"), "LIST=TEXT"),
                "Words that a rule looks for beside its own.",
                flags=("--word",), example='{ refusals = ["I must decline"] }'),
        Setting("baseline", Text("FILE"),
                "Known findings. Default: ftprep-baseline.json beside the data.",
                example='"ftprep-baseline.json"'),
        Setting("fail-on", Choice((*LEVELS, "never")), "Lowest level that gives exit code 1.",
                "error"),
        Setting("max-findings", Whole("N", 0), "Findings told of each rule; all are counted.",
                1_000),
    ),
    "What is written": (
        Setting("test-size", Size(),
                "Share (at most 1,000 examples) or number of examples held out; 0: none.", 0.2,
                of_prepare=True),
        Setting("seed", Whole("N"), "Of the split.", 42, of_prepare=True),
        Setting("unsafe-fixes", Switch(), "Apply also the repairs that edit text.", False,
                of_prepare=True),
        Setting("redact", Switch(),
                "Put placeholders such as <EMAIL_1> where private values stand.", False,
                of_prepare=True),
        Setting("fix", Codes(), "Apply the repairs of these rules, also unsafe ones.",
                of_prepare=True, example='["CMP005"]'),
        Setting("keep", Text("first|longest|newest:COLUMN"),
                "Which of near-duplicates stays with --fix DUP101 or DUP102.", "first",
                of_prepare=True),
        Setting("no-fix", Codes(), "Do not apply the repairs of these rules.", of_prepare=True,
                example='["MSG004"]'),
    ),
    "How it runs": (
        Setting("jobs", Whole("N", 0), "Processes that read; 0 takes one for each core.", 0),
    ),
}  # fmt: skip
"""Heading → settings."""

SETTINGS: Final[Mapping[str, Setting]] = {
    setting.name: setting for group in GROUPS.values() for setting in group
}
"""Key → setting."""
