"""The colours of the game; those of Textual stay at hand beside them."""

from __future__ import annotations

from textual.theme import Theme

DESK = Theme(
    name="desk",
    primary="#d8a657",
    secondary="#89b4c8",
    accent="#e3b76b",
    warning="#e78a4e",
    error="#ea6962",
    success="#a9b665",
    foreground="#ece5d5",
    background="#16181c",
    surface="#1e2126",
    panel="#282c33",
    dark=True,
    variables={
        "border": "#6f6a5e",
        "border-blurred": "#4a4a48",
        "block-cursor-background": "#e3b76b",
        "block-cursor-foreground": "#16181c",
        "text-muted": "#a39c8d",
        "text-accent": "#e3b76b",
        "scrollbar": "#4a4a48",
        "scrollbar-background": "#16181c",
        "input-cursor-background": "#e3b76b",
    },
)
"""Lamp light on dark paper."""

ALL = (DESK,)
