"""What happens in a class, event by event: its log is a list of these and nothing else.

An event says what somebody did, never what came of it: that follows from the events before it, in `room`. None has a
name, an address or a device in it: a seat is a random id, and of what proves that it is somebody's, a digest is stored.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec

from ceo_sim.errors import UserError

MAX_REASON = 140
"""Characters of a reason: a sentence that a projector has room for."""
MAX_NEWS = 280
MAX_BYTES = 32_000
"""Of one event as JSON; the largest true ones are the groups of a thousand seats, at some 20,000."""

MAX_DAYS = 36_500
LATEST = 10**14
"""The last time at which an event can have been written, in milliseconds since 1970: some date of the year 5138."""

PlayMode = Literal["board", "teams", "own"]
"""Whether the class decides as one, in teams with roles, or each seat plays a story of its own."""
Round = Literal[1, 2]
Direction = Literal["up", "down", "same"]
Grouping = Literal["mixed", "alike", "lot"]
OBSERVERS = "observers"
"""The team of those who watch and note, and do not vote."""


class Event(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True, forbid_unknown_fields=True):
    """Something that was done in a class."""


# ---- the class and its seats --------------------------------------------------------------------------------


class Opened(Event, frozen=True, tag="opened"):
    """The class began.

    Attributes:
        scenario: The id of the scenario; `fingerprint` says which version exactly, `version` says it to people.
        teams: The ids of the roles that have a team each; empty unless it is played in teams.
        code: The letters by which a student finds the class.
        teacher: The digest of the teacher's secret.
        keep_days: After how many days the log is deleted.
    """

    scenario: str
    title: str
    version: str
    fingerprint: str
    seed: int
    play: PlayMode
    code: str
    teacher: str
    mirror: bool = False
    edition: str | None = None
    act: str | None = None
    teams: tuple[str, ...] = ()
    keep_days: Annotated[int, msgspec.Meta(ge=1, le=MAX_DAYS)] = 30


class CodeChanged(Event, frozen=True, tag="code"):
    """The class is to be found under another code; who has a seat keeps it."""

    code: str


class Admission(Event, frozen=True, tag="admission"):
    """Seats can be taken from now on, or cannot; who has one keeps it, also on other devices."""

    open: bool


class Joined(Event, frozen=True, tag="joined"):
    """Somebody took a seat; `name` was generated, and `secret` is the digest of what the seat's devices hold.

    Attributes:
        seed: The luck of its own story, where that is another than the class's.
    """

    seat: str
    name: str
    secret: str
    team: str = ""
    seed: int | None = None


class Moved(Event, frozen=True, tag="moved"):
    """A seat went to another team, or to the observers."""

    seat: str
    team: str


class Removed(Event, frozen=True, tag="removed"):
    """A seat was taken away, with all its votes."""

    seat: str


class Ended(Event, frozen=True, tag="ended"):
    """The class is over: nobody joins or votes any more."""


# ---- a decision before the class ----------------------------------------------------------------------------


class Put(Event, frozen=True, tag="put"):
    """A decision was put before the class.

    Attributes:
        ballot: Its number in this class, from 1.
        options: The ids of the options that are open, in the order shown.
        moves: How many moves the story had; an event that counts otherwise came too late.
        metrics: The ids of those that are asked for before the outcome is seen.
    """

    ballot: int
    decision: str
    options: tuple[str, ...]
    moves: int
    metrics: tuple[str, ...] = ()


class VotingOpened(Event, frozen=True, tag="voting_opened"):
    """Votes are taken, in the first or the second round; with a countdown of so many seconds, if any."""

    ballot: int
    round: Round
    seconds: int = 0


class Voted(Event, frozen=True, tag="voted"):
    """A seat voted; a later vote of the same round takes its place."""

    ballot: int
    round: Round
    seat: str
    option: str
    reason: str = ""


class LensNamed(Event, frozen=True, tag="lens"):
    """A seat said, after it had voted, which lens of the story its reason comes nearest to."""

    ballot: int
    round: Round
    seat: str
    lens: str


class HandsCounted(Event, frozen=True, tag="hands"):
    """The teacher counted raised hands, by option; they add to the votes of seats, and a later count replaces them."""

    ballot: int
    round: Round
    counts: dict[str, int]


class Predicted(Event, frozen=True, tag="predicted"):
    """A seat said which way metrics will go, before anybody saw it."""

    ballot: int
    seat: str
    directions: dict[str, Direction]


class TimeGiven(Event, frozen=True, tag="time_given"):
    """The countdown was set to so many seconds from now; none at 0."""

    ballot: int
    seconds: int


class VotingClosed(Event, frozen=True, tag="voting_closed"):
    """No more votes are taken in this round."""

    ballot: int
    round: Round


class Revealed(Event, frozen=True, tag="revealed"):
    """The votes of all rounds were shown."""

    ballot: int


class ReasonShown(Event, frozen=True, tag="reason_shown"):
    """The teacher let a reason be seen by all, or took it from the screen again."""

    ballot: int
    round: Round
    seat: str
    shown: bool = True


class Withdrawn(Event, frozen=True, tag="withdrawn"):
    """The decision was taken from the class without an answer; it may be put again."""

    ballot: int


class Grouped(Event, frozen=True, tag="grouped"):
    """The class was split into groups that talk."""

    ballot: int
    way: Grouping
    groups: tuple[tuple[str, ...], ...]


# ---- the story of the class ---------------------------------------------------------------------------------


class Answered(Event, frozen=True, tag="answered"):
    """The class's decision was carried out: what most voted for, or the teacher's pick."""

    ballot: int
    option: str
    by: Literal["majority", "teacher"]
    moves: int


class Passed(Event, frozen=True, tag="passed"):
    """Time passed: a day, or until something needs the class; `step` is where the story came to."""

    moves: int
    step: int


class Thrown(Event, frozen=True, tag="thrown"):
    """An inject of the scenario was thrown in."""

    moves: int
    inject: str


class WentBack(Event, frozen=True, tag="back"):
    """The story was taken back to its first `to` moves."""

    moves: int
    to: int


class News(Event, frozen=True, tag="news"):
    """A line of news of the teacher's own; it moves nothing."""

    text: str


