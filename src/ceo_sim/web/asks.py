"""What a page is asked for, and what is answered: as data, so that pages know no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from attrs import field, frozen

from ceo_sim.settings import SettingsFile
from ceo_sim.web.games import Games, OpenGame
from ceo_sim.web.shell import Page


@frozen
class Redirect:
    """Go there instead; `view` is how pages are to look from now on, None if that stays."""

    address: str
    view: str | None = None


@frozen
class Download:
    """A file to keep."""

    name: str
    content: str
    content_type: str


@frozen
class Site:
    """Where the pages lie, and what they share.

    Attributes:
        base: The path below which they lie, with a slash at its end.
        token: What only the pages' own forms know.
    """

    base: str
    token: str
    games: Games
    settings: SettingsFile

    def address(self, *parts: object) -> str:
        """The address of a page."""
        return self.base + "/".join(quote(str(part), safe="") for part in parts)


@frozen
class Ask:
    """A request for a page.

    Attributes:
        parts: What of its address varies.
        query: What stands behind the question mark.
        form: What was sent; a field may have several values.
        view: How pages are to look.
        path: Its address, without the query.
    """

    site: Site
    parts: Mapping[str, str] = field(factory=dict)
    query: Mapping[str, tuple[str, ...]] = field(factory=dict)
    form: Mapping[str, tuple[str, ...]] = field(factory=dict)
    view: str = ""
    path: str = ""

    def sent(self, name: str) -> str:
        """A field of the form; empty if it was not sent."""
        return next(iter(self.form.get(name, ())), "")

    def asked(self, name: str) -> str:
        """A part of the query; empty if it is not there."""
        return next(iter(self.query.get(name, ())), "")


class NotFoundError(Exception):
    """There is no such page."""


Answer = Page | Redirect | Download
Ways = Mapping[tuple[str, str], Callable[[Ask], Answer]]
"""What answers a method and a path; parts of the path in braces vary."""


@frozen
class Here:
    """A game, and the addresses of its pages."""

    site: Site
    game: OpenGame

    def to(self, *parts: object) -> str:
        """The address of a page of this game; without parts, of where the player is."""
        return self.site.address("game", self.game.id, *parts)

    @property
    def hidden(self) -> dict[str, str]:
        """What every form of the game sends along."""
        return {"turn": ".".join(map(str, self.game.turn))}


def here(ask: Ask) -> Here:
    """The game that is asked for.

    Raises:
        NotFoundError: There is none.
    """
    game = ask.site.games.get(ask.parts["game"])
    if game is None:
        raise NotFoundError
    return Here(ask.site, game)


def is_current(at: Here, ask: Ask) -> bool:
    """Whether a form was made at the present turn; if not, that is said on the next page."""
    if ask.sent("turn") == at.hidden["turn"]:
        return True
    at.game.said = "The game has gone on elsewhere since that page was shown, so nothing was done."
    return False
