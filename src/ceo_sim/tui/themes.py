"""The colours of the game; those of Textual stay at hand beside them.

`tests/tui/test_themes.py` measures each: words are readable (4.5 to 1, in high contrast 7 to 1) on every ground that
they stand on. Nothing is said by colour alone, so none of them has to keep red from green.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(
    name: str,
    words: tuple[str, str, str],
    grounds: tuple[str, str, str],
    signs: tuple[str, str, str],
    lines: tuple[str, str],
    *,
    dark: bool,
) -> Theme:
    """A theme.

    Args:
        name: What it is called.
        words: Colours of text, of what is said beside it, and of what stands out.
        grounds: The page, what lies on it, and the first and last line.
        signs: What is good, what is bad, what asks for care.
        lines: Frames around what has the cursor, and around all else.
        dark: Whether words are lighter than the page.
    """
    text, muted, accent = words
    background, surface, panel = grounds
    success, error, warning = signs
    border, blurred = lines
    return Theme(
        name=name,
        primary=accent,
        secondary=muted,
        accent=accent,
        warning=warning,
        error=error,
        success=success,
        foreground=text,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables={
            "border": border,
            "border-blurred": blurred,
            "block-cursor-background": accent,
            "block-cursor-foreground": background,
            "foreground-muted": muted,
            "text": text,
            "text-muted": muted,
            "text-disabled": muted,
            "text-accent": accent,
            "text-success": success,
            "text-error": error,
            "text-warning": warning,
            "scrollbar": blurred,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "input-cursor-background": accent,
            "input-cursor-foreground": background,
            "screen-selection-background": accent,
            "screen-selection-foreground": background,
        },
    )


DESK = _theme(
    "desk",
    ("#ece5d5", "#a39c8d", "#e3b76b"),
    ("#16181c", "#1e2126", "#282c33"),
    ("#a9b665", "#f0837c", "#e78a4e"),
    ("#6f6a5e", "#4a4a48"),
    dark=True,
)
"""Lamp light on dark paper."""
PAPER = _theme(
    "paper",
    ("#23211d", "#5c574d", "#7a4a00"),
    ("#f7f3ea", "#efe9dc", "#e5decf"),
    ("#3f5a12", "#9c2318", "#8a3d00"),
    ("#8a8272", "#b9b1a0"),
    dark=False,
)
"""Ink on paper, by day."""
HIGH_CONTRAST = _theme(
    "high-contrast",
    ("#ffffff", "#d8d8d8", "#ffe14d"),
    ("#000000", "#000000", "#141414"),
    ("#7dff8a", "#ffb3ac", "#ffc36b"),
    ("#ffe14d", "#a8a8a8"),
    dark=True,
)
"""White and yellow on black."""
COLOUR_BLIND = _theme(
    "colour-blind",
    ("#f2f2f2", "#b4b8bd", "#f0e442"),
    ("#14171a", "#1c2024", "#262b30"),
    ("#56b4e9", "#e69f00", "#f0e442"),
    ("#0072b2", "#4b545c"),
    dark=True,
)
"""The palette of Okabe and Ito (2008): blue for good, orange for bad, yellow for what stands out."""
TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_default",
    accent="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_black",  # asked for by Textual's own widgets, and not made for such a theme
        "ansi-foreground": "ansi_white",
        "surface-active": "ansi_default",
        "foreground-disabled": "ansi_default",
        "border": "ansi_cyan",
        "border-blurred": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        # Dimming is up to the terminal, and some dim until nothing can be read.
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "foreground-muted": "ansi_default",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "input-cursor-text-style": "reverse",
        "screen-selection-background": "ansi_cyan",
        "screen-selection-foreground": "ansi_black",
    },
)
"""The sixteen colours of the terminal itself, on its own ground."""

ALL = (DESK, PAPER, HIGH_CONTRAST, COLOUR_BLIND, TERMINAL)
WORDS = {
    DESK.name: "dark, lamp light",
    PAPER.name: "light, ink on paper",
    HIGH_CONTRAST.name: "white and yellow on black, 7 to 1 at least",
    COLOUR_BLIND.name: "dark; blue and orange, no red or green",
    TERMINAL.name: "your terminal's own colours",
}
