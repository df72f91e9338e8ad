"""Curves as an SVG picture. Vega-Lite draws it in this process, offline; `ftprep[charts]`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ftprep.errors import UsageError
from ftprep.jobs.chart import Panel

__all__ = ["picture"]

_WIDTH: Final = 640
_HEIGHT: Final = 260
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
"""The name of the language; nothing is fetched."""


def picture(panels: Sequence[Panel], title: str) -> str:
    """The panels below one another as an SVG document; equal input gives equal bytes.

    Raises `UsageError` when vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise UsageError('an SVG needs vl-convert: pip install "ftprep[charts]"') from error

    spec = {
        "$schema": _SCHEMA,
        "title": {"text": title, "anchor": "start"},
        "background": "white",
        "vconcat": [_panel(panel) for panel in panels],
        "config": {"font": "sans-serif"},
    }
    return str(vl_convert.vegalite_to_svg(spec))


def _panel(panel: Panel) -> dict[str, Any]:
    names = [line.name for line in panel.lines]
    values = [
        {"step": step, "value": value, "line": line.name}
        for line in panel.lines
        for step, value in zip(line.steps, line.values, strict=True)
    ]
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": values},
        "mark": {"type": "line", "point": len(values) <= 60, "strokeWidth": 1.5},
        "encoding": {
            "x": {"field": "step", "type": "quantitative", "title": "step"},
            "y": {
                "field": "value", "type": "quantitative", "title": panel.title,
                "scale": {"zero": False},
            },
            "color": {
                "field": "line", "type": "nominal", "title": None, "sort": names,
                "scale": {"domain": names},
            },
            "strokeDash": {"field": "line", "type": "nominal", "sort": names, "legend": None},
        },
    }  # fmt: skip
