"""One class of what was handed in without a network: the plays of the same game, and why others are not among them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import define, field, frozen

from ceo_sim.analysis.counterfactual import in_order
from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import OwnMove
from ceo_sim.classroom.handed_in import HandedIn, Misfit
from ceo_sim.classroom.names import digest, seat_name, secret
from ceo_sim.classroom.room import MAX_MOVES
from ceo_sim.classroom.story import beginning
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Answer, Consultation, Injection
from ceo_sim.errors import UserError
from ceo_sim.library import load_playable
from ceo_sim.saves.assignment import Assignment, Played, read_assignment, scenario_digest, version_digest
from ceo_sim.saves.format import Save
from ceo_sim.saves.reopen import replay_save
from ceo_sim.saves.result import Result, replayed, short_version
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.loader import Loaded


class NothingFits(UserError):
    """There is no class to be made of what was handed in."""


@frozen
class Seat:
    """A play of the class.

    Attributes:
        name: The generated name of its seat.
        label: Whose it is, as far as whoever handed it in says so; never in the log.
        where: Where it was found.
        seed: Its luck.
        moves: The play.
        ending: The id of its ending; empty if it was not played to the end.
        is_whole: Whether it is all that was played; a long play does not fit in a code.
        is_save: Whether it was handed in as a save, and not as a code.
    """

    name: str
    label: str
    where: str
    seed: int
    moves: tuple[OwnMove, ...]
    ending: str
    is_whole: bool
    is_save: bool

    @property
    def done(self) -> tuple[tuple[int, str, str, str, str], ...]:
        """What was done in it, and when, without the words."""
        return tuple((move.step, move.decision, move.option, move.adviser, move.inject) for move in self.moves[:-1])

    @property
    def answers(self) -> int:
        """How many answers it has."""
        return sum(move.is_answer for move in self.moves)


@frozen
class Merged:
    """A class of what was handed in.

    Attributes:
        loaded: Its scenario, up to the act that was played.
        seed: The luck that all had; 0 if each had luck of its own, as a seat could be told by its seed.
        own_luck: Whether each play may have luck of its own.
        mirror: Whether the poles were swapped.
        edition: The edition that most have read.
        seats: The plays.
        misfits: What is not among them.
        twins: Places with the very same play, which may be one that was handed in twice: codes without a label, or a
            code and a save.
    """

    loaded: Loaded
    seed: int
    own_luck: bool
    mirror: bool
    edition: str | None
    seats: tuple[Seat, ...]
    misfits: tuple[Misfit, ...]
    twins: tuple[tuple[str, ...], ...]


class _Same(NamedTuple):
    """What all plays of a class have in common; scenario and version as digests, as codes have no more.

    The seed is None where each play may have luck of its own.
    """

    scenario: int
    version: int
    act: int | str
    mirror: bool
    seed: int | None


Stories = Sequence[tuple[Path, Played]]
"""The scenarios at hand."""


def merged(
    things: Iterable[HandedIn | Misfit],
    stories: Stories,
    assignment: Assignment | None = None,
    *,
    own_luck: bool = False,
    report: Callable[[float], None] | None = None,
) -> Merged:
    """The class that was handed in.

    Args:
        things: What was found.
        stories: The scenarios at hand.
        assignment: What it was to play; what most have played, if left out.
        own_luck: Whether plays of any luck fit; without an assignment that follows from the plays, too.
        report: Takes which part of the plays has been played again.

    Raises:
        NothingFits: No play fits, or the scenario is not at hand.
    """
    everything = list(things)
    plays = [each for each in everything if isinstance(each, HandedIn)]
    misfits = [each for each in everything if isinstance(each, Misfit)]
    plays, doubles = _once_each(plays)
    misfits += doubles
    same = _meant(plays, stories, misfits) if assignment is None else _assigned(assignment)
    merging = _Merging.of(same._replace(seed=None) if own_luck else same, stories, misfits)
    # What a save has and a code has not are reasons: of the two, the save counts.
    for number, each in enumerate(sorted(plays, key=lambda each: isinstance(each.play, Result)), 1):
        merging.add(each)
        if report is not None:
            report(number / len(plays))
    if not merging.seats:
        raise NothingFits(_nothing(misfits))
    editions = Counter(each.play.edition for each in plays if isinstance(each.play, Save))
    edition = max(editions, key=lambda name: editions[name], default=None)
    places = {each.where: place for place, each in enumerate(everything)}
    misfits.sort(key=lambda each: places[each.where])
    seats = sorted(merging.seats, key=lambda each: places[each.where])
    return Merged(
        loaded=merging.loaded,
        seed=merging.same.seed or 0,
        own_luck=merging.same.seed is None,
        mirror=merging.same.mirror,
        edition=edition,
        seats=tuple(seats),
        misfits=tuple(misfits),
        twins=_twins(seats),
    )


def _nothing(misfits: Sequence[Misfit]) -> str:
    if not misfits:
        return "there is no save and no result code among what was named"
    more = f", and {len(misfits) - 1} more do not fit" if len(misfits) > 1 else ""
    return f"there is nothing to merge: {misfits[0].where}: {misfits[0].why}{more}"


def _assigned(assignment: Assignment) -> _Same:
    one = assignment
    return _Same(one.scenario, short_version(one.version), one.act, one.mirror, one.seed)


def _meant(plays: Sequence[HandedIn], stories: Stories, misfits: Sequence[Misfit]) -> _Same:
    """What most have played; with luck of their own if saves say so, or no half of them have the same."""
    if not plays:
        raise NothingFits(_nothing(misfits))
    each = [_same(one.play, stories) for one in plays]
    kinds = Counter(same._replace(seed=None) for same in each)
    kind = max(kinds, key=lambda one: kinds[one])
    of_kind = [(one, same.seed) for one, same in zip(plays, each, strict=True) if same._replace(seed=None) == kind]
    seeds = Counter(seed for _, seed in of_kind)
    seed = max(seeds, key=lambda one: seeds[one])
    said = Counter(has for one, _ in of_kind if (has := _has_own_luck(one.play)) is not None)
    is_own = said[True] > said[False] if said else 2 * seeds[seed] < len(of_kind)
    return kind if is_own else kind._replace(seed=seed)


def _has_own_luck(play: Save | Result) -> bool | None:
    """Whether a play was assigned with luck of its own; None if it does not say."""
    if isinstance(play, Result) or not play.assignment:
        return None
    try:
        return read_assignment(play.assignment).seed is None
    except UserError:
        return None


def _once_each(plays: Sequence[HandedIn]) -> tuple[list[HandedIn], list[Misfit]]:
    """The plays without saves of one game that went on, of which the longest counts, and codes pasted twice."""
    longest: list[HandedIn] = []
    doubles = []
    by_length = sorted(plays, key=lambda each: -len(each.play.answers) if isinstance(each.play, Save) else 0)
    groups: dict[object, list[HandedIn]] = {}
    for each in by_length:
        alike = groups.setdefault(_begun(each), [])
        if (other := next((one for one in alike if _is_of_one_game(one, each)), None)) is None:
            alike.append(each)
            longest.append(each)
        else:
            doubles.append(Misfit(each.where, _same_game(other)))
    return sorted(longest, key=plays.index), doubles


def _same_game(other: HandedIn | Seat) -> str:
    return f"it is the same game as {other.where}, which counts"


def _begun(each: HandedIn) -> object:
    """What plays of one game have in common."""
    if isinstance(each.play, Save):
        return each.play.scenario, each.play.seed, each.play.created
    return each.label.casefold()


def _is_of_one_game(longer: HandedIn, other: HandedIn) -> bool:
    """Whether two that began alike are one game; a class may begin in the same second."""
    if isinstance(longer.play, Save) and isinstance(other.play, Save):
        given = [(answer.at, answer.decision, answer.option, answer.reason) for answer in longer.play.answers]
        early = [(answer.at, answer.decision, answer.option, answer.reason) for answer in other.play.answers]
        return bool(early) and given[: len(early)] == early
    return bool(other.label) and longer.play == other.play


def _twins(seats: Sequence[Seat]) -> tuple[tuple[str, ...], ...]:
    alike: dict[object, list[Seat]] = {}
    for seat in seats:
        alike.setdefault((seat.seed, seat.moves[-1].step, seat.done), []).append(seat)
    doubtful = map(_doubtful, alike.values())
    return tuple(tuple(seat.where for seat in same) for same in doubtful if len(same) > 1)


def _doubtful(same: Sequence[Seat]) -> list[Seat]:
    """Of equal plays, those that may be one; what bears two names is two, and so are two saves."""
    if len({seat.is_save for seat in same}) == 2:
        return list(same)
    return [seat for seat in same if not seat.is_save and not seat.label]


def _begins_alike(longer: Seat, other: Seat) -> bool:
    """Whether all that was done in a play was done in another one, at the same times."""
    short = other.done
    return longer.seed == other.seed and bool(short) and longer.done[: len(short)] == short


@define(eq=False)
class _Merging:
    same: _Same
    loaded: Loaded
    program: Program
    misfits: list[Misfit]
    seats: list[Seat] = field(factory=list)
    _labelled: dict[str, list[Seat]] = field(init=False, factory=dict)

    @classmethod
    def of(cls, same: _Same, stories: Stories, misfits: list[Misfit]) -> _Merging:
        """A class in which this is played."""
        path, played = _at_hand(same, stories)
        act = played.acts[same.act - 1] if isinstance(same.act, int) and 0 < same.act <= len(played.acts) else None
        loaded = load_playable(path, None, act)
        return cls(same, loaded, compile_scenario(loaded.playable, mirror=same.mirror), misfits)

    def add(self, handed_in: HandedIn) -> None:
        """Take a play in, or put it among the misfits."""
        why = self._why_not(_same(handed_in.play, [(Path(), self._played)]))
        try:
            if not why:
                self._take(self._seat(handed_in))
        except (UserError, ValueError) as error:
            why = str(error)
        if why:
            self.misfits.append(Misfit(handed_in.where, why))

    def _take(self, seat: Seat) -> None:
        """Give a play its seat, unless it is one of which more has been handed in."""
        called = self._labelled.setdefault(seat.label.casefold(), []) if seat.label else []
        # Many saves have the same name, each in the folder of its student.
        others = [other for other in called if not (seat.is_save and other.is_save)]
        if (longer := next((other for other in others if _begins_alike(other, seat)), None)) is not None:
            raise NothingFits(_same_game(longer))
        for shorter in [other for other in others if _begins_alike(seat, other)]:
            self.misfits.append(Misfit(shorter.where, _same_game(seat)))
            self.seats.remove(shorter)
            called.remove(shorter)
        self.seats.append(seat)
        called.append(seat)

    @property
    def _played(self) -> Played:
        written = self.loaded.as_written
        return Played(self.loaded.playable.info.id, self.loaded.fingerprint, tuple(written.acts))

    def _why_not(self, other: _Same) -> str:
        """Why a play is none of this class; empty if it is one."""
        title = self.loaded.as_written.info.title
        if other.scenario != self.same.scenario:
            return f"it is a play of another story than {title}"
        if other.version != self.same.version:
            return f"it is a play of another version of {title}; the class needs one version"
        if other.act != self.same.act:
            return f"it was played {self._part(other.act)}, and the class {self._part(self.same.act)}"
        if other.mirror != self.same.mirror:
            return f"its political poles are {'' if other.mirror else 'not '}swapped, unlike those of the class"
        if self.same.seed not in (None, other.seed):
            return (
                f"its luck is that of seed {other.seed}, and the class has seed {self.same.seed}; "
                "--own-luck takes in plays of any luck"
            )
        return ""

    def _part(self, act: int | str) -> str:
        if act == 0:
            return "as a whole"
        acts = list(self.loaded.as_written.acts.values())
        is_one = isinstance(act, int) and act <= len(acts)
        return f"up to the end of {acts[int(act) - 1].title}" if is_one else "up to the end of another act"

    def _seat(self, handed_in: HandedIn) -> Seat:
        play = handed_in.play
        game = self._of_save(play) if isinstance(play, Save) else replayed(play, self.loaded, self.program)
        moves = tuple(_moves(game))
        if len(moves) > MAX_MOVES:
            raise NothingFits(f"it has {len(moves):,} moves, and a class holds {MAX_MOVES:,} of each seat")
        ending = game.ending.id if game.ending is not None else ""
        name = seat_name({seat.name for seat in self.seats})
        is_save = isinstance(play, Save)
        is_whole = isinstance(play, Save) or play.is_whole
        return Seat(name, handed_in.label, handed_in.where, game.seed, moves, ending, is_whole, is_save)

    def _of_save(self, save: Save) -> Game:
        if save.made_up is not None:
            raise NothingFits("its state was set by hand, so it is no play of the story")
        reopened = replay_save(save, self.loaded, lambda _scenario, *, mirror=False: self.program)  # noqa: ARG005
        if reopened.mismatch:
            raise NothingFits(f"it cannot be played again: it departs at {reopened.mismatch}")
        return reopened.game


def _same(play: Save | Result, stories: Stories) -> _Same:
    if isinstance(play, Result):
        return _Same(play.scenario, play.version, play.act, play.mirror, play.seed)
    acts = next((played.acts for _, played in stories if played.scenario == play.scenario), ())
    act: int | str = 0 if play.act is None else acts.index(play.act) + 1 if play.act in acts else play.act
    version = short_version(version_digest(play.fingerprint))
    return _Same(scenario_digest(play.scenario), version, act, play.mirror, play.seed)


def _at_hand(same: _Same, stories: Stories) -> tuple[Path, Played]:
    for path, played in stories:
        if scenario_digest(played.scenario) == same.scenario:
            if short_version(version_digest(played.fingerprint)) == same.version:
                return path, played
            raise NothingFits(
                f"the class has played another version of {played.scenario} than the one here; "
                "merge where that version is"
            )
    raise NothingFits("the story that the class has played is not here; name its file with --scenario")


def _moves(game: Game) -> Iterator[OwnMove]:
    for move in in_order(game.answers, game.side_moves):
        match move:
            case Answer():
                reason = one_line(move.reason)[: ev.MAX_REASON].rstrip()
                yield OwnMove(move.step, move.decision, move.option, reason, move.check, move.predicted)
            case Consultation():
                yield OwnMove(move.step, move.decision, adviser=move.adviser)
            case Injection():
                yield OwnMove(move.step, inject=move.inject)
    yield OwnMove(game.now)


def events_of(merged: Merged, keep_days: int = 30) -> Iterator[ev.Event]:
    """The log of a class: how it began, its seats, what each of them did, and that it is over."""
    yield beginning(
        merged.loaded,
        seed=merged.seed,
        teacher=secret(),
        play="own",
        mirror=merged.mirror,
        edition=merged.edition,
        keep_days=keep_days,
    )
    for seat in merged.seats:
        id = secrets.token_urlsafe(9)
        luck = None if seat.seed == merged.seed else seat.seed
        yield ev.Joined(seat=id, name=seat.name, secret=digest(secret()), seed=luck)
        yield from _own(id, seat)
    yield ev.Ended()


def _own(id: str, seat: Seat) -> Iterator[ev.Event]:
    for number, move in enumerate(seat.moves):
        if move.is_answer:
            yield ev.OwnAnswered(
                seat=id,
                number=number,
                step=move.step,
                decision=move.decision,
                option=move.option,
                reason=move.reason,
                check=move.check,
                predicted=dict(move.predicted),
            )
        elif move.inject:
            yield ev.OwnThrown(seat=id, number=number, step=move.step, inject=move.inject)
        elif move.adviser:
            yield ev.OwnAsked(seat=id, number=number, step=move.step, decision=move.decision, adviser=move.adviser)
        else:
            yield ev.OwnPassed(seat=id, number=number, step=move.step, ending=seat.ending)
