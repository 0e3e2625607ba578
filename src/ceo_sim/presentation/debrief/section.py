"""What every section of the debrief is: a page of its own, and topics of which one can be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from attrs import frozen

from ceo_sim.presentation import document as doc
from ceo_sim.presentation.debrief.subject import DebriefSubject

State = Literal["", "chosen", "open", "locked", "named"]
Action = Literal["", "evidence", "try", "combine", "copy"]


@frozen
class Topic:
    """Something in a section that can be looked at by itself.

    Attributes:
        id: What it is asked for by; unique in the section.
        title: What it is called in a list.
        when: A short date that stands with it.
        aside: A few words beside it in a list.
        group: The heading that it stands under, if it does.
        group_when: A short date that stands with that.
        state: Whether it is an option that was chosen, open or locked, or a value that was named.
        answer: The number of the answer, counted from 0, that one can go back to from here.
        metric: The id of the metric that it is about.
    """

    id: str
    title: str
    when: str = ""
    aside: str = ""
    group: str = ""
    group_when: str = ""
    state: State = ""
    answer: int | None = None
    metric: str | None = None


class DebriefSection:
    """A part of the debrief that can be read by itself; made in no time, and told when it is asked for.

    Attributes:
        id: What it is called in links and commands.
        name: What it is called where there is little room.
        title: What it is called elsewhere.
        help_text: What it tells, for help.
        action: What there is to do with a topic besides looking at it: see what its numbers rest on (`stages`, at
            once), try it (`stages`, which takes a while), or combine it with others (`combined`); with a whole
            section, copy its `command`.
        forks: Whether one can play on from the answer of a topic.
    """

    id: ClassVar[str]
    name: ClassVar[str]
    title: str
    help_text: ClassVar[str]
    action: ClassVar[Action] = ""
    forks: ClassVar[bool] = False

    def __init__(self, subject: DebriefSubject) -> None:
        self.subject, self.game, self.scenario = subject, subject.game, subject.scenario

    @property
    def command(self) -> str:
        """What can be typed in a shell."""
        return ""

    @property
    def is_prepared(self) -> bool:
        """Whether all is known that `topics` and `detail` may tell at once."""
        return True

    def prepare(self) -> None:
        """Find out what takes a while, for the whole section; a screen does so off its thread."""

    def topics(self) -> tuple[Topic, ...]:
        """What can be looked at by itself; none if all is told on one page."""
        return ()

    def detail(self, topic: Topic) -> doc.Parts:
        """What is told at once of a topic."""
        raise NotImplementedError

    def stages(self, topic: Topic) -> Iterator[doc.Parts]:
        """What is told of a topic when what there is to do with it is done, more each time."""
        yield self.detail(topic)

    def combined(self, topics: frozenset[str]) -> doc.Parts:
        """What is told of several topics at once, by their ids; takes a while."""
        raise NotImplementedError

    def page(self) -> doc.Parts:
        """All of the section to be read in one go; takes a while."""
        return tuple(part for topic in self.topics() for part in self.detail(topic))

    def page_in_short(self) -> doc.Parts:
        """What is told of one playthrough among many."""
        return self.page()
