"""A gate never keeps its finder from a value, and what makes finders fast changes nothing."""

from __future__ import annotations

import datetime
import json
import random
import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.engine.examine import Examiner
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.pattern import Pattern
from ftprep.rules.catalog import catalog
from ftprep.rules.context import DEFAULT_THRESHOLDS, Context
from ftprep.rules.gate import Gate
from ftprep.rules.private import contact, find, password
from ftprep.rules.private.finder import Finder
from ftprep.rules.private.span import CODES, Sort
from ftprep.targets import resolve
from ftprep.tokens.count import TokenCounts
from tests.rules.private.values import NEAR, REAL, iban_of, key

FINDERS = find._FINDERS
GATE = Gate([finder.gate for finder in FINDERS])

_VALUES = [around.format(value) for _, around, value in REAL] + [
    *NEAR, "+46/70/174 06 12", "(212)583-2947", "SSN:\n536-90-4399", "dni 12345678Z",
    "NIE X1234567L", "personnr 811218-9876", "PESEL 44051401359", "aadhaar 2341 2341 2346",
    "NHS no. 943 476 5919",
    "RSSMRA85T10A562S", "110105194912310021", "2 55 08 14 168 025 38", "131052-308T", "ann%@b.se",
    "mot de passe\u00a0: mB6wTq3nXr8", "PASSWORD  IS  mB6wTq3nXr8",
    "secret-key`: mB6wTq3nXr8aR4tY8wBn", "password: password:mB6wTq3nXr8",
    "810305-2361741", "360426199103052486", "DNI 54362318R", "NIE X2482305F",
    iban_of("NO", "86013217947"), key("GOCSPX-", 28), f"SharedAccessKey={key('', 43)}=",
]  # fmt: skip
_SEPARATORS = re.compile(r"[ ./:=@+-]")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A value, or what is near to one, with some of its separators written otherwise."""
    value = draw(st.sampled_from(_VALUES))
    places = [match.start() for match in _SEPARATORS.finditer(value)]
    for place in draw(st.lists(st.sampled_from(places), max_size=3)) if places else ():
        value = value[:place] + draw(st.sampled_from(" ./:=@+-\n\u00a0")) + value[place + 1 :]
    edges = st.sampled_from(["", " ", "\n", "-", "é", "a ", "1"])
    return draw(edges) + value + draw(edges)


def _agree(text: str) -> set[int]:
    """Numbers of the finders that find something, each of which has to have passed its gate."""
    passed = set(GATE(text))
    finding = set()
    for number, finder in enumerate(FINDERS):
        found = list(finder.find(text))
        assert all(span.sort is finder.sort for span in found)
        assert not found or number in passed, (finder.gate, found)
        finding.update([number] if found else [])
    return finding


@given(texts())
def test_a_gate_stands_wherever_its_finder_finds(text: str) -> None:
    _agree(text)


RULES = [rule for rule in catalog().values() if rule.code in CODES.values()]
TODAY = datetime.date(2026, 9, 1)
CONTEXT = Context(
    target=resolve(None, None, None, None, TODAY),
    kind=Kind.CHAT,
    today=TODAY,
    thresholds=DEFAULT_THRESHOLDS,
)
EXAMINER = Examiner(tuple(rule.code for rule in RULES), CONTEXT, {}, frozenset())


@given(st.lists(texts(), min_size=1, max_size=3).map(" ".join), st.integers(0, 4), st.booleans())
def test_what_a_rule_says_of_a_text_in_json_reaches_the_report(
    text: str, depth: int, letters: bool
) -> None:
    for _ in range(depth):
        text = json.dumps({"query": text, "password": text}, ensure_ascii=not letters)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "_gate", lambda: lambda _: range(len(FINDERS)))
        find.spans.cache_clear()
        ungated = {span.sort for span in find.spans(text)}
    find.spans.cache_clear()
    turn = Turn("tool", text, False, "/messages/0/content")
    body = {"messages": [{"role": "tool", "content": text}]}
    example = Example(Origin(0, 0, 0), Kind.CHAT, body, (turn,))
    found = EXAMINER.examine(example, TokenCounts((1,), 1, 1, 1))
    assert {finding.code for finding in found} == {CODES[sort] for sort in ungated}


def test_every_finder_finds_something_that_its_gate_lets_through() -> None:
    finding = set().union(*map(_agree, _VALUES))
    assert [FINDERS[n].gate for n in range(len(FINDERS)) if n not in finding] == []


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.gate[:30])
def test_a_gate_of_a_sort_stands_wherever_one_of_its_finders_does(finder: Finder) -> None:
    both = Gate([finder.gate, find.GATES[finder.sort]])
    for text in _VALUES:
        passed = both(text)
        assert 0 not in passed or 1 in passed


@given(st.text(alphabet="aZ9_.+%-@/= \né", max_size=90))
def test_addresses_are_found_by_their_sign_as_by_the_whole_pattern(text: str) -> None:
    text = text.replace("a", "abc.de") + "@ab.se"
    whole = [match.span() for match in contact._EMAIL.finditer(text)]
    assert [match.span() for match in contact._at_signs(text)] == whole


@given(st.text(alphabet="+1234 .a_é-()", max_size=40))
def test_the_sign_first_changes_nothing(text: str) -> None:
    usual = Pattern(contact._INTERNATIONAL.source.replace(r"\+(?<![\w+.]\+)", r"(?<![\w+.])\+"))
    assert usual.source != contact._INTERNATIONAL.source
    text = text.replace("a", "+46 70 174 06 12")
    expected = [match.span() for match in usual.finditer(text)]
    assert [match.span() for match in contact._INTERNATIONAL.finditer(text)] == expected


_PIECES = (
    "password", "PASSWD", "pass", "pwd", "mot de passe", "密码", "пароль", "api", "secret",
    "access", "client", "-", "_", "key", "token", " ", "\n", "\u00a0", ":", "=", "=>", ":=", "：",
    "is", "is:", '"', "'", "`", "mB6wTq3nXr8", "mB6wTq3nXr8aR4tY8wBn", "a", "é", "\ud83d", "&b=",
    ";", "aaaaaaaa",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_passwords_are_found_by_their_gate_as_by_the_whole_pattern(text: str) -> None:
    for one in (text, *_VALUES):
        for pattern, gate in (
            (password._PASSWORD, password._PASSWORD_GATE),
            (password._KEY, password._KEY_GATE),
        ):
            whole = [match.span() for match in pattern.finditer(one)]
            assert [match.span() for match in password._matches(pattern, gate, one)] == whole


@pytest.mark.parametrize(
    "letters", [string.digits, string.digits + " ", string.ascii_uppercase + string.digits]
)
def test_no_mixture_makes_the_automaton_slow(letters: str) -> None:
    """Counted digits whose first one is special take a state for each mixture of beginnings."""
    text = "".join(random.Random(5).choices(letters, k=1_000_000))
    gate = Gate([find.GATES[sort] for sort in Sort])
    gate("")
    start = time.process_time()
    gate(text)
    assert time.process_time() - start < 2


def test_a_long_text_with_many_values_takes_linear_time() -> None:
    text = "Ann Lind, ann.{}@lindqvist.se, wrote. " * 20_000
    text = "".join(part + str(number) for number, part in enumerate(text.split("{}")))
    start = time.process_time()
    assert len(find.spans(text)) == 20_000
    assert time.process_time() - start < 2
