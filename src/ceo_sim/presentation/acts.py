"""The acts of a story as a face tells of them: the break between two, and what there is to talk about by then."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Debrief

LOOK_BACK = "You can look back now, as you will at the end. The story goes on where it stands."


def act_over(game: Game, entries: int) -> str | None:
    """The title of the act that ended after the story had so many entries; None if none did, or all is over."""
    acts = game.program.scenario.acts
    over = (acts[entry.cause].title for entry in game.entries[entries:] if entry.cause in acts)
    return None if game.ended else next(over, None)


def has_break(game: Game) -> bool:
    """Whether an act is over, so that one can look back in the middle of the story."""
    return any(entry.cause in game.program.scenario.acts for entry in game.entries)


def debrief_now(game: Game) -> Debrief | None:
    """What there is to talk about: that of the last act that is over, or of the whole story once that is."""
    scenario = game.program.scenario
    over = [scenario.acts[entry.cause].debrief for entry in game.entries if entry.cause in scenario.acts]
    return over[-1] if over and over[-1] is not None and not game.ended else scenario.debrief
