"""Reports on nothing, and on data that means harm."""

from __future__ import annotations

from dataclasses import replace

from ftprep.report.report import (
    Duplicates,
    LabelRow,
    Labels,
    Location,
    Report,
    SplitRow,
    Summary,
    TargetRow,
)
from tests.report.builders import a_contract, a_cost, a_rule, an_input, found
from tests.report.chat_reports import MINI, clean_chat


def empty() -> Report:
    """An input in which there is nothing."""
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
        contract=a_contract(),
        **found(
            a_rule(
                "error",
                "SRC001 no-records",
                1,
                "Look whether this is the right file.",
                {Location("empty.csv"): "the file is empty"},
            )
        ),
    )


def hostile(text: str) -> Report:
    """A report with `text` wherever a text can come from data, files or flags."""
    place = Location(text, text, 3, None, text, text)
    split = SplitRow(8, 2, 1, 8, 2, text, 0, False, {"train": text, "test": text, text: text})
    base = clean_chat()
    assert base.tokens is not None
    source = an_input(
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
    )
    return Report(
        command="prepare",
        inputs=(source,),
        target=TargetRow(text, text, text, text, text, False, (text,)),
        summary=Summary(11, 10, 1, 2, 1, 0, False, "chat", (f"{text} {text}",)),
        tokens=replace(base.tokens, by_role={text: 3}, encoding=text, estimated=True, over_limit=1),
        cost=a_cost(10, 1.0, exact=False, why_not_exact=text, price_source=text, price_as_of=text),
        labels=Labels(True, text, 2, (LabelRow(text, 5, 0.5, 4, 1), LabelRow("b", 5, 0.5, 4, 1))),
        duplicates=Duplicates(0, 0, 0),
        split=split,
        contract=a_contract(
            systems=[text],
            separator=text,
            stop=[text, text],
            tools=[{"function": {"name": text}}, {text: text}],
            labels=[text, "b"],
        ),
        **found(
            a_rule("error", f"X {text}", 2, text, {place: text, Location(text): text + "x"}),
            a_rule("note", f"Y {text}", 9, text, {place: text}, fixable=True, repaired=1),
        ),
    )


HOSTILE = (
    "[bold]x[/bold] :smile: \x1b[31mred\x1b[0m \x1b]8;;http://e\x07 a\r\nb\tc \u202egnp.exe "
    "zero\u200bwidth \x7f \x9b31m \ud800 \U000e0041 \xa0 \u3164 质问\u3000回答 e\u0301"
)
