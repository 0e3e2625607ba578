"""A story in acts: as a whole it goes on after each, and each can be played alone."""

from __future__ import annotations

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.play_log import Entry
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.rng import consecutive_seeds
from ceo_sim.library import ScenarioUnavailable, up_to
from ceo_sim.presentation.acts import act_over, break_now, debrief_now, has_break
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.loader import Loaded, load_texts
from tests.support.stories import IN_ACTS


def loaded() -> Loaded:
    result = load_texts({"scenario.toml": IN_ACTS})
    assert not result.diagnostics
    return result


def played(story: Loaded, option: str) -> Game:
    game = Game(compile_scenario(story.playable), 1)
    game.choose("ask", option)
    while not game.ended:
        game.wait()
    return game


def test_a_whole_story_tells_how_each_act_ended_and_goes_on() -> None:
    game = played(loaded(), "up")
    told = [(game.timeline.day_number(entry.step), entry.title, entry.text) for entry in game.entries[1:]]
    assert told == [
        (7, "The week: Glad", "Seven days.\n\nGlad, 75."),
        (9, "Noon", ""),
        (9, "The fortnight: Half", "Half."),
    ]
    assert game.ending is not None
    assert game.ending.id == "end"
    assert game.course("staff")[-1] == 76


@pytest.mark.parametrize("option, ending", [("up", "glad"), ("down", "tired")])
def test_an_act_alone_ends_by_its_own_endings(option: str, ending: str) -> None:
    week = loaded().until("week")
    game = played(week, option)
    assert week.playable.info.title == "Acts: The week"
    assert game.ending is not None
    assert game.ending.id == ending
    assert game.timeline.day_number(game.now) == 7
    assert len(game.entries) == 1, "its end is the ending, and no event"
    assert debrief_now(game) == loaded().playable.acts["week"].debrief


def test_what_became_of_people_is_told_at_the_end_of_the_whole_story_only() -> None:
    ana = '[cast.ana]\nname = "Ana"\nrole = "R"\nadviser = true\nepilogue = "She stayed."\nremark = [{ text = "R" }]\n'
    story = load_texts({"scenario.toml": IN_ACTS + ana})
    assert [text for _, text in played(story, "up").epilogues()] == ["She stayed."]
    assert played(story.until("week"), "up").epilogues() == []


@pytest.mark.parametrize("option, day", [("up", 9), ("down", 14)])
def test_an_act_ends_as_soon_as_its_condition_holds_and_at_the_latest_in_time(option: str, day: int) -> None:
    game = played(loaded().until("fortnight"), option)
    assert game.ending is not None
    assert game.ending.id == "half"
    assert game.timeline.day_number(game.now) == day
    assert "The week" in game.entries[1].title, "the acts before are played through"


def test_up_to_the_end_of_an_act_all_is_as_in_the_whole_story() -> None:
    whole, week = (compile_scenario(each.playable) for each in (loaded(), loaded().until("week")))
    one, other = (Lanes(program, consecutive_seeds(1, 200)) for program in (whole, week))
    run(one, RandomPolicy(), until=week.timeline.last - 1)
    run(other, RandomPolicy(), until=week.timeline.last - 1)
    assert (one.cells[: whole.stocks] == other.cells[: week.stocks]).all()


def test_between_acts_one_can_look_back() -> None:
    game = Game(compile_scenario(loaded().playable), 1)
    game.choose("ask", "up")
    assert not has_break(game)
    assert debrief_now(game) == game.program.scenario.debrief
    over = []
    for _ in range(7):
        entries = len(game.entries)
        game.wait()
        over.append(act_over(game, entries))
    assert over[:6] == [None] * 6
    assert over[6] == break_now(game)
    assert over[6] is not None
    assert over[6].title == "The week: Glad"
    assert over[6].words.startswith("Act 1 of 2 is over. Next: The fortnight. ")
    assert has_break(game)
    assert debrief_now(game) == game.program.scenario.acts["week"].debrief


def test_an_act_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ScenarioUnavailable, match="did you mean week"):
        up_to(loaded(), "weak")


def test_an_act_does_not_end_by_its_condition_before_the_one_before_it_has() -> None:
    text = IN_ACTS.replace("staff > 75", "staff > 65")
    story = load_texts({"scenario.toml": text})
    days = {entry.cause: story_day for entry, story_day in _days(played(story, "up"))}

    assert (days["week"], days["fortnight"]) == (7, 7), "staff is 70 from the first day on"
    alone = played(story.until("fortnight"), "up")
    assert (alone.timeline.day_number(alone.now), alone.ending and alone.ending.id) == (7, "half")


@pytest.mark.parametrize(
    "written, whole",
    [
        ("staff > 75", "week.fired and staff > 75"),
        ("staff > 75 or money < 3", "week.fired and (staff > 75 or money < 3)"),
        ("not ask.up", "week.fired and not ask.up"),
    ],
)
def test_the_condition_of_an_act_is_put_in_words_that_mean_the_same(written: str, whole: str) -> None:
    story = load_texts({"scenario.toml": IN_ACTS.replace("staff > 75", written)})
    when = story.playable.events["fortnight"].when

    assert when is not None
    assert when.text == f"{whole} or turn >= 28"
    assert Expression.parse(when.text).tree == when.tree


def _days(game: Game) -> list[tuple[Entry, int]]:
    return [(entry, game.timeline.day_number(entry.step)) for entry in game.entries]
