"""A class of invented students that plays a scenario, to try the debrief with.

Each student weighs the values of the scenario in a way of its own, not far from that of one of three camps; votes for
what serves them; and is the likelier to be moved by talk the more of the camp is elsewhere. Reasons are what the lenses
of the scenario say for an option. The same seed makes the same class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.names import digest, seat_name
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.story import Story, beginning, story_of
from ceo_sim.engine.snapshots import OpenDecision
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.predictions import asked_meters
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.markup import plain

START = 1_590_999_600_000
"""When the class began, in milliseconds since 1970; a fixed moment, so that the log is the same wherever it is made."""
CODE = "DMNS"
"""Like any other: letters that spell nothing, so that the class can be hosted again."""
_CAMPS = 3
_MOST_DECISIONS = 40
_GIVES_REASON = 0.6
_ABSENT = 0.05


@define
class _Student:
    id: str
    camp: int
    weights: dict[str, float] = field(factory=dict)


def demo_log(loaded: Loaded, seats: int, seed: int, play: ev.PlayMode = "board") -> list[ev.Stored]:
    """The log of such a class, from its opening to its end.

    Args:
        loaded: The scenario, up to the end of the act if one is named.
        seats: How many students.
        seed: Of the story's luck and of the students.
        play: The class as a board, or in teams if the scenario has roles.
    """
    return list(_Demo(loaded, seats, seed, play).events())


@define
class _Demo:
    loaded: Loaded
    seats: int
    seed: int
    play: ev.PlayMode
    room: Room = field(factory=Room)
    _lot: np.random.Generator = field(init=False)
    _students: list[_Student] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._lot = np.random.default_rng(self.seed)

    def events(self) -> Iterator[ev.Stored]:
        """All that happens, applied to the room as it goes."""
        opened = beginning(self.loaded, seed=self.seed, teacher="", play=self.play, code=CODE)
        yield self._happen(opened)
        yield from self._join()
        story = story_of(opened, self.loaded)
        for _ in range(_MOST_DECISIONS):
            if story.game.ended:
                break
            yield from self._day(story)
        yield self._happen(ev.Ended())

    def _join(self) -> Iterator[ev.Stored]:
        values, taken = list(self.loaded.playable.values), set[str]()
        camps = self._lot.normal(size=(_CAMPS, len(values)))
        for number in range(self.seats):
            camp = int(self._lot.choice(_CAMPS, p=(0.45, 0.35, 0.2)))
            weights = camps[camp] + 0.5 * self._lot.normal(size=len(values))
            self._students.append(_Student(f"d{number:04d}", camp, dict(zip(values, weights.tolist(), strict=True))))
            name = seat_name(taken, lambda words: words[int(self._lot.integers(len(words)))])
            taken.add(name)
            seat = self._students[-1].id
            yield self._happen(ev.Joined(seat=seat, name=name, secret=digest(seat), team=self.room.smallest_team()))

    def _day(self, story: Story) -> Iterator[ev.Stored]:
        """What waits is voted on and carried out, and time passes."""
        game = story.game
        while waiting := game.agenda():
            open_now = [asked for asked in (game.ask(each.id) for each in waiting) if _open(asked)]
            if not open_now:
                break
            yield from self._decide(story, open_now[0])
            if game.ended:
                return
        try:
            step = story.pass_time(until_needed=True)
        except IllegalMove:  # something urgent that nobody can answer runs out by itself at the next step
            return
        yield self._happen(ev.Passed(moves=len(self.room.moves), step=step))

    def _decide(self, story: Story, asked: OpenDecision) -> Iterator[ev.Stored]:
        number, moves, options = len(self.room.ballots) + 1, len(self.room.moves), _open(asked)
        metrics = tuple(meter.id for meter in asked_meters(story.game, asked.id))[:3]
        yield self._happen(ev.Put(ballot=number, decision=asked.id, options=options, moves=moves, metrics=metrics))
        first = self._votes(asked, options, 0.9)
        yield from self._round(number, 1, asked, first)
        yield from self._expect(number, metrics)
        yield from self._round(number, 2, asked, self._after_talk(first))
        yield self._happen(ev.Revealed(ballot=number))
        yield from self._name_lenses(number, asked)
        yield from self._show(number)
        choice = self.room.result(self.room.ballots[number])
        by = "majority" if choice else "teacher"
        answer = ev.Answered(ballot=number, option=choice or options[0], by=by, moves=moves)  # type: ignore[arg-type]
        yield self._happen(answer)
        story.follow(self.room.moves)

    def _votes(self, asked: OpenDecision, options: tuple[str, ...], heat: float) -> dict[str, str]:
        """What each student is for, as most of what it weighs is served; absent ones are left out."""
        votes = {}
        for student in self._students:
            if self._lot.random() < _ABSENT:
                continue
            serve = np.array(
                [
                    sum(student.weights[value] * weight for value, weight in asked.written.options[id].values.items())
                    for id in options
                ]
            )
            odds = np.exp((serve - serve.max()) / heat)
            votes[student.id] = options[int(self._lot.choice(len(options), p=odds / odds.sum()))]
        return votes

    def _after_talk(self, first: dict[str, str]) -> dict[str, str]:
        """The second votes: who stands against most of the own camp changes in a third of cases, others seldom."""
        camp_of = {student.id: student.camp for student in self._students}
        common = {
            camp: Counter(option for id, option in first.items() if camp_of[id] == camp).most_common(1)[0][0]
            for camp in {camp_of[id] for id in first}
        }
        everybody = list(first.values())
        second = {}
        for id, option in first.items():
            theirs = common[camp_of[id]]
            if option != theirs and self._lot.random() < 0.35:
                option = theirs
            elif self._lot.random() < 0.05:
                option = everybody[int(self._lot.integers(len(everybody)))]
            second[id] = option
        return second

    def _round(self, number: int, round: ev.Round, asked: OpenDecision, votes: dict[str, str]) -> Iterator[ev.Stored]:
        yield self._happen(ev.VotingOpened(ballot=number, round=round))
        for seat, option in votes.items():
            reason = self._reason(asked, option) if round == 1 and self._lot.random() < _GIVES_REASON else ""
            yield self._happen(ev.Voted(ballot=number, round=round, seat=seat, option=option, reason=reason))
        yield self._happen(ev.VotingClosed(ballot=number, round=round))

    def _reason(self, asked: OpenDecision, option: str) -> str:
        """The first sentence of what a lens says for an option, as far as there is room."""
        cases = [plain(case.case_for) for case in asked.written.options[option].lenses.values()]
        if not cases:
            return ""
        case = cases[int(self._lot.integers(len(cases)))].partition(". ")[0]
        return case if len(case) <= ev.MAX_REASON else case[: ev.MAX_REASON - 1].rsplit(" ", 1)[0] + "…"

    def _expect(self, number: int, metrics: tuple[str, ...]) -> Iterator[ev.Stored]:
        ways: tuple[ev.Direction, ...] = ("up", "same", "down")
        for student in self._students if metrics else ():
            said = {metric: ways[int(self._lot.integers(3))] for metric in metrics}
            yield self._happen(ev.Predicted(ballot=number, seat=student.id, directions=said))

    def _name_lenses(self, number: int, asked: OpenDecision) -> Iterator[ev.Stored]:
        """Half of those who voted say which lens their reason comes nearest to: one that argues for what they chose."""
        for seat, vote in list(self.room.ballots[number].votes[2].items()):
            lenses = list(asked.written.options[vote.option].lenses)
            if lenses and self._lot.random() < 0.5:
                lens = lenses[int(self._lot.integers(len(lenses)))]
                yield self._happen(ev.LensNamed(ballot=number, round=2, seat=seat, lens=lens))

    def _show(self, number: int) -> Iterator[ev.Stored]:
        """The teacher lets a few reasons be seen, one for each option."""
        shown = set[str]()
        for seat, vote in self.room.ballots[number].votes[1].items():
            if vote.reason and vote.option not in shown:
                shown.add(vote.option)
                yield self._happen(ev.ReasonShown(ballot=number, round=1, seat=seat))

    def _happen(self, event: ev.Event) -> ev.Stored:
        stored = ev.Stored(self.room.seq + 1, START + 1000 * self.room.seq, event)  # type: ignore[arg-type] # each is one
        if (refused := self.room.apply(stored)) is not None:
            raise AssertionError(f"{event}: {refused}")
        return stored


def _open(asked: OpenDecision) -> tuple[str, ...]:
    return tuple(option.id for option in asked.options if option.lock is None)
