"""Affixes merge in any cut, and the style they lead to is safe."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ftprep.aggregate.affixes import Affixes
from ftprep.model import Example, Kind, Origin, Turn
from ftprep.normalizers.separators import END_MARKERS, SEPARATORS
from ftprep.style import RECOMMENDED, apply, decide

pieces = st.sampled_from(
    ["a", "b ", "Is it? ", "\n", *SEPARATORS, *END_MARKERS, '{"label": "', "tive", "東京", " "]
)
texts = st.lists(pieces, max_size=6).map("".join)
pairs = st.lists(st.tuples(texts, texts), min_size=1, max_size=12)


def example(prompt: str, completion: str) -> Example:
    return Example(
        Origin(0),
        Kind.COMPLETION,
        {"prompt": prompt, "completion": completion},
        (
            Turn("user", prompt, False, "/prompt"),
            Turn("assistant", completion, True, "/completion"),
        ),
    )


def gathered(rows: list[tuple[str, str]]) -> Affixes:
    affixes = Affixes()
    for row in rows:
        affixes.add(example(*row))
    return affixes


@given(pairs, st.integers(0, 12))
def test_a_cut_changes_nothing(rows: list[tuple[str, str]], cut: int) -> None:
    merged = gathered(rows[:cut])
    merged.merge(gathered(rows[cut:]))
    whole = gathered(rows)
    assert vars(merged.prompts) == vars(whole.prompts)
    assert vars(merged.completions) == vars(whole.completions)


@given(pairs)
def test_markers_stand_at_the_end_and_nowhere_else(rows: list[tuple[str, str]]) -> None:
    style = decide(gathered(rows))
    for row in rows:
        body = apply(example(*row), style)[0].body
        if style.separator in SEPARATORS:
            assert body["prompt"].find(style.separator) == len(body["prompt"]) - len(
                style.separator
            )
            if not style.separator_found:
                assert style.separator not in row[1]
        if style.end in END_MARKERS:
            assert body["completion"].find(style.end) == len(body["completion"]) - len(style.end)


@given(pairs)
def test_the_style_is_applied_once(rows: list[tuple[str, str]]) -> None:
    style = decide(gathered(rows))
    for row in rows:
        once, _ = apply(example(*row), style)
        assert apply(once, style) == (once, ())


@given(pairs)
def test_no_text_is_changed_but_at_its_ends(rows: list[tuple[str, str]]) -> None:
    style = decide(gathered(rows))
    for prompt, completion in rows:
        body = apply(example(prompt, completion), style)[0].body
        assert body["prompt"].startswith(prompt)
        assert completion in body["completion"]


def style_of(*rows: tuple[str, str]) -> tuple[str | None, str | None]:
    style = decide(gathered(list(rows)))
    return style.separator, style.end


def test_an_accidental_common_ending_is_no_marker() -> None:
    assert style_of(("How is it?", "positive"), ("And this?", "negative")) == (
        "\n\n###\n\n",
        " END",
    )


def test_a_line_of_its_own_is_a_separator() -> None:
    rows = [("Hi\n\nAgent:", " Hello. END"), ("Bye\n\nAgent:", " Goodbye. END")]
    assert style_of(*rows) == ("\n\nAgent:", " END")


def test_json_answers_keep_their_brackets() -> None:
    rows = [("Amber", '{"label": "x"}'), ("Birch", '{"label": "y"}')]
    style = decide(gathered(rows), RECOMMENDED | {"CMP006"})
    assert style.completion_prefix == ""
    assert style.end == " END"


def test_a_shared_start_is_cut_at_a_word_only() -> None:
    rows = [("p", "The cat sat"), ("q", "The car stood"), ("r", "The cable broke")]
    style = decide(gathered(rows), RECOMMENDED | {"CMP006"})
    assert style.completion_prefix == ""
    rows = [("p", "The answer is cat"), ("q", "The answer is car")]
    assert decide(gathered(rows), RECOMMENDED | {"CMP006"}).completion_prefix == "The answer is "


def test_open_ended_data_get_no_separator() -> None:
    assert style_of(("", "Once upon a time"), ("", "It was a dark night"))[0] is None


def test_scripts_without_spaces_get_no_leading_space() -> None:
    assert not decide(gathered([("首都", "東京"), ("山", "富士山")])).space
    assert decide(gathered([("Capital", "Lima"), ("River", "Rimac")])).space


def test_an_ending_that_also_stands_inside_is_no_marker() -> None:
    assert style_of(("p", "###"), ("q", "a ### b ###"))[1] == " END"
