"""The acts of a story as a face tells of them: how one begins, the break between two, what there is to talk about."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.scenario.acts import before
from ceo_sim.scenario.model import Act, Debrief, Scenario

DECIDED = "What you decided before"
"""What stands above the decisions that a game begins with."""


@frozen
class BreakView:
    """An act that has just ended, in the middle of the story.

    Attributes:
        title: Of the act, and how it ended.
        words: Which of the acts it was, what comes next, and what one can do now.
    """

    title: str
    words: str


@frozen
class SoFar:
    """What is read where a game begins with a later act, in the place of the story's opening.

    Attributes:
        title: Of the act.
        opening: Of the act; empty if it has none.
        decided: What was decided before it, a line for each.
        ended: How the act before ended, its title and its text.
    """

    title: str
    opening: str
    decided: tuple[str, ...]
    ended: tuple[str, str]


def so_far(game: Game, written: Scenario, act: str) -> SoFar:
    """What came before an act with which a game has just begun.

    Args:
        game: The game.
        written: Its story as it was written, with its acts.
        act: The id of the act, which is not the first.
    """
    own, earlier = written.acts[act], before(written, act)
    assert earlier is not None
    over = next(entry for entry in game.entries if entry.cause == earlier.id)
    return SoFar(
        own.title,
        game.fill(own.opening) if own.opening is not None else "",
        tuple(entry.title for entry in game.entries if entry.kind == "option"),
        (over.title, over.text),
    )


def act_over(game: Game, entries: int) -> BreakView | None:
    """The act that ended after the story had so many entries, the last of them; None if none did, or all is over."""
    over = [] if game.ended else _breaks(game, entries)
    return _view(game, over[-1]) if over else None


def break_now(game: Game) -> BreakView | None:
    """The act that ended at the step at which the story stands, if nothing has been answered since."""
    now = next((place for place, entry in enumerate(game.entries) if entry.step == game.now), len(game.entries))
    return None if any(entry.kind == "option" for entry in game.entries[now:]) else act_over(game, now)


def has_break(game: Game) -> bool:
    """Whether an act is over, so that one can look back in the middle of the story."""
    return bool(_breaks(game))


def debrief_now(game: Game) -> Debrief | None:
    """What there is to talk about: that of the last act that is over, or of the whole story once that is."""
    over = [] if game.ended else _breaks(game)
    return (_act(game, over[-1]).debrief if over else None) or game.program.scenario.debrief


def _breaks(game: Game, entries: int = 0) -> list[Entry]:
    """The ends of acts after the story had so many entries, in order."""
    acts = game.program.scenario.acts
    return [entry for entry in game.entries[entries:] if entry.cause in acts]


def _act(game: Game, entry: Entry) -> Act:
    return game.program.scenario.acts[entry.cause]


def _view(game: Game, entry: Entry) -> BreakView:
    acts = list(game.program.scenario.acts.values())
    place = acts.index(_act(game, entry)) + 1
    following = f"Next: {acts[place].title}." if place < len(acts) else "The last part of the story follows."
    return BreakView(
        entry.title,
        f"Act {place} of {len(acts)} is over. {following} The story goes on where it stands, now or another time. "
        "You can look back now, as you will at the end.",
    )
