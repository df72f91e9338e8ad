"""Repairs of texts are finished at once, and what they leave is clean."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.model import Example, Kind, Origin, Turn
from ftprep.rules.catalog import catalog
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.gate import Gate
from ftprep.rules.text.character import without_controls
from ftprep.rules.text.invisible import without_hidden, without_zero_width
from ftprep.targets.resolve import resolve

TODAY = dt.date(2026, 11, 21)
TARGETS = [
    None, "together:meta-llama/Llama-3-8B", "together:google/gemma-2", "amazon.nova-lite-v1"
]  # fmt: skip
TEXT_CODES = [
    code for code, rule in catalog().items() if rule.check_text and code[:3] in ("TXT", "TPL")
]
REPAIRED = [code for code in TEXT_CODES if catalog()[code].repair]

PIECES = [
    "word", " ", "\n", "\r\n", "\r", "\x08eta", "\x0crac", "\x1b[31m", "\x1b[", "\x85",
    "\u2028", "\x00",
    "\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff", "\u2060", "😀", "👨\u200d👩",
    "می\u200cخواهم", "ก",
    "\u202e", "\u2066", "\u2069", "\u200e", "א", "\U000e0041", "\U000e007f", "\U0001f3f4",
    "\ufe0f",
    "\U000e0101", "&amp;", "&", "amp;", "lt;", "&lt;", "&#39;", "&#38;", "&#x26;",
    "&nbsp;", "#39;", "<br>",
    "`", "<s>", "</s>", "<", "|", ">", "<|im_end|>", "<|im_", "end|>", "[INST]",
    "[/INST]", "<<SYS>>", "<SYS>>",
    "<｜end▁of▁sentence｜>", "<|endoftext|>", "<|eot_id|>", "<end_of_turn>", "User:",
    "Assistant:", "[EOS]",
    "<reserved_1>", "<|x|>", "{name}", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text())


def context(model: str | None = None) -> Context:
    target = resolve(model, None, None, None, TODAY)
    return Context(target, Kind.CHAT, TODAY, DEFAULT_THRESHOLDS)


CONTEXTS = [context(model) for model in TARGETS]


def example(text: str) -> Example:
    body: dict[str, Any] = {"messages": [{"role": "assistant", "content": text}]}
    turn = Turn("assistant", text, True, "/messages/0/content")
    return Example(Origin(0), Kind.CHAT, body, (turn,))


def found(code: str, text: str, context: Context) -> bool:
    rule = catalog()[code]
    assert rule.check_text
    return any(rule.check_text(example(text).turns[0], context))


@pytest.mark.parametrize("code", REPAIRED)
@given(text=TEXTS, context=st.sampled_from(CONTEXTS))
def test_a_repair_is_finished_at_once_and_leaves_nothing(
    code: str, text: str, context: Context
) -> None:
    repair = catalog()[code].repair
    assert repair
    before = example(text)
    once = repair.apply(before, context)
    assert once is not None
    assert repair.apply(once, context) is once
    assert (once is not before) >= found(code, text, context)
    after = once.turns[0].text
    assert not found(code, after, context)
    assert once.body["messages"][0]["content"] == after


@pytest.mark.parametrize("code", TEXT_CODES)
@given(text=TEXTS, context=st.sampled_from(CONTEXTS))
def test_the_gate_lets_through_what_the_rule_finds(code: str, text: str, context: Context) -> None:
    rule = catalog()[code]
    assert rule.gate
    if found(code, text, context):
        assert Gate([rule.gate(context)])(text)


HOSTILE = [
    "{", "<", "<a ", "&amp;", "&#", "{{a ", "[insert ", " ", "\n", "\x1b[", "User:\n", "## ", "<|a",
    "<s>", "a ", "\u200d", "ab", "\U0001f3f4\U000e0041", "<b x", "{a", "\\", "@a", "**", "\r\n",
    "import ", " \n", "; ", "as an ai", "i'm sorry ", "\ufe0f", "<\uff5c", "{a b ", "&amp;amp;",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    """A pattern that is quadratic needs a minute for what a linear one does in milliseconds."""
    text = piece * (200_000 // len(piece)) + "x"
    for code in TEXT_CODES:
        rule = catalog()[code]
        start = time.process_time()
        found(code, text, CONTEXTS[0])
        if rule.repair:
            rule.repair.apply(example(text), CONTEXTS[0])
        assert time.process_time() - start < 2, code


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("$\x0crac{1}{2} + \x08eta$", r"$\frac{1}{2} + \beta$"),
        ("\x07lpha, \x0barphi", r"\alpha, \varphi"),
        ("page one\x0cpage two", "page one\npage two"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("a\x00b", "ab"),
        ("a\u2028b", "a\nb"),
    ],
)
def test_control_characters_become_what_was_meant(broken: str, meant: str) -> None:
    assert without_controls(broken) == meant


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "می\u200cخواهم",
        "क्\u200dष",
        "ภาษา\u200bไทย",
        "❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_what_a_script_needs_is_left_alone(text: str) -> None:
    assert without_hidden(without_zero_width(text)) == text
