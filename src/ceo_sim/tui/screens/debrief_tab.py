"""A tab of the debrief: the topics of a section to point into, and what is told of the one pointed at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby

from textual.content import Content

from ceo_sim.presentation import document as doc
from ceo_sim.presentation.debrief.section import Action, DebriefSection, Topic
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.document import charts_in, quiet

SIGNS = {"chosen": "● ", "open": "○ ", "locked": "× ", "named": "★ ", "": "  "}
ENTER: dict[Action, str] = {
    "evidence": "**Enter** shows what each number rests on.",
    "try": "**Enter** tries an option that was open: a solid line is yours, a dashed one the other.",
    "combine": "**Enter** switches a rival view on or off: a solid line is your story, a dashed one theirs.",
    "copy": "**Enter** copies the command.",
    "": "",
}
"""What Enter does where it does that, for help."""
_TITLED = (doc.Card, doc.Chart, doc.Day, doc.Pair, doc.Waterfall)
"""Parts that say themselves what they are of."""


class Tab:
    """One tab; made when it is turned to, and gone when it is left.

    Attributes:
        section: What it tells.
        place: The line of the list that is pointed at.
        chart: Which chart is in view, where several take turns.
        with_evidence: Whether causes are shown with what they rest on.
        combined: The topics that are switched on.
        tried: What was tried last: the id of a topic, or the topics that are switched on; None if nothing was.
        result: What came of that; empty until it is known.
    """

    def __init__(self, section: DebriefSection) -> None:
        self.section = section
        self.chart = 0
        self.with_evidence = False
        self.combined: frozenset[str] = frozenset()
        self.tried: Hashable = None
        self.result: doc.Parts = ()
        self.rows: list[tuple[Topic, bool]] = []
        self.place = 0
        self.update()
        self.place = next((place for place, (_, is_heading) in enumerate(self.rows) if not is_heading), 0)

    def update(self) -> None:
        """Ask the section again for its topics, after it has been prepared; the same one stays pointed at."""
        pointed = self.topic.id if self.topic is not None else ""
        self.rows = []
        for group, topics in groupby(self.section.topics(), key=lambda topic: topic.group):
            first, *others = topics
            self.rows += [(first, True)] if group else []
            self.rows += [(topic, False) for topic in (first, *others)]
        there = (place for place, (topic, is_heading) in enumerate(self.rows) if not is_heading and topic.id == pointed)
        self.place = next(there, min(self.place, max(0, len(self.rows) - 1)))

    @property
    def topic(self) -> Topic | None:
        """What is pointed at; None where all is told on one page."""
        return self.rows[self.place][0] if self.rows else None

    # ---- what is shown --------------------------------------------------------------------------------------

    def items(self) -> Sequence[Item]:
        """The list; empty if there is nothing to choose from."""
        has_states = any(topic.state for topic, _ in self.rows)
        return [
            Item(Content.styled(topic.group, "bold"), quiet(topic.group_when), heading=True)
            if is_heading
            else self._item(topic, has_states)
            for topic, is_heading in self.rows
        ]

    def _item(self, topic: Topic, has_states: bool) -> Item:
        sign = SIGNS[topic.state] if has_states else ""
        if self.section.action == "combine":
            sign = "[x] " if topic.id in self.combined else "[ ] "
        when = topic.when.ljust(11) if topic.when else ""
        left = Content.assemble(
            (sign, "bold $accent" if topic.state == "named" else ""), (when, "$text-muted"), topic.title
        )
        return Item(left.stylize("$text-muted") if topic.state == "locked" else left, quiet(topic.aside))

    def parts(self) -> doc.Parts:
        """What is told of the topic pointed at."""
        topic = self.topic
        if topic is None:
            return self.section.page()
        result = self.result or (doc.note("It is being played …"),)
        if self._is_tried and self.section.action == "combine":
            return (*result, doc.Card(topic.title, "", self.section.detail(topic)))
        if self._is_tried:
            detail = result
        else:
            detail = next(self.section.stages(topic)) if self.with_evidence else self.section.detail(topic)
        group = (doc.note(f"{topic.group}, {topic.group_when}"),) if topic.group else ()
        return (*group, *detail) if isinstance(detail[0], _TITLED) else (*group, doc.Card(topic.title, "", detail))

    @property
    def _is_tried(self) -> bool:
        """Whether what was tried last is what is pointed at, or switched on."""
        of_topic = self.topic.id if self.topic is not None else None
        return self.tried is not None and self.tried in (of_topic, self.combined)

    @property
    def counted(self) -> str:
        """Where in the list the topic stands."""
        topics = [topic for topic, is_heading in self.rows if not is_heading]
        return f"{topics.index(self.topic) + 1} of {len(topics)}" if self.topic is not None else ""

    @property
    def charts(self) -> tuple[doc.Chart, ...]:
        """The charts that take turns."""
        return charts_in(self.result) if self._is_tried else ()

    @property
    def metric(self) -> str | None:
        """The id of the metric in view."""
        if self.charts and (metric := self.charts[self.chart % len(self.charts)].metric) is not None:
            return metric.id
        return self.topic.metric if self.topic is not None else None

    # ---- what is done ---------------------------------------------------------------------------------------

    @property
    def enter(self) -> Action:
        """What Enter does here; empty if nothing."""
        if self.section.action != "try":
            return self.section.action
        return "try" if self.topic is not None and self.topic.state == "open" and not self._is_tried else ""

    def take(self) -> Callable[[], Iterable[doc.Parts]] | None:
        """Do what Enter does; returns what gives its result, stage by stage, where that takes long."""
        section, topic = self.section, self.topic
        if topic is None or not self.enter:
            return None
        if self.enter == "evidence":
            self.with_evidence = not self.with_evidence
            return None
        self.result = ()
        if self.enter == "try":
            self.tried = topic.id
            return lambda: section.stages(topic)
        on = self.combined = self.combined ^ {topic.id}
        self.tried = on or None
        return (lambda: [section.combined(on)]) if on else None
