"""Small pictures made of characters: a course in one line or three, and large figures."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = " ▁▂▃▄▅▆▇█"
_GLYPHS = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": (" ┓ ", " ┃ ", " ╹ "),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ".": (" ", " ", "▪"),
    ",": (" ", " ", "╷"),
    "-": ("  ", "╺╸", "  "),
}


def window(course: Sequence[float], low: float, high: float) -> tuple[float, float]:
    """The part of a metric's range to draw: what its course covers, but at least a quarter of the range."""
    least, most = min(course), max(course)
    lack = (high - low) / 4 - (most - least)
    if lack > 0:
        least, most = least - lack / 2, most + lack / 2
        shift = max(0.0, low - least) - max(0.0, most - high)
        least, most = least + shift, most + shift
    return max(low, least), min(high, most)


def spark(course: Sequence[float], width: int, low: float, high: float, rows: int = 1) -> list[str]:
    """The last values of a course as columns of blocks, `rows` lines high, the newest at the right."""
    values = list(course)[-width:]
    if not values or width <= 0:
        return [""] * rows
    least, most = window(values, low, high)
    span = (most - least) or 1.0
    top = rows * 8
    heights = [min(top, max(1, round((value - least) / span * (top - 1)) + 1)) for value in values]
    return [
        "".join(EIGHTHS[min(8, max(0, height - row * 8))] for height in heights).rjust(width)
        for row in reversed(range(rows))
    ]


def stretched(course: Sequence[float], width: int) -> list[float]:
    """A course of few values over a given width: each as wide as all fit, the last ones if there are too many."""
    values = list(course)[-width:]
    columns = max(1, min(4, width // max(1, len(values))))
    return [value for value in values for _ in range(columns)]


def large(text: str) -> tuple[str, str, str]:
    """A number three lines high."""
    glyphs = [_GLYPHS.get(character, (character, " ", " ")) for character in text]
    first, second, third = ("".join(glyph[row] for glyph in glyphs) for row in range(3))
    return first, second, third