class Paused(Event, frozen=True, tag="paused"):
    """Everything waits: votes are neither taken nor counted down; or it goes on."""

    paused: bool


class Displayed(Event, frozen=True, tag="displayed"):
    """The projector shows another view; of the debrief, a part by its place from 0."""

    view: Literal["scene", "votes", "reasons", "meters", "path", "groups", "debrief", "blank"]
    part: int = 0


# ---- stories of one's own -----------------------------------------------------------------------------------


class OwnAnswered(Event, frozen=True, tag="own_answered"):
    """A seat answered a decision of its own story.

    Attributes:
        number: How many moves the seat's story had; a second device that counts otherwise is behind.
        step: Where the story stood.
        check: The digest of the metrics after it, as in a save.
    """

    seat: str
    number: int
    step: int
    decision: str
    option: str
    reason: str = ""
    check: str = ""
    predicted: dict[str, Direction] = {}


class OwnAsked(Event, frozen=True, tag="own_asked"):
    """A seat gave time to an adviser's forecast of a decision in its own story."""

    seat: str
    number: int
    step: int
    decision: str
    adviser: str


class OwnThrown(Event, frozen=True, tag="own_thrown"):
    """An inject of the scenario was thrown into a seat's own story."""

    seat: str
    number: int
    step: int
    inject: str


class OwnPassed(Event, frozen=True, tag="own_passed"):
    """Time passed in a seat's own story, to that step; `ending` is the id of its ending, if it is over."""

    seat: str
    number: int
    step: int
    ending: str = ""


class OwnBack(Event, frozen=True, tag="own_back"):
    """A seat took its own story back to its first `to` moves."""

    seat: str
    number: int
    to: int


OwnEvent = OwnAnswered | OwnAsked | OwnThrown | OwnPassed | OwnBack
"""What happens in the story of one seat."""
AnyEvent = (
    Opened
    | CodeChanged
    | Admission
    | Joined
    | Moved
    | Removed
    | Ended
    | Put
    | VotingOpened
    | Voted
    | LensNamed
    | HandsCounted
    | Predicted
    | TimeGiven
    | VotingClosed
    | Revealed
    | ReasonShown
    | Withdrawn
    | Grouped
    | Answered
    | Passed
    | Thrown
    | WentBack
    | News
    | Paused
    | Displayed
    | OwnAnswered
    | OwnAsked
    | OwnThrown
    | OwnPassed
    | OwnBack
)
KINDS = tuple(kind.__struct_config__.tag for kind in get_args(AnyEvent))
"""What an event can be, by the word for it in the log."""


class Stored(msgspec.Struct, frozen=True):
    """An event in a log.

    Attributes:
        seq: Its place, from 1, without gaps.
        at: When it was written, in milliseconds since 1970 by the server's clock, which may have been set meanwhile:
            what came first is said by `seq` alone.
    """

    seq: int
    at: int
    event: AnyEvent


class LogError(UserError):
    """A log of a class that cannot be used as it is."""


_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(event: Event) -> bytes:
    """An event as a line of JSON.

    Raises:
        LogError: It is larger than `MAX_BYTES`.
    """
    line = _ENCODER.encode(event)
    if len(line) > MAX_BYTES:
        raise LogError(
            f"an event of {len(line):,} bytes is too large for the log of a class; the most is {MAX_BYTES:,}"
        )
    return line


def decode(line: bytes | str, seq: int) -> AnyEvent:
    """The event that a line of a log holds.

    Raises:
        LogError: It is none, with its place and what was expected.
    """
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise LogError(f"event {seq} of the log cannot be read: {str(error).rstrip('.')}") from None


def stored(seq: object, at: object, body: object) -> Stored:
    """The event that a row of a log holds, whoever wrote the file.

    Raises:
        LogError: It is none, with its place and what was expected.
    """
    if not isinstance(seq, int) or not isinstance(at, int) or not isinstance(body, str) or not 0 <= at <= LATEST:
        raise LogError(f"event {seq!r:.20} of the log cannot be read: expected a number, a time and a text")
    if len(body) > MAX_BYTES:
        raise LogError(f"event {seq} of the log cannot be read: {len(body):,} letters, and the most is {MAX_BYTES:,}")
    return Stored(seq, at, decode(body, seq))
