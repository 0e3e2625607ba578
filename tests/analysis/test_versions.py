from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.analysis.versions import Change, changes, odds_apart
from ceo_sim.engine.compile import compile_scenario
from tests.support.scenarios import shipped, shipped_program
from tests.support.stories import BY_TURN, EVERYTHING, HEADER, filled_in, scenario


def _changes(old: str, new: str) -> list[Change]:
    return changes(scenario(old), scenario(new))


def _replaced(*pairs: tuple[str, str]) -> list[Change]:
    new = EVERYTHING
    for old_words, new_words in pairs:
        assert old_words in new
        new = new.replace(old_words, new_words, 1)
    return _changes(EVERYTHING, new)


@pytest.mark.parametrize("id", ["tutorial", "the_post"])
def test_a_version_differs_in_nothing_from_itself(id: str) -> None:
    assert changes(shipped(id).playable, shipped(id).playable) == []


def test_words_numbers_and_conditions_are_told_apart_with_their_paths() -> None:
    found = _replaced(
        ('title = "Meeting"', 'title = "A meeting"'),
        ('when = "press > 25"', 'when = "press > 30"'),
        ("cost = { hours = 2 }", "cost = { hours = 1 }"),
        ("urgent = true\n[decision.third.option", "[decision.third.option"),
    )

    assert Change("text", ("decision", "meeting", "title"), "Meeting", "A meeting") in found
    assert Change("value", ("decision", "pledge", "when"), "press > 25", "press > 30") in found
    assert Change("value", ("decision", "meeting", "option", "hold", "cost", "hours"), 2, 1) in found
    assert Change("value", ("decision", "third", "urgent"), True, False) in found
    assert len(found) == 4


def test_a_thing_that_is_new_or_gone_is_named_once() -> None:
    new = EVERYTHING.replace("[event.calm]", "[event.quiet]")

    assert _changes(EVERYTHING, new) == [
        Change("removed", ("event", "calm"), old="A calm day"),
        Change("added", ("event", "quiet"), new="A calm day"),
    ]


def test_the_order_of_endings_is_a_change() -> None:
    first, second = '[ending.loved]\ntitle = "Loved"\ntext = "Mood {mood:.0f}."\nwhen = "mood > 62"\n', "[ending.broke]"
    new = EVERYTHING.replace(first, "").replace(second, first + second)

    (order,) = _changes(EVERYTHING, new)
    assert (order.kind, order.path) == ("order", ("ending",))
    assert (order.old, order.new) == ("broke, loved, over", "loved, broke, over")


def test_what_is_put_between_two_lines_of_the_feed_does_not_shift_the_others() -> None:
    news = '{{ from = "A", text = "One." }}{}, {{ from = "C", text = "Three." }}'
    body = "[event.rain]\nat = 2\nnews = [{}]\n"
    old = HEADER + BY_TURN.format(turns=6) + filled_in(body.format(news.format("")))
    new = HEADER + BY_TURN.format(turns=6) + filled_in(body.format(news.format(', { from = "B", text = "Two." }')))

    assert _changes(old, new) == [Change("added", ("event", "rain", "news", 1), new="Two.")]
    assert _changes(new, old) == [Change("removed", ("event", "rain", "news", 1), old="Two.")]


EDITS = {
    'title = "Meeting"': 'title = "A meeting"',
    'expires = "5d"': 'expires = "6d"',
    "chance = 0.2": "chance = 0.3",
    "weight = 10\n": "weight = 11\n",
    'text = "It is over."': 'text = "All is over."',
}


@given(st.sets(st.sampled_from(sorted(EDITS))))
def test_there_and_back_are_the_same_changes_turned_round(edited: set[str]) -> None:
    new = EVERYTHING
    for part in edited:
        new = new.replace(part, EDITS[part])
    there, back = _changes(EVERYTHING, new), _changes(new, EVERYTHING)

    assert len(there) == len(edited)
    assert [(change.path, change.old, change.new) for change in there] == [
        (change.path, change.new, change.old) for change in back
    ]


def test_the_same_version_has_the_same_odds_without_any_doubt() -> None:
    program = shipped_program("tutorial")
    odds = odds_apart(program, program, 200, seed=1)

    for apart in (*odds.endings.values(), *odds.metrics.values()):
        assert apart.old == apart.new
        assert (apart.low, apart.high) == (0, 0)
        assert not apart.is_beyond_chance


def test_words_change_no_odds() -> None:
    new = EVERYTHING.replace('title = "Meeting"', 'title = "A meeting"')
    odds = odds_apart(compile_scenario(scenario(EVERYTHING)), compile_scenario(scenario(new)), 200, seed=1)

    assert not any(apart.low or apart.high for apart in (*odds.endings.values(), *odds.metrics.values()))


def test_a_threshold_that_moves_shifts_an_ending_beyond_chance_and_no_metric() -> None:
    new = EVERYTHING.replace('when = "mood > 62"', 'when = "mood > 58"')
    odds = odds_apart(compile_scenario(scenario(EVERYTHING)), compile_scenario(scenario(new)), 2_000, seed=1)

    loved = odds.endings["loved"]
    assert loved.is_beyond_chance
    assert loved.old is not None
    assert loved.new is not None
    assert loved.low <= loved.new - loved.old <= loved.high
    assert not any(apart.is_beyond_chance for apart in odds.metrics.values())


def test_what_only_one_version_has_is_said_to_be() -> None:
    new = EVERYTHING.replace("[ending.loved]", "[ending.adored]")
    odds = odds_apart(compile_scenario(scenario(EVERYTHING)), compile_scenario(scenario(new)), 100, seed=1)

    assert odds.endings["loved"].new is None
    assert odds.endings["adored"].old is None
    assert odds.endings["adored"].is_in_one_only
