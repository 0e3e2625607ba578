"""A playthrough as one number, as small as it can be made, and the number as a playthrough again.

A play is walked through from its beginning. Wherever it rests there are only so many ways to go on: to let time pass,
to answer a decision that is open with an option that can be chosen, to ask an adviser, to have an inject thrown in, or
to stop. Which of them it was takes as many bits as it is unlikely, by an asymmetric numeral system (J. Duda, 2013) over
whole numbers of any size. How likely each kind of move is follows from where the play rests and what was done there
before, so that days on which nothing comes take next to nothing, and an answer about three bits.

What is written can be read as long as its model of how likely each move is stays as it is; another model takes another
kind of code.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from attrs import define, field, frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Consultation, SideMove

Kind = Literal["wait", "agenda", "standing", "aside", "part of a day", "stop"]
KINDS: tuple[Kind, ...] = ("wait", "agenda", "standing", "aside", "part of a day", "stop")


@frozen
class Model:
    """How likely each kind of move is.

    Attributes:
        expected: How likely it is at first, by the situation, in the order of `KINDS`.
        learnt: How much a move that was made adds to what is expected of the next one in the same situation.
        asked: How likely it is that an adviser is asked on what waits first, on what else waits, and on anything else.
    """

    expected: Mapping[str, tuple[int, ...]]
    learnt: int
    asked: tuple[int, int, int]


SPARING = Model(
    {
        "urgent": (0, 120, 4, 2, 0, 1),
        "came": (30, 80, 10, 4, 1, 1),
        "waits": (90, 30, 12, 4, 1, 1),
        "quiet": (110, 0, 24, 2, 1, 1),
        "acted": (80, 40, 24, 2, 1, 1),
    },
    16,
    (1, 1, 1),
)
"""Of players who answer what comes; measured on plays of all shipped stories."""
BUSY = Model(
    {
        "urgent": (0, 80, 12, 8, 0, 1),
        "came": (20, 60, 20, 10, 1, 1),
        "waits": (60, 30, 20, 8, 1, 1),
        "quiet": (40, 0, 40, 1, 1, 1),
        "acted": (50, 60, 25, 10, 1, 1),
        "acted, nothing waits": (100, 0, 12, 1, 1, 1),
    },
    32,
    (6, 3, 1),
)
"""Of players who use free hours; measured on plays of The Post that use most or all of them, some with forecasts."""
MOST_MOVES = 5_000
"""Of a play that is read; the longest shipped one has some 150."""


class NotAPlay(Exception):
    """A number that stands for no play of the scenario, or a play that no number stands for."""


class _OvershotError(Exception):
    """A day that passed went beyond where the play rested; `move` is the number of the move made there."""

    def __init__(self, move: int) -> None:
        super().__init__(move)
        self.move = move


class Weights(NamedTuple):
    """The question which kind of move is made, with how much each kind is expected; 0 is impossible."""

    situation: str
    weights: tuple[int, ...]


class Choice(NamedTuple):
    """The part of a whole that stands for an answer: from `start` on, `width` of `total`."""

    start: int
    width: int
    total: int


@frozen
class Act:
    """Something that can be done where a play rests, without time passing."""

    decision: str = ""
    option: str = ""
    adviser: str = ""
    inject: str = ""


class Acts(NamedTuple):
    """The question which act it is, with how much each is expected."""

    acts: tuple[Act, ...]
    weights: tuple[int, ...]


Question = Weights | Acts | range
"""Which kind of move; or which act; or how many steps are waited, less than a day."""
Walk = Generator[Question, int, None]


@frozen
class Packed:
    """A play as a number.

    Attributes:
        number: The number.
        answers: How many of its answers the number holds, from the first on.
        is_whole: Whether it holds the whole play.
    """

    number: int
    answers: int
    is_whole: bool


def packed(game: Game, bits: int, model: Model = SPARING) -> Packed:
    """A play as a number of at most so many bits; if it is too long for that, as many of its answers as fit.

    Raises:
        NotAPlay: It was not played by the rules of its scenario as they are now.
    """
    writer, early = _Writer(game, model), frozenset[int]()
    while True:
        try:
            writer.write(early)
            break
        except _OvershotError as overshot:
            early |= {overshot.move}
            writer = _Writer(game, model)
    limit = 1 << bits
    if (number := _number(writer.choices)) < limit:
        return Packed(number, len(game.answers), is_whole=True)
    for answers, (length, stop) in reversed(list(enumerate(writer.stops))):
        if (number := _number([*writer.choices[:length], stop])) < limit:
            return Packed(number, answers, is_whole=False)
    raise NotAPlay("there is no room for it")


def unpacked(program: Program, seed: int, number: int, model: Model = SPARING) -> Game:
    """The play that a number stands for, without a ledger of what moved what.

    Raises:
        NotAPlay: It stands for none.
    """
    game, moves = Game(program, seed, with_ledger=False), 0
    steps = walk(game, model)
    try:
        question = next(steps)
        while (moves := moves + 1) < MOST_MOVES:
            choice, place = _chosen(question, number)
            number = choice.width * (number // choice.total) + number % choice.total - choice.start
            question = steps.send(place)
    except StopIteration:
        if number == 0:
            return game
    raise NotAPlay("it does not fit the scenario")


# ---- writing and reading ------------------------------------------------------------------------------------


class _Writer:
    """Walks through a play that was played.

    Attributes:
        choices: What was chosen at each question.
        stops: For each number of answers, how many choices had been made by then, and the choice that stops there.
    """

    def __init__(self, game: Game, model: Model) -> None:
        self.choices: list[Choice] = []
        self.stops: list[tuple[int, Choice]] = []
        self._model = model
        self._again = Game(game.program, game.seed, with_ledger=False)
        self._moves = [*_moves(game), (game.now, None)]

    def write(self, early: frozenset[int]) -> None:
        """Walk to the end; before the moves numbered in `early`, time did not pass to the next rest."""
        steps, move = walk(self._again, self._model), 0
        try:
            question = next(steps)
            while True:
                question, move = self._step(steps, question, move, early)
        except StopIteration:
            if len(self._again.answers) < sum(1 for _, act in self._moves if act is not None and act.option):
                raise NotAPlay("it goes on after the end of the story") from None

    def _step(self, steps: Walk, question: Question, move: int, early: frozenset[int]) -> tuple[Question, int]:
        assert isinstance(question, Weights)
        now, (step, act) = self._again.now, self._moves[move]
        if now > step:
            raise _OvershotError(move)
        if len(self.stops) == len(self._again.answers):
            self.stops.append((len(self.choices), _part(question.weights, KINDS.index("stop"))))
        if step > now:
            is_early = move in early and step < self._again.timeline.next_day(now)
            inner = self._answer(steps, question, KINDS.index("part of a day" if is_early else "wait"))
            return (self._answer(steps, inner, step - now - 1) if is_early else inner), move
        inner = self._answer(steps, question, KINDS.index(self._kind(act)))
        assert act is not None
        assert not isinstance(inner, Weights | range)
        if act not in inner.acts:
            raise NotAPlay("a move of it cannot be made")
        return self._answer(steps, inner, inner.acts.index(act)), move + 1

    def _kind(self, act: Act | None) -> Kind:
        if act is None:
            return "stop"
        if act.adviser or act.inject:
            return "aside"
        return "standing" if self._again.program.scenario.decisions[act.decision].standing else "agenda"

    def _answer(self, steps: Walk, question: Question, place: int) -> Question:
        part = _part(_weights(question), place)
        if part.width == 0:
            raise NotAPlay("a move of it cannot be made")
        self.choices.append(part)
        return steps.send(place)


def _moves(game: Game) -> Iterator[tuple[int, Act | None]]:
    """What was done in a play, with the step at which it was."""
    for number in range(len(game.answers) + 1):
        for move in game.side_moves:
            if move.after == number:
                yield move.step, _aside(move)
        for answer in game.answers[number : number + 1]:
            yield answer.step, Act(answer.decision, answer.option)


def _aside(move: SideMove) -> Act:
    if isinstance(move, Consultation):
        return Act(move.decision, adviser=move.adviser)
    return Act(inject=move.inject)


def _weights(question: Question) -> Sequence[int]:
    return [1] * len(question) if isinstance(question, range) else question.weights


def _part(weights: Sequence[int], place: int) -> Choice:
    return Choice(sum(weights[:place]), weights[place], sum(weights))


def _chosen(question: Question, number: int) -> tuple[Choice, int]:
    """What the lowest part of a number answers."""
    weights = _weights(question)
    left = number % sum(weights)
    for place, weight in enumerate(weights):
        if left < weight:
            return _part(weights, place), place
        left -= weight
    raise AssertionError


def _number(choices: Sequence[Choice]) -> int:
    number = 0
    for start, width, total in reversed(choices):
        number = number // width * total + start + number % width
    return number


# ---- walking ------------------------------------------------------------------------------------------------


@define(eq=False)
class _Expectation:
    """How likely each kind of move is, as learnt in the course of a play."""

    model: Model
    weights: dict[str, list[int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.weights = {name: list(each) for name, each in self.model.expected.items()}

    def of(self, situation: str, possible: Sequence[bool]) -> tuple[int, ...]:
        weights = zip(self.weights[situation], possible, strict=True)
        return tuple(max(weight, 1) if able else 0 for weight, able in weights)

    def learn(self, situation: str, kind: int) -> None:
        self.weights[situation][kind] += self.model.learnt


def walk(game: Game, model: Model) -> Walk:
    """Walk through a play: each question is to be answered with the place of what is done next.

    The questions come in turns: which kind of move, and then, for some of them, which of the moves of that kind.
    """
    expectation, since, acted, done = _Expectation(model), -1, False, set[Act]()
    while not game.ended:
        acts = _acts(game)
        situation = _situation(game, since, acted)
        if situation == "acted" and not game.agenda() and "acted, nothing waits" in model.expected:
            situation = "acted, nothing waits"
        can_wait, part = game.urgent() is None, game.timeline.next_day(game.now) - game.now
        able = (bool(acts[name]) for name in ("agenda", "standing", "aside"))
        possible = (can_wait, *able, can_wait and part > 1, True)
        kind = yield Weights(situation, expectation.of(situation, possible))
        expectation.learn(situation, kind)
        match KINDS[kind]:
            case "stop":
                return
            case "wait":
                since, acted = game.now, False
                game.wait()
            case "part of a day":
                steps = yield range(1, part)
                since, acted = game.now, False
                game.wait(game.now + steps + 1)
            case name:
                waiting = [each.id for each in game.agenda()]
                place = yield _weighed(name, acts[name], done, waiting, model)
                done.add(acts[name][place])
                _make(game, acts[name][place])
                acted = True


def _weighed(kind: str, acts: Sequence[Act], done: set[Act], waiting: Sequence[str], model: Model) -> Acts:
    """Acts with how much they are expected: most of all what waits first, and what was done with free hours before."""
    first = acts[0].decision
    if kind == "agenda":
        return Acts(tuple(acts), tuple(3 if act.decision == first else 1 for act in acts))
    ranks = {id: min(place, 1) for place, id in enumerate(waiting)}
    base = [model.asked[ranks.get(act.decision, 2)] if kind == "aside" else 1 for act in acts]
    return Acts(tuple(acts), tuple(weight * (2 if act in done else 1) for weight, act in zip(base, acts, strict=True)))


def _situation(game: Game, since: int, acted: bool) -> str:
    agenda = game.agenda()
    if any(waiting.urgent for waiting in agenda):
        return "urgent"
    if acted:
        return "acted"
    if any(waiting.opened > since for waiting in agenda):
        return "came"
    return "waits" if agenda else "quiet"


def _acts(game: Game) -> dict[str, list[Act]]:
    answers = {}
    for name, waiting in (("agenda", game.agenda()), ("standing", game.standing())):
        answers[name] = [
            Act(each.id, option)
            for each in waiting
            for option in game.program.scenario.decisions[each.id].options
            if game.can(each.id, option)
        ]
    asides = [
        Act(each.id, adviser=adviser)
        for each in game.open_decisions()
        for adviser, person in game.program.scenario.cast.items()
        if person.forecast is not None
        and not game.consulted(each.id, adviser)
        and game.consultation_lock(each.id, adviser) is None
    ]
    asides += [Act(inject=each.id) for each in game.injects() if each.offered]
    return {**answers, "aside": asides}


def _make(game: Game, act: Act) -> None:
    if act.inject:
        game.throw(act.inject)
    elif act.adviser:
        game.consult(act.decision, act.adviser)
    else:
        game.choose(act.decision, act.option)
