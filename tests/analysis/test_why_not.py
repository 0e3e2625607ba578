from __future__ import annotations

import pytest

from ceo_sim.analysis.near_miss import NearMiss
from ceo_sim.analysis.things import UnknownThing, thing_named
from ceo_sim.analysis.why_not import WhyNot, why_not, why_not_in
from ceo_sim.engine.game import Game
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from tests.support.scenarios import shipped_program
from tests.support.stories import EVERYTHING, HIGH, IN_ACTS, LOW, UP_OR_DOWN, by_turn, program

STORY = by_turn(
    UP_OR_DOWN
    + """
[decision.d.option.dear]
when = "staff > 90 or staff < 20"
cost = { hours = 3 }
[event.union]
when = "staff > 60 and day > 2 and not shock.fired"
chance = 0.5
[event.shock]
when = "staff > 120"
[deck.papers]
nothing = 1
[deck.papers.card.a]
weight = 1
once = true
[deck.papers.card.b]
weight = "staff - 80"
"""
    + HIGH
    + """
[ending.shock]
title = "Higher"
text = "T"
when = "staff > 65"
"""
    + LOW
)


def asked(named: str, plays: int = 400) -> WhyNot:
    return why_not(STORY, thing_named(STORY, named), plays, 1, RandomPolicy())


def values(miss: NearMiss | None) -> dict[str, float | bool]:
    assert miss is not None
    return {clause.text: dict(clause.values).get("staff", clause.holds) for clause in miss.clauses}


def test_each_clause_of_an_event_says_how_often_it_held() -> None:
    why = asked("union")
    after = [clause for clause in why.clauses if clause.text == "day > 2"]

    assert [clause.text for clause in why.clauses] == ["staff > 60", "day > 2", "not shock.fired"]
    assert why.clauses[2].held == why.clauses[2].looks == why.findings.whole.looks
    assert 0 < after[0].held < after[0].looks
    assert 0 < why.clauses[0].held < why.clauses[0].looks
    assert 0 < why.findings.whole.met <= min(clause.held for clause in why.clauses)
    assert why.findings.times == why.findings.plays_with > 0
    assert why.findings.barred > 0  # it happens once
    assert why.findings.chances == (0.5, 0.5)
    assert why.steps == (1, 2, 3, 4, 5, 6)


def test_a_clause_that_never_held_has_its_nearest_miss() -> None:
    why = asked("event:shock")

    assert (why.findings.times, why.findings.whole.met) == (0, 0)
    assert values(why.clauses[0].nearest) == {"staff > 120": 70}
    assert why.findings.whole.nearest == why.clauses[0].nearest


def test_an_option_has_its_cost_among_its_clauses() -> None:
    why = asked("d.dear")

    assert why.findings.put == why.findings.whole.looks == 400
    assert [clause.text for clause in why.clauses] == ["staff > 90 or staff < 20", "hours >= 3"]
    nearest = why.findings.whole.nearest
    assert nearest is not None
    assert (nearest.failed, nearest.step) == (2, 0)
    # 40 of 90 for the nearer side of the first, 1 of 3 for the second.
    assert nearest.gap == pytest.approx(40 / 90 + 1 / 3)


def test_an_ending_says_which_one_before_it_took_its_plays() -> None:
    why = asked("ending:shock")

    assert why.findings.times == 0
    assert set(why.findings.shadowed) == {"high"}
    assert 80 < why.findings.shadowed["high"] < 320


def test_a_card_says_that_its_weight_was_never_above_nought_and_that_it_was_drawn_before() -> None:
    assert values(asked("papers.b").findings.whole.nearest) == {"staff - 80 > 0": 70}
    assert asked("papers.a").findings.barred > 0
    assert asked("papers.a").clauses == ()


FOLLOWING = by_turn(
    """
[metric.staff]
start = 50
[decision.d]
at = 0
urgent = true
[decision.d.option.up]
promises = ["rest"]
effects = { staff = 20 }
[[decision.d.option.up.later]]
after = 2
text = "It is heard."
[[decision.d.option.up.later]]
after = 3
when = "staff > 80"
chance = "staff / 100"
event = "union"
[decision.d.option.down]
promises = ["rest"]
[event.union]
when = false
[promise.rest]
text = "Rest"
due = 3
kept_when = "staff > 60 and turn > 1"
[promise.other]
text = "Other"
due = 3
kept_when = "staff > 1"
[ending.low]
title = "Low"
text = "T"
"""
)


def following(named: str) -> WhyNot:
    return why_not(FOLLOWING, thing_named(FOLLOWING, named), 100, 1, RandomPolicy())


def test_a_promise_says_how_often_it_was_made_kept_and_broken_and_what_kept_it_from_that() -> None:
    found, (staff, turn) = following("rest").findings, following("rest").clauses

    assert found.put == 100
    assert 0 < found.times == found.plays_with == found.whole.met < 100
    assert found.broken == 100 - found.times
    assert (turn.text, staff.text) == ("turn > 1", "staff > 60")
    assert turn.looks == staff.looks == found.times * 2 + found.broken * 3  # at turn 2, or 3
    assert staff.held == found.times * 2
    assert following("other").findings.put == following("other").findings.whole.looks == 0


