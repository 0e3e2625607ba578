from __future__ import annotations

import tomli

from ceo_sim.analysis.playtest import Played, play_test
from ceo_sim.engine.program import Program
from ceo_sim.scenario.playtest import PlayTest
from ceo_sim.scenario.structure import structure_as
from tests.support.stories import BY_TURN, EVERYTHING, HEADER, by_turn, filled_in, program

STORY = """
[metric.trust]
start = 50
[variable.level]
start = 0
[decision.post]
at = 0
urgent = true
[decision.post.option.stay]
effects = { trust = -8 }
promises = ["review"]
[decision.post.option.go]
effects = { trust = 3 }
[decision.meeting]
at = 2
expires = 2
brief = "They have been waiting for an hour. Nobody has sat down."
[decision.meeting.option.hold]
sets = { level = 1 }
[decision.meeting.option.scold]
when = "trust > 45 and level > 0"
[event.leak]
when = "trust < 45"
text = "It is in the papers."
[event.storm]
when = "trust > 90 and level == 0"
[promise.review]
text = "A review"
due = 4
kept_when = "meeting.hold"
[ending.bad]
title = "Bad"
text = "It is over, and trust is {trust:.0f}."
when = "trust < 45"
[ending.good]
title = "Good"
text = "It is over."
"""


def played(test: str, story: Program | None = None) -> Played:
    """A test, played on the story of this module unless another is named."""
    table, issues = structure_as(tomli.loads('name = "T"\n' + test), PlayTest, ())
    assert table is not None, issues
    return play_test(story or by_turn(STORY), table)


def said(test: str) -> list[str]:
    """What a test misses, a line each."""
    return [f"{miss.expected} / {miss.actual} / {miss.cause}" for miss in played(test).misses]


def test_a_test_that_holds_misses_nothing() -> None:
    assert (
        said("""
choose = ["post.stay", "meeting.hold"]
until = "end"
[[expect]]
before = "meeting"
open = ["meeting", "meeting.hold"]
locked = { "meeting.scold" = "trust > 45" }
fired = ["leak"]
promise.review = "open"
[[expect]]
at = 2
holds = ["meeting.hold"]
[[expect]]
before = "post"
metric.trust = [50, 50]
promise.review = "unmade"
[[expect]]
metric.trust = [42, 42]
holds = ["level == 1", "post.stay"]
fired = ["leak"]
not_fired = ["storm"]
shown = ["Nobody has sat down", "in the papers", "and trust is 42", "Post"]
not_shown = ["Storm"]
promise.review = "kept"
ending = "bad"
""")
        == []
    )


def test_a_metric_out_of_its_range_names_what_moved_it() -> None:
    assert said('choose = ["post.stay"]\n[[expect]]\nmetric.trust = [45, 60]') == [
        "trust from 45 to 60 / 42 / it began at 50, option post.stay -8"
    ]


def test_a_metric_is_read_at_the_moment_that_is_named() -> None:
    assert said('choose = ["post.stay"]\nuntil = 3\n[[expect]]\nat = 1\nmetric.trust = [42, 42]') == []


def test_what_stands_at_a_moment_is_after_the_answers_of_that_moment() -> None:
    assert said('choose = ["post.stay"]\nuntil = 1\n[[expect]]\nat = 0\nmetric.trust = [42, 42]') == []


def test_a_lock_by_another_clause_names_every_clause_that_fails() -> None:
    test = 'choose = ["post.stay"]\nuntil = 2\n[[expect]]\nlocked = { "meeting.scold" = "level > 0" }'

    (line,) = said(test)
    assert line.startswith("meeting.scold locked by level > 0 / it is locked by trust > 45 / ")
    assert line.endswith("trust > 45 fails (trust is 42); level > 0 fails (level is 0)")


def test_an_option_that_is_no_longer_locked_is_missed() -> None:
    test = 'choose = ["post.stay"]\nuntil = 2\n[[expect]]\nlocked = { "meeting.hold" = "" }'

    assert said(test) == ["meeting.hold locked / it can be chosen / "]


def test_an_event_that_did_not_happen_says_which_clauses_fail() -> None:
    assert said('choose = ["post.go"]\nuntil = 3\n[[expect]]\nfired = ["storm"]') == [
        "storm has happened / it has not / trust > 90 fails (trust is 53)"
    ]


def test_an_event_that_happened_says_when() -> None:
    assert said('choose = ["post.stay"]\nuntil = 3\n[[expect]]\nnot_fired = ["leak"]') == [
        "leak has not happened / it happened at turn 1 / "
    ]


def test_words_that_were_not_shown_name_the_nearest_that_were() -> None:
    assert said('choose = ["post.go"]\nuntil = 2\n[[expect]]\nshown = ["Nobody had sat down."]') == [
        "“Nobody had sat down.” is shown / it is not / nearest is “Nobody has sat down.”"
    ]


