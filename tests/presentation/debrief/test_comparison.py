"""Several playthroughs beside each other: where they part, who chose what, and many of them in short."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import replay
from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE
from ceo_sim.presentation.debrief.subject import DebriefSubject, letters
from ceo_sim.presentation.document import Chart, Fold, Page, Table
from ceo_sim.report.debrief import page
from ceo_sim.report.markdown import markdown
from tests.support.documents import every
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, program

STORY = program(EVERYTHING)


def forked(tutorial: Program) -> tuple[Game, Game]:
    """A play, and the same up to its second answer, which is another."""
    game = played_by_lot(tutorial, 5)
    other = replay(
        tutorial, 5, game.answers[:1], game.answers[1].step, [each for each in game.side_moves if each.after <= 1]
    )
    view = other.ask(game.answers[1].decision)
    other.choose(
        view.id, next(each.id for each in view.options if each.lock is None and each.id != game.answers[1].option)
    )
    return game, other


def test_a_fork_parts_where_it_was_forked(tutorial: Program) -> None:
    game, other = forked(tutorial)
    told = markdown(page([DebriefSubject("Anna", game), DebriefSubject("Ben", other)]))

    assert "A and B, with the same luck, part at answer 2" in told
    assert "## Side by side" in told
    assert "## A: Anna" in told
    assert "## B: Ben" in told


def test_the_same_play_twice_parts_nowhere(tutorial: Program) -> None:
    told = markdown(page([DebriefSubject(name, played_by_lot(tutorial, 5)) for name in ("Anna", "Ben")]))

    assert "A and B chose the same, with the same luck." in told


def test_many_are_told_by_what_they_chose(tutorial: Program) -> None:
    count = SIDE_BY_SIDE + 2
    found = page([DebriefSubject(f"Player {seed}", played_by_lot(tutorial, seed)) for seed in range(count)])
    choices = next(each for each in every(found, Table) if each.head[-1] == "Who")

    by_decision: dict[object, list[str]] = {}
    for decision, _, how_many, who in choices.rows:
        assert int(str(how_many)) == len(str(who).split(", "))
        by_decision.setdefault(decision, []).extend(str(who).split(", "))
    assert by_decision
    assert all(sorted(who) == [letters(place) for place in range(count)] for who in by_decision.values())


def test_many_keep_their_reasons_and_are_told_in_short(tutorial: Program) -> None:
    count = SIDE_BY_SIDE + 2
    found = page([DebriefSubject(f"Player {seed}", played_by_lot(tutorial, seed)) for seed in range(count)])
    told = markdown(found)

    reasons = sum(each.reason != "" for seed in range(count) for each in played_by_lot(tutorial, seed).answers)
    assert told.count("*by lot*") == reasons
    assert max(len(each.head) for each in every(found.sections[0], Table)) < 13
    folds = [each.summary for each in found.sections[1].parts if isinstance(each, Fold)]
    assert folds == ["The story", "The meters", "Why", "What you stood for", "What was foretold"]
    assert told.count("are in the report of this save alone") == count
    assert found.sections[-1].title == "To talk about", "which is the same for all"


def test_those_that_part_alike_from_the_first_are_told_together(tutorial: Program) -> None:
    game, other = forked(tutorial)
    told = markdown(
        page([DebriefSubject(name, each) for name, each in (("Anna", game), ("Ben", other), ("Cleo", other))])
    )

    assert "A parts from B and C, with the same luck, at answer 2" in told


def test_no_line_of_a_comparison_is_more_than_another(two: Page, flagship: Page) -> None:
    beside = list(every(two.sections[0], Chart))

    assert beside
    assert all(each.equal for each in beside)
    assert not any(each.equal for each in every(flagship, Chart))


def test_letters_go_on_after_z() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
