"""What a class is made of: its seats, what is voted on and how, and the moves of its story, or of a seat's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.classroom import events as ev


@define
class Seat:
    """A seat; its secret is a digest.

    Attributes:
        seed: The luck of its own story, where that is another than the class's.
        moves: Of its own story, where everybody has one.
        ending: The id of the ending of that story, once it is over.
    """

    id: str
    name: str
    secret: str
    team: str
    since: int
    seed: int | None = None
    moves: list[OwnMove] = field(factory=list)
    ending: str = ""

    @property
    def answers(self) -> list[OwnMove]:
        """Those of its moves that are answers."""
        return [move for move in self.moves if move.is_answer]

    @property
    def observes(self) -> bool:
        """Whether it watches and does not vote."""
        return self.team == ev.OBSERVERS


@frozen
class Vote:
    """A vote, whether its reason may be seen by all, and the id of the lens that it was said to come nearest to."""

    option: str
    reason: str = ""
    is_shown: bool = False
    lens: str = ""


@define
class Ballot:
    """A decision before the class, with what was voted.

    Attributes:
        moves: How many moves the story had when it was put.
        round: The round that is open or was last; 0 before the first.
        votes: Of each round, by seat.
        hands: Of each round, raised hands by option.
        predictions: By seat, which way it expects each metric to go.
        answer: What was carried out; empty until then. `by` says whose doing it was.
        seconds: The countdown as it was last set, at the event `timed` of the log; 0 is none.
    """

    number: int
    decision: str
    options: tuple[str, ...]
    moves: int
    metrics: tuple[str, ...] = ()
    round: Literal[0, 1, 2] = 0
    is_open: bool = False
    is_revealed: bool = False
    is_withdrawn: bool = False
    votes: dict[int, dict[str, Vote]] = field(factory=lambda: {1: {}, 2: {}})
    hands: dict[int, dict[str, int]] = field(factory=lambda: {1: {}, 2: {}})
    predictions: dict[str, Mapping[str, ev.Direction]] = field(factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    grouping: ev.Grouping | None = None
    answer: str = ""
    by: Literal["", "majority", "teacher"] = ""
    seconds: int = 0
    timed: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens to it."""
        return bool(self.answer) or self.is_withdrawn

    def rounds(self) -> list[int]:
        """The rounds that anybody voted in."""
        return [round for round in (1, 2) if self.votes[round] or any(self.hands[round].values())]

    def tally(self, round: int) -> dict[str, int]:
        """How many voted for each option in a round: seats and hands."""
        counts = Counter(vote.option for vote in self.votes[round].values())
        return {option: counts[option] + self.hands[round].get(option, 0) for option in self.options}


@frozen
class AnswerMove:
    """An answer of the class's story."""

    decision: str
    option: str
    ballot: int


@frozen
class PassMove:
    """Time that passed, to that step."""

    step: int


@frozen
class ThrowMove:
    """An inject that was thrown in."""

    inject: str


Move = AnswerMove | PassMove | ThrowMove


@frozen
class OwnMove:
    """A move of a seat's own story.

    It is an answer if it has an option; a forecast of a decision if it has an adviser; what was thrown in if it has an
    inject; else time that passed to `step`.
    """

    step: int
    decision: str = ""
    option: str = ""
    reason: str = ""
    check: str = ""
    predicted: Mapping[str, ev.Direction] = field(factory=dict)
    adviser: str = ""
    inject: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it answers a decision."""
        return bool(self.option)
