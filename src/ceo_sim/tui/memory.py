"""When Python looks for objects that nothing needs: not while a game is played."""

from __future__ import annotations

import gc


def freeze_objects() -> None:
    """Look through all objects once, and then no more until the game is closed.

    A scenario is some 100,000 objects that stay, and a played game as many again: looking through them in vain takes
    0.05 to 0.1 s now and then, in the middle of drawing a screen.
    """
    gc.collect()
    gc.freeze()
