"""The endings that the player has met, of all stories."""

from __future__ import annotations

from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords
from ceo_sim.presentation.gallery import TITLE, galleries, in_words, story_finder
from ceo_sim.saves.listing import list_saves
from ceo_sim.web.asks import Ask, Ways
from ceo_sim.web.pages.framing import unfolded
from ceo_sim.web.pages.general import page
from ceo_sim.web.shell import Page


def endings(ask: Ask) -> Page:
    """Each story of which a game has ended, with the endings that were met and how many were not."""
    met = galleries(list_saves(ask.site.games.folder), story_finder())
    return page(ask, TITLE, unfolded(Writer(StoryWords.of("en", {})), in_words(met)))


WAYS: Ways = {("GET", "endings"): endings}
