"""A fan chart of characters: nine in ten plays, half of them, and the middle, from now to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from textual.color import Color
from textual.content import Content

LEAST_WIDTH = 8
OUTSIDE, WIDE, HALF, MIDDLE = range(4)
SHAPES = " ░▒━"
"""What the inside of a band is drawn with, so that no shade alone tells it from another."""
Palette = tuple[str, str, str, str]
"""Colours of outside, nine in ten, half, and the middle."""
TERMINALS_OWN: Palette = ("", "ansi_bright_black", "ansi_yellow", "ansi_bright_white")
"""For a theme that keeps to the terminal's colours, in which there are no shades."""


def legend(palette: Palette | None) -> Content:
    """What the bands are, each beside a piece of it."""
    bands = ((MIDDLE, "the middle play"), (HALF, "half of all plays"), (WIDE, "nine in ten"))
    parts = [Content.assemble(joined([_cell(band, band, palette)] * 2), f" {words}") for band, words in bands]
    return Content("   ").join(parts)


def shades(theme: Mapping[str, str]) -> Palette:
    """The colours in a theme, each lighter than the last."""
    names = ("background", "accent", "foreground")
    background, accent, foreground = (Color.parse(theme[name]) for name in names)
    if accent.ansi is not None:
        return TERMINALS_OWN
    return "", background.blend(accent, 0.35).hex, background.blend(accent, 0.55).hex, foreground.hex


def fan(
    levels: NDArray[np.float64],
    steps: Sequence[int],
    width: int,
    height: int,
    bounds: tuple[float, float],
    palette: Palette | None = TERMINALS_OWN,
) -> list[Content]:
    """A chart of so many lines and columns, in half blocks.

    Args:
        levels: Bounds of the bands, from the lowest: 5 %, 25 %, the middle, 75 %, 95 % of plays, (5, steps).
        steps: When; apart as they are in time.
        width: Columns.
        height: Lines.
        bounds: The values at the bottom and at the top.
        palette: Its colours; without any, shapes tell the bands apart.
    """
    low, high = bounds
    down = height * 2
    times = np.linspace(steps[0], steps[-1], width)
    span = (high - low) or 1.0
    places = [(high - np.interp(times, steps, level)) / span * (down - 1) for level in levels]
    bottom, lower, middle, upper, top = (np.rint(np.clip(place, 0, down - 1)) for place in places)
    y = np.arange(down)[:, None]
    bands = np.where((y >= top) & (y <= bottom), WIDE, OUTSIDE)
    bands = np.where((y >= upper) & (y <= lower), HALF, bands)
    before = np.concatenate([middle[:1], middle[:-1]])
    steep = (y > np.minimum(middle, before)) & (y < np.maximum(middle, before))  # so that the line is not torn
    bands = np.where((y == middle) | steep, MIDDLE, bands)
    return [
        joined([_cell(upper, lower, palette) for upper, lower in zip(*rows, strict=True)])
        for rows in bands.reshape(height, 2, width).tolist()
    ]


def _cell(top: int, bottom: int, palette: Palette | None) -> tuple[str, str]:
    """A character and its style for two points, one above the other: all of it for a band, its half for the middle.

    Beside the middle the other half stays empty, as only a shade could tell there which band it is in.
    """
    band = max(top, bottom)
    if palette is None:
        return SHAPES[band], ""
    if band != MIDDLE:
        return SHAPES[band], (palette[band], palette[HALF], f"{palette[HALF]} on {palette[WIDE]}")[band]
    if top == bottom:
        return "█", palette[MIDDLE]
    return "▀" if top == MIDDLE else "▄", palette[MIDDLE]


def joined(cells: Sequence[tuple[str, str]]) -> Content:
    """Characters with their styles, those of one style together: a tenth of the spans, and of the time to draw."""
    parts: list[tuple[str, str]] = []
    for character, style in cells:
        if parts and parts[-1][1] == style:
            parts[-1] = parts[-1][0] + character, style
        else:
            parts.append((character, style))
    return Content.assemble(*parts)


def framed_fan(
    levels: NDArray[np.float64],
    steps: Sequence[int],
    width: int,
    height: int,
    bounds: tuple[float, float],
    labels: tuple[str, str],
    ends: tuple[str, str],
    palette: Palette | None = TERMINALS_OWN,
) -> list[Content]:
    """A fan chart with figures at its left and the first and last date under it, exactly so wide."""
    bottom, top = labels
    margin = max(len(top), len(bottom))
    inner = max(LEAST_WIDTH, width - margin - 2)
    drawn = fan(levels, steps, inner, height, bounds, palette)
    lines = []
    for number, row in enumerate(drawn):
        label = top if number == 0 else bottom if number == height - 1 else ""
        sign = "┤" if label else "│"
        lines.append(Content.assemble((f"{label:>{margin}} {sign}", "$text-muted"), row))
    first, last = ends
    lines.append(Content.styled(f"{'':>{margin}} └{'─' * inner}", "$text-muted"))
    if len(first) + len(last) + 1 > inner:
        first = ""
    lines.append(Content.styled(f"{'':>{margin + 2}}{first}{last:>{inner - len(first)}}", "$text-muted"))
    return lines


def side_by_side(blocks: Sequence[Sequence[Content]], width: int, gap: int = 2) -> list[Content]:
    """Blocks of lines next to one another, each in a column so wide, with their last lines at one height."""
    height = max(map(len, blocks))
    columns = [[*[Content("")] * (height - len(block)), *block] for block in blocks]
    wide = [[row.extend_right(max(0, width - row.cell_length)) for row in column] for column in columns[:-1]]
    return [Content(" " * gap).join(row) for row in zip(*wide, columns[-1], strict=True)]
