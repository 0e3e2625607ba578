"""The colours of the game; those of Textual stay at hand beside them.

`tests/tui/test_themes.py` measures each: words are readable (4.5 to 1, in high contrast 7 to 1) on every ground that
they stand on. Nothing is said by colour alone, so none of them has to keep red from green.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(name: str, words: str, grounds: str, signs: str, frames: str, *, dark: bool = True) -> Theme:
    """A theme.

    Args:
        name: What it is called.
        words: Colours of text, of what is said beside it, and of what stands out.
        grounds: The page, what lies on it, and the first and last line.
        signs: What is good, what is bad, what asks for care.
        frames: Around what has the cursor, and around all else.
        dark: Whether words are lighter than the page.
    """
    text, muted, accent = words.split()
    background, surface, panel = grounds.split()
    success, error, warning = signs.split()
    border, blurred = frames.split()
    variables = {
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
    }
    return Theme(
        name,
        accent,
        muted,
        warning,
        error,
        success,
        foreground=text,
        background=background,
        surface=surface,
        panel=panel,
        dark=dark,
        variables=variables,
    )


DESK = _theme(
    "desk",
    words="#ece5d5 #a39c8d #e3b76b",
    grounds="#16181c #1e2126 #282c33",
    signs="#a9b665 #f0837c #e78a4e",
    frames="#6f6a5e #4a4a48",
)
PAPER = _theme(
    "paper",
    words="#23211d #5c574d #7a4a00",
    grounds="#f7f3ea #efe9dc #e5decf",
    signs="#3f5a12 #9c2318 #8a3d00",
    frames="#8a8272 #b9b1a0",
    dark=False,
)
HIGH_CONTRAST = _theme(
    "high-contrast",
    words="#ffffff #d8d8d8 #ffe14d",
    grounds="#000000 #000000 #141414",
    signs="#7dff8a #ffb3ac #ffc36b",
    frames="#ffe14d #a8a8a8",
)
COLOUR_BLIND = _theme(  # the palette of Okabe and Ito (2008)
    "colour-blind",
    words="#f2f2f2 #b4b8bd #f0e442",
    grounds="#14171a #1c2024 #262b30",
    signs="#56b4e9 #e69f00 #f0e442",
    frames="#0072b2 #4b545c",
)
TERMINAL = Theme(
    "terminal",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_default",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
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

ALL = (DESK, PAPER, HIGH_CONTRAST, COLOUR_BLIND, TERMINAL)
WORDS = {
    DESK.name: "dark, lamp light",
    PAPER.name: "light, ink on paper",
    HIGH_CONTRAST.name: "white and yellow on black, 7 to 1 at least",
    COLOUR_BLIND.name: "dark; blue and orange, no red or green",
    TERMINAL.name: "your terminal's own colours",
}
