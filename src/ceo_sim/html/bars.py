"""Charts of bars as SVG, and another drawing as a picture; what they show stands in a table, too."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.presentation.balance import Bars, Shares

_ROW = 20.0
_NAMES = 190.0
_WIDTH = 760.0
_LONGEST = 430.0
_HEADS = 110.0
"""Room for the names of columns, which stand at a slant."""


def drawings(charts: Iterable[Bars | Shares], graph: str) -> dict[str, Markup]:
    """All drawings of a page by the ids of its sections; `graph` is an SVG file, for the section of that name."""
    drawn: dict[str, Markup] = {"graph": _picture(graph)}
    for chart in charts:
        drawing = _bars(chart) if isinstance(chart, Bars) else _shares(chart)
        figure = element("figure", element("figcaption", element("b", chart.title)), drawing, class_="wide")
        drawn[chart.section] = joined((drawn.get(chart.section), figure))
    return drawn


def _bars(chart: Bars) -> Markup:
    """A bar for each row, with its name before it and its figure behind it, on the scale of the longest."""
    most = max((size for _, size, _ in chart.rows), default=0.0) or 1.0
    parts = []
    for row, (name, size, figure) in enumerate(chart.rows):
        top, length = row * _ROW, size / most * _LONGEST
        parts += [_text(0.0, top, name), _bar(_NAMES, top, length), _text(_NAMES + length + 6, top, figure)]
    return _drawing(len(chart.rows) * _ROW, chart.title, parts)


def _shares(chart: Shares) -> Markup:
    """A cell for each share, filled from the left."""
    column = (_WIDTH - _NAMES - 60) / len(chart.columns)
    parts = []
    for place, name in enumerate(chart.columns):
        x = _NAMES + place * column
        parts.append(element("text", name, x=x, y=_HEADS - 6, transform=f"rotate(-32 {x:.1f} {_HEADS - 6:.1f})"))
    for row, (name, shares) in enumerate(chart.rows):
        top = _HEADS + row * _ROW
        parts.append(_text(0.0, top, name))
        for place, share in enumerate(shares):
            x = _NAMES + place * column
            parts += [_bar(x, top, column - 6, "rail"), _bar(x, top, share * (column - 6))]
    return _drawing(_HEADS + len(chart.rows) * _ROW, chart.title, parts)


def _picture(graph: str) -> Markup:
    """The graph as an image, so that its style is its own."""
    address = f"data:image/svg+xml;base64,{b64encode(graph.encode()).decode('ascii')}"
    says = "What leads to what, and how often plays by lot meet it; what none meets is marked"
    return element("figure", element("figcaption", element("b", says)), element("img", src=address, alt=says))


def _drawing(height: float, label: str, parts: Iterable[Markup]) -> Markup:
    return element(
        "svg", *parts, viewBox=f"0 0 {_WIDTH:.0f} {height:.0f}", class_="bars-chart", role="img", aria_label=label
    )


def _bar(x: float, y: float, width: float, class_: str | None = None) -> Markup:
    return element("rect", x=x, y=y + 3, width=width, height=_ROW - 7, class_=class_)


def _text(x: float, y: float, words: str) -> Markup:
    return element("text", words, x=x, y=y + 14)
