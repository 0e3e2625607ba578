"""What a playthrough shows of itself: its questions, its answers, and what came of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

from ceo_sim.engine.ledger import Row, Share, shares
from ceo_sim.engine.locks import ConditionLock, Lock
from ceo_sim.engine.people import Said, ShownExhibit
from ceo_sim.engine.play_log import Entry, NewsItem
from ceo_sim.scenario.metrics import display_epsilon, is_exact, span
from ceo_sim.scenario.model import Budget, Cast, Decision, Metric, Option

Direction = Literal["up", "down", "same"]
Attention = Literal["", "told", "needed"]
"""What time that passes has come upon: nothing, something to be told, or something that needs the player."""

LEAST_PART = 0.05
"""Of a change, that a second cause must have brought to be told with it."""


@frozen
class Answer:
    """A choice as it is kept: when, what, and why.

    Attributes:
        check: A short digest of the metrics right after it, by which a changed scenario is noticed.
        predicted: Which way the player thought each metric would have gone a day later.
        put: What each option said that was put then, by its id; one that was hidden is not among them.
    """

    step: int
    decision: str
    option: str
    reason: str = ""
    check: str = ""
    predicted: Mapping[str, Direction] = field(factory=dict, kw_only=True)
    put: Mapping[str, str] = field(factory=dict, kw_only=True, eq=False)


@frozen
class Consultation:
    """Time that went into an adviser's forecast; `after` is the number of answers given before it."""

    step: int
    decision: str
    adviser: str
    after: int


@frozen
class Injection:
    """An inject that was thrown in.

    Attributes:
        after: The number of answers given before it.
        consulted: The number of consultations before it.
    """

    step: int
    inject: str
    after: int
    consulted: int


SideMove = Consultation | Injection
"""What is done in a playthrough between its answers, besides letting time pass."""


def in_order(consultations: Sequence[Consultation], injections: Sequence[Injection]) -> list[SideMove]:
    """All side moves as they were made."""
    places: list[tuple[tuple[int, int, bool], SideMove]] = []
    places += (((one.after, one.consulted, False), one) for one in injections)
    places += (((one.after, number, True), one) for number, one in enumerate(consultations))
    return [move for _, move in sorted(places, key=lambda pair: pair[0])]


@frozen
class OfferedInject:
    """Something that a teacher may throw in, with the words of now.

    Attributes:
        offered: Whether it can be thrown in now.
        thrown: Whether it has been thrown in already.
    """

    id: str
    title: str
    text: str
    offered: bool
    thrown: bool


@frozen
class OfferedOption:
    """An option as it is put to the player."""

    id: str
    label: str
    cost: tuple[tuple[Budget, float], ...]
    lock: Lock | None
    advice: tuple[tuple[Cast, str], ...]
    written: Option

    @property
    def locked_words(self) -> str:
        """What the author has it say while it is locked; empty if it is open or shows the clause that fails."""
        return self.lock.words if isinstance(self.lock, ConditionLock) else ""


@frozen
class OpenDecision:
    """A decision as it is put to the player; `expires` is the step at which it lapses.

    Attributes:
        options: Its options, in an order that the seed decides, so that none is always first.
    """

    id: str
    title: str
    exhibit: ShownExhibit | None
    brief: str
    urgent: bool
    expires: int | None
    room: tuple[Cast, ...]
    options: tuple[OfferedOption, ...]
    written: Decision


@frozen
class Known:
    """Somebody whom the player knows of.

    Attributes:
        person: Who.
        about: Who they are to the player now, with its markup; may be empty.
        remark: What they say on the desk now, with its markup; may be empty.
        said: The last that they said in the feed or wrote in a document; None if nothing.
    """

    person: Cast
    about: str
    remark: str
    said: Said | None


@frozen
class Waiting:
    """A line of the agenda, or of what stands for free hours.

    Attributes:
        cost: The least and the most that its options take of each budget.
    """

    id: str
    title: str
    urgent: bool
    opened: int
    expires: int | None
    cost: tuple[tuple[Budget, float, float], ...]
    is_standing: bool = False


@frozen
class Promised:
    """A promise and how it stands: open, kept or broken."""

    id: str
    text: str
    made: int
    due: int
    state: str


@frozen
class Movement:
    """A metric that moved, from what to what, and the causes of it, the largest first."""

    metric: Metric
    before: float
    after: float
    causes: tuple[Share, ...]

    @property
    def change(self) -> float:
        """By how much it moved."""
        return self.after - self.before

    @property
    def weight(self) -> float:
        """Which part of the metric's range it moved over, 0 to 1; the one measure that metrics of any unit share."""
        return abs(self.change) / span(self.metric)

    @property
    def weightiest(self) -> list[Share]:
        """The two causes that weigh most."""
        return weightiest(self.metric, self.causes)


def weightiest(metric: Metric, causes: Iterable[Share]) -> list[Share]:
    """The two causes of a change that weigh most; no second that is next to nothing, or to the change.

    Args:
        metric: What changed.
        causes: All of them, the largest first.
    """
    changes = [share for share in causes if share.kind != "start"]
    least = max(display_epsilon(metric), LEAST_PART * abs(math.fsum(share.amount for share in changes)))
    return changes[:1] + [share for share in changes[1:2] if abs(share.amount) >= least]


@frozen
class Report:
    """What came of an answer, or of letting time pass.

    Attributes:
        start: The step from which it goes.
        end: The step to which it goes.
        entries: What happened.
        news: What was said in the feed.
        surveys: The metrics of which a survey was made out of turn.
        stakes: The stakes that have come into sight, come near to their threshold, or crossed it either way.
        rows: What was added to the ledger.
        metrics: All metrics of the scenario by id.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    news: tuple[NewsItem, ...]
    surveys: tuple[str, ...]
    stakes: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    metrics: Mapping[str, Metric] = field(repr=False, eq=False)

    @property
    def moved(self) -> tuple[Movement, ...]:
        """What moved of the metrics that are known exactly, the largest part of a range first."""
        return tuple(sorted(self._movements(), key=lambda movement: -movement.weight))

    def _movements(self) -> Iterator[Movement]:
        for id, metric in self.metrics.items():
            rows = [row for row in self.rows if row.metric == id]
            if rows and is_exact(metric):
                before, after = rows[0].value - rows[0].amount, rows[-1].value
                if abs(after - before) >= display_epsilon(metric):
                    yield Movement(metric, before, after, tuple(shares(rows)))
