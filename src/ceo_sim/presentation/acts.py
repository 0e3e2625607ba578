"""The acts of a story as a face tells of them: the break between two, and what there is to talk about by then."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Act, Debrief

LOOK_BACK = "You can look back now, as you will at the end. The story goes on where it stands."


def act_over(game: Game, entries: int) -> str | None:
    """The title of the act that ended after the story had so many entries; None if none did, or all is over."""
    over = [] if game.ended else _acts_over(game, entries)
    return over[0].title if over else None


def has_break(game: Game) -> bool:
    """Whether an act is over, so that one can look back in the middle of the story."""
    return bool(_acts_over(game))


def debrief_now(game: Game) -> Debrief | None:
    """What there is to talk about: that of the last act that is over, or of the whole story once that is."""
    over = [] if game.ended else _acts_over(game)
    return (over[-1].debrief if over else None) or game.program.scenario.debrief


def _acts_over(game: Game, entries: int = 0) -> list[Act]:
    """The acts that ended after the story had so many entries, in order."""
    acts = game.program.scenario.acts
    return [acts[entry.cause] for entry in game.entries[entries:] if entry.cause in acts]
