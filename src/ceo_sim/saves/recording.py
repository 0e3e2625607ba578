"""A saved game as a play test: its answers by ids, and what came of them, as what is expected."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator

from ceo_sim.engine.game import Game
from ceo_sim.engine.replay import retraced
from ceo_sim.engine.snapshots import Answer, Consultation, SideMove
from ceo_sim.errors import UserError
from ceo_sim.saves.format import toml_moment, toml_text
from ceo_sim.saves.reopen import ReopenedSave
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.made_up import is_made_up
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.timeline import spoken

WIDTH = 100


class CannotRecord(UserError):
    """A game of which no play test can be made."""


def recorded(save: ReopenedSave) -> str:
    """A `[[test]]` in TOML that plays the game of a save again, and passes as long as the scenario stays as it is.

    What it expects: the ending, the headline metrics to within the last digit that is shown, the events that happened,
    and how promises stand.

    Raises:
        CannotRecord: The state of the game was made up, which no test can repeat.
    """
    game = save.game
    if is_made_up(game.program.scenario):
        raise CannotRecord("the state of this game was set by hand, which no play test can repeat")
    lines = ["[[test]]", f"name   = {toml_text(_name(save))}", f"seed   = {game.seed}"]
    if save.save.mirror:
        lines.append("mirror = true")
    if save.save.edition is not None:
        lines.append(f"edition = {toml_text(save.save.edition)}")
    if save.save.act is not None:
        lines.append(f"act    = {toml_text(save.save.act)}")
    moves = list(_moves(game))
    lines.append("choose = [" if moves else "choose = []")
    lines += [f"  {move}," for move in moves] + (["]"] if moves else [])
    if until := _until(game):
        lines.append(f"until  = {until}")
    return "\n".join([*lines, "", *_expected(game), ""])


def _name(save: ReopenedSave) -> str:
    game = save.game
    ending = "" if game.ending is None else f", which ends in {plain(game.fill(game.ending.title))}"
    return one_line(f"{save.save.name or f'A game up to {spoken(game.moment)}'}{ending}")


# ---- what was done ------------------------------------------------------------------------------------------


def _moves(game: Game) -> Iterator[str]:
    """Each forecast, inject and answer; with its moment if that is later than it could have been."""
    earliest = 0
    for number, before in enumerate(retraced(game)):
        answer = game.answers[number]
        for move in _between(game, number):
            yield _side_move(game, move)
            earliest = move.step
        opened = next(waiting.opened for waiting in before.open_decisions() if waiting.id == answer.decision)
        yield _answer(game, answer, max(earliest, opened))
        earliest = answer.step
    for move in _between(game, len(game.answers)):
        yield _side_move(game, move)


def _between(game: Game, after: int) -> list[SideMove]:
    return [move for move in game.side_moves if move.after == after]


def _answer(game: Game, answer: Answer, earliest: int) -> str:
    named = toml_text(f"{answer.decision}.{answer.option}")
    if answer.step == earliest:
        return named
    return f"{{ choose = {named}, at = {_moment(game, answer.step)} }}"


def _side_move(game: Game, move: SideMove) -> str:
    at = _moment(game, move.step)
    if isinstance(move, Consultation):
        return f"{{ ask = {toml_text(move.adviser)}, about = {toml_text(move.decision)}, at = {at} }}"
    return f"{{ throw = {toml_text(move.inject)}, at = {at} }}"


def _moment(game: Game, step: int) -> str:
    return toml_moment(game.timeline.moment(step))


def _until(game: Game) -> str:
    """Where the test stops; empty if that is right after its last answer."""
    steps = [move.step for move in (*game.answers, *game.side_moves)]
    if game.ended:
        return '"end"'
    return _moment(game, game.now) if game.now > max(steps, default=0) else ""


# ---- what came of it ----------------------------------------------------------------------------------------


def _expected(game: Game) -> Iterator[str]:
    yield "[[test.expect]]"
    if game.ending is not None:
        yield f"ending = {toml_text(game.ending.id)}"
    for id, metric in game.program.scenario.metrics.items():
        if metric.headline:
            low, high = _range(metric, game.ledger.value(id))
            yield f"metric.{id} = [{low}, {high}]"
    happened = {entry.cause for entry in game.entries if entry.kind == "event"}
    for key, events in (
        ("fired", [id for id in game.program.scenario.events if id in happened]),
        ("not_fired", [id for id in game.program.scenario.events if id not in happened]),
    ):
        if events:
            yield f"{key} = ["
            named = ", ".join(map(toml_text, events))
            yield from textwrap.wrap(f"{named},", WIDTH, initial_indent="  ", subsequent_indent="  ")
            yield "]"
    for made in game.promises():
        yield f"promise.{made.id} = {toml_text(made.state)}"


def _range(metric: Metric, value: float) -> tuple[str, str]:
    """The values that are as near as half of the last digit that is shown."""
    decimals = metric.decimals + 1
    scale = 10.0**decimals
    low, high = math.floor(value * scale - 5) / scale, math.ceil(value * scale + 5) / scale
    return f"{low:.{decimals}f}", f"{high:.{decimals}f}"
