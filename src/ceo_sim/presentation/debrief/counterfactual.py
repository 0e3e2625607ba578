"""The story as it would have gone: another option at each decision, and under rival assumptions, on the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import evolve

from ceo_sim.analysis.alternatives import Alternative, alternatives
from ceo_sim.analysis.rivals import changed_assumptions, with_assumptions
from ceo_sim.analysis.whatif import alternative, options_throughout, spread
from ceo_sim.engine.snapshots import OfferedOption, OpenDecision
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.debrief.compared import YOURS, StoryLine, TwoStories, many_stories
from ceo_sim.presentation.debrief.section import DebriefSection, State, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, letters
from ceo_sim.presentation.locks import lock_text
from ceo_sim.scenario.metrics import span


class WhatIf(DebriefSection):
    """Any decision with another option, on the same luck and then on many.

    Attributes:
        featured: The answer, as `decision.option`, that the page tells in full; the one that changes the headline
            meters most if empty, or not to be had.
    """

    id = "what-if"
    name = title = "What if"
    help_text = (
        "Every option of every decision that you took; ● is yours, × was locked then and says why. Any that was open "
        "can be tried: the story is played again with it, on the same luck and with your other answers as far as they "
        "fit, and laid over yours; then both are played on a thousand other lucks."
    )
    action = "try"
    forks = True

    def __init__(self, subject: DebriefSubject, featured: str = "") -> None:
        super().__init__(subject)
        self.featured = featured
        self._views: tuple[OpenDecision, ...] = ()

    @property
    def is_prepared(self) -> bool:
        return bool(self._views)

    def prepare(self) -> None:
        self._views = options_throughout(self.game)

    def topics(self) -> tuple[Topic, ...]:
        return tuple(
            self._topic(index, option) for index in range(len(self.game.answers)) for option in self._offered(index)
        )

    def _offered(self, index: int) -> list[str]:
        """The options that were put then."""
        answer = self.game.answers[index]
        return [id for id in self.game.order(answer.decision) if id in answer.put]

    def _topic(self, index: int, option: str) -> Topic:
        answer, state = self.game.answers[index], self._state(index, option)
        return Topic(
            id=f"{index + 1}.{option}",
            title=naming.option_name(self.game, answer.decision, option),
            aside="locked" if state == "locked" else "",
            group=self.subject.decision(index),
            group_when=self.subject.day(answer.step),
            state=state,
            answer=index,
        )

    def _state(self, index: int, option: str) -> State:
        if option == self.game.answers[index].option:
            return "chosen"
        view = self._view(index, option)
        return "" if view is None else "open" if view.lock is None else "locked"

    def _view(self, index: int, option: str) -> OfferedOption | None:
        """An option as it was put then, once that is known."""
        options = self._views[index].options if self._views else ()
        return next((view for view in options if view.id == option), None)

    def detail(self, topic: Topic) -> doc.Parts:
        index, option = self._of(topic)
        answer, view = self.game.answers[index], self._view(index, option)
        if topic.state == "chosen":
            reason = (doc.Quote(doc.spans(answer.reason), headings.YOUR_REASON),) if answer.reason else ()
            return (doc.sentence("Your choice. Any other option that was open can be tried in its place."), *reason)
        if view is None:
            return (doc.note("What was open then is being looked up …"),)
        if view.lock is not None:
            return (doc.sentence(formatting.full_stop(f"It was locked then: {lock_text(self.scenario, view.lock)}")),)
        return (doc.sentence("It was open. It can be tried in place of yours."),)

    def stages(self, topic: Topic) -> Iterator[doc.Parts]:
        stories = self._stories(topic)
        yield (doc.note("On the same luck; a thousand others are being played …"), *next(stories).parts())
        yield next(stories).parts()

    def _stories(self, topic: Topic) -> Iterator[TwoStories]:
        """Both stories on the same luck, then on many besides."""
        index, option = self._of(topic)
        answer = self.game.answers[index]
        mine = naming.option_name(self.game, answer.decision, answer.option)
        yield (stories := TwoStories(self.game, alternative(self.game, index, option), (mine, topic.title)))
        yield evolve(stories, fans=spread(self.game, index, option))

    def _of(self, topic: Topic) -> tuple[int, str]:
        index, _, option = topic.id.partition(".")
        return int(index) - 1, option

    # ---- the page --------------------------------------------------------------------------------------------

    def page(self) -> doc.Parts:
        others = alternatives(self.game)
        if not others:
            return ()
        first = doc.note(
            "One answer is given otherwise; the luck and your other answers stay as they were, as far as they fit. "
            "What is urgent there and had no answer from you gets its default, or an open option by lot."
        )
        by_answer = groupby(others, key=lambda other: other.answer)
        return (first, self._in_full(others), *(self._decision(index, list(group)) for index, group in by_answer))

    def _in_full(self, others: Sequence[Alternative]) -> doc.Section:
        """The featured alternative in full, and both stories on many lucks."""
        answers = self.game.answers
        by_name = {f"{answers[other.answer].decision}.{other.option}": other for other in reversed(others)}
        other = by_name.get(self.featured) or max(others, key=self._change)
        why = "" if self.featured in by_name else " Of all the other ways, this one changes the headline meters most."
        topic = self._topic(other.answer, other.option)
        *_, stories = self._stories(topic)
        question = f"{topic.group}: what if you had answered “{topic.title}”?{why}"
        parts = (doc.sentence(question), *stories.parts(all_charts=False))
        return doc.Section(self.subject.id("what-if-luck"), "One of them in full", parts)

    def _change(self, other: Alternative) -> float:
        """How far the headline metrics end from where they did, in parts of their ranges."""
        return sum(
            abs(float(other.courses[metric.id][-1]) - self.game.course(metric.id)[-1]) / span(metric)
            for metric in headline(self.game)
            if metric.id in other.courses
        )

    def _decision(self, index: int, others: Sequence[Alternative]) -> doc.Fold:
        """All ways of one decision over each other."""
        game, answer = self.game, self.game.answers[index]
        mine = f"{naming.option_name(game, answer.decision, answer.option)} (as you did)"
        stories = [StoryLine.of(YOURS, mine, game)]
        for place, other in enumerate(others):
            name = naming.option_name(game, answer.decision, other.option)
            ending = naming.ending_title(game, other.ending) if other.ending else "It has not ended yet"
            courses = {id: course.tolist() for id, course in other.courses.items()}
            stories.append(StoryLine(letters(place), name, ending, courses))
        when = formatting.date(game.timeline, answer.step)
        ways = formatting.counted(len(others), "other way")
        return doc.Fold(f"{self.subject.decision(index)}, {when}", many_stories(game, stories), ways)


class Rivals(DebriefSection):
    """The same answers and the same luck where rival views of the model are right."""

    id = "rivals"
    name = "Rivals"
    title = "If others are right"
    help_text = (
        "Others would build this model otherwise. Your answers and the luck stay; the story where the rival views that "
        "you mark are right is laid over yours. Where two of them differ on a number, the lower one of the list holds."
    )
    action = "combine"

    def topics(self) -> tuple[Topic, ...]:
        return tuple(Topic(rival.id, rival.name) for rival in self.scenario.rivals.values())

    def detail(self, topic: Topic) -> doc.Parts:
        text = self.scenario.rivals[topic.id].text
        return (*([doc.sentence(text)] if text else []), self.assumed(frozenset({topic.id})))

    def assumed(self, rivals: frozenset[str]) -> doc.Listing:
        """What these rivals take for granted, and what the scenario's own numbers rest on."""
        return doc.Listing(
            tuple(
                doc.spans(
                    doc.bold(naming.display_name(assumption)),
                    f": {formatting.override_text(theirs, value)}. {naming.basis(assumption)}".rstrip(),
                )
                for assumption, value, theirs in changed_assumptions(self.scenario, rivals)
            )
        )

    def combined(self, topics: frozenset[str]) -> doc.Parts:
        names = ", ".join(rival.name for rival in self.scenario.rivals.values() if rival.id in topics)
        stories = TwoStories(self.game, with_assumptions(self.game, topics), ("the scenario's own assumptions", names))
        first = doc.sentence(
            f"If these are right: {formatting.full_stop(names)} Your answers and the luck stay as they were."
        )
        return (first, *stories.parts())

    def page(self) -> doc.Parts:
        stories = [StoryLine.of(YOURS, "the scenario's own assumptions", self.game)]
        folds = []
        for place, topic in enumerate(self.topics()):
            key, followed = letters(place), with_assumptions(self.game, [topic.id])
            stories.append(StoryLine.of(key, topic.title, followed.game))
            folds.append(doc.Fold(f"{key}: {topic.title}", self.detail(topic)))
        first = doc.note("The same answers and the same luck, where others are right about the model.")
        return (first, *folds, *many_stories(self.game, stories))
