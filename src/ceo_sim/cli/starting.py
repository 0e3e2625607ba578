"""Starting a game in the middle: at a decision, by a play that leads there or by a state that is set by hand."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from ceo_sim.cli.output import complain
from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from ceo_sim.analysis.witness import Witness
    from ceo_sim.engine.program import Program
    from ceo_sim.saves.session import Session
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.made_up import Value


class CannotStart(UserError):
    """A decision at which, or a state with which, a game cannot begin."""


def assignment(text: str) -> tuple[str, Value]:
    """Parse `id=value`, the value a number, true or false."""
    id, equals, written = text.partition("=")
    if equals and written in ("true", "false"):
        return id, written == "true"
    try:
        value = float(written)
    except ValueError:
        value = float("nan")
    if not equals or not -1e12 <= value <= 1e12:
        raise ArgumentTypeError(f"expected a metric or variable with a value, such as trust=40, not {text[:60]!r}")
    return id, value


@frozen
class Start:
    """Where a game is to begin.

    Attributes:
        path: The scenario.
        decision: The decision that is open.
        values: What is set by hand.
        seed: The luck; that of the play that leads there, if left out.
        edition: The edition that is read.
        act: The act at whose end the game ends; the whole story if left out.
        mirror: Whether the political poles are swapped.
    """

    path: Path
    decision: str
    values: tuple[tuple[str, Value], ...] = ()
    seed: int | None = None
    edition: str | None = None
    act: str | None = None
    mirror: bool = False

    def saved_in(self, folder: Path) -> Path:
        """Save the game in a new file.

        Raises:
            ScenarioUnavailable: The scenario has errors.
            CannotStart: It has no such decision, or none before the end of the act, or the values do not fit.
        """
        loaded, program, witness = self.search()
        if witness is None:
            complain(f"no play that was tried comes to {self.decision}: it is opened by hand, at the start")
        is_true = witness is not None and not self.values
        session = self._by(witness, program, loaded, folder) if is_true else self._made_up(witness, loaded, folder)
        with session:
            session.describe(name=f"At {self.decision}")
            if session.trouble:
                raise CannotStart(session.trouble)
            return session.path

    def search(self) -> tuple[Loaded, Program, Witness | None]:
        """The scenario, ready to run, and the play that leads to the decision, if one was found.

        Raises:
            ScenarioUnavailable: The scenario has errors.
            CannotStart: It has no such decision, or none before the end of the act.
        """
        from ceo_sim.analysis.witness import witness_of
        from ceo_sim.engine.compile import compile_scenario
        from ceo_sim.library import load_playable
        from ceo_sim.suggestions import hint

        loaded = load_playable(self.path, self.edition, self.act)
        if self.decision not in loaded.playable.decisions:
            known = hint(self.decision, loaded.playable.decisions, "`ceo-sim outline` lists them")
            raise CannotStart(f"there is no decision {self.decision}; {known}")
        program = compile_scenario(loaded.playable, mirror=self.mirror)
        witness = witness_of(program, self.decision, self.seed)
        if witness is None and self.act is not None:
            self._require_within_act(loaded)
        return loaded, program, witness

    def _require_within_act(self, loaded: Loaded) -> None:
        from ceo_sim.analysis.links import story_map
        from ceo_sim.analysis.outline import earliest_steps
        from ceo_sim.scenario.timeline import Timeline

        scenario = loaded.playable
        if (
            earliest_steps(scenario, story_map(scenario))[f"decision:{self.decision}"]
            >= Timeline.of(scenario.clock).last
        ):
            raise CannotStart(
                f"{self.decision} cannot come before the end of the act {self.act}; "
                "name a later act with --until, or leave it out"
            )

    def _by(self, witness: Witness | None, program: Program, loaded: Loaded, folder: Path) -> Session:
        from ceo_sim.engine.replay import replay
        from ceo_sim.saves.session import Session

        assert witness is not None
        game = replay(program, witness.seed, witness.answers, witness.step)
        return Session.start_from(game, loaded, folder, mirror=self.mirror, edition=self.edition)

    def _made_up(self, witness: Witness | None, loaded: Loaded, folder: Path) -> Session:
        """A game that is set by hand where a play came to the decision, or at the start if none did."""
        from ceo_sim.engine.compile import compile_scenario
        from ceo_sim.engine.replay import replay
        from ceo_sim.saves.format import SavedMadeUpState
        from ceo_sim.saves.session import Session
        from ceo_sim.scenario import made_up
        from ceo_sim.scenario.timeline import Timeline

        scenario = loaded.playable
        seed, answers, step = (
            (self.seed or 0, (), 0) if witness is None else (witness.seed, witness.answers, witness.step)
        )
        moment = Timeline.of(scenario.clock).moment(step)
        state = made_up.MadeUpState(moment, self.decision, tuple(dict(self.values).items()))
        if wrong := list(made_up.problems(scenario, state)):
            raise CannotStart("; ".join(wrong))
        program = compile_scenario(made_up.with_made_up_state(scenario, state), mirror=self.mirror)
        game = replay(program, seed, answers, step)
        game.choose(made_up.ID, made_up.OPTION)
        saved = SavedMadeUpState(state.at, state.decision, state.values)
        return Session.start_from(game, loaded, folder, mirror=self.mirror, edition=self.edition, made_up=saved)
