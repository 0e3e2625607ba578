"""Whether the QR code of a class can be scanned from the last row, and seen whole in a small terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.classroom import qr

PROJECTOR = (1280, 720)
"""The smallest picture of a projector that is counted on, in pixels."""
TERMINAL = (80, 24)
"""The smallest terminal, in columns and rows."""
SMALLEST_SQUARE = 10.0
"""Pixels of a square of the code on that picture.

A picture 2 m wide has 1.6 mm a pixel. A phone scans frames of 1,920 pixels across some 65 degrees, so that at 8 m,
where the last row of a classroom sits, a pixel of its own sees 5.3 mm. Three of those for a square, below which readers
fail, are 16 mm, or 10 pixels of the picture.
"""
_ABOVE = 4
"""Lines of the console above the code."""


def scanning_problems(address: str) -> Iterator[str]:
    """What stands in the way of scanning an address, in sentences.

    Args:
        address: What the code says: where students open the class.
    """
    width, height = PROJECTOR
    square = qr.ON_PROJECTOR * height / qr.squares(address)
    if square < SMALLEST_SQUARE:
        yield (
            f"On a projector of {width:,} by {height} pixels the squares of the QR code have {square:.1f} pixels, and "
            f"a phone in the last row needs {SMALLEST_SQUARE:.0f}: have the address typed, or host at a shorter one."
        )
    lines = qr.lines(address)
    columns, rows = max(map(len, lines)), len(lines) + _ABOVE
    if columns > TERMINAL[0] or rows > TERMINAL[1]:
        yield (
            f"The QR code is too large for a terminal of {TERMINAL[0]} by {TERMINAL[1]}: make yours {columns} columns "
            f"and {rows} rows, or use that of the projector's page."
        )
