"""What a writer plants by mistake, found by playing."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.never import Never, never_met
from ceo_sim.analysis.trial import Trial, hold_trial
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from tests.support.stories import EVERYTHING, HIGH, LOW, UP_OR_DOWN, by_turn, program

SOUND = UP_OR_DOWN + "[metric.money]\nstart = 4\n" + HIGH + LOW


def played(story: Program, plays: int = 400) -> Trial:
    return hold_trial(story, plays, 1, RandomPolicy())


def never(body: str) -> dict[str, Never]:
    story = by_turn(body)
    trial = played(story)
    assert trial.counted is not None
    return {f"{thing.kind} {thing.id}": thing for thing in never_met(story, trial.summary, trial.counted.tally)}


def test_of_a_sound_story_everything_happens() -> None:
    assert never(SOUND) == {}


def planted(defect: str) -> Never:
    """The only thing that never happens."""
    (thing,) = never(SOUND + defect).values()
    return thing


def test_an_event_beyond_a_range_says_by_how_much_it_failed_and_when() -> None:
    thing = planted('[event.union]\nwhen = "staff > 120 and day > 2"\n')

    assert (thing.kind, thing.id, thing.path) == ("event", "union", ("event", "union"))
    assert thing.why == "its condition never held"
    assert thing.nearest is not None
    assert [str(clause) for clause in thing.nearest.failing] == ["staff > 120 (staff is 70)"]
    assert thing.nearest.step == 3


def test_of_a_contradiction_one_clause_fails_at_the_nearest_moment() -> None:
    thing = planted('[event.broke]\nwhen = "money > 5 and money < 3"\n')

    assert thing.nearest is not None
    # 4 is nearer to 5 than to 3 as parts of the larger number, but either way both fail.
    assert [str(clause) for clause in thing.nearest.failing] == ["money > 5 (money is 4)", "money < 3 (money is 4)"]


def test_an_option_that_is_always_locked_names_its_clause() -> None:
    body = SOUND.replace(
        "[ending.high]", '[decision.d.option.shut]\nwhen = "staff > 90"\ncost = { hours = 2 }\n[ending.high]'
    )
    (thing,) = never(body).values()

    assert (thing.kind, thing.id) == ("option", "d.shut")
    assert thing.why == "it was locked each time"
    assert thing.nearest is not None
    assert [str(clause) for clause in thing.nearest.failing] == ["staff > 90 (staff is 50)"]
    assert [clause.text for clause in thing.nearest.clauses] == ["staff > 90", "hours >= 2"]


def test_a_cost_that_nobody_has_is_a_clause() -> None:
    first = '[decision.d.option.first]\ncost = { hours = 2 }\nnext = { decision = "e", after = 0 }\n'
    body = SOUND.replace("[decision.d.option.down]\n", first + "[decision.d.option.down]\n")
    other = "[decision.e]\nurgent = true\n[decision.e.option.pay]\ncost = { hours = 1 }\n[decision.e.option.not]\n"
    (thing,) = never(body + other.replace("not", "leave")).values()

    assert thing.id == "e.pay"
    assert thing.nearest is not None
    assert [str(clause) for clause in thing.nearest.failing] == ["hours >= 1 (hours is 0)"]


def test_a_decision_that_nothing_opens_is_named_without_its_options() -> None:
    thing = planted("[decision.orphan]\n[decision.orphan.option.a]\n[decision.orphan.option.b]\n")

    assert (thing.kind, thing.id, thing.why) == ("decision", "orphan", "nothing opened it")


def test_an_ending_behind_a_wider_one_names_that() -> None:
    body = SOUND.replace("[ending.low]", '[ending.highest]\ntitle = "H"\ntext = "T"\nwhen = "staff > 65"\n[ending.low]')
    (thing,) = never(body).values()

    assert thing.id == "highest"
    assert "but high stands before it" in thing.why
    assert thing.nearest is None


def test_an_event_that_luck_never_brings_says_its_chance() -> None:
    thing = planted('[event.comet]\nwhen = "staff > 60"\nchance = 1e-9\n')

    assert thing.why == "its chance was 1e-09 at the most, and never came up"
    assert thing.nearest is None


def test_a_card_that_can_never_be_drawn_names_its_weight() -> None:
    deck = "[deck.papers]\nnothing = 1\n[deck.papers.card.a]\nweight = 1\n[deck.papers.card.b]\n"
    thing = planted(deck + 'weight = "-4 + staff/100"\n')

    assert (thing.kind, thing.id) == ("card", "papers.b")
    assert thing.nearest is not None
    (clause,) = thing.nearest.failing
    assert clause.text == "-4 + staff/100 > 0"


def test_a_promise_that_nobody_makes_is_named() -> None:
    body = SOUND + '[promise.review]\ntext = "R"\ndue = 3\nkept_when = "staff > 0"\n'

    assert [thing.kind for thing in never(body).values()] == ["promise"]


@pytest.mark.parametrize(
    "text, variant, failing",
    [
        ("{if staff > 10}a{else}b{end}", "{else}", None),
        ("{if staff > 99}a{else}b{end}", "{if staff > 99}", "staff > 99 (staff is 70)"),
        ("{if staff > 60}{if staff > 80}a{else}b{end}{end}", "{if staff > 80}", "staff > 80 (staff is 70)"),
        ("{if staff > 60}a{elif staff > 65}b{else}c{end}", "{elif staff > 65}", "staff > 65 (staff is 45)"),
    ],
)
def test_a_variant_that_cannot_be_read_is_named(text: str, variant: str, failing: str | None) -> None:
    thing = planted(f'[event.e]\nat = 2\ntext = "Words. {text}"\n')

    assert (thing.kind, thing.id) == ("text", f"event.e.text {variant}")
    assert thing.offset is not None
    assert f"Words. {text}"[thing.offset :].lstrip().startswith(("staff", "{else}"))
    assert ([str(clause) for clause in thing.nearest.failing] if thing.nearest else None) == (
        None if failing is None else [failing]
    )


def test_news_a_remark_and_a_later_that_never_come_are_named() -> None:
    found = never(
        SOUND
        + """
[event.e]
at = 2
[[event.e.news]]
from = "press"
text = "T"
when = "staff > 99"
[[event.e.later]]
after = 1
when = "staff > 98"
text = "T"
[cast.ann]
name = "Ann"
role = "R"
adviser = true
[[cast.ann.remark]]
text = "T"
[[cast.ann.remark]]
text = "U"
"""
    )

    assert {key: thing.why for key, thing in found.items()} == {
        "news event.e.news.0": "its condition never held",
        "later event.e.later.0": "its condition never held when it fell due",
        "remark cast.ann.remark.1": "one before it was said each day",
    }


def test_counts_are_the_same_in_however_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    story = program(EVERYTHING)
    whole = played(story, 300)
    monkeypatch.setattr("ceo_sim.analysis.simulate.CHUNK", 64)
    parts = played(story, 300)
    assert whole.counted is not None
    assert parts.counted is not None

    one, other = whole.counted.tally, parts.counted.tally
    for name in ("put", "asked", "answered", "defaulted", "lapsed", "weighed", "open", "chosen", "applied", "promised"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()
    assert (one.news, one.remarks, one.branches) == (other.news, other.remarks, other.branches)
    assert never_met(story, whole.summary, one) == never_met(story, parts.summary, other)
    for id, course in whole.counted.courses.items():
        theirs = parts.counted.courses[id]
        assert (course.lowest, course.highest) == (theirs.lowest, theirs.highest)
        assert course.lows.quantiles == theirs.lows.quantiles
