"""A graph as one file of SVG: no script, no font, nothing that is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

import wcwidth
from attrs import frozen

from ceo_sim.html.elements import Attribute, Markup, element, joined
from ceo_sim.presentation.graph import Arrow, Box, Graph, Row
from ceo_sim.report.graph_layout import ACT_TOP, HEAD, MARGIN, ROW, WIDTH, Layout, Place, laid_out

CELLS = 34
"""Letters that find room in a row beside its share; a wide one counts twice."""
LABEL_CELLS = 20
"""As many at an arrow; all of it is shown where the pointer rests on the arrow."""
_BAR = 34.0
_STYLE = """
text { font: 12px system-ui, "DejaVu Sans", sans-serif; fill: #222 }
.title { font-size: 20px; font-weight: 600 } .band { font-size: 14px; font-weight: 600; fill: #555 }
.quiet { fill: #666; font-size: 11px } .rule { stroke: #ddd }
.box { fill: #fff; stroke: #667 } .decision .box { fill: #eef4fb; stroke: #35618e }
.event .box { fill: #fdf5e6; stroke: #a8772a } .deck .box { fill: #f4f0fa; stroke: #6d5a9c }
.promise .box { fill: #eef7ee; stroke: #47804a } .ending .box { fill: #f3f3f3; stroke: #444 }
.marked .box { stroke: #c22; stroke-dasharray: 5 3 } .mark { fill: #b11; font-weight: 600 }
.act { font-size: 16px; font-weight: 600 } .cluster { fill: #f7f7f2; stroke: #bbb }
.name { font-weight: 600 } .bar { fill: #9db4cc } .rail { fill: #e4e8ee }
path { fill: none; stroke: #35618e; stroke-width: 1.6 } path.later { stroke: #a8772a; stroke-dasharray: 7 4 }
path.ending { stroke: #444 }
path.promise { stroke: #47804a } path.event { stroke: #a8772a } path.when { stroke: #999; stroke-dasharray: 2 3 }
path.variable { stroke: #b48bc4; stroke-width: 1 }
path:hover { stroke-width: 4; stroke: #c22 } .label { font-size: 10.5px; fill: #444; paint-order: stroke;
stroke: #fff; stroke-width: 3px } .head { fill: context-stroke; stroke: none }
"""
_KINDS = (
    ("next", "opens a decision"),
    ("later", "after a time"),
    ("event", "lets happen"),
    ("promise", "promises"),
    ("ending", "is the end of an act"),
    ("when", "is asked about by a condition"),
    ("variable", "sets what a condition asks about"),
)


def svg(graph: Graph) -> str:
    """The whole file."""
    return _Drawing(graph, laid_out(graph)).file()


@frozen
class _Anchor:
    """Where an arrow may touch a box or row: its left and right side, and its height."""

    left: float
    right: float
    y: float


class _Drawing:
    def __init__(self, graph: Graph, layout: Layout) -> None:
        self.graph = graph
        self.layout = layout
        self.anchors = dict(self.anchored())

    def file(self) -> str:
        width, height = self.layout.width, self.layout.height + 20
        parts = joined(
            (
                element("title", f"{self.graph.title}: its graph"),
                element("style", Markup(_STYLE)),
                _arrowhead(),
                element("rect", width="100%", height="100%", fill="#fff"),
                *self.heading(),
                *(self.cluster(act, bands) for act, bands in self.graph.clusters() if act),
                *(self.band(number) for number in range(len(self.graph.bands))),
                *(self.arrow(arrow) for arrow in self.graph.arrows),
                *(self.box(box) for box in self.graph.boxes),
                *(self.label(arrow) for arrow in self.graph.arrows if arrow.label and arrow.kind != "variable"),
            )
        )
        namespace = "http://www.w3.org/2000/svg"
        whole = element(
            "svg",
            parts,
            xmlns=namespace,
            width=width,
            height=height,
            viewBox=f"0 0 {width:.0f} {height:.0f}",
            role="img",
        )
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'

    def heading(self) -> Iterator[Markup]:
        yield element("text", self.graph.title, x=MARGIN, y=MARGIN + 4, class_="title")
        yield _text(
            MARGIN, MARGIN + 22, f"Bars and percentages: how often {self.graph.plays:,} random plays meet it.", "quiet"
        )
        x = MARGIN + 420
        drawn = {arrow.kind for arrow in self.graph.arrows}
        for kind, meaning in _KINDS:
            if kind not in drawn:
                continue
            yield element("path", d=f"M{x:.0f},{MARGIN + 18:.0f} h26", class_=kind, marker_end="url(#head)")
            yield _text(x + 32, MARGIN + 22, meaning, "quiet")
            x += 50 + 6.2 * len(meaning)

    def cluster(self, act: str, bands: list[int]) -> Markup:
        """The ground on which the bands of an act stand, and its name."""
        top, after = self.layout.bands[bands[0]] - ACT_TOP + 6, bands[-1] + 1
        bottom = self.layout.height - MARGIN
        if after < len(self.graph.bands):
            bottom = self.layout.bands[after] - (ACT_TOP if self.graph.acts[after] else 0) - 4
        ground = element("rect", x=6, y=top, width=self.layout.width - 12, height=bottom - top, rx=8, class_="cluster")
        return joined((ground, _text(MARGIN, top + 20, act, "act")))

    def band(self, number: int) -> Markup:
        y = self.layout.bands[number]
        rule = element("line", x1=MARGIN, y1=y, x2=self.layout.width - MARGIN, y2=y, class_="rule")
        return joined((rule, _text(MARGIN, y + 18, self.graph.bands[number], "band")))

    def box(self, box: Box) -> Markup:
        place = self.layout.places[box.head.key]
        corner = {"decision": 3.0, "event": 16.0, "deck": 3.0, "promise": 9.0}.get(box.kind, 0.0)
        # A box is the wider framed the more plays meet it.
        frame = 1 + 3 * min(1.0, box.head.share or 0.0)
        rectangle = element(
            "rect", x=place.x, y=place.y, width=WIDTH, height=place.height, rx=corner, stroke_width=frame, class_="box"
        )
        title = element("title", f"{box.head.name}: {box.head.label}")
        rows = (self.row(row, place, number) for number, row in enumerate(box.rows))
        marked = " marked" if box.head.mark else ""
        return element("g", title, rectangle, *self.head(box.head, place), *rows, class_=f"{box.kind}{marked}")

    def head(self, row: Row, place: Place) -> Iterator[Markup]:
        yield _text(place.x + 8, place.y + 16, _cropped(row.name, CELLS), "name")
        yield _text(place.x + 8, place.y + 32, _cropped(row.label, CELLS + 4), "quiet")
        yield from _share(row, place.x, place.y + 16)

    def row(self, row: Row, place: Place, number: int) -> Markup:
        y = place.y + HEAD + ROW * number + 12
        words = element("title", f"{row.name}: {row.label}")
        return element("g", words, _text(place.x + 16, y, _cropped(row.name, CELLS - 4)), *_share(row, place.x, y))

    def anchored(self) -> Iterator[tuple[str, _Anchor]]:
        for box in self.graph.boxes:
            place = self.layout.places[box.head.key]
            for number, row in enumerate((box.head, *box.rows)):
                y = place.y + (HEAD / 2 if number == 0 else HEAD + ROW * (number - 1) + 8)
                yield row.key, _Anchor(place.x, place.x + WIDTH, y)

    def ends(self, arrow: Arrow) -> tuple[float, float, float, float, float, float]:
        """Start, end, and which way the curve leaves and arrives: to the right 1, to the left -1."""
        one, two = self.anchors[arrow.source], self.anchors[arrow.target]
        if one.right < two.left:
            return one.right, one.y, 1, two.left, two.y, -1
        if two.right < one.left:
            return one.left, one.y, -1, two.right, two.y, 1
        return one.right, one.y, 1, two.right, two.y, 1

    def arrow(self, arrow: Arrow) -> Markup:
        x1, y1, out, x2, y2, into = self.ends(arrow)
        bend = min(30.0 + abs(y2 - y1) / 12, 90.0)
        curve = f"M{x1:.1f},{y1:.1f} C{x1 + out * bend:.1f},{y1:.1f} {x2 + into * bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        names = f"{arrow.source.replace(':', ' ')} to {arrow.target.replace(':', ' ')} {arrow.label}".rstrip()
        return element("path", element("title", names), d=curve, class_=arrow.kind, marker_end="url(#head)")

    def label(self, arrow: Arrow) -> Markup:
        x1, y1, out, *_ = self.ends(arrow)
        anchor = "start" if out > 0 else "end"
        return element(
            "text", _cropped(arrow.label, CELLS), x=x1 + out * 6, y=y1 - 4, text_anchor=anchor, class_="label"
        )


def _share(row: Row, x: float, y: float) -> Iterator[Markup]:
    """How often it is met, as a bar and in figures, or what is the matter with it, at the right of a box."""
    right = x + WIDTH - 6
    if row.mark:
        yield element("text", row.mark, x=right, y=y, text_anchor="end", class_="mark")
    elif row.share is not None:
        figure = f"{row.share:.0%}" if row.share >= 0.005 else "<1%"
        yield element("rect", x=right - _BAR, y=y + 2, width=_BAR, height=3.0, class_="rail")
        yield element("rect", x=right - _BAR, y=y + 2, width=_BAR * min(1.0, row.share), height=3.0, class_="bar")
        yield element("text", figure, x=right, y=y, text_anchor="end", class_="quiet")


def _text(x: float, y: float, words: str, class_: str | None = None) -> Markup:
    return element("text", words, x=x, y=y, class_=class_)


def _cropped(words: str, cells: int) -> str:
    """The words, as far as they find room."""
    if wcwidth.width(words) <= cells:
        return words
    cropped = ""
    for letter in words:
        if wcwidth.width(cropped + letter) >= cells:
            break
        cropped += letter
    return f"{cropped}…"


def _arrowhead() -> Markup:
    head = element("path", d="M0,0 L8,4 L0,8 z", class_="head")
    sizes: dict[str, Attribute] = {"viewBox": "0 0 8 8", "refX": 8, "refY": 4, "markerWidth": 6, "markerHeight": 6}
    return element("defs", element("marker", head, id="head", orient="auto", **sizes))
