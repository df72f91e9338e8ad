"""No gate keeps a rule from a text that it has something to say about."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.model import Kind, Turn
from ftprep.rules.catalog import catalog
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.gate import Gate
from ftprep.targets import resolve

TODAY = datetime.date(2026, 9, 1)
CONTEXT = Context(
    target=resolve(None, None, None, None, TODAY),
    kind=Kind.CHAT,
    today=TODAY,
    thresholds=DEFAULT_THRESHOLDS,
)
RULES = [rule for rule in catalog().values() if rule.check_text and rule.code != "TXT010"]
"""The gate of TXT010 is a part of the rule: an opening tag alone may be meant."""
GATE = Gate([rule.gate(CONTEXT) for rule in RULES if rule.gate])

PARTS = (
    "a", "B", "7", " ", "\n", "\t", "\u00a0", "\u3000", ".", "é", "я", "ก", "م", "❤", "\ud83d",
    # invisible characters and what they may stand between
    "\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u202e", "\u200f", "\U000e0041", "\ufe0f",
    "\u2028", "\x07", "\x1b[1m", "\r", "\r\n", "\ufffd",
    # placeholders
    "{name}", "{first name}", "{{ user.name }}", "{{user}}", "{é9}", "{x", "}", "$", '"', "`",
    "[insert name]", "<insert x>", "TODO: ", "lorem ipsum dolor sit", "nan", "#N/A", "null",
    # what was misread
    "â€™", "Ã©", "itÃ©s", "вЂ™", "РџСЂРё", "cafГ©s", "Ĺ‚", "DziÄ™k", "тАЩ", "╨Я╤А╨╕", "ΓÇÖ",
    # markup and templates
    "&amp;", "&#39;", "&eacute;", "<|im_end|>", "<|x y|>", "<s>", "</s>", "[INST]", "<｜User｜>",
    "<reserved_12>", "\nUser: ", "\n**Assistant:** ", "\n### Response:\n",
    # answers
    "As an AI language model, ", "作为一个AI", "Sorry, but I cannot help with that",
)  # fmt: skip


def _agree(text: str) -> set[str]:
    """Codes of the rules that say something, each of which has to have passed its gate."""
    turn = Turn("assistant", text, True, "/messages/1/content")
    passed = set(GATE(text))
    saying = set()
    for number, rule in enumerate(RULES):
        assert rule.check_text is not None
        said = next(rule.check_text(turn, CONTEXT), None)
        assert said is None or number in passed, (rule.code, said)
        saying.update([rule.code] if said else [])
    return saying


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_a_rule_says_nothing_of_a_text_that_its_gate_lets_not_through(text: str) -> None:
    _agree(text)


def test_every_part_alone_and_every_two_of_them() -> None:
    saying = set().union(*map(_agree, PARTS), *map(_agree, map("".join, product(PARTS, PARTS))))
    others = {rule.code for rule in RULES if not rule.code.startswith(("PII", "SEC"))}
    assert others - saying == {"TPL002"}  # whose model has no special tokens of its own


@pytest.mark.parametrize(
    "text",
    [
        "Відповідь надійде на вашу пошту, щойно ми її підготуємо.",
        "Твёрдо знайте: всё ещё впереди, её пришлют.",
        "Příště prosím zkontrolujte, zda je vše v pořádku, „děkuji“.",
        "Ät gärna först, åk sedan – ”hej då”. «É», É” e là",
        "کالا را می‌توانید بازگردانید",
        "क्\u200dष र्\u200dक",
        "Well done 👍🏽 👨\u200d👩\u200d👧 ❤️",
        "x^{2} + \\frac{a}{b} {x} <<48/2=24>>24",
        "function f() { return { a: 1 } }",
        "nifty, signify, niece: 5 of them in 2021-02-20 12:30",
    ],
)
def test_what_people_write_in_any_language_passes_no_gate(text: str) -> None:
    """Each would otherwise be looked at by rules that cost a hundred times what their gates do."""
    assert [RULES[number].code for number in GATE(text)] == []
