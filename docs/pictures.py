"""Draw the pictures of the README: what `ftprep check` tells, as SVG for a dark and a light page.

Run from the top of the repository: `python -m docs.pictures`. The SVG is complete in itself: it
loads no font and nothing else from a network.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from ftprep.api import check
from ftprep.config import Config
from ftprep.report.glyphs import UNICODE
from ftprep.report.grid import Grid
from ftprep.report.line import Line
from ftprep.report.options import TextOptions
from ftprep.report.report import Report
from ftprep.report.text import lines

__all__ = ["THEMES", "draw", "main", "report"]

WIDTH = 80
PADDING = 2
"""Columns around the text."""
FOLDER = Path(__file__).parent
SAMPLE = "sample_data/support_faq.xlsx"
DAY = dt.date(2026, 11, 21)
"""Closing dates are told as of this day, so that the picture does not change overnight."""

DARK = TerminalTheme(
    (13, 17, 23),
    (201, 209, 217),
    [
        (72, 79, 88),
        (255, 123, 114),
        (63, 185, 80),
        (210, 153, 34),
        (88, 166, 255),
        (188, 140, 255),
        (57, 197, 207),
        (177, 186, 196),
    ],
)
LIGHT = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [
        (36, 41, 47),
        (207, 34, 46),
        (17, 99, 41),
        (149, 96, 0),
        (9, 105, 218),
        (130, 80, 223),
        (27, 124, 131),
        (110, 119, 129),
    ],
)
THEMES = {"check.svg": (DARK, "#30363d"), "check-light.svg": (LIGHT, "#d0d7de")}
"""File → theme and colour of the frame: those of GitHub's own dark and light pages."""

TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font-family: system-ui, sans-serif; font-size: 18px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def report() -> Report:
    """What a check of the sample workbook tells."""
    before = Path.cwd()
    os.chdir(FOLDER.parent)  # The picture shows the path as one types it.
    try:
        return check(SAMPLE, Config(day=DAY))
    finally:
        os.chdir(before)


def draw(report: Report, title: str, theme: TerminalTheme, frame: str) -> str:
    """The text report as SVG."""
    console = Console(
        file=io.StringIO(),
        record=True,
        width=WIDTH + 2 * PADDING,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        markup=False,
        highlight=False,
    )
    for line in lines(report, Grid(WIDTH, UNICODE, None), TextOptions()):
        console.print(Line(" " * PADDING) + line, soft_wrap=True)
    console.print()
    svg = console.export_svg(
        title=title, theme=theme, code_format=TEMPLATE, unique_id="ftprep", font_aspect_ratio=0.6
    )
    return svg.replace("rgba(255,255,255,0.35)", frame)


def main() -> None:
    """Write both pictures beside this file."""
    shown = report()
    for name, (theme, frame) in THEMES.items():
        svg = draw(shown, f"ftprep check {SAMPLE}", theme, frame)
        (FOLDER / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
