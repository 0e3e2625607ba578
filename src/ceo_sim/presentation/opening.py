"""What is read before the first day."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting


@frozen
class OpeningView:
    """What is read before the first day.

    Attributes:
        minutes: How long a first play takes.
        rating: For whom it is meant: `for ages 14 and up`; empty if that is not said.
        content_note: What it touches on, with markup; or empty.
        inspired_by: Where it comes from, with markup; or empty.
        when: The first date and part of the day.
        role: Who the player is.
        text: The opening, with its markup; or empty.
    """

    title: str
    minutes: str
    rating: str
    content_note: str
    inspired_by: str
    when: str
    role: str
    text: str

    @property
    def needs_note(self) -> bool:
        """Whether there is something to know before one reads on."""
        return bool(self.content_note or self.rating or self.inspired_by)


def opening_view(game: Game) -> OpeningView:
    """The opening of a story."""
    info = game.program.scenario.info
    return OpeningView(
        title=info.title,
        minutes=formatting.counted(info.minutes, "minute"),
        rating=f"for ages {info.rating}" if info.rating else "",
        content_note=info.content_note,
        inspired_by=info.inspired_by,
        when=formatting.date_and_part(game.timeline, game.now),
        role=info.role,
        text=game.fill(info.opening),
    )
