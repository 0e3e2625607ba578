"""What a class's choices are worth: through lenses, on the other branch, if others are right; and what it expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from ceo_sim.analysis.predictions import judged
from ceo_sim.analysis.rivals import with_assumptions
from ceo_sim.analysis.whatif import alternative
from ceo_sim.classroom.debrief import findings, words
from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.engine.snapshots import Direction
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.compared import StoryLine, TwoStories, many_stories
from ceo_sim.presentation.debrief.lenses import Lenses
from ceo_sim.presentation.debrief.subject import letters
from ceo_sim.scenario.metrics import span

_MOST_EXPECTED = 12
"""Meters of which is told what was expected, unless more is asked for."""
_DIRECTIONS: tuple[Direction, ...] = ("up", "same", "down")


def best_cases(subject: ClassSubject) -> Iterator[doc.Part]:
    """Of the decision that divided the class most, the best case for and against what it was divided over.

    The two with the most votes come first; the others are there for those who were for them, or for none.
    """
    asked = findings.most_divided(subject.questions)
    if asked is None or (place := _answer(subject, asked)) is None:
        return
    lenses = Lenses(subject.playthrough)
    numbers = asked.counts()
    ranked = sorted((option for option in numbers if numbers[option]), key=lambda option: -numbers[option])[:2]
    cases = [(topic.id.split(".")[1], lenses.detail(topic)) for topic in lenses.topics() if topic.answer == place]
    if not any(option in ranked for option, _ in cases):
        return
    shown = words.counts(numbers)
    yield doc.sentence(doc.bold(f"{words.title(subject.game, asked)}. "), "The two options with the most votes:")
    for option, (card, *_) in cases:
        if option in ranked:
            assert isinstance(card, doc.Card)
            yield doc.Card(card.title, f"Votes: {shown[option]}", card.parts)
    if rest := tuple(part for option, parts in cases if option not in ranked for part in parts):
        yield doc.Fold("The best case for and against the other options", rest)
    yield doc.note("The cases stand in an order drawn by lot. It says nothing about which is better.")
    yield from _by_lens(subject, asked, ranked)


def _by_lens(subject: ClassSubject, asked: Asked, options: list[str]) -> Iterator[doc.Part]:
    """Which lens those who were for each of these options said their reason to come nearest to."""
    lenses = subject.loaded.playable.lenses
    said = Counter((lens, asked.last[seat]) for seat, lens in asked.lenses.items() if seat in asked.last)
    if said.total() < LEAST:
        return
    columns = [words.counts({lens: said[lens, option] for lens in lenses}) for option in options]
    rows = tuple(
        (lens.name, *(column[id] for column in columns))
        for id, lens in lenses.items()
        if any(said[id, option] for option in options)
    )
    names = tuple(words.option_name(subject.game, asked, option) for option in options)
    caption = "Which lens students said their own reason comes nearest to"
    yield doc.Table(caption, ("Lens", *names), rows, tuple(range(1, len(names) + 1)))


def other_branch(subject: ClassSubject) -> Iterator[doc.Part]:
    """What would have come of the second choice where the class was most divided."""
    game = subject.game
    for asked in sorted(subject.questions, key=findings.division, reverse=True):
        place = _answer(subject, asked)
        if place is None or not findings.division(asked):
            continue
        chosen = game.answers[place].option
        numbers = asked.counts()
        others = sorted((option for option in numbers if option != chosen), key=lambda option: -numbers[option])
        for option in others:
            try:
                followed = alternative(game, place, option)
            except IllegalMove:
                continue
            names = (words.option_name(game, asked, chosen), words.option_name(game, asked, option))
            yield doc.sentence(
                doc.bold(f"{words.title(game, asked)}. "),
                f"What if the answer had been {words.quoted(game, asked, option)}? The luck and all other answers stay "
                f"the same, as far as they fit. “Yours” is {subject.in_words}.",
            )
            yield from TwoStories(game, followed, names).parts(all_charts=False)
            return


def rival_views(subject: ClassSubject) -> Iterator[doc.Part]:
    """The story of the class where each rival view of the model is right."""
    game, rivals = subject.game, subject.loaded.playable.rivals
    if not rivals or not game.answers:
        return
    stories = [StoryLine.of("yours", "the scenario's own assumptions", game)]
    for place, rival in enumerate(rivals.values()):
        stories.append(StoryLine.of(letters(place), rival.name, with_assumptions(game, [rival.id]).game))
    yield doc.note(
        "The same answers and the same luck. In each row some assumptions of the model give way to those of people who "
        "dispute them."
    )
    if subject.is_own:
        yield doc.note(f"“Yours” is {subject.in_words}.")
    yield from _in_words(many_stories(game, stories))


def _in_words(parts: doc.Parts) -> Iterator[doc.Part]:
    """Without the charts, which would take a page of paper for what a table says."""
    yield from (part for part in parts if not isinstance(part, doc.Side))


def expectations(subject: ClassSubject) -> Iterator[doc.Part]:
    """What the class expected of meters, and what came; each seat has its own count on its own screen.

    Where each seat has its own story, those are told of who gave the answer that most gave.
    """
    made = [made for asked in subject.questions for made in _expected(subject, asked)]
    if not made:
        return
    public = [each for each in made if each.right.replace(",", "").isdecimal()]
    if subject.is_own:
        yield doc.note(f"What came is that of {subject.in_words}; a seat's own story may have gone another way.")
    elif public:
        right, said = sum(each.was_right for each in public), sum(each.said for each in public)
        yield doc.sentence(f"{formatting.percent(right / said)} of {said:,} expectations came true.")
    later = "a day" if subject.game.timeline.by_date else "a turn"
    head = ("Meter", "said up", "said same", "said down", f"{later} later")
    if len(made) <= _MOST_EXPECTED:
        yield doc.Table("What was expected, and what came", head, tuple(each.row for each in made), (1, 2, 3))
        return
    surprising = sorted(made, key=lambda each: each.was_right / each.said)[:_MOST_EXPECTED]
    rows = tuple(each.row for each in made if each in surprising)
    yield doc.Table("What was expected, and what came, where the fewest were right", head, rows, (1, 2, 3))
    everything = doc.Table("What was expected, and what came", head, tuple(each.row for each in made), (1, 2, 3))
    yield doc.Fold("All expectations", (everything,), str(len(made)))


@frozen
class _Expected:
    """What was expected of a meter: its row, what it shows of those who were right, how many were, of how many."""

    row: tuple[str, ...]
    right: str
    was_right: int
    said: int


def _expected(subject: ClassSubject, asked: Asked) -> Iterator[_Expected]:
    place = _answer(subject, asked)
    if place is None:
        return
    chosen = subject.game.answers[place].option
    predictions = [
        said for seat, said in asked.predictions.items() if not subject.is_own or asked.last.get(seat) == chosen
    ]
    for id in dict.fromkeys(id for said in predictions for id in said):
        said = Counter(each[id] for each in predictions if id in each)
        came = next(iter(judged(subject.game, place, {id: "same"})), None)
        if came is None or said.total() < LEAST:
            continue
        shown = words.counts({direction: said[direction] for direction in _DIRECTIONS})
        title = f"{words.title(subject.game, asked)}: {came.metric.name}"
        change = f"{came.actual} ({formatting.change(came.metric, came.change)})"
        row = (title, *(shown[direction] for direction in _DIRECTIONS), change)
        yield _Expected(row, shown[came.actual], said[came.actual], said.total())


def _answer(subject: ClassSubject, asked: Asked) -> int | None:
    """Which answer of the story of the class a question led to."""
    if not subject.is_own:
        return asked.place
    places = [place for place, answer in enumerate(subject.game.answers) if answer.decision == asked.decision]
    return places[0] if places else None


def change_of(subject: ClassSubject, asked: Asked) -> tuple[str, float] | None:
    """The headline meter that an answer moved most within a day, with what it did; None if none moved."""
    place = _answer(subject, asked)
    if place is None:
        return None
    metrics = [metric for metric in subject.loaded.playable.metrics.values() if metric.headline]
    moves = [move for metric in metrics for move in judged(subject.game, place, {metric.id: "same"})]
    most = max(moves, key=lambda move: abs(move.change) / span(move.metric), default=None)
    return None if most is None or most.actual == "same" else (most.metric.name, most.change)
