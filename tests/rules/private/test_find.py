"""Private values are found where they stand, and what looks like one is not taken for one."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from ftprep.rules.private.find import GATES, spans
from ftprep.rules.private.payment import cards, ibans
from ftprep.rules.private.span import Sort
from ftprep.rules.private.view import is_json, outside_strings, plain
from tests.rules.private.values import NEAR, REAL, iban_of, key

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="<>@/:"), max_size=20)


@pytest.mark.parametrize(("sort", "around", "value"), REAL)
def test_a_value_is_found_where_it_stands(sort: Sort, around: str, value: str) -> None:
    text = around.format(value)
    (found,) = spans(text)
    assert (found.sort, text[found.start : found.stop]) == (sort, value)


@pytest.mark.parametrize("text", NEAR)
def test_a_near_miss_is_not_one(text: str) -> None:
    assert spans(text) == ()


@pytest.mark.parametrize(("sort", "around", "value"), REAL)
def test_a_value_in_json_is_found(sort: Sort, around: str, value: str) -> None:
    text = json.dumps({"note": f"first line\n{around.format(value)}\nlast"})
    escaped = json.dumps(value)[1:-1]
    (found,) = spans(text)
    assert (found.sort, text[found.start : found.stop]) == (sort, escaped)


@pytest.mark.parametrize("depth", [2, 3])
@pytest.mark.parametrize(("sort", "around", "value"), REAL)
def test_a_value_in_json_that_a_string_of_json_holds_is_found(
    sort: Sort, around: str, value: str, depth: int
) -> None:
    text = around.format(value)
    for _ in range(depth):
        text = json.dumps({"note": text, "names": ["é", 1]}, separators=(",", ":"))
    assert [span.sort for span in spans(text)] == [sort]


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("marks", [(", ", ": "), (",", ":")], ids=["spaced", "dense"])
@pytest.mark.parametrize("name", ["password", "api_key", "contraseña", "SecretAccessKey"])
def test_the_value_of_a_key_is_found_however_deep(
    name: str, marks: tuple[str, str], depth: int
) -> None:
    value = key("", 40, seed=3)
    text = json.dumps({name: value, "n": 1}, separators=marks, ensure_ascii=False)
    for _ in range(depth):
        text = json.dumps({"body": text}, separators=marks, ensure_ascii=False)
    assert [text[span.start : span.stop] for span in spans(text)] == [value]


@given(WORDS, st.sampled_from(REAL), WORDS, st.sampled_from(REAL), WORDS)
def test_values_are_apart_and_in_order(
    a: str, one: tuple[Sort, str, str], b: str, two: tuple[Sort, str, str], c: str
) -> None:
    text = f"{a} \n{one[1].format(one[2])}\n {b} \n{two[1].format(two[2])}\n {c}"
    found = spans(text)
    assert {one[2], two[2]} <= {text[s.start : s.stop] for s in found}
    assert all(first.stop <= second.start for first, second in pairwise(found))


@given(st.from_regex(r"4[0-9]{15}", fullmatch=True))
def test_a_card_has_a_right_check_digit(number: str) -> None:
    if list(cards(number)):
        assert luhn.is_valid(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not (list(cards(number)) and list(cards(wrong)))


@given(st.from_regex(r"[1-9]{10}", fullmatch=True), st.integers(2, 97))
def test_an_iban_has_right_check_digits(account: str, digits: int) -> None:
    right = iban_of("NL", "INGB" + account)
    other = f"NL{digits:02}INGB{account}"
    for number in (right, other):
        if list(ibans(number)):
            assert number == right


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_the_view_of_a_json_text_moves_nothing(value: object) -> None:
    text = json.dumps([value])
    assert is_json(text)
    assert len(plain(text)) == len(text)
    assert "\\" not in plain(text)
    scalars = [text[start:stop] for start, stop, _ in outside_strings(text)]
    assert all(isinstance(json.loads(s), int) or s == "null" for s in scalars)


HOSTILE = (
    "sk-", "eyJ", "eyJa.eyJ", "a@b.", "a.b.c.d@", "1.1.", "4111 ", "+1 ", "1-", "password:aaaaaaaa",
    "api_key=a.", "a://b:", "-----BEGIN PRIVATE KEY-----", "NL77 ", "AA00 AAAA ", "2001:",
    "(212) 664-",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_linear_time(piece: str) -> None:
    one_of_each = " ".join(around.format(value) for _, around, value in REAL)
    text = one_of_each + piece * (100_000 // len(piece))
    start = time.process_time()
    spans(text)
    assert time.process_time() - start < 4


def test_every_sort_has_a_gate() -> None:
    assert set(GATES) == set(Sort)
