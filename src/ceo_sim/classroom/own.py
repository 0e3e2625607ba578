"""Stories of one's own: each seat's game after its moves, and what a seat does in it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import OwnMove, Seat
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.spool import Spool
from ceo_sim.classroom.story import make_own
from ceo_sim.engine.freezing import Freezer
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Report
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.passing import passed

MOST_GAMES = 8
"""Games that are kept in memory, at up to a megabyte or two; others are put aside as they stand."""
OVER = "over"
"""The id of an ending that has none of its own."""


@define(eq=False)
class OwnStory:
    """A seat's game, and what came of its last move; None before the first."""

    game: Game
    moves: list[OwnMove] = field(factory=list)
    report: Report | None = None
    aside: int = -1
    """With how many moves it was put aside last; never if negative."""


@define(eq=False)
class OwnStories:
    """The stories of the seats of a class.

    The ones that were asked for last are in memory, the others are put aside in a file. One that cannot be found there
    is played again from its moves, which takes ten times as long.
    """

    live: LiveClass
    program: Program
    _cache: OrderedDict[str, OwnStory] = field(init=False, factory=OrderedDict)
    _spool: Spool = field(init=False, factory=Spool)
    _freezer: Freezer | None = field(init=False, default=None)
    _locks: dict[str, asyncio.Lock] = field(init=False, factory=dict)

    def story(self, seat: Seat) -> OwnStory:
        """A seat's story after its moves.

        Raises:
            LogError: A move cannot be made in this scenario.
        """
        story = self._cache.get(seat.id) or self._fetch(seat)
        if story is None or story.moves != seat.moves[: len(story.moves)]:
            story = OwnStory(Game(self.program, self.live.room.seed_of(seat)))
        for place, move in enumerate(seat.moves[len(story.moves) :], len(story.moves) + 1):
            story.report = make_own(story.game, move, place) or story.report
            story.moves.append(move)
        self._keep(seat.id, story)
        return story

    async def choose(
        self, seat: Seat, number: int, choice: tuple[str, str], reason: str, predicted: Mapping[str, ev.Direction]
    ) -> None:
        """Answer a decision, an option of which is the `choice`, in a seat's story of so many moves.

        Raises:
            Refused: It cannot be answered so, or the story has gone on.
            Unavailable: It could not be written.
        """
        async with self._locks.setdefault(seat.id, asyncio.Lock()):
            story = self._current(seat, number)
            step, predictions = story.game.now, dict(predicted)
            try:
                report = story.game.choose(*choice, reason, predictions)
            except (IllegalMove, KeyError):
                raise Refused("That cannot be chosen now: look at the options again.") from None
            check = story.game.check()
            move = OwnMove(step, *choice, reason, check, predictions)
            await self._write(
                ev.OwnAnswered(seat.id, number, step, *choice, reason, check, predictions), seat, move, report
            )

    async def let_pass(self, seat: Seat, number: int, *, until_needed: bool) -> None:
        """Let time pass in a seat's story of so many moves.

        Raises:
            Refused: Something has to be answered first, or the story has gone on.
            Unavailable: It could not be written.
        """
        async with self._locks.setdefault(seat.id, asyncio.Lock()):
            story = self._current(seat, number)
            try:
                report = passed(story.game, until_needed=until_needed)
            except IllegalMove:
                raise Refused("Something has to be answered first, or the story is over.") from None
            game = story.game
            ending = (game.ending.id if game.ending is not None else OVER) if game.ended else ""
            await self._write(ev.OwnPassed(seat.id, number, game.now, ending), seat, OwnMove(game.now), report)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _current(self, seat: Seat, number: int) -> OwnStory:
        if number != len(seat.moves):
            raise Refused("Your story has gone on since that page was shown, so nothing was done.")
        return self.story(seat)

    async def _write(self, event: ev.Event, seat: Seat, move: OwnMove, report: Report) -> None:
        """Write down what the kept game has done already; if that cannot be, the game is forgotten."""
        story = self._cache.pop(seat.id, None)
        await self.live.submit(event)
        if story is not None:
            story.moves.append(move)
            story.report = report
            self._keep(seat.id, story)

    def _keep(self, seat: str, story: OwnStory) -> None:
        self._cache[seat] = story
        self._cache.move_to_end(seat)
        while len(self._cache) > MOST_GAMES:
            self._put_aside(*self._cache.popitem(last=False))

    def _put_aside(self, seat: str, story: OwnStory) -> None:
        if self._freezer is None:
            self._freezer = Freezer(self.program)
        if story.aside != len(story.moves):
            story.aside = len(story.moves)
            self._spool.put(seat, self._freezer.freeze(story))
        story.game.release()

    def _fetch(self, seat: Seat) -> OwnStory | None:
        frozen = self._spool.get(seat.id)
        if frozen is None or self._freezer is None:
            return None
        story: OwnStory = self._freezer.thaw(frozen)
        return story

    def close(self) -> None:
        """Keep no story any more."""
        self._cache.clear()
        self._spool.close()
