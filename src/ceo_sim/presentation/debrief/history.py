"""The player's path beside the real one, with its sources, and the case file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ceo_sim.analysis.real_path import HistoryComparison, compare_with_history
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.model import Fact, History

_FILE = "case file"


class RealPath(DebriefSection):
    """Each decision as the player took it and as the real people did, and what is on record."""

    id = "real"
    name = "Real"
    title = "What really happened"
    help_text = (
        "What you chose beside what the real people did, with the sources. The last line of the list is the case file. "
        "Where reports differ, that is said."
    )

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self._beside = {each.decision.id: each for each in compare_with_history(self.game)}
        self._history = self.scenario.history or History()

    def topics(self) -> tuple[Topic, ...]:
        facts = formatting.counted(len(self._history.facts), "fact")
        decisions = (
            Topic(id, naming.decision_title(self.game, id), aside=_aside(each)) for id, each in self._beside.items()
        )
        return (*decisions, Topic(_FILE, "The case file", aside=facts))

    def detail(self, topic: Topic) -> doc.Parts:
        if topic.id == _FILE:
            return (self._intro(), _listed(self._history.facts))
        each = self._beside[topic.id]
        facts = (doc.Fold("What is on record", (_listed(each.facts),)),) if each.facts else ()
        return (self._pair(each), *facts)

    def page(self) -> doc.Parts:
        parts: list[doc.Part] = [self._intro()]
        if pairs := tuple(map(self._pair, self._beside.values())):
            parts.append(doc.Section(self.subject.id("beside"), "Your path beside the real one", pairs))
        by_decision: dict[str | None, list[Fact]] = {}
        for fact in self._history.facts:
            by_decision.setdefault(fact.decision, []).append(fact)
        files = tuple(
            doc.Fold(naming.decision_title(self.game, id) if id else "What else is known", (_listed(facts),))
            for id, facts in by_decision.items()
        )
        return (*parts, doc.Section(self.subject.id("case"), "The case file", files)) if files else tuple(parts)

    def of_decision(self, id: str) -> doc.Parts:
        """What stands beside one decision; nothing if it is in neither path."""
        return next((self.detail(topic) for topic in self.topics() if topic.id == id), ())

    def _intro(self) -> doc.Part:
        checked = f" The facts were last checked on {_date(self._history.as_of)}." if self._history.as_of else ""
        return doc.note(f"The story is made up; what it was made from has sources here.{checked}")

    def _pair(self, each: HistoryComparison) -> doc.Pair:
        """What the player chose, and what the real people did."""
        game, id, choice = self.game, each.decision.id, each.real
        yours = naming.option_name(game, id, each.chosen) if each.chosen is not None else "You did not decide this"
        title, mine = naming.decision_title(game, id), ("You", doc.spans(formatting.full_stop(yours)))
        if choice is None:
            return doc.Pair(title, mine, ("In reality", doc.spans("Nothing like it is on record.")))
        what = f"{naming.option_name(game, id, choice.option)}{' (as you did)' if each.same else ''}."
        when = f"{formatting.short_date(choice.at)}: " if choice.at is not None else ""
        source = f" Source: {formatting.full_stop(choice.source)}" if choice.source else ""
        return doc.Pair(title, mine, ("In reality", doc.spans(when, doc.bold(what), f" {choice.text}{source}")))


def _aside(each: HistoryComparison) -> str:
    if each.chosen is None:
        return "theirs only"
    return "yours only" if each.real is None else "the same" if each.same else "differs"


def _listed(facts: Iterable[Fact]) -> doc.Labelled:
    return doc.Labelled(tuple((_date(fact.at), _fact(fact)) for fact in facts))


def _fact(fact: Fact) -> doc.Spans:
    contested = (doc.bold(" Reports differ."),) if fact.contested else ()
    source = f" Source: {formatting.full_stop(fact.source)}" if fact.source else ""
    return doc.spans(fact.text, *contested, source)


def _date(at: dt.date | int) -> str:
    return f"{formatting.short_date(at)}{formatting.year(at)}" if isinstance(at, dt.date) else f"Turn {at}"
