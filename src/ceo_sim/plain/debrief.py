"""What can be asked for in the debrief: a section, and the name or number of one thing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.plain.render import rendered
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.causes import Causes
from ceo_sim.presentation.debrief.counterfactual import Rivals, WhatIf
from ceo_sim.presentation.debrief.history import RealPath
from ceo_sim.presentation.debrief.lenses import Lenses
from ceo_sim.presentation.debrief.meters import Meters
from ceo_sim.presentation.debrief.predictions import Predictions
from ceo_sim.presentation.debrief.section import Topic
from ceo_sim.presentation.debrief.story import Story
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.debrief.talk import NO_QUESTIONS, Talk
from ceo_sim.presentation.debrief.values import Values
from ceo_sim.saves.session import Session
from ceo_sim.scenario.metrics import guess_metric
from ceo_sim.scenario.model import Metric


class Debrief:
    """The debrief of a session, section by section."""

    def __init__(self, session: Session) -> None:
        self.session, self.game, self.scenario = session, session.game, session.game.program.scenario
        self.subject = DebriefSubject("", session.game, session.values, save=session.path)

    def ending(self) -> Iterator[str]:
        """How it ended."""
        yield "The end"
        if (reached := self.game.ending) is not None:
            yield ""
            yield f"{self.game.fill(reached.title)}."
            yield from lines.paragraphs(self.game.fill(reached.text))
        debrief = self.scenario.debrief
        if debrief is not None and debrief.text is not None:
            yield ""
            yield from lines.paragraphs(self.game.fill(debrief.text))

    def story(self) -> Iterator[str]:
        """Everything that happened, and what each day moved most."""
        return rendered(Story(self.subject).page()) if self.game.entries else iter(["Nothing has happened yet."])

    def meters(self, typed: str) -> Iterator[str]:
        """The courses of the large metrics, of `all`, or of the one that is named."""
        section = Meters(self.subject)
        if typed == "all":
            yield from rendered(section.page(), brief=False)
        elif not typed:
            yield from rendered(section.page_in_short())
            if section.others:
                yield ""
                yield f"Type meters and a name for one more, or meters all: {_names(section.others)}."
        elif (metric := guess_metric(self.scenario, typed)) is not None and metric.id in section.metrics:
            yield from rendered(section.detail(section.topic(metric)))
        else:
            known = _names(section.metrics.values())
            yield f"There is no meter {lines.quoted(typed)}. Type meters and one of: {known}."

    def values(self) -> Iterator[str]:
        """What was named at the start, beside what the choices favoured."""
        if not self.scenario.values:
            return iter(["This story has no values to name."])
        return rendered(Values(self.subject).page())

    def forecasts(self) -> Iterator[str]:
        """The player's predictions and the advisers' forecasts, beside what came."""
        return rendered(Predictions(self.subject).page(), brief=False)

    def lenses(self, typed: str) -> Iterator[str]:
        """One decision by the number of its answer, or all of them, or what there is to choose from."""
        section, index = Lenses(self.subject), lines.place(typed, len(self.game.answers))
        if not self.scenario.lenses:
            yield "This story has no lenses."
        elif typed == "all" or index is not None:
            yield from rendered((*section.intro(), *section.answers(index)), brief=False)
        else:
            yield from [f"There is no answer {lines.quoted(typed)}."] if typed else []
            yield from rendered(section.intro())
            yield ""
            yield "Type lenses and the number of an answer, or lenses all."
            yield from naming.numbered_answers(self.game)

    def real(self, typed: str) -> Iterator[str]:
        """The player's path beside the real one, or one answer beside what is on record of it."""
        section = RealPath(self.subject)
        if self.scenario.history is None:
            yield "This story has no real events behind it that it could be laid beside."
        elif not typed:
            yield from rendered(section.page())
        elif (index := lines.place(typed, len(self.game.answers))) is not None:
            yield from rendered(section.of_decision(self.game.answers[index].decision))
        else:
            yield f"There is no answer {lines.quoted(typed)}. Type real, or real and the number of an answer."
            yield from naming.numbered_answers(self.game)

    def questions(self) -> Iterator[str]:
        """What to talk about."""
        return rendered(Talk(self.subject).questions() or NO_QUESTIONS)

    def report(self) -> Iterator[str]:
        """How to make a page of all this."""
        return rendered(Talk(self.subject).how_to_keep())

    def everything(self) -> Iterator[str]:
        """Every section that needs no choice of the player's."""
        causes = Causes(self.subject).page_in_short()
        parts = (self.story(), self.meters("all"), rendered(causes), self.values(), self.forecasts())
        for part in (*parts, self.lenses("all"), self.real(""), self.questions()):
            yield ""
            yield from part

    # ---- otherwise -------------------------------------------------------------------------------------------

    def what_if(self, typed: str) -> Iterator[str]:
        """Another option at one answer, `N OPTION`, or `N OPTION all`; with less, what there is to choose from."""
        typed, in_full = lines.asks_for_all(typed)
        number, _, option = typed.replace(",", " ").partition(" ")
        index = lines.place(number, len(self.game.answers))
        if index is None:
            yield from [f"There is no answer {lines.quoted(number)}."] if typed else []
            yield "Type whatif and the number of an answer to hear its options."
            yield from naming.numbered_answers(self.game)
            return
        section = WhatIf(self.subject)
        section.prepare()
        topics = [topic for topic in section.topics() if topic.answer == index]
        place = lines.place(option.strip(), len(topics))
        if place is None or topics[place].state != "open":
            yield from [f"Option {lines.quoted(option)} {_no_other(topics, place)}."] if option else []
            yield f"{formatting.full_stop(topics[0].group)} Type whatif {number} and an option."
            yield from (_option(section, *each) for each in enumerate(topics, 1))
            return
        taken = formatting.full_stop(topics[place].title)
        yield f"{formatting.full_stop(topics[0].group)} If you had answered: {taken}"
        yield "The luck and your other answers stay as they were."
        *_, parts = section.stages(topics[place])
        yield from rendered(parts, brief=not in_full)
        yield from [] if in_full else [f"Type whatif {number} {option} all for every meter and all that happened."]

    def rivals(self, typed: str) -> Iterator[str]:
        """The story where the rivals that are named by number are right; without a number, who they are."""
        typed, in_full = lines.asks_for_all(typed)
        section, parts = Rivals(self.subject), typed.replace(",", " ").split()
        topics = section.topics()
        places = [lines.place(part, len(topics)) for part in parts]
        if not topics:
            yield "This story names no rival assumptions."
        elif not parts or None in places:
            yield "Type rivals and the numbers of those that you want to be right, such as rivals 1."
            for number, topic in enumerate(topics, 1):
                yield f"{number}. {formatting.full_stop(topic.title)}"
                yield from (INDENT + line for line in rendered(section.detail(topic)))
        else:
            chosen = frozenset(topics[place].id for place in places if place is not None)
            yield from rendered((section.assumed(chosen), *section.combined(chosen)), brief=not in_full)
            yield from [] if in_full else [f"Type rivals {typed} all for every meter and all that happened."]


def _names(metrics: Iterable[Metric]) -> str:
    return ", ".join(metric.name for metric in metrics)


def _no_other(topics: list[Topic], place: int | None) -> str:
    if place is None:
        return "is not one of them"
    return "was your choice" if topics[place].state == "chosen" else "was locked"


def _option(section: WhatIf, number: int, topic: Topic) -> str:
    note = ""
    if topic.state == "chosen":
        note = " This was your choice."
    elif topic.state == "locked":
        note = "".join(f" {line}" for line in rendered(section.detail(topic)))
    return f"{number}. {formatting.full_stop(topic.title)}{note}"
