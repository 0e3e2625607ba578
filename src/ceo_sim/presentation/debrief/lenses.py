"""Each option of each decision as the ethical lenses of the story argue it."""

from __future__ import annotations

from itertools import groupby

from ceo_sim.analysis.lenses import OptionReading, readings
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.text import plain

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
        self.lenses = self.scenario.lenses
        count = len(self.lenses)
        self.title = f"Through {_NUMBERS[count] if count < len(_NUMBERS) else f'{count} lenses'}"
        self._readings: dict[str, OptionReading] = {}
        self._topics: list[Topic] = []
        for index, reading in enumerate(readings(self.game)):
            for option in reading.options:
                id = f"{index + 1}.{option.option.id}"
                self._readings[id] = option
                self._topics.append(
                    Topic(
                        id=id,
                        title=naming.option_name(self.game, reading.decision.id, option.option.id),
                        group=subject.decision(index),
                        group_when=subject.day(reading.step),
                        state="chosen" if option.chosen else "open",
                        answer=index,
                    )
                )

    def topics(self) -> tuple[Topic, ...]:
        return tuple(self._topics)

    def detail(self, topic: Topic) -> doc.Parts:
        cases: list[doc.Part] = []
        for each in self._readings[topic.id].readings:
            for_it, against = doc.spans(plain(each.case_for)), doc.spans(plain(each.case_against))
            cases.append(doc.Pair(each.lens.name, ("For", for_it), ("Against", against), each.lens.question))
        parts = tuple(cases) or (doc.sentence("Nothing is said to it."),)
        return (doc.Card(topic.title, "Your choice" if topic.state == "chosen" else "", parts),)

    def page(self) -> doc.Parts:
        return (*self.intro(), *self.answers())

    def intro(self) -> doc.Parts:
        """What each lens asks."""
        asks = tuple(
            doc.spans(doc.bold(formatting.full_stop(lens.name)), f" {lens.question}") for lens in self.lenses.values()
        )
        order = (
            "What is said to each option stands in an order by lot, which the seed fixes; none of it is an order of "
            "merit."
        )
        return (doc.note(order), doc.Listing(asks))

    def answers(self, only: int | None = None) -> doc.Parts:
        """Each answer, or the one of a number counted from 0, with all options of its decision."""
        folds = []
        for index, group in groupby(self._topics, key=lambda each: each.answer):
            if only in (None, index):
                topics = list(group)
                cards = tuple(part for topic in topics for part in self.detail(topic))
                folds.append(doc.Fold(f"{topics[0].group}, {topics[0].group_when}", cards))
        return tuple(folds)
