"""Reports to look at: one for each kind of run that the reporters have to tell well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ftprep.report.report import (
    Cost,
    Duplicates,
    EpochCost,
    FindingRow,
    Inference,
    InputRow,
    LabelRow,
    Labels,
    Location,
    Report,
    RuleRow,
    SplitRow,
    Summary,
    TargetRow,
    Tokens,
)

__all__ = ["REPORTS", "hostile"]

MINI = TargetRow(
    provider="openai",
    model="gpt-4.1-mini-2025-04-14",
    method="sft",
    encoding="o200k_base",
    train_cutoff="2027-01-06",
    trainable=True,
    alternatives=(),
)

BABBAGE = TargetRow(
    provider="openai",
    model="babbage-002",
    method="sft_completions",
    encoding="cl100k_base",
    train_cutoff="2024-10-28",
    trainable=False,
    alternatives=("gpt-4o-mini-2024-07-18", "gpt-4.1-mini-2025-04-14"),
)


def an_input(path: str, file_format: str, records: int, **more: object) -> InputRow:
    """An input, most of which is beside the point."""
    row = InputRow(
        path=path,
        format=file_format,
        encoding=None if file_format in ("xlsx", "parquet") else "utf-8",
        sheet=None,
        sha256="5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        bytes=records * 412,
        records=records,
        encoding_confidence=None if file_format in ("xlsx", "parquet") else 1.0,
        compression=None,
        dialect={},
        header_row=None,
        columns=(),
        layout=None,
        used={},
    )
    return replace(row, **more)  # type: ignore[arg-type]


def a_cost(billed: int, epochs: int, price: float, **more: object) -> Cost:
    """The cost of so many billed tokens per epoch, at a price per million."""
    table = tuple(
        EpochCost(n, n * billed, n * billed * price / 1e6) for n in sorted({1, 2, 3, 4, epochs})
    )
    cost = Cost(
        epochs=epochs,
        epochs_mode="auto",
        billed_tokens=epochs * billed,
        billed_tokens_most=epochs * billed,
        train_usd=epochs * billed * price / 1e6,
        train_usd_most=epochs * billed * price / 1e6,
        price_per_million=price,
        price_as_of="2026-10",
        price_source="OpenAI, API pricing page",
        exact=True,
        why_not_exact=None,
        table=table,
        inference=None,
    )
    return replace(cost, **more)  # type: ignore[arg-type]


def a_contract(**more: object) -> dict[str, object]:
    """What a caller must send, nothing unless said."""
    contract: dict[str, object] = {
        "systems": [],
        "separator": None,
        "leading_space": False,
        "stop": [],
        "tools": [],
        "labels": [],
    }
    return {**contract, **more}


def rules_of(*found: tuple[RuleRow, list[tuple[Location, str]]]) -> dict[str, object]:
    """The fields of a report that tell what was found, from each rule with its places."""
    rules = tuple(rule for rule, _ in found)
    findings = tuple(
        FindingRow(rule.code, rule.name, rule.level, message, location, rule.fixable)
        for rule, places in found
        for location, message in places
    )
    totals: Mapping[str, int] = {rule.code: rule.count for rule in rules}
    return {"rules": rules, "findings": findings, "findings_total": totals}


def clean_chat() -> Report:
    """A small chat file without a fault."""
    return Report(
        command="check",
        inputs=(an_input("support.jsonl", "jsonl", 120, layout="chat", bytes=98_304),),
        target=MINI,
        summary=Summary(120, 120, 0, 0, 0, 0, True, "chat", ()),
        tokens=Tokens(
            total=21_744,
            billed_per_epoch=21_744,
            min=64,
            p50=171,
            p95=318,
            max=402,
            mean=181.2,
            by_role={"system": 2_640, "user": 5_916, "assistant": 11_388},
            histogram=(
                (50, 100, 11),
                (100, 150, 32),
                (150, 200, 41),
                (200, 250, 19),
                (250, 300, 9),
                (300, 350, 6),
                (350, 400, 1),
                (400, 450, 1),
            ),
            over_limit=0,
            limit=65_536,
            encoding="o200k_base",
            estimated=False,
        ),
        cost=a_cost(21_744, 3, 5.0, inference=Inference(1_000, 71_300, 94_900, 0.36)),
        labels=None,
        duplicates=Duplicates(0, None, 0),
        split=None,
        rules=(),
        findings=(),
        findings_total={},
        contract=a_contract(systems=["You are the support desk of Nordlys Energy."]),
    )


def messy_workbook() -> Report:
    """A workbook of two sheets with twelve kinds of findings."""
    path = "support_faq.xlsx"

    def at(row: int | None, column: str | None = None, sheet: str = "FAQ") -> Location:
        return Location(path, sheet, row, None, column)

    def rule(code: str, name: str, level: str, count: int, mend: str, fixable: bool) -> RuleRow:
        return RuleRow(code, name, level, count, mend, fixable, 0)

    found = rules_of(
        (
            rule(
                "MSG007",
                "empty-answer",
                "error",
                6,
                "Write the answer; prepare sets the row aside.",
                False,
            ),
            [
                (at(row, "Answer"), "the answer is empty: there is nothing to train on")
                for row in (17, 42, 43, 108)
            ],
        ),
        (
            rule(
                "MSG012",
                "special-token",
                "error",
                2,
                "Write the token in another way, for instance with a space inside.",
                False,
            ),
            [
                (
                    at(66, "Answer"),
                    "the text holds the special token <|endoftext|>, which the provider refuses",
                ),
                (
                    at(91, "Question"),
                    "the text holds the special token <|fim_suffix|>, which the provider refuses",
                ),
            ],
        ),
        (
            rule(
                "TOK001",
                "over-the-limit",
                "error",
                1,
                "Shorten it, or split the conversation in two.",
                False,
            ),
            [
                (
                    at(203, "Answer"),
                    "71,204 tokens, 5,668 over the limit of 65,536: the provider cuts the end off",
                )
            ],
        ),
        (
            rule(
                "DUP002",
                "conflicting-answers",
                "warning",
                3,
                "Keep the answer that the model should give.",
                False,
            ),
            [
                (at(31, "Question"), "the same prompt as in row 12, with another answer"),
                (at(77, "Question"), "the same prompt as in row 12, with another answer"),
                (at(140, "Question"), "the same prompt as in row 139, with another answer"),
            ],
        ),
        (
            rule(
                "DUP001",
                "exact-duplicate",
                "warning",
                9,
                "prepare keeps the first of them.",
                True,
            ),
            [(at(row), f"repeats row {row - 40}") for row in (55, 56, 57, 58, 59, 60)],
        ),
        (
            rule(
                "TXT004",
                "replacement-character",
                "warning",
                5,
                "Take the text from where it was still whole.",
                False,
            ),
            [
                (
                    at(row, "Answer"),
                    "the text holds U+FFFD, the mark of letters lost in a conversion",
                )
                for row in (19, 20, 88)
            ],
        ),
        (
            rule(
                "SET002",
                "few-examples",
                "warning",
                1,
                "Collect more: the provider sees clear gains from 50 to 100.",
                False,
            ),
            [(Location(None), "41 examples: the provider recommends at least 50")],
        ),
        (
            rule(
                "TXT001",
                "outer-spaces",
                "note",
                23,
                "prepare removes them.",
                True,
            ),
            [(at(row, "Answer"), "spaces at the end of the text") for row in (5, 6, 9, 14, 15)],
        ),
        (
            rule(
                "TXT009",
                "non-breaking-space",
                "note",
                7,
                "prepare writes plain spaces.",
                True,
            ),
            [(at(row, "Question"), "2 non-breaking spaces") for row in (8, 10, 11, 12)],
        ),
        (
            rule(
                "SRC011",
                "sheets-not-read",
                "note",
                1,
                "Add --sheet Archive, or --sheet '*' for all of them.",
                False,
            ),
            [(Location(path), "1 sheet is not read: Archive")],
        ),
        (
            rule("SRC014", "title-row", "note", 1, "Nothing to do.", False),
            [(at(1), "2 rows above the header are not data: Support FAQ, 2026")],
        ),
        (
            rule(
                "SRC020",
                "column-not-used",
                "note",
                1,
                "Add --map system=Context if it belongs into the prompt.",
                False,
            ),
            [(at(3, "Context"), 'the column "Context" is not used')],
        ),
    )
    return Report(
        command="check",
        inputs=(
            an_input(
                path,
                "xlsx",
                214,
                sheet="FAQ",
                header_row=3,
                bytes=48_230,
                layout="table",
                columns=("ID", "Question", "Answer", "Context", "Updated by"),
                used={"user": "Question", "assistant": "Answer"},
            ),
        ),
        target=MINI,
        summary=Summary(
            214,
            208,
            9,
            9,
            18,
            33,
            False,
            "chat",
            ("MSG007 empty-answer", "MSG012 special-token", "TOK001 over-the-limit"),
        ),
        tokens=Tokens(
            total=118_420,
            billed_per_epoch=112_752,
            min=21,
            p50=148,
            p95=803,
            max=71_204,
            mean=569.3,
            by_role={"user": 6_204, "assistant": 110_310},
            histogram=(
                (0, 10_000, 207),
                *((n, n + 10_000, 0) for n in range(10_000, 70_000, 10_000)),
                (70_000, 80_000, 1),
            ),
            over_limit=1,
            limit=65_536,
            encoding="o200k_base",
            estimated=False,
        ),
        cost=a_cost(
            112_752,
            3,
            5.0,
            exact=False,
            billed_tokens_most=338_256 + 17_004,
            train_usd_most=1.78,
            why_not_exact="1 example is longer than the limit, and how it is billed is not known",
            inference=Inference(1_000, 36_600, 530_300, 1.73),
        ),
        labels=None,
        duplicates=Duplicates(9, None, 2),
        split=None,
        **found,  # type: ignore[arg-type]
        contract=a_contract(),
    )


def ticket_labels() -> Report:
    """Labelled tickets in a legacy code page, with rare and misspelt labels."""
    counts = {
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
    total = sum(counts.values())
    rows = tuple(LabelRow(name, n, n / total) for name, n in counts.items())
    found = rules_of(
        (
            RuleRow(
                "CLS003",
                "similar-labels",
                "warning",
                2,
                "Spell them alike: the model learns each spelling as a class of its own.",
                False,
                0,
            ),
            [
                (
                    Location("tickets.csv", line=88, column="category"),
                    '"Billing " and "billing" differ only in case and spaces',
                ),
                (
                    Location("tickets.csv", line=604, column="category"),
                    '"biling" and "billing" differ by one letter',
                ),
            ],
        ),
        (
            RuleRow(
                "CLS002",
                "rare-label",
                "warning",
                5,
                "Collect more of them, or join them with another class.",
                False,
                0,
            ),
            [
                (
                    Location("tickets.csv", column="category"),
                    f'"{name}" has {n} examples, fewer than 10',
                )
                for name, n in list(counts.items())[7:]
            ],
        ),
        (
            RuleRow("SRC003", "guessed-encoding", "note", 1, "Add --encoding to say it.", False, 0),
            [
                (
                    Location("tickets.csv"),
                    "the encoding is a guess: cp1252, 86 %; cp1250 would read 3 letters otherwise",
                )
            ],
        ),
    )
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
        tokens=Tokens(
            96_310,
            96_310,
            19,
            71,
            204,
            388,
            83.6,
            {"user": 73_116, "assistant": 2_410},
            (
                (0, 50, 301),
                (50, 100, 512),
                (100, 150, 203),
                (150, 200, 71),
                (200, 250, 41),
                (250, 300, 17),
                (300, 350, 5),
                (350, 400, 2),
            ),
            0,
            65_536,
            "o200k_base",
            False,
        ),
        cost=a_cost(96_310, 3, 3.0, inference=Inference(1_000, 78_200, 2_100, 0.03)),
        labels=Labels(True, 'the column "category" is a label', len(counts), rows),
        duplicates=Duplicates(1, 3, 0),
        split=None,
        **found,  # type: ignore[arg-type]
        contract=a_contract(labels=list(counts)),
    )


def completions() -> Report:
    """Prompt and completion pairs for a model that can no longer be trained."""
    found = rules_of(
        (
            RuleRow(
                "TGT001",
                "model-closed",
                "error",
                1,
                "Train gpt-4o-mini-2024-07-18 with --to chat.",
                False,
                0,
            ),
            [(Location(None), "babbage-002 takes no new training since 2024-10-28")],
        ),
        (
            RuleRow(
                "CMP004",
                "no-separator",
                "warning",
                512,
                "prepare ends each prompt with a separator.",
                True,
                0,
            ),
            [(Location("adverts.tsv"), "the prompts have no common ending")],
        ),
        (
            RuleRow(
                "CMP006",
                "no-end-marker",
                "warning",
                512,
                "prepare ends each completion with a marker.",
                True,
                0,
            ),
            [(Location("adverts.tsv"), "the completions have no common ending")],
        ),
    )
    return Report(
        command="check",
        inputs=(
            an_input(
                "adverts.tsv",
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
        summary=Summary(512, 512, 0, 1, 1_024, 0, False, "completion", ("TGT001 model-closed",)),
        tokens=Tokens(
            1_100,
            1_100,
            1,
            2,
            3,
            4,
            2.1,
            {"user": 600, "assistant": 500},
            ((1, 2, 100), (2, 3, 300), (3, 4, 100), (4, 5, 12)),
            0,
            16_384,
            "cl100k_base",
            False,
        ),
        cost=a_cost(
            1_100,
            3,
            0.4,
            exact=False,
            billed_tokens_most=6_372,
            train_usd_most=0.0026,
            why_not_exact="completions were never compared with the provider's bill",
            inference=Inference(1_000, 1_200, 1_000, 0.0035),
        ),
        labels=Labels(False, "512 different completions among 512", 512, ()),
        duplicates=Duplicates(0, None, 0),
        split=None,
        **found,  # type: ignore[arg-type]
        contract={
            "systems": [],
            "separator": "\n\n###\n\n",
            "stop": [" END"],
            "tools": [],
            "labels": [],
        },
    )


def prepared() -> Report:
    """What `prepare` tells after it has mended, split and written."""
    checked = ticket_labels()
    assert checked.labels is not None
    rows = tuple(
        replace(row, train=row.count - row.count // 5, test=row.count // 5)
        for row in checked.labels.rows
    )
    found = rules_of(
        (
            RuleRow(
                "DUP001",
                "exact-duplicate",
                "warning",
                9,
                "prepare keeps the first of them.",
                True,
                9,
            ),
            [
                (Location("tickets.csv", line=line), f"repeats line {line - 40}")
                for line in (55, 56, 57)
            ],
        ),
        (
            RuleRow("TXT001", "outer-spaces", "note", 23, "prepare removes them.", True, 21),
            [
                (Location("tickets.csv", line=line, column="text"), "spaces at the end of the text")
                for line in (5, 6, 9)
            ],
        ),
    )
    base = "out/tickets"
    return replace(
        checked,
        command="prepare",
        summary=Summary(1_152, 1_143, 9, 0, 9, 23, True, "chat", ()),
        labels=replace(checked.labels, rows=rows),
        split=SplitRow(
            915,
            228,
            9,
            915,
            228,
            "0.2",
            42,
            True,
            {
                name: f"{base}_{name}.{ending}"
                for name, ending in (
                    ("train", "jsonl"),
                    ("test", "jsonl"),
                    ("rejected", "jsonl"),
                    ("ledger", "jsonl"),
                    ("report", "json"),
                    ("manifest", "json"),
                )
            },
        ),
        **found,  # type: ignore[arg-type]
    )


def mendable() -> Report:
    """Several inputs whose errors `prepare` mends, but for a record that it leaves out."""
    chat = clean_chat()
    found = rules_of(
        (
            RuleRow(
                "KEY001",
                "unknown-key",
                "error",
                120,
                "prepare removes the keys that the provider refuses.",
                True,
                0,
            ),
            [
                (
                    Location("exports/june.jsonl", line=line, pointer="/id"),
                    'the line has a key "id" that the provider refuses',
                )
                for line in range(1, 11)
            ],
        ),
        (
            RuleRow(
                "MSG003",
                "assistant-not-last",
                "error",
                1,
                "Add the answer; prepare leaves the record out.",
                False,
                0,
            ),
            [
                (
                    Location("exports/july.jsonl", line=77, pointer="/messages/3"),
                    "the last message is from user, so there is nothing to train on",
                )
            ],
        ),
    )
    return replace(
        chat,
        inputs=tuple(
            an_input(f"exports/{month}.jsonl", "jsonl", 20, layout="chat")
            for month in ("april", "june", "july", "august", "september", "october")
        ),
        summary=Summary(
            120,
            120,
            1,
            121,
            0,
            0,
            False,
            "chat",
            ("KEY001 unknown-key", "MSG003 assistant-not-last"),
        ),
        **found,  # type: ignore[arg-type]
    )


def empty() -> Report:
    """An input in which there is nothing."""
    found = rules_of(
        (
            RuleRow(
                "SRC001", "no-records", "error", 1, "Look whether this is the right file.", False, 0
            ),
            [(Location("empty.csv"), "the file is empty")],
        ),
    )
    return Report(
        command="check",
        inputs=(an_input("empty.csv", "csv", 0),),
        target=MINI,
        summary=Summary(0, 0, 0, 1, 0, 0, False, "chat", ("SRC001 no-records",)),
        tokens=None,
        cost=None,
        labels=None,
        duplicates=Duplicates(0, None, 0),
        split=None,
        **found,  # type: ignore[arg-type]
        contract=a_contract(),
    )


def hostile(text: str) -> Report:
    """A report with `text` wherever a text can come from the data or the file system."""
    place = Location(text, text, 3, None, text, text)
    label = Labels(True, text, 2, (LabelRow(text, 5, 0.5, 4, 1), LabelRow("plain", 5, 0.5, 4, 1)))
    split = SplitRow(8, 2, 1, 8, 2, text, 0, False, {"train": text, "test": text, text: text})
    found = rules_of(
        (RuleRow(text, text, "error", 2, text, False, 0), [(place, text), (place, text + "x")]),
        (RuleRow("DUP001", "exact-duplicate", "warning", 1, text, True, 1), [(place, text)]),
    )
    tokens = clean_chat().tokens
    assert tokens is not None
    return Report(
        command="prepare",
        inputs=(
            an_input(
                text,
                text,
                11,
                encoding=text,
                encoding_confidence=0.5,
                sheet=text,
                compression=text,
                dialect={"delimiter": text, "records": text},
                header_row=1,
                layout=text,
                columns=(text, "other"),
                used={"user": text, text: text},
            ),
        ),
        target=TargetRow(text, text, text, text, text, False, (text,)),
        summary=Summary(11, 10, 1, 2, 1, 0, False, text, (f"{text} {text}",)),
        tokens=replace(
            tokens, by_role={text: 3, "user": 5}, encoding=text, estimated=True, over_limit=1
        ),
        cost=a_cost(
            10,
            3,
            1.0,
            exact=False,
            why_not_exact=text,
            price_source=text,
            price_as_of=text,
            epochs_mode=text,
        ),
        labels=label,
        duplicates=Duplicates(0, 0, 0),
        split=split,
        **found,  # type: ignore[arg-type]
        contract={
            "systems": [text],
            "separator": text,
            "stop": [text, text],
            "tools": [{"function": {"name": text}}, {text: text}],
        },
    )


HOSTILE = (
    "[bold]x[/bold] :smile: \x1b[31mred\x1b[0m \x1b]8;;http://e\x07 a\r\nb\tc \u202egnp.exe "
    "zero\u200bwidth \x7f \x9b31m \ud800 \U000e0041 \xa0 \u3164 质问　回答 ✈️ e\u0301"
)

REPORTS: Mapping[str, Report] = {
    "clean_chat": clean_chat(),
    "messy_workbook": messy_workbook(),
    "ticket_labels": ticket_labels(),
    "completions": completions(),
    "prepared": prepared(),
    "mendable": mendable(),
    "empty": empty(),
    "hostile": hostile(HOSTILE),
}
"""Name → report; each has its golden text."""
