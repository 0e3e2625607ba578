"""One game at the screen, in the order in which it is played: its opening, turn after turn, its ending."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import evolve
from textual.screen import Screen

from ceo_sim.errors import IllegalMove
from ceo_sim.presentation import formatting
from ceo_sim.presentation.acts import BreakView, act_over, break_now
from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.pages import preface
from ceo_sim.presentation.passing import can_go_on
from ceo_sim.presentation.predictions import Direction, asked_meters
from ceo_sim.tui.host import Answer, Host
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.asking import AskScreen
from ceo_sim.tui.screens.decision import Choice, DecisionScreen
from ceo_sim.tui.screens.desk import DeskScreen, OpenDecision, PassTime
from ceo_sim.tui.screens.ending import EndingScreen
from ceo_sim.tui.screens.opening import NoteScreen, OpeningScreen
from ceo_sim.tui.screens.outcome import ConsequenceScreen, PassingScreen
from ceo_sim.tui.screens.predict import PredictScreen
from ceo_sim.tui.screens.values import ValuesScreen

Result = TypeVar("Result")


class GameFlow:
    """Asks, predicts, answers and shows, one after another, in a worker of the app."""

    def __init__(self, host: Host, play: Play) -> None:
        self._host, self._play, self._game = host, play, play.game
        self._desk = DeskScreen(play)
        self._set_aside = ""
        """The urgent decision that the player has left, to look at the desk."""
        self._passing_since: int | None = None
        """When time began to pass, if it has until now, but for what had to be answered on the way."""
        self._awaited: asyncio.Future[Any] | None = None
        self._is_over = False

    @property
    def is_busy(self) -> bool:
        """Whether it is at work, rather than waiting for the player; no key is let in meanwhile."""
        return not self._is_over and (self._awaited is None or self._awaited.done())

    async def run(self, *, with_opening: bool, asked: tuple[str, str] | None = None) -> None:
        """Play on to the end.

        Args:
            with_opening: Whether what comes before the first day is shown.
            asked: A decision to begin with, and the option that is pointed at, if any.
        """
        try:
            if with_opening and not await self._open():
                self._host.to_title()
                return
            self._host.open(self._desk)
            if asked is not None:
                await self._decide(*asked)
            elif not with_opening and (act := break_now(self._game)) is not None:
                await self._break(act)
            while not self._game.ended:
                await self._turn()
            await self._show(EndingScreen(self._play))
        finally:
            self._is_over = True

    async def _open(self) -> bool:
        """Show what comes before the first day; whether the player goes on to it."""
        play = self._play
        if preface(play.scenario) and not await self._show(NoteScreen(play)):
            return False
        if not await self._show(OpeningScreen(play)):
            return False
        return not play.scenario.values or await self._show(ValuesScreen(play))

    async def _turn(self) -> None:
        """Put what cannot wait to the player; if nothing is, let the player do one thing at the desk."""
        urgent = self._game.urgent()
        if urgent is not None and urgent.id != self._set_aside:
            await self._decide(urgent.id)
            return
        self._passing_since = None
        await self._desk.look()
        self._host.returned(self._desk)
        match await self._wait(self._desk.next_intent()):
            case OpenDecision(decision):
                if urgent is None or urgent.id == decision:
                    await self._decide(decision)
                else:
                    self._desk.say(f"First: {formatting.full_stop(urgent.title)} It must be answered now.")
            case PassTime(until_needed):
                if urgent is None:
                    await self._pass(until_needed=until_needed)
                else:
                    self._desk.say(f"The clock stands still until this is answered: {urgent.title}")

    async def _decide(self, decision: str, pointed: str = "") -> None:
        """Ask, pointing at an option if one is named, predict, answer, show."""
        play, answer = self._play, await self._ask(decision, pointed)
        if answer is None:
            self._set_aside = decision
            return
        choice, predicted = answer
        try:
            report = play.session.choose(decision, choice.option.id, choice.reason, predicted)
        except IllegalMove as refused:
            self._desk.say(str(refused))
            self._set_aside = decision
            return
        self._set_aside = ""
        since = self._passing_since
        goes_on = since is not None and can_go_on(self._game, report, since)
        outcome = evolve(consequence(self._game, report), goes_on=goes_on)
        if not await self._show(ConsequenceScreen(play, outcome)) and goes_on:
            await self._pass(until_needed=True, since=since)

    async def _ask(self, decision: str, pointed: str) -> tuple[Choice, Mapping[str, Direction]] | None:
        """What is chosen and predicted; who goes back from the prediction is asked again; None to go to the desk."""
        play, view = self._play, decision_view(self._play.game, decision)
        choice = next((Choice(option, "") for option in view.options if option.id == pointed), None)
        while choice := await self._show(DecisionScreen(play, decision_view(play.game, decision), choice)):
            if (predicted := await self._predict(decision, choice.option.label)) is not None:
                return choice, predicted
        return None

    async def _predict(self, decision: str, label: str) -> Mapping[str, Direction] | None:
        """What the player thinks will come of an option, unless that is not to be asked; None to go back."""
        play = self._play
        is_asked = self._host.preferences.file.current.predictions and not play.session.read_only
        if not is_asked or not (meters := asked_meters(play.game, decision)):
            return {}
        return await self._show(PredictScreen(play, label, meters))

    async def _pass(self, *, until_needed: bool, since: int | None = None) -> None:
        """Let a day pass; or time until something needs the player, and show on the way what is told.

        Args:
            until_needed: Which of the two.
            since: When time began to pass, if it was before now.
        """
        self._passing_since = (self._game.now if since is None else since) if until_needed else None
        goes_on = True
        while goes_on:
            entries = len(self._game.entries)
            try:
                outcome = self._play.pass_time(until_needed=until_needed)
            except IllegalMove as refused:
                self._desk.say(str(refused))
                return
            self._set_aside = ""
            goes_on = outcome.goes_on
            if outcome.is_quiet and not self._game.ended:
                self._desk.say(f"{outcome.days} {outcome.in_quiet}".strip())
            elif await self._show(PassingScreen(self._play, outcome)):
                goes_on = False
            if (act := act_over(self._game, entries)) is not None:
                await self._break(act)

    async def _break(self, act: BreakView) -> None:
        """Offer to look back, or to leave, between two acts."""
        answers: list[Answer] = [
            ("Go on", None),
            ("Look back: the debrief", lambda: self._host.show("debrief")),
            ("To the title; the game is kept", self._host.to_title),
        ]
        chosen = await self._show(AskScreen(act.title, act.words, answers))
        if chosen is not None:
            chosen()

    # ---- waiting for the player -----------------------------------------------------------------------------

    async def _show(self, screen: Screen[Result]) -> Result:
        """Open a screen over the desk, and wait for what it gives back."""
        return await self._wait(self._host.open(screen))

    async def _wait(self, future: asyncio.Future[Result]) -> Result:
        self._awaited = future
        return await future
