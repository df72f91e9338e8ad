"""Curves are drawn, whatever the numbers and names."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftprep.jobs.chart import Line, Panel, panels, thinned
from ftprep.jobs.chart_svg import picture
from ftprep.jobs.chart_text import drawn
from ftprep.jobs.results import Results, Row

RESULTS = Results(
    tuple(
        Row(
            n,
            {"train_loss": 3 / n, "train_accuracy": 1 - 1 / n}
            | ({"valid_loss": 4 / n} if n % 9 == 0 else {}),
        )
        for n in range(1, 301)
    ),
    ("train_loss", "train_accuracy", "valid_loss"),
    (),
)


def test_panels_hold_what_was_measured() -> None:
    loss, accuracy = panels(RESULTS, most=100)
    assert [line.name for line in loss.lines] == ["train, mean of 3", "validation"]
    assert (len(loss.lines[0].steps), len(loss.lines[1].steps)) == (100, 33)
    assert [line.name for line in accuracy.lines] == ["train, mean of 3"]
    assert panels(Results((), (), ()), most=100) == []


@given(st.lists(st.floats(0, 10), min_size=1, max_size=300), st.integers(1, 50))
def test_thinning_keeps_the_mean_of_whole_groups(values: list[float], most: int) -> None:
    steps = [float(n) for n in range(len(values))]
    x, y = thinned(steps, values, most)
    assert len(x) == len(y) <= most
    assert min(values) - 1e-9 <= min(y) <= max(y) <= max(values) + 1e-9


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_terminal_chart(ascii_only: bool) -> None:
    text = drawn(panels(RESULTS, 100), 70, colour=False, ascii_only=ascii_only)
    assert "loss   . train, mean of 3   o validation" in text
    assert "token accuracy" in text
    assert "\x1b" not in text
    assert text.isascii() is ascii_only
    assert max(map(len, text.splitlines())) <= 72


def test_the_axis_names_whole_steps() -> None:
    text = drawn(panels(RESULTS, 30), 70, colour=False, ascii_only=False)
    rows = text.splitlines()
    axes = [rows[at - 1].split() for at, row in enumerate(rows) if row.strip() == "step"]
    # The middles of the first and of the last mean, and four between them.
    assert [axis[0] + "-" + axis[-1] for axis in axes] == ["5-297", "5-296"]
    assert [len(axis) for axis in axes] == [6, 6]
    assert all(step.isdigit() for axis in axes for step in axis)


def test_colours_are_for_terminals_that_have_them() -> None:
    assert "\x1b[" in drawn(panels(RESULTS, 100), 70, colour=True, ascii_only=False)


def test_the_picture_is_one_document_and_always_the_same() -> None:
    title = 'ft:<script>alert("x")</script>&'
    svg = picture(panels(RESULTS, 400), title)
    assert svg == picture(panels(RESULTS, 400), title)
    assert "<script" not in svg
    texts = [node.text for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("text")]
    assert title in texts
    assert {"train", "validation", "loss", "token accuracy"} <= set(texts)


def test_one_point_and_equal_values_are_drawn() -> None:
    single = [Panel("loss", [Line("train", [1.0], [0.0]), Line("validation", [1.0, 2.0], [1, 1])])]
    assert "loss" in drawn(single, 60, colour=False, ascii_only=True)
    assert picture(single, "t").startswith("<svg")
