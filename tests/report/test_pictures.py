"""The pictures of the README: whole in themselves, and what ftprep tells today."""

from __future__ import annotations

import re
from html import unescape

import pytest

from docs.pictures import FOLDER, THEMES
from tests.report.test_golden import FOLDER as GOLDEN


@pytest.mark.parametrize("name", THEMES)
def test_a_picture_loads_nothing(name: str) -> None:
    svg = (FOLDER / name).read_text("utf-8")
    assert re.findall(r"https?://[^\"')\s]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@font-face|@import|<script|<image|href", svg)


@pytest.mark.parametrize("name", THEMES)
def test_a_picture_is_up_to_date(name: str) -> None:
    svg = (FOLDER / name).read_text("utf-8")
    drawn = "".join(unescape(text) for text in re.findall(r"<text [^>]*>(.*?)</text>", svg))
    golden = (GOLDEN / "picture.txt").read_text("utf-8")
    assert "".join(golden.split()) in "".join(drawn.split())
