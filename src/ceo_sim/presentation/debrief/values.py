"""What the player said to stand for beside what the choices favoured, and what was foretold beside what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.analysis.predictions import AdviserScore, Prediction, adviser_scores, predictions, score
from ceo_sim.analysis.value_tally import ScoredChoice, ValueTally, value_tallies
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Direction
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Balance, Fold, Listing, Part, Section, Table, Weighed, note, said, sentence

_CAME: dict[Direction, str] = {"up": "went up", "down": "went down", "same": "stayed the same"}


def values(told: DebriefSubject) -> Section | None:
    """The values of the scenario, the named ones first."""
    found = value_tallies(told.game, told.values)
    if not found:
        return None
    named = [stand for stand in found if stand.named]
    if named:
        first = sentence(
            f"Before the first decision you named {formatting.joined([stand.value.name for stand in named])}."
        )
    else:
        first = sentence("You named nothing to stand for before the first decision.")
    others = [stand for stand in found if not stand.named]
    parts: list[Part] = [first]
    if named:
        parts.append(_balance(told.game, "What you named, and what your choices did", named))
    parts.append(
        _balance(told.game, "What your choices touched besides" if named else "What your choices touched", others)
    )
    parts.append(
        note(
            "Points are the authors': each option serves a value or goes against it by 1 or 2. They are not summed "
            "over values, as there is no rate at which one could be paid for with another."
        )
    )
    return Section(told.id("values"), "What you stood for", tuple(parts))


def _balance(game: Game, caption: str, found: Sequence[ValueTally]) -> Balance:
    return Balance(
        caption, tuple(Weighed(stand.value.name, stand.served, stand.harmed, _of(game, stand)) for stand in found)
    )


def _of(game: Game, stand: ValueTally) -> tuple[Part, ...]:
    """What the value means, and the choices that touched it."""
    deeds = [said(f"{deed.weight:+d} ".replace("-", formatting.MINUS), _deed(game, deed)) for deed in stand.deeds]
    meaning = (note(stand.value.text),) if stand.value.text else ()
    return (*meaning, Listing(tuple(deeds)) if deeds else sentence("No choice of yours touched it."))


def _deed(game: Game, deed: ScoredChoice) -> str:
    return f"{naming.decision_title(game, deed.decision)}: {naming.option_name(game, deed.decision, deed.option)}"


# ---- what was foretold ---------------------------------------------------------------------------------------


def foretold(told: DebriefSubject) -> Section:
    """The player's predictions and the advisers' forecasts, each beside what came."""
    found = predictions(told.game)
    parts: list[Part] = list(_mine(told.game, found)) if found else [sentence("You made no predictions.")]
    parts += _advisers(told.game, adviser_scores(told.game))
    return Section(told.id("foretold"), "What was foretold", tuple(parts))


def _mine(game: Game, found: Sequence[Prediction]) -> Iterator[Part]:
    counted = score(found)
    direction, often = counted.commonest
    later = "a day" if game.timeline.by_date else "a turn"
    yield sentence(
        f"You said {formatting.counted(counted.made, 'time')} where a meter would stand {later} later. "
        f"{counted.right} came true. Always saying {direction} would have been right {often} of {counted.made} times."
    )
    directions: tuple[Direction, ...] = ("up", "down", "same")
    rows = [(one, *(str(counted.table.get((one, came), 0)) for came in directions)) for one in directions]
    yield Table(
        "What you said, and how often what came",
        ("You said", *(f"it {_CAME[came]}" for came in directions)),
        tuple(rows),
        (1, 2, 3),
    )
    metrics = [(metric.name, str(right), str(made)) for metric, right, made in counted.by_metric]
    yield Table("By meter", ("Meter", "Came true", "Said"), tuple(metrics), (1, 2))
    yield Fold("Each of them", (_each(game, found),))


def _each(game: Game, found: Sequence[Prediction]) -> Table:
    rows = []
    for one in found:
        answer = game.answers[one.answer]
        by = "" if one.came == "same" else f" by {formatting.figure(one.metric, abs(one.change))}"
        decision = f"{one.answer + 1}. {naming.decision_title(game, answer.decision)}"
        rows.append((decision, one.metric.name, one.said, f"{_CAME[one.came]}{by}"))
    return Table("Each prediction beside what came", ("Decision", "Meter", "You said", "It"), tuple(rows))


def _advisers(game: Game, found: Sequence[AdviserScore]) -> Iterator[Part]:
    if not found:
        yield sentence("No adviser's forecast can be held against what came.")
        return
    inside = sum(one.inside for one in found)
    yield sentence(
        f"Of {formatting.counted(len(found), 'range')} that advisers gave you, {inside} held what came. "
        "A range of nine in ten holds it nine times in ten if its assumptions are right."
    )
    rows = []
    for one in found:
        low, high, came = formatting.range_and_value(one.metric, one.low, one.high, one.came)
        decision, by = naming.decision_title(game, one.decision), formatting.date(game.timeline.moment(one.at))
        rows.append((one.adviser.name, decision, one.metric.name, by, f"{low} to {high}", came, one.place))
    head = ("Adviser", "Decision", "Meter", "For", "Range of nine in ten", "Came", "Which is")
    yield Table("What advisers expected of the option you took", head, tuple(rows), (4, 5))
