"""Whether time may pass on, or something needs the player."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Report


def needs_player(game: Game, report: Report) -> bool:
    """Whether a game that has moved by `report` should be looked at before time passes on.

    So it is if something happened that is told, if a decision opened or is urgent, and if a decision or a promise runs
    out before the next day has begun.
    """
    if game.ended or game.urgent() is not None or any(entry.text for entry in report.entries):
        return True
    tomorrow = game.timeline.next_day(game.now)
    news = any(waiting.opened > report.start for waiting in game.agenda())
    late = any(waiting.expires is not None and waiting.expires <= tomorrow for waiting in game.agenda())
    owed = any(promise.state == "open" and promise.due <= tomorrow for promise in game.promises())
    return news or late or owed