def test_an_ending_that_was_not_reached_says_which_was() -> None:
    assert said('choose = ["post.go"]\nuntil = "end"\n[[expect]]\nending = "bad"') == [
        "ending bad / it ended at turn 6, in good / trust < 45 fails (trust is 53)"
    ]
    assert said('choose = ["post.go"]\n[[expect]]\nending = "bad"') == [
        'ending bad / it stands at turn 0 / until = "end" lets it go on to its end'
    ]


def test_a_promise_that_stands_otherwise_says_how() -> None:
    assert said('choose = ["post.stay"]\nuntil = "end"\n[[expect]]\npromise.review = "kept"') == [
        "promise review kept / broken / meeting.hold fails"
    ]


def test_an_answer_that_is_locked_ends_the_test_with_its_clause() -> None:
    (miss,) = played('choose = ["post.stay", "meeting.scold"]\n[[expect]]\nending = "bad"').misses

    assert miss.path == ("choose", 1)
    assert miss.actual == "meeting.scold is locked"
    assert "trust is 42" in miss.cause


def test_an_answer_that_cannot_be_paid_for_ends_the_test_with_what_is_left() -> None:
    story = by_turn(
        STORY.replace("[metric.trust]", '[budget.hours]\nname = "hours"\nrefill = 3\n[metric.trust]').replace(
            "sets = { level = 1 }", "cost = { hours = 4 }"
        )
    )
    (miss,) = played('choose = ["post.stay", "meeting.hold"]\n[[expect]]', story).misses

    assert miss.actual == "meeting.hold is locked"
    assert miss.cause == "hours >= 4 fails (hours is 3)"


def test_the_authors_words_for_a_lock_count_as_shown_while_it_is_locked() -> None:
    locked = 'when = "trust > 45"\nlocked = "They want *more* trust."'
    body = filled_in(STORY.replace('when = "trust > 45 and level > 0"', locked))
    story = program(HEADER.replace("format = 1", "format = 2") + BY_TURN.format(turns=6) + body)

    for answer, key in (("stay", "shown"), ("go", "not_shown")):
        test = f'choose = ["post.{answer}"]\nuntil = 2\n[[expect]]\n{key} = ["They want more trust."]'
        assert played(test, story).misses == ()


def test_what_is_urgent_has_to_be_answered_first() -> None:
    assert said('choose = ["meeting.hold"]\n[[expect]]') == [
        "meeting comes up / the clock stands still at turn 0 until post is answered / answer post in `choose`"
    ]


def test_a_decision_that_never_comes_up_again_says_what_became_of_it() -> None:
    (line,) = said('choose = ["post.go", "post.go"]\n[[expect]]')

    assert line == "post comes up / it ended at turn 6, in good / it was answered with go at turn 0"


def test_a_decision_can_be_left_to_run_out_also_if_it_has_already() -> None:
    assert said('choose = ["post.go", "meeting"]\n[[expect]]\nholds = ["meeting.lapsed", "turn == 4"]') == []
    assert said('choose = ["post.go", "meeting", "meeting"]\n[[expect]]') == [
        "meeting runs out / it ended at turn 6, in good / meeting has lapsed"
    ]


def test_an_answer_waits_for_its_moment() -> None:
    test = 'choose = ["post.go", {{ choose = "meeting.hold", at = {at} }}]\n[[expect]]\nholds = ["turn == 3"]'

    assert said(test.format(at=3)) == []
    assert said(test.format(at=1)) == ["meeting waits until turn 1 / it stands at turn 2 already / "]
    assert said(test.format(at=5)) == ["meeting.hold is chosen / meeting has lapsed / meeting has lapsed"]


def test_expectations_of_what_the_play_does_not_reach_are_missed() -> None:
    assert said('choose = ["post.go"]\n[[expect]]\nat = 3\n[[expect]]\nbefore = "meeting"') == [
        "the play reaches turn 3 / it stands at turn 0 / see `until`",
        "meeting is among what the test answers / it is not / ",
    ]


def test_a_play_that_ends_before_its_time_is_missed() -> None:
    story = by_turn(
        STORY.replace('when = "trust < 45"\n[ending.good]', 'when = "trust < 45"\nearly = true\n[ending.good]')
    )
    (miss,) = played('choose = ["post.stay"]\nuntil = 5\n[[expect]]', story).misses

    assert miss.path == ("until",)
    assert miss.actual == "it ended at turn 1, in bad"


def test_cards_are_named_with_their_deck() -> None:
    everything = program(EVERYTHING)
    test = 'seed = {}\nchoose = ["first.go"]\nuntil = 2020-05-29T06:00:00-04:00\n[[expect]]\n{} = ["papers.praise"]'

    for seed in range(30):
        drawn = not played(test.format(seed, "fired"), everything).misses
        assert drawn == bool(played(test.format(seed, "not_fired"), everything).misses)
    assert {not played(test.format(seed, "fired"), everything).misses for seed in range(30)} == {True, False}


