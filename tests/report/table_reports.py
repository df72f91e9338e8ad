"""Reports on tables: labels, completions, and what `prepare` makes of them."""

from __future__ import annotations

from dataclasses import replace

from ftprep.report.report import (
    Duplicates,
    Inference,
    LabelRow,
    Labels,
    Location,
    Report,
    SplitRow,
    Summary,
    TargetRow,
)
from tests.report.builders import a_contract, a_cost, a_rule, an_input, found, tokens
from tests.report.chat_reports import MINI, lines

BABBAGE = TargetRow(
    "openai",
    "babbage-002",
    "sft_completions",
    "cl100k_base",
    "2024-10-28",
    False,
    ("gpt-4o-mini-2024-07-18", "gpt-4.1-mini-2025-04-14"),
)


TICKETS = {
    "billing": 412,
    "delivery": 301,
    "returns": 188,
    "account access": 97,
    "Produktanfrage": 74,
    "warranty": 41,
    "complaint": 22,
    "other": 9,
    "Billing ": 4,
    "biling": 2,
    "返品": 1,
    "spam": 1,
}


def ticket_labels() -> Report:
    """Labelled tickets in a legacy code page, with rare and misspelt labels."""
    total = sum(TICKETS.values())
    whole = Location("tickets.csv")
    column = Location("tickets.csv", column="category")
    alike = {
        replace(column, line=88): '"Billing " and "billing" differ only in case and spaces',
        replace(column, line=604): '"biling" and "billing" differ by one letter',
    }
    rare = {
        replace(column, line=700 + n): f'"{name}" has {n} of {total:,} examples'
        for name, n in TICKETS.items()
        if n < 10
    }
    return Report(
        command="check",
        inputs=(
            an_input(
                "tickets.csv",
                "csv",
                total,
                encoding="cp1252",
                encoding_confidence=0.86,
                layout="table",
                header_row=1,
                dialect={"delimiter": ";", "quote": '"', "escape": "", "newline": "\r\n"},
                columns=("ticket_id", "text", "category", "agent"),
                used={"user": "text", "label": "category"},
            ),
        ),
        target=replace(MINI, model="gpt-4o-mini-2024-07-18"),
        summary=Summary(total, total, 0, 0, 7, 1, True, "chat", ()),
        tokens=tokens(
            {"user": 73_116, "assistant": 2_410},
            {
                range(50): 301,
                range(50, 100): 512,
                range(100, 150): 203,
                range(150, 200): 71,
                range(200, 250): 41,
                range(250, 300): 17,
                range(300, 350): 5,
                range(350, 400): 2,
            },
        ),
        cost=a_cost(88_198, 3.0, inference=Inference(1_000, 78_200, 2_100, 0.03)),
        labels=Labels(
            True,
            'the column "category" is a label',
            len(TICKETS),
            tuple(LabelRow(name, n, n / total) for name, n in TICKETS.items()),
        ),
        duplicates=Duplicates(1, 3, 0),
        split=None,
        contract=a_contract(labels=sorted(TICKETS)),
        **found(
            a_rule("warning", "LAB001 rare-label", 5, "Collect more of them, or join them.", rare),
            a_rule(
                "warning",
                "LAB002 similar-labels",
                2,
                "Spell them alike: the model learns each spelling as a class of its own.",
                alike,
            ),
            a_rule(
                "note",
                "SRC003 guessed-encoding",
                1,
                "Add --encoding to say it.",
                {whole: "the encoding is a guess: cp1252, 86%; cp1250 would read 3 letters else"},
            ),
        ),
    )


def completions() -> Report:
    """Prompts and completions for a model that can no longer be trained."""
    path = "adverts.tsv"
    return Report(
        command="check",
        inputs=(
            an_input(
                path,
                "tsv",
                512,
                layout="completion",
                header_row=1,
                dialect={"delimiter": "\t"},
                columns=("prompt", "completion"),
                used={"prompt": "prompt", "completion": "completion"},
            ),
        ),
        target=BABBAGE,
        summary=Summary(512, 512, 0, 1, 2, 0, False, "completion", ("TGT001 model-closed",)),
        tokens=tokens(
            {"user": 600, "assistant": 500},
            {range(10, 12): 100, range(12, 14): 300, range(14, 16): 112},
            limit=16_384,
            encoding="cl100k_base",
        ),
        cost=a_cost(
            1_100,
            0.4,
            exact=False,
            billed_tokens_most=6_372,
            train_usd_most=0.0026,
            why_not_exact="completions were never compared with the provider's bill",
            inference=Inference(1_000, 1_200, 1_000, 0.0035),
        ),
        labels=Labels(False, "512 different completions among 512", 0, ()),
        duplicates=Duplicates(0, None, 0),
        split=None,
        contract=a_contract(separator="\n\n###\n\n", leading_space=True, stop=[" END"]),
        **found(
            a_rule(
                "error",
                "TGT001 model-closed",
                1,
                "Train gpt-4o-mini-2024-07-18 with --to chat.",
                {Location(None): "babbage-002 takes no new training since 2024-10-28"},
            ),
            a_rule(
                "warning",
                "CMP001 separator-missing",
                1,
                "prepare ends each prompt with a separator.",
                {Location(None): "the prompts have no common ending"},
                fixable=True,
            ),
            a_rule(
                "warning",
                "CMP002 end-marker-missing",
                1,
                "prepare ends each completion with a marker.",
                {Location(None): "the completions have no common ending"},
                fixable=True,
            ),
        ),
    )


def prepared() -> Report:
    """What `prepare` tells after it has mended, split and written."""
    checked = ticket_labels()
    assert checked.labels is not None
    parts = tuple(
        replace(row, train=row.count - row.count // 5, test=row.count // 5)
        for row in checked.labels.rows
    )
    names = ("train.jsonl", "test.jsonl", "rejected.jsonl", "ledger.jsonl", "report.json")
    files = {name.partition(".")[0]: f"out/tickets_{name}" for name in (*names, "manifest.json")}
    repeats = {
        Location("tickets.csv", line=line): f"repeats line {line - 40}" for line in (55, 56, 57, 58)
    }
    spaces = dict.fromkeys(lines("tickets.csv", (5, 6, 9)), "spaces at the end of the text")
    return replace(
        checked,
        command="prepare",
        summary=Summary(1_152, 1_152, 9, 0, 9, 23, True, "chat", ()),
        labels=replace(checked.labels, rows=parts),
        split=SplitRow(915, 228, 9, 915, 228, "0.2", 42, True, files),
        **found(
            a_rule(
                "warning",
                "DUP001 exact-duplicate",
                9,
                "Remove the repeat; prepare keeps the first.",
                repeats,
                fixable=True,
                repaired=9,
            ),
            a_rule(
                "note",
                "TXT001 outer-spaces",
                23,
                "prepare removes them.",
                spaces,
                fixable=True,
                repaired=21,
            ),
        ),
    )
