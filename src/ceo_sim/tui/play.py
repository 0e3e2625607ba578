"""The one object that owns the session: it answers and waits, and gives the screens what they show."""

from __future__ import annotations

from pathlib import Path

from attrs import define, field

from ceo_sim import places
from ceo_sim.engine.game import Game
from ceo_sim.presentation.decision import DecisionView
from ceo_sim.presentation.desk import DeskView, desk_view, metrics_with_causes
from ceo_sim.presentation.document import Parts
from ceo_sim.presentation.forecast import ForecastView, forecast_view
from ceo_sim.presentation.outcome import OutcomeView
from ceo_sim.presentation.passing import pass_time
from ceo_sim.presentation.roads import not_taken
from ceo_sim.saves.session import Session
from ceo_sim.scenario.model import Metric, Scenario


@define(eq=False)
class Play:
    """A playthrough at the screen.

    Attributes:
        session: The game and its save.
        fresh_from: The step from which news are new to the player.
    """

    session: Session
    fresh_from: int = 0
    _desk: tuple[object, DeskView] | None = None
    _roads: Parts | None = None
    _forecasts: dict[tuple[object, ...], ForecastView] = field(factory=dict)

    @property
    def game(self) -> Game:
        """The game; only to be looked at."""
        return self.session.game

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.game.program.scenario

    def is_saved_in(self, path: Path) -> bool:
        """Whether that file, however it is named, is the save of this game."""
        return places.real(self.session.path) == places.real(path)

    @property
    def moment(self) -> tuple[int, int, int]:
        """Where the game stands: what is shown of it is the same as long as this is."""
        return self.game.now, len(self.game.answers), len(self.game.side_moves)

    # ---- what is done ---------------------------------------------------------------------------------------

    def pass_time(self, *, until_needed: bool) -> OutcomeView:
        """Let a day pass, or as many as bring nothing."""
        first = self.game.now + 1
        outcome = pass_time(self.session, until_needed=until_needed)
        self.fresh_from = first
        return outcome

    # ---- forecasts ------------------------------------------------------------------------------------------

    def forecast(self, decision: DecisionView, adviser: str) -> ForecastView:
        """An adviser's forecast of an open decision as things stand; takes a moment, so not on the screen's thread."""
        moment = (decision.id, adviser, *self.moment)
        forecast = self._forecasts.get(moment)
        if forecast is None:
            forecast = forecast_view(self.game, decision, adviser)
            # One is 100 KB, and those of other moments are never asked for again. A new dict, as another thread may
            # still be at work on a forecast that was left.
            self._forecasts = {moment: forecast}
        return forecast

    def roads(self) -> Parts:
        """The roads not taken by a story that has ended; takes a moment, so not on the screen's thread."""
        if self._roads is None:
            self._roads = not_taken(self.game)
        return self._roads

    # ---- what is shown --------------------------------------------------------------------------------------

    def desk(self) -> DeskView:
        """The desk as it is now."""
        if self._desk is None or self._desk[0] != self.moment:
            self._desk = self.moment, desk_view(self.game, self.fresh_from)
        return self._desk[1]

    def why_metrics(self) -> list[Metric]:
        """The metrics whose causes may be told."""
        return metrics_with_causes(self.game)
