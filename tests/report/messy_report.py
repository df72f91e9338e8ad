"""A report with twelve kinds of findings."""

from __future__ import annotations

from dataclasses import replace

from ftprep.report.report import (
    Duplicates,
    Inference,
    Location,
    Report,
    Summary,
)
from tests.report.builders import a_contract, a_cost, a_rule, found, tokens
from tests.report.chat_reports import picture, rows


def messy_workbook() -> Report:
    """A workbook with twelve kinds of findings."""
    path = "support_faq.xlsx"

    def cells(column: str | None, *numbers: int) -> list[Location]:
        return rows(path, "FAQ", numbers, column)

    token = "the text holds the special token {}, which the provider refuses"
    same = "the same prompt as in row {}, with another answer"
    rules = (
        a_rule(
            "error",
            "MSG006 content-empty",
            6,
            "Write the text, or remove the row.",
            dict.fromkeys(cells("Answer", 17, 42, 43, 108), "the assistant message is empty"),
        ),
        a_rule(
            "error",
            "TXT010 special-token",
            2,
            "Write the token in another way, for instance with a space inside.",
            {
                **dict.fromkeys(cells("Answer", 66), token.format("<|endoftext|>")),
                **dict.fromkeys(cells("Question", 91), token.format("<|fim_suffix|>")),
            },
        ),
        a_rule(
            "error",
            "TOK001 answer-lost",
            1,
            "Shorten it, or split the conversation in two.",
            dict.fromkeys(
                cells("Answer", 203),
                "71,204 tokens, 5,668 over the limit of 65,536: the provider cuts the end, which "
                "is the whole answer",
            ),
        ),
        a_rule(
            "warning",
            "DUP001 exact-duplicate",
            9,
            "Remove the repeat; prepare keeps the first.",
            {cells(None, row)[0]: f"repeats row {row - 40}" for row in range(55, 60)},
            fixable=True,
        ),
        a_rule(
            "warning",
            "TXT004 replacement-character",
            5,
            "Take the text from where it was still whole.",
            dict.fromkeys(
                cells("Answer", 19, 20, 88),
                "the text holds U+FFFD, the mark of letters lost in a conversion",
            ),
        ),
        a_rule(
            "warning",
            "DUP002 conflicting-answers",
            3,
            "Decide for one answer, or say in the prompt what makes the difference.",
            {
                **dict.fromkeys(cells("Question", 31, 77), same.format(12)),
                **dict.fromkeys(cells("Question", 140), same.format(139)),
            },
        ),
        a_rule(
            "warning",
            "SET002 few-examples",
            1,
            "Collect more: the provider sees clear gains from 50 to 100.",
            {Location(None): "41 examples: the provider recommends at least 50"},
        ),
        a_rule(
            "note",
            "TXT001 outer-spaces",
            23,
            "prepare removes them.",
            dict.fromkeys(cells("Answer", 5, 6, 9, 14), "spaces at the end of the text"),
            fixable=True,
        ),
        a_rule(
            "note",
            "TXT009 non-breaking-space",
            7,
            "prepare writes plain spaces.",
            dict.fromkeys(cells("Question", 8, 10, 11, 12), "2 non-breaking spaces"),
            fixable=True,
        ),
        a_rule(
            "note",
            "SRC011 sheets-not-read",
            1,
            "Add --sheet Archive, or --sheet '*' for all of them.",
            {Location(path): "1 sheet is not read: Archive"},
        ),
        a_rule(
            "note",
            "SRC014 title-rows",
            1,
            "Nothing to do.",
            {Location(path, "FAQ"): "2 rows above the header are not data"},
        ),
        a_rule(
            "note",
            "MAP004 column-not-used",
            1,
            "Add --map system=Context if it belongs into the prompt.",
            dict.fromkeys(cells("Context", 3), 'the column "Context" is not used'),
        ),
    )
    reasons = ("MSG006 content-empty", "TXT010 special-token", "TOK001 answer-lost")
    sheet = replace(picture().inputs[0], columns=("ID", "Question", "Answer", "Context", "Editor"))
    return replace(
        picture(),
        inputs=(sheet,),
        summary=Summary(214, 208, 9, 9, 18, 33, False, "chat", reasons),
        tokens=tokens(
            {"user": 6_204, "assistant": 110_310},
            {
                range(10_000): 207,
                **{range(at, at + 10_000): 0 for at in range(10_000, 70_000, 10_000)},
                range(70_000, 80_000): 1,
            },
            billed_per_epoch=113_134,
            max=71_204,
            over_limit=1,
        ),
        cost=a_cost(
            113_134,
            5.0,
            exact=False,
            train_usd_most=1.78,
            billed_tokens_most=356_406,
            why_not_exact="1 example is longer than the limit, and how it is billed is not known",
            inference=Inference(1_000, 36_600, 530_300, 1.73),
        ),
        duplicates=Duplicates(9, None, 2),
        contract=a_contract(),
        **found(*rules),
    )
