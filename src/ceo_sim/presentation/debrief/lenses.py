"""Each option of each decision as the ethical lenses of the story argue it."""

from __future__ import annotations

from itertools import groupby

from ceo_sim.analysis.lenses import OptionReading, readings
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject

_NUMBERS = ("no lenses", "one lens", "two lenses", "three lenses", "four lenses", "five lenses", "six lenses")


class Lenses(DebriefSection):
    """The best case for and against each option, in an order by lot."""

    id = "lenses"
    name = "Lenses"
    help_text = (
        "The best case for and against every option, by several ways to look at it. Their order is drawn by lot, and "
        "differs from decision to decision. ● is what you chose."
    )

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self._readings: dict[Topic, OptionReading] = {}
        for index, reading in enumerate(readings(self.game)):
            for option in reading.options:
                topic = Topic(
                    id=f"{index + 1}.{option.option.id}",
                    title=naming.option_name(self.game, reading.decision.id, option.option.id),
                    group=subject.decision(index),
                    group_when=subject.day(reading.step),
                    state="chosen" if option.chosen else "open",
                    answer=index,
                )
                self._readings[topic] = option
        arguing = {reading.lens.id for option in self._readings.values() for reading in option.readings}
        self.lenses = [lens for lens in self.scenario.lenses.values() if lens.id in arguing]
        count = len(self.lenses)
        self.title = f"Through {_NUMBERS[count] if count < len(_NUMBERS) else f'{count} lenses'}"

    def topics(self) -> tuple[Topic, ...]:
        return tuple(self._readings)

    def detail(self, topic: Topic) -> doc.Parts:
        cases = tuple(
            doc.Pair(
                reading.lens.name,
                ("For", doc.inline(reading.case_for)),
                ("Against", doc.inline(reading.case_against)),
                reading.lens.question,
            )
            for reading in self._readings[topic].readings
        )
        mark = "Your choice" if topic.state == "chosen" else ""
        return (doc.Card(topic.title, mark, cases or (doc.sentence("Nothing is said to it."),)),)

    def page(self) -> doc.Parts:
        return (*self.intro(), *self.answers())

    def intro(self) -> doc.Parts:
        """What each lens asks that argues in an answered decision."""
        asks = (doc.spans(doc.bold(formatting.full_stop(lens.name)), f" {lens.question}") for lens in self.lenses)
        order = (
            "What is said to each option stands in an order by lot, which the seed fixes; none of it is an order of "
            "merit."
        )
        return (doc.note(order), doc.Listing(tuple(asks)))

    def answers(self, only: int | None = None) -> doc.Parts:
        """Each answer, or the one of a number counted from 0, with all options of its decision."""
        by_answer = groupby(self._readings, key=lambda topic: topic.answer)
        return tuple(self._fold(tuple(topics)) for index, topics in by_answer if only in (None, index))

    def _fold(self, topics: tuple[Topic, ...]) -> doc.Fold:
        cards = tuple(part for topic in topics for part in self.detail(topic))
        return doc.Fold(f"{topics[0].group}, {topics[0].group_when}", cards)
