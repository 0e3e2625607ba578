"""Whether what is written in a theme's colours can be read, by the measure of WCAG 2."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from ceo_sim.tui import themes
from ceo_sim.tui.screens.base import Note
from ceo_sim.tui.widgets.rows import Row

MEASURED = [theme for theme in themes.ALL if not theme.ansi]
WORDS = ("foreground", "text", "text-muted", "text-accent", "accent", "text-success", "text-error", "text-warning")
GROUNDS = ("background", "surface", "panel")
TINTS = {"block-cursor-background": 0.15, "warning": 0.15}
"""What lies over the page under the cursor, and under a note."""


def contrast(one: Color, other: Color) -> float:
    """The ratio of the relative luminances of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour.rgb)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_contrast_is_measured_as_it_should_be() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#fff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", MEASURED, ids=lambda theme: theme.name)
def test_words_can_be_read_on_every_ground(theme: Theme) -> None:
    made = theme.to_color_system().generate()
    colours = {name: Color.parse(made[name]) for name in {*WORDS, *GROUNDS, *TINTS}}
    grounds = {ground: colours[ground] for ground in GROUNDS}
    grounds |= {f"{tint} tint": colours["background"].blend(colours[tint], share) for tint, share in TINTS.items()}
    least = 7.0 if theme is themes.HIGH_CONTRAST else 4.5
    found = {(word, name): contrast(colours[word], ground) for word in WORDS for name, ground in grounds.items()}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


def test_the_tints_are_those_of_the_widgets() -> None:
    assert f"$block-cursor-background {TINTS['block-cursor-background']:.0%};" in Row.DEFAULT_CSS
    assert f"$warning {TINTS['warning']:.0%};" in Note.DEFAULT_CSS


@pytest.mark.parametrize("theme", MEASURED, ids=lambda theme: theme.name)
def test_what_has_the_cursor_in_a_field_can_be_read(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    least = 7.0 if theme is themes.HIGH_CONTRAST else 4.5
    for ink, ground in (("input-cursor-foreground", "input-cursor-background"), ("background", "accent")):
        assert contrast(Color.parse(colours[ink]), Color.parse(colours[ground])) >= least


def test_there_are_themes_for_the_light_for_high_contrast_for_the_colour_blind_and_the_terminals_own() -> None:
    assert [theme.name for theme in themes.ALL] == ["desk", "paper", "high-contrast", "colour-blind", "terminal"]
    assert set(themes.WORDS) == {theme.name for theme in themes.ALL}
    assert not themes.PAPER.dark
    assert themes.TERMINAL.ansi


def test_the_terminals_own_theme_names_no_colour_that_the_terminal_does_not_choose() -> None:
    colours = themes.TERMINAL.to_color_system().generate()
    assert {name: value for name, value in colours.items() if value.startswith("#")} == {}


def test_the_terminals_own_theme_knows_all_that_the_others_know() -> None:
    missing = set(themes.DESK.to_color_system().generate()) - set(themes.TERMINAL.to_color_system().generate())
    assert missing == set()
