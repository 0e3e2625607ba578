"""Each decision through the ethical lenses of the story, in words."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.analysis.lenses import DecisionReading, readings
from ceo_sim.engine.game import Game
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming


def lenses(game: Game, named: str) -> Iterator[str]:
    """One decision by the number of its answer, or all of them, or what there is to choose from."""
    found = readings(game)
    if not game.program.scenario.lenses:
        yield "This story has no lenses."
    elif named == "all":
        yield from _lenses(game)
        for number, reading in enumerate(found, 1):
            yield ""
            yield from _decision(game, number, reading)
    elif (index := lines.answer_index(game, named)) is not None:
        yield from _lenses(game)
        yield ""
        yield from _decision(game, index + 1, found[index])
    else:
        if named:
            yield f"There is no answer {lines.quoted(named)}."
        yield from _lenses(game)
        yield ""
        yield "Type lenses and the number of an answer, or lenses all. What is said stands in no order of merit."
        yield from lines.answers(game)


def _lenses(game: Game) -> Iterator[str]:
    yield "The lenses"
    for lens in game.program.scenario.lenses.values():
        yield f"{lens.name}: {lens.question}" if lens.question else f"{lens.name}."


def _decision(game: Game, number: int, reading: DecisionReading) -> Iterator[str]:
    decision = reading.decision
    when = formatting.date(game.timeline.moment(reading.step))
    yield f"{number}. {naming.decision_title(game, decision.id)}. {when}."
    for option in reading.options:
        yield ""
        yours = " This was your choice." if option.chosen else ""
        yield f"Option: {formatting.full_stop(naming.option_label(game, decision.id, option.option.id))}{yours}"
        if not option.readings:
            yield f"{INDENT}Nothing is said to it."
        for each in option.readings:
            yield f"{INDENT}{each.lens.name}, for: {each.case_for}"
            yield f"{INDENT}{each.lens.name}, against: {each.case_against}"
