"""A line, held against the `Text` of rich that it stands in for."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from ftprep.report.line import Line

words = st.text(st.sampled_from("ab 漢é\u200b🙂\t"), max_size=6)
parts = st.lists(st.tuples(words, st.sampled_from(["", "bold", "red"])), max_size=5)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("append"), words, st.sampled_from(["", "dim"])),
        st.tuples(st.sampled_from(["truncate", "pad_left", "pad_right"]), st.integers(0, 12)),
        st.just(("rstrip",)),
    ),
    max_size=4,
)


def both(some: list[tuple[str, str]]) -> tuple[Line, Text]:
    ours, theirs = Line(), Text()
    for text, style in some:
        ours.append(text, style)
        theirs.append(text, style)
    return ours, theirs


def styled(text: Text) -> list[tuple[str, str]]:
    """Each character with its style."""
    styles = [""] * len(text)
    for start, stop, style in text.spans:
        for at in range(start, min(stop, len(text))):
            styles[at] = str(style)
    return list(zip(text.plain, styles, strict=True))


def same(ours: Line, theirs: Text) -> bool:
    as_rich = ours.__rich__()
    assert as_rich.plain == ours.plain
    assert ours.cell_len == theirs.cell_len
    assert bool(ours) == bool(theirs)
    return styled(as_rich) == styled(theirs)


@given(parts, changes)
@example([("a漢", "bold")], [("truncate", 2)])
def test_it_changes_as_rich_does(some: list[tuple[str, str]], made: list[tuple[Any, ...]]) -> None:
    ours, theirs = both(some)
    for name, *arguments in made:
        change: Callable[..., object] = getattr(ours, name)
        assert change(*arguments) is ours
        getattr(theirs, name)(*arguments)
    assert same(ours, theirs)


@given(parts, parts, st.data())
def test_it_is_joined_and_divided_as_rich_does(
    some: list[tuple[str, str]], more: list[tuple[str, str]], data: st.DataObject
) -> None:
    ours, theirs = both(some)
    others = both(more)
    assert same(ours + others[0], theirs + others[1])
    length = len(theirs)
    breaks = data.draw(
        st.lists(st.integers(1, max(1, length)), max_size=3, unique=True).map(sorted)
    )
    breaks = [each for each in breaks if each < length]
    divided = zip(ours.divide(breaks), theirs.divide(breaks), strict=True)
    assert all(same(one, two) for one, two in divided)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, length), st.integers(0, length))))
    if length:
        assert same(ours.cut(start, stop), theirs[start:stop])
    assert same(ours, theirs)  # it is as it was


def test_a_console_prints_it_with_its_styles() -> None:
    out = io.StringIO()
    Console(file=out, force_terminal=True, color_system="standard").print(
        Line("[b] plain ").append("red", "red"), soft_wrap=True
    )
    assert out.getvalue() == "[b] plain \x1b[31mred\x1b[0m\n"