COSTLY = by_turn(
    """
[metric.trust]
start = 50
[budget.hours]
name = "hours"
refill = 3
every = 2
[cast.odile]
name = "Odile"
role = "Clerk"
adviser = true
forecast = { hours = 2 }
[decision.post]
at = 0
[decision.post.option.long]
cost = { hours = 2 }
[decision.post.option.short]
[decision.meeting]
at = 0
expires = 5
[decision.meeting.option.hold]
cost = { hours = 2 }
[decision.meeting.option.big]
cost = { hours = 4 }
[decision.meeting.option.lost]
cost = { hours = 2 }
when = "trust > 60"
[decision.now]
at = 3
urgent = true
[decision.now.option.pay]
cost = { hours = 2 }
[decision.now.option.wait]
"""
)


def costly(choose: str) -> tuple[list[str], list[str]]:
    """What is answered on the story in which answers cost hours, each with its turn, and what a test misses."""
    test = played(f"choose = {choose}\n[[expect]]\nmetric.trust = [0, 100]", COSTLY)
    given = [f"{answer.decision}.{answer.option}@{answer.step}" for answer in test.game.answers]
    return given, [f"{miss.actual} / {miss.cause}" for miss in test.misses]


def test_a_move_waits_until_there_is_what_it_costs() -> None:
    assert costly('["post.long", "meeting.hold"]') == (["post.long@0", "meeting.hold@2"], [])
    assert costly('["post.short", "meeting.hold"]') == (["post.short@0", "meeting.hold@0"], [])
    asked = costly('["post.long", { ask = "odile", about = "meeting" }, "meeting.hold"]')
    assert asked[0][0] == "post.long@0"
    assert asked == (
        ["post.long@0"],
        ["the clock stands still at turn 3 until now is answered / answer now in `choose`"],
    )


def test_a_move_with_a_moment_is_made_then_or_not_at_all() -> None:
    given, missed = costly('["post.long", { choose = "meeting.hold", at = 1 }]')

    assert given == ["post.long@0"]
    assert missed == ["meeting.hold is locked / hours >= 2 fails (hours is 1)"]


def test_a_move_that_cannot_be_paid_says_what_was_missing() -> None:
    assert costly('["meeting.big"]') == (
        [],
        ["meeting.big is locked / hours >= 4 fails (hours is 3)"],
    )
    assert costly('[{ choose = "post.long", at = 2 }, "now.pay"]')[1] == [
        "now.pay is locked / hours >= 2 fails (hours is 1)"
    ]
    spent = '{ choose = "post.long", at = 4 }, "meeting.hold"'
    assert costly(f'[{{ choose = "now.wait", at = 3 }}, {spent}]')[1] == [
        "meeting has lapsed / hours >= 2 fails (hours is 1)"
    ]


THROWN = """
[inject.leaflet]
title = "A leaflet"
text = "It lies in every hall."
effects = { trust = -4 }
[inject.rally]
title = "A rally"
when = "trust < 45"
effects = { trust = 20 }
"""


def thrown(test: str) -> Played:
    return played(test, by_turn(STORY + THROWN))


def test_what_is_thrown_in_is_thrown_at_once_or_as_soon_as_it_is_offered_or_at_its_moment() -> None:
    at_once = thrown(
        'choose = [{ throw = "leaflet" }]\n[[expect]]\nmetric.trust = [46, 46]\nshown = ["A leaflet", "every hall"]'
    )
    offered = thrown(
        'choose = [{ throw = "leaflet" }, "post.stay", { throw = "rally" }]\n[[expect]]\nmetric.trust = [58, 58]'
    )
    later = thrown('choose = ["post.go", { throw = "leaflet", at = 3 }]\n[[expect]]\nat = 3\nmetric.trust = [49, 49]')

    assert (at_once.misses, offered.misses, later.misses) == ((), (), ())
    assert [(one.inject, one.step, one.after) for one in offered.game.injections] == [
        ("leaflet", 0, 0),
        ("rally", 0, 1),
    ]
    assert [(one.inject, one.step) for one in later.game.injections] == [("leaflet", 3)]


def test_what_cannot_be_thrown_in_ends_the_test_with_the_reason() -> None:
    def missed(choose: str) -> list[str]:
        return [
            f"{one.expected} / {one.actual} / {one.cause}" for one in thrown(f"choose = [{choose}]\nexpect = []").misses
        ]

    assert missed('{ throw = "leaflet" }, { throw = "leaflet" }') == [
        "leaflet is thrown in / leaflet has been thrown in already / "
    ]
    assert missed('"post.go", { throw = "rally", at = 1 }') == [
        "rally is thrown in / rally cannot be thrown in now: trust < 45 does not hold / "
    ]
    (never,) = missed('"post.go", { throw = "rally" }')
    assert never.startswith("rally is thrown in / ")
    assert never.endswith(" / it is offered when trust < 45")
    (stands,) = missed('{ throw = "rally" }')
    assert "the clock stands still" in stands
    assert "answer post in `choose`" in stands


def test_a_condition_that_fails_is_not_waited_for() -> None:
    given, missed = costly('["post.long", "meeting.lost"]')

    assert given == ["post.long@0"]
    assert missed == ["meeting.lost is locked / trust > 60 fails (trust is 50)"]
