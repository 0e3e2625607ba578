"""What the desk shows, as data: made by `Play`, drawn by the widgets."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.meters import Meter
from ceo_sim.engine.play_log import NewsItem
from ceo_sim.engine.snapshots import Promised
from ceo_sim.scenario.model import Cast


@frozen
class MeterSight:
    """A meter as it is drawn: what the engine lets see, and the largest cause of its last move, in words."""

    meter: Meter
    cause: str


@frozen
class NewsSight:
    """A line of the feed with its date; `fresh` since the player last acted."""

    when: str
    item: NewsItem
    fresh: bool


@frozen
class AgendaLine:
    """A decision that waits, with its price and date in words; `obstacle` says why it cannot be taken today."""

    id: str
    title: str
    urgent: bool
    price: str
    deadline: str
    last_day: bool
    obstacle: str


@frozen
class Sight:
    """All that a desk shows.

    Attributes:
        due: What has a date, the soonest first: when, whether it is to be decided or was promised, and what.
    """

    company: str
    when: str
    hours: str
    headline: tuple[MeterSight, ...]
    side: tuple[MeterSight, ...]
    feed: tuple[NewsSight, ...]
    agenda: tuple[AgendaLine, ...]
    promises: tuple[tuple[Promised, str], ...]
    remarks: tuple[tuple[Cast, str], ...]
    due: tuple[tuple[str, str, str], ...]
