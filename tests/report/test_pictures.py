"""The pictures of the README: whole in themselves, and what ftprep tells today."""

from __future__ import annotations

import re
from html import unescape

import pytest

from docs.pictures import FOLDER, THEMES, WIDTH, report
from ftprep.report.glyphs import UNICODE
from ftprep.report.grid import Grid
from ftprep.report.options import TextOptions
from ftprep.report.text import lines


@pytest.mark.parametrize("name", THEMES)
def test_a_picture_loads_nothing(name: str) -> None:
    svg = (FOLDER / name).read_text("utf-8")
    assert re.findall(r"https?://[^\"')\s]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|<script|<image|href", svg)


@pytest.mark.parametrize("name", THEMES)
def test_a_picture_is_up_to_date(name: str) -> None:
    svg = (FOLDER / name).read_text("utf-8")
    drawn = "".join(unescape(text) for text in re.findall(r"<text [^>]*>(.*?)</text>", svg))
    told = "".join(
        line.plain for line in lines(report(), Grid(WIDTH, UNICODE, None), TextOptions())
    )
    assert "".join(told.split()) in "".join(drawn.split())
