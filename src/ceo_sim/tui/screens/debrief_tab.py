"""A tab of the debrief: the topics of a section to point into, and what is told of the one pointed at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby

from textual.content import Content

from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.talk import NO_QUESTIONS, Talk, how_to_make_a_page, page_command
from ceo_sim.presentation.document import Card, Chart, Day, Pair, Parts, Waterfall, note, sentence
from ceo_sim.saves.session import Session
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.document import charts_in, quiet

SIGNS = {"chosen": "● ", "open": "○ ", "locked": "× ", "named": "★ ", "": "  "}
ENTER = {
    "evidence": "**Enter** shows what each number rests on.",
    "try": "**Enter** tries an option that was open: a solid line is yours, a dashed one the other.",
    "combine": "**Enter** switches a rival view on or off: a solid line is your story, a dashed one theirs.",
    "copy": "**Enter** copies the command.",
}
"""What Enter does where it does that, for help."""
Job = tuple[Hashable, Callable[[], Iterable[Parts]]]
"""Something to be found out off the screen's thread, stage by stage, with what it is of."""
_TITLED = (Card, Chart, Day, Pair, Waterfall)
"""Parts that say themselves what they are of."""


class Tab:
    """One tab; made when it is turned to, and gone when it is left.

    Attributes:
        section: What it tells.
        place: The line of the list that is pointed at.
        chart: Which chart is in view, where several take turns.
        with_evidence: Whether causes are shown with what they rest on.
        combined: The topics that are switched on.
        found: What has been tried, by what it is of; None until it is known.
    """

    def __init__(self, section: DebriefSection, session: Session) -> None:
        self.section, self.session = section, session
        self.chart = 0
        self.with_evidence = False
        self.combined: frozenset[str] = frozenset()
        self.found: dict[Hashable, Parts | None] = {}
        self.update()
        self.place = next((place for place, (_, is_heading) in enumerate(self.rows) if not is_heading), 0)

    def update(self) -> None:
        """Ask the section again for its topics, after it has been prepared."""
        self.rows: list[tuple[Topic, bool]] = []
        for group, topics in groupby(self.section.topics(), key=lambda topic: topic.group):
            together = list(topics)
            self.rows += [(together[0], True)] if group else []
            self.rows += [(topic, False) for topic in together]

    @property
    def topic(self) -> Topic | None:
        """What is pointed at; None where all is told on one page."""
        return self.rows[self.place][0] if self.rows else None

    # ---- what is shown --------------------------------------------------------------------------------------

    def items(self) -> Sequence[Item]:
        """The list; empty if there is nothing to choose from."""
        has_states = any(topic.state for topic, _ in self.rows)
        return [self._item(topic, has_states, is_heading=is_heading) for topic, is_heading in self.rows]

    def _item(self, topic: Topic, has_states: bool, *, is_heading: bool) -> Item:
        if is_heading:
            return Item(Content.styled(topic.group, "bold"), quiet(topic.group_when), heading=True)
        sign = SIGNS[topic.state] if has_states else ""
        if self.section.action == "combine":
            sign = "[x] " if topic.id in self.combined else "[ ] "
        when = topic.when.ljust(11) if topic.when else ""
        left = Content.assemble(
            (sign, "bold $accent" if topic.state == "named" else ""), (when, "$text-muted"), topic.title
        )
        return Item(left.stylize("$text-muted") if topic.state == "locked" else left, quiet(topic.aside))

    def parts(self) -> Parts:
        """What is told of the topic pointed at."""
        topic = self.topic
        if topic is None:
            page = self.section.page()
            if isinstance(self.section, Talk):
                return (*(page or (sentence(NO_QUESTIONS),)), *how_to_make_a_page(self.session.path))
            return page
        if self.section.action == "combine" and self.combined:
            found = self.found.get(self.combined) or (note("It is being played …"),)
            return (*found, Card(topic.title, "", self.section.detail(topic)))
        if topic.id in self.found:
            detail = self.found[topic.id] or (note("It is being played …"),)
        else:
            detail = next(self.section.stages(topic)) if self.with_evidence else self.section.detail(topic)
        group = (note(f"{topic.group}, {topic.group_when}"),) if topic.group else ()
        return (*group, *detail) if isinstance(detail[0], _TITLED) else (*group, Card(topic.title, "", detail))

    @property
    def counted(self) -> str:
        """Where in the list the topic stands."""
        topics = [topic for topic, is_heading in self.rows if not is_heading]
        return f"{topics.index(self.topic) + 1} of {len(topics)}" if self.topic is not None else ""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that take turns."""
        found = self.found.get(self.topic.id if self.topic else "") or self.found.get(self.combined) or ()
        return charts_in(found)

    @property
    def metric(self) -> str | None:
        """The id of the metric in view."""
        if self.charts and (metric := self.charts[self.chart % len(self.charts)].metric) is not None:
            return metric.id
        return self.topic.metric if self.topic is not None else None

    # ---- what is done ---------------------------------------------------------------------------------------

    @property
    def enter(self) -> str:
        """What Enter does here; empty if nothing."""
        if isinstance(self.section, Talk):
            return "copy"
        if self.section.action != "try":
            return self.section.action
        is_open = self.topic is not None and self.topic.state == "open" and self.topic.id not in self.found
        return "try" if is_open else ""

    def take(self) -> Job | None:
        """Do what Enter does; what is still to be found out for it."""
        section, topic = self.section, self.topic
        if topic is None or not self.enter:
            return None
        if self.enter == "evidence":
            self.with_evidence = not self.with_evidence
            return None
        if self.enter == "combine":
            on = self.combined = self.combined ^ {topic.id}
            self.found = {on: None} if on else {}
            return (on, lambda: [section.combined(on)]) if on else None
        self.found = {topic.id: None}
        return topic.id, lambda: section.stages(topic)

    @property
    def command(self) -> str:
        """The command for a shell that makes a page of this game."""
        return page_command(self.session.path)
