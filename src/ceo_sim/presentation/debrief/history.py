"""The player's path beside the real one, with its sources, and the case file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from ceo_sim.analysis.real_path import NEAREST, NOT_ON_RECORD, HistoryComparison, compare_with_history, is_disclosed
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.markup import Span
from ceo_sim.scenario.model import Fact, History, HistoryChoice

_FILE = "case file"
_ADDRESS = re.compile(r"(https?://[^\s;,\"<>\\]*[^\s;,.\"<>\\])")


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
        self._comparisons = {comparison.decision.id: comparison for comparison in compare_with_history(self.game)}
        self._history = self.scenario.history or History()
        self._facts = [
            fact for fact in self._history.facts if fact.decision is None or is_disclosed(self.game, fact.decision)
        ]

    def topics(self) -> tuple[Topic, ...]:
        decisions = (
            Topic(id, naming.decision_title(self.game, id), aside=_aside(comparison))
            for id, comparison in self._comparisons.items()
        )
        facts = formatting.counted(len(self._facts), "fact")
        return (*decisions, Topic(_FILE, "The case file", aside=facts))

    def detail(self, topic: Topic) -> doc.Parts:
        return (self._intro(), _listed(self._facts)) if topic.id == _FILE else self.of_decision(topic.id)

    def of_decision(self, id: str) -> doc.Parts:
        """What stands beside one decision; nothing if it is in neither path."""
        comparison = self._comparisons.get(id)
        if comparison is None:
            return ()
        facts = (doc.Fold("What is on record", (_listed(comparison.facts),)),) if comparison.facts else ()
        return (self._pair(comparison), *facts)

    def in_reality(self, id: str) -> doc.Parts:
        """What the real people did at one decision, by itself; nothing if it is in neither path."""
        comparison = self._comparisons.get(id)
        return () if comparison is None else (doc.sentence("In reality: ", *self._theirs(comparison, as_you="")),)

    def in_few_words(self, id: str, nearest: str) -> str:
        """The option that the real people took at one decision, or after the sign `nearest` the one nearest to it."""
        comparison = self._comparisons.get(id)
        real = None if comparison is None else comparison.real
        if comparison is None or real is None or real.counterpart == "none" or self._was_hidden(comparison):
            return formatting.without_full_stop(NOT_ON_RECORD)
        option = naming.option_name(self.game, id, real.option)
        return f"{nearest} {option}" if real.counterpart == "nearest" else option

    def page(self) -> doc.Parts:
        by_decision: dict[str | None, list[Fact]] = {id: [] for id in (*self.scenario.decisions, None)}
        for fact in self._facts:
            by_decision[fact.decision].append(fact)
        files = tuple(
            doc.Fold(naming.decision_title(self.game, id) if id else "What else is known", (_listed(facts),))
            for id, facts in by_decision.items()
            if facts
        )
        pairs = tuple(map(self._pair, self._comparisons.values()))
        sections = (
            doc.Section(self.subject.id("beside"), "Your path beside the real one", pairs),
            doc.Section(self.subject.id("case"), "The case file", files),
        )
        return (self._intro(), *(section for section in sections if section.parts))

    def _intro(self) -> doc.Part:
        checked = f" The facts were last checked on {_date(self._history.as_of)}." if self._history.as_of else ""
        return doc.note(f"The story is made up; what it was made from has sources here.{checked}")

    def _pair(self, comparison: HistoryComparison) -> doc.Pair:
        """What the player chose, and what the real people did."""
        game, id = self.game, comparison.decision.id
        yours = (
            "You did not decide this" if comparison.chosen is None else naming.option_name(game, id, comparison.chosen)
        )
        you = doc.spans(formatting.full_stop(yours))
        return doc.Pair(naming.decision_title(game, id), ("You", you), ("In reality", self._theirs(comparison)))

    def _was_hidden(self, comparison: HistoryComparison) -> bool:
        """Whether the player never saw the option that the real path answers with, so that it has no name here."""
        real, decision = comparison.real, comparison.decision
        if real is None or not decision.options[real.option].hidden:
            return False
        return all(real.option not in answer.put for answer in self.game.answers if answer.decision == decision.id)

    def _theirs(self, comparison: HistoryComparison, as_you: str = " (as you did)") -> doc.Spans:
        """What the real people did; an option that is only the nearest comes after it, and is called so."""
        real = comparison.real
        report = _report(real) if real is not None else ()
        if real is None or real.counterpart == "none":
            return doc.spans(NOT_ON_RECORD, " ", *report) if report else doc.spans(NOT_ON_RECORD)
        if self._was_hidden(comparison):
            return report or doc.spans("Something else than what you could choose.")
        same = as_you if comparison.chose_it else ""
        option = doc.bold(
            formatting.full_stop(naming.option_name(self.game, comparison.decision.id, real.option) + same)
        )
        if real.counterpart == "nearest":  # what was done has days of its own: `at` is when the path gives the answer
            return doc.spans(*report, f" {NEAREST}: ", option)
        when = f"{formatting.short_date_of(real.at)}: " if real.at is not None else ""
        return doc.spans(when, option, " ", *report)


def _aside(comparison: HistoryComparison) -> str:
    if comparison.chosen is None:
        return "theirs only"
    if not comparison.on_record:
        return "yours only"
    return "the same" if comparison.same else "nearest" if comparison.near else "differs"


def _listed(facts: Iterable[Fact]) -> doc.Labelled:
    return doc.Labelled(tuple((_date(fact.at), _fact(fact)) for fact in facts))


def _fact(fact: Fact) -> doc.Spans:
    contested = (doc.bold(" Reports differ."),) if fact.contested else ()
    return doc.spans(formatting.full_stop(fact.text), *contested, *_source(fact.source))


def _report(choice: HistoryChoice) -> doc.Spans:
    text = (formatting.full_stop(choice.text),) if choice.text else ()
    return doc.spans(*text, *_source(choice.source))


def _source(source: str) -> doc.Spans:
    """A source, whose addresses can be followed."""
    if not source:
        return ()
    parts = _ADDRESS.split(formatting.full_stop(source))
    return doc.spans(" Source: ", *(Span(part, link=part if place % 2 else "") for place, part in enumerate(parts)))


def _date(at: dt.date | int) -> str:
    return f"{formatting.short_date_of(at)}{formatting.year(at)}" if isinstance(at, dt.date) else f"Turn {at}"
