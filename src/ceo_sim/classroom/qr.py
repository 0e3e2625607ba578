"""An address as a QR code: a drawing for a page, and lines for a terminal; needs segno."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from ceo_sim.html.elements import Markup, element

if TYPE_CHECKING:
    import segno

ON_PROJECTOR = 0.5
"""How wide the code is on the projector's page, in parts of that page's height; class.css has the same."""
_MARGIN = 2
"""Empty squares on each side of a drawing; the page around it is as light."""


def squares(address: str) -> int:
    """How many squares a drawing of an address has on each side, its margin included."""
    return int(_code(address).symbol_size(border=_MARGIN)[0])


@lru_cache(maxsize=64)  # it takes far longer than the rest of a page, and anybody may ask for the projector's
def drawn(address: str, label: str = "") -> Markup:
    """The code as an image that stands on its own, dark on light in every scheme; nothing for an empty address."""
    if not address:
        return Markup()
    image = _code(address).svg_data_uri(scale=8, border=_MARGIN, dark="#000", light="#fff")
    return element("img", src=image, alt=label, class_="qr")


def lines(address: str) -> list[str]:
    """The code as lines of a terminal, two rows of it in each."""
    written = io.StringIO()
    _code(address).terminal(written, border=1, compact=True)
    return written.getvalue().splitlines()


def _code(address: str) -> segno.QRCode:
    import segno  # late: a class that nobody joins by a picture does without it

    return segno.make(address, micro=False)
