"""Each decision through the ethical lenses, and the questions to take away."""

from __future__ import annotations

from ceo_sim.analysis.lenses import DecisionReading, OptionReading, readings
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Card, Fold, Listing, Pair, Part, Section, bold, note, prose, said, sentence


def lenses(told: DebriefSubject) -> Section | None:
    """The best case for and against each option, by lens, in an order by lot."""
    known = told.scenario.lenses.values()
    if not known:
        return None
    questions = tuple(said(bold(formatting.full_stop(lens.name)), f" {lens.question}") for lens in known)
    first = note(
        "What is said to each option stands in an order by lot, which the seed fixes; none of it is an order of merit."
    )
    folds = (_decision(told.game, number, each) for number, each in enumerate(readings(told.game), 1))
    return Section(told.id("lenses"), _title(len(known)), (first, Listing(questions), *folds))


def _title(count: int) -> str:
    numbers = ("no", "one lens", "two lenses", "three lenses", "four lenses", "five lenses", "six lenses")
    return f"Through {numbers[count] if count < len(numbers) else f'{count} lenses'}"


def _decision(game: Game, number: int, reading: DecisionReading) -> Fold:
    when = formatting.date(game.timeline.moment(reading.step))
    cards = tuple(_option(game, reading.decision.id, option) for option in reading.options)
    return Fold(f"{number}. {naming.decision_title(game, reading.decision.id)}, {when}", cards)


def _option(game: Game, decision: str, reading: OptionReading) -> Card:
    cases: list[Part] = [
        Pair(each.lens.name, ("For", said(each.case_for)), ("Against", said(each.case_against)))
        for each in reading.readings
    ]
    title = naming.option_name(game, decision, reading.option.id)
    return Card(title, "Your choice" if reading.chosen else "", tuple(cases) or (sentence("Nothing is said to it."),))


def questions(told: DebriefSubject) -> Section | None:
    """What to talk about."""
    debrief = told.scenario.debrief
    if debrief is None or not (debrief.questions or debrief.text):
        return None
    items = []
    for question in debrief.questions:
        lens = told.scenario.lenses.get(question.lens or "")
        items.append(said(question.text, f" ({lens.name})" if lens is not None else ""))
    first = prose(told.game.fill(debrief.text)) if debrief.text is not None else ()
    listing = (Listing(tuple(items), numbered=True),) if items else ()
    return Section(told.id("questions"), "To talk about", (*first, *listing))
