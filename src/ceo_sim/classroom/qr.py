"""An address as a QR code: a drawing for a page, and lines for a terminal; needs segno."""

from __future__ import annotations

import io

import segno

from ceo_sim.html.elements import Markup, element

ON_PROJECTOR = 0.5
"""How wide the code is on the projector's page, in parts of that page's height; class.css has the same."""
_MARGIN = 2
"""Empty squares on each side of a drawing; the page around it is as light."""


def squares(address: str) -> int:
    """How many squares a drawing of an address has on each side, its margin included."""
    return int(segno.make(address, micro=False).symbol_size(border=_MARGIN)[0])


def drawn(address: str, label: str = "") -> Markup:
    """The code as an image that stands on its own, dark on light in every scheme; nothing for an empty address."""
    if not address:
        return Markup()
    image = segno.make(address, micro=False).svg_data_uri(scale=8, border=_MARGIN, dark="#000", light="#fff")
    return element("img", src=image, alt=label, class_="qr")


def lines(address: str) -> list[str]:
    """The code as lines of a terminal, two rows of it in each."""
    written = io.StringIO()
    segno.make(address, micro=False).terminal(written, border=1, compact=True)
    return written.getvalue().splitlines()