def test_what_follows_later_says_how_often_it_fell_due_and_its_clauses() -> None:
    heard, brought = following("d.up.later.0"), following("d.up.later.1")

    assert heard.findings.put == heard.findings.times == heard.findings.plays_with > 0
    assert heard.clauses == ()
    assert (brought.findings.put, brought.findings.times) == (heard.findings.put, 0)
    assert values(brought.clauses[0].nearest) == {"staff > 80": 70}
    assert following("decision.d.option.up.later.1").thing == brought.thing


def test_the_end_of_an_act_has_its_clauses() -> None:
    story = program(IN_ACTS)

    why = why_not(story, thing_named(story, "fortnight"), 50, 1, RandomPolicy())

    assert [clause.text for clause in why.clauses] == [
        "week.fired and staff > 75 or turn >= 28"
    ]  # or else by its own date
    assert 0 < why.findings.times == why.findings.whole.met <= 50


def test_a_decision_counts_how_often_it_is_put() -> None:
    assert asked("d").findings.put == asked("d").findings.times == 400


@pytest.mark.parametrize(
    "named, hint",
    [
        ("shock", "may be event:shock or ending:shock"),
        ("unoin", "did you mean union"),
        ("", "name an event, a decision.option"),
        ("staff", "name an event"),
    ],
)
def test_an_id_that_is_not_there_or_not_clear_is_refused(named: str, hint: str) -> None:
    with pytest.raises(UnknownThing, match=hint):
        thing_named(STORY, named)


@pytest.mark.parametrize("named", ["union", "d.dear", "ending:high", "papers.b", "d.up"])
def test_batches_add_up_to_the_same(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    whole = asked(named)
    monkeypatch.setattr("ceo_sim.analysis.simulate.CHUNK", 64)

    parts = asked(named)

    assert (parts.findings.times, parts.findings.plays_with, parts.findings.barred) == (
        whole.findings.times,
        whole.findings.plays_with,
        whole.findings.barred,
    )
    assert [(clause.text, clause.looks, clause.held, clause.nearest) for clause in parts.clauses] == [
        (clause.text, clause.looks, clause.held, clause.nearest) for clause in whole.clauses
    ]


@pytest.mark.parametrize("story", [program(EVERYTHING), shipped_program("tutorial")], ids=["everything", "tutorial"])
def test_of_one_game_it_tells_what_that_game_met(story: Program) -> None:
    game = Game(story, 7)
    while not game.ended:
        waiting = game.agenda()
        for each in waiting:
            option = next((id for id in game.order(each.id) if game.can(each.id, id)), None)
            if option is not None and game.can(each.id, option):
                game.choose(each.id, option)
        if game.urgent() is None and not game.ended:
            game.wait()
    happened = {entry.cause for entry in game.entries if entry.kind == "event"}
    chosen = {f"{answer.decision}.{answer.option}" for answer in game.answers}

    for event in story.events:
        why = why_not_in(game, thing_named(story, f"event:{event.id}"))
        assert (why.findings.times > 0) == (event.id in happened)
    for decision, plan in story.options:
        why = why_not_in(game, thing_named(story, f"option:{decision.id}.{plan.id}"))
        assert (why.findings.times > 0) == (f"{decision.id}.{plan.id}" in chosen)
        if why.findings.times and why.clauses:
            assert why.findings.whole.met
    for ending in story.endings:
        assert game.ending is not None
        why = why_not_in(game, thing_named(story, f"ending:{ending.id}"))
        assert why.findings.times == (ending.id == game.ending.id)


def test_a_variant_of_a_text_says_how_often_its_clauses_held_where_it_might_be_read() -> None:
    told = by_turn(
        UP_OR_DOWN
        + """
[event.talk]
title = "Talk"
at = 2
text = "{if staff > 500}A{elif staff > 60 and staff < 400}B{if day > 90}C{end}{else}D{end}"
"""
        + HIGH
        + LOW
    )

    def of(named: str) -> WhyNot:
        return why_not(told, thing_named(told, named), 400, 1, RandomPolicy())

    never, some = of("event.talk.text {if staff > 500}"), of("event.talk.text {elif staff > 60 and staff < 400}")
    inside, rest = of("event.talk.text {if day > 90}"), of("text:event.talk.text {else}")

    assert (never.findings.put, never.findings.whole.looks, never.findings.times) == (400, 400, 0)
    assert values(never.clauses[0].nearest).keys() == {"staff > 500"}
    assert 0 < some.findings.times == some.findings.whole.met == some.findings.plays_with < 400
    assert [(clause.text, clause.looks) for clause in some.clauses] == [("staff > 60", 400), ("staff < 400", 400)]
    assert some.clauses[1].held == 400
    assert inside.findings.put == inside.findings.whole.looks == some.findings.times
    assert rest.findings.times == 400 - some.findings.times
    assert rest.clauses == ()
