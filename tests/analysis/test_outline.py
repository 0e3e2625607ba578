from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from ceo_sim.analysis.links import story_map
from ceo_sim.analysis.outline import Item, Outline, outline
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.model import Scenario
from tests.support.growth import growth
from tests.support.stories import BY_DATE, BY_TURN, EVERYTHING, HEADER, IN_ACTS, filled_in, scenario

START = dt.datetime.fromisoformat("2020-05-28T18:00:00-04:00")


def _by_date(body: str) -> Outline:
    return outline(scenario(HEADER + BY_DATE + filled_in(body)))


def _by_turn(body: str, turns: int = 6) -> Outline:
    return outline(scenario(HEADER + BY_TURN.format(turns=turns) + filled_in(body)))


def _item(calendar: Outline, kind: str, id: str) -> Item:
    (found,) = [
        item for item in (*calendar.dated, *calendar.undated, *calendar.unopened) if (item.kind, item.id) == (kind, id)
    ]
    return found


def _moment(calendar: Outline, item: Item) -> object:
    return None if item.step is None else calendar.timeline.moment(item.step)


DECISION = """
[decision.ward]
at = 2020-05-29T12:00:00-04:00
expires = "68h"
[decision.ward.option.stay]
[decision.ward.option.go]
next = { decision = "night", after = "1d" }
[decision.night]
expires = "1d"
default = "rest"
[decision.night.option.rest]
"""


def test_a_deadline_stands_at_the_date_and_hour_at_which_the_engine_lets_it_lapse() -> None:
    calendar = _by_date(DECISION)

    # 68 hours from Friday noon are Monday at eight, which the steps of six hours reach at noon.
    assert _moment(calendar, _item(calendar, "deadline", "ward")) == START + dt.timedelta(days=3, hours=18)
    assert _item(calendar, "decision", "ward").until == _item(calendar, "deadline", "ward").step


def test_what_another_thing_opens_stands_where_it_can_come_at_the_earliest() -> None:
    calendar = _by_date(DECISION)
    night = _item(calendar, "decision", "night")

    assert night.earliest
    assert _moment(calendar, night) == START + dt.timedelta(hours=18 + 24)
    assert [link.source for link in night.opened_by] == ["option:ward.go"]
    assert _item(calendar, "deadline", "night").default == "rest"


def test_a_decision_that_nothing_opens_is_set_apart() -> None:
    calendar = _by_turn("[decision.lost]\n[decision.lost.option.a]\n")

    assert [item.id for item in calendar.unopened] == ["lost"]


def test_what_only_a_condition_brings_has_no_date() -> None:
    calendar = outline(scenario(EVERYTHING))

    assert {"pledge", "walkout", "calm"} <= {item.id for item in calendar.undated}
    assert _item(calendar, "decision", "pledge").when == "press > 25"
    assert _item(calendar, "event", "walkout").chance == "0.4"


def test_what_comes_later_of_what_comes_later_is_as_late_as_both() -> None:
    calendar = _by_turn("""
[decision.first]
at = 1
[decision.first.option.a]
[[decision.first.option.a.later]]
after = [2, 3]
chance = 0.5
text = "Word of it."
[[decision.first.option.a.later.later]]
after = 1
chance = 0.25
event = "strike"
[event.strike]
""")
    strike = _item(calendar, "event", "strike")
    (link,) = strike.opened_by

    assert (link.shortest, link.longest, link.chance) == (3, 4, "0.5 and 0.25")
    assert (strike.step, strike.earliest) == (4, True)
    assert _item(calendar, "later", "first.a").step == 3


def test_a_lapse_leads_on_only_when_the_decision_has_run_out() -> None:
    calendar = _by_turn("""
[decision.first]
at = 1
expires = 2
[decision.first.option.a]
[decision.first.lapsed]
next = "second"
[decision.second]
[decision.second.option.a]
""")

    assert _item(calendar, "decision", "second").step == 1 + 2 + 1
    assert _item(calendar, "decision", "second").opened_by[0].outcome == "lapsed"


@pytest.mark.parametrize(
    "when, step", [("strike.fired", 3), ("mood > 3 and strike.fired", 3), ("strike.fired or mood > 3", 2)]
)
def test_a_condition_waits_for_what_it_must_have(when: str, step: int) -> None:
    calendar = _by_turn(f"""
[metric.mood]
start = 1
[event.strike]
at = 3
[event.after]
from = 2
when = "{when}"
""")

    assert _item(calendar, "event", "after").step == step


def test_a_window_opens_and_closes() -> None:
    calendar = _by_turn('[metric.mood]\nstart = 1\n[event.rain]\nfrom = 2\nuntil = 4\nwhen = "mood > 2"\n')

    assert (_item(calendar, "event", "rain").step, _item(calendar, "event", "rain").until) == (2, 4)
    assert _item(calendar, "window closes", "rain").step == 4


def test_a_promise_is_due_so_long_after_it_can_first_be_made() -> None:
    calendar = outline(scenario(EVERYTHING))
    review = _item(calendar, "promise due", "review")

    assert _moment(calendar, review) == START + dt.timedelta(days=5)
    assert [link.source for link in review.opened_by] == ["option:first.go"]


def test_a_moment_between_two_steps_is_shown_as_written() -> None:
    calendar = _by_date("[decision.odd]\nat = 2020-05-29T14:30:00-04:00\n[decision.odd.option.a]\n")
    odd = _item(calendar, "decision", "odd")

    assert _moment(calendar, odd) == START + dt.timedelta(days=1)
    assert odd.written == START + dt.timedelta(hours=20.5)


def test_a_circle_that_nothing_enters_is_never_reached_and_ends_the_search() -> None:
    calendar = _by_turn("""
[decision.one]
[decision.one.option.a]
next = "two"
[decision.two]
[decision.two.option.a]
next = "one"
""")

    assert _item(calendar, "decision", "one").step is None
    assert _item(calendar, "decision", "two").step is None


def test_a_condition_links_to_all_that_it_asks_about_through_functions_too() -> None:
    links = story_map(
        scenario(
            HEADER
            + BY_TURN.format(turns=6)
            + filled_in("""
[function.struck]
args = ["x"]
body = "x if strike.fired else 0"
[event.strike]
at = 2
[decision.first]
at = 1
[decision.first.option.a]
[decision.first.option.b]
when = "struck(1) > 0 and not first.a"
""")
        )
    ).links

    assert [link.source for link in links if link.kind == "when"] == ["option:first.a", "event:strike"]


def test_a_condition_names_what_sets_its_variables() -> None:
    calendar = _by_turn("""
[variable.level]
start = 0
[decision.first]
at = 1
[decision.first.option.a]
sets = { level = 2 }
[decision.first.option.b]
[event.strike]
when = "level > 1"
""")

    assert _item(calendar, "event", "strike").set_by == {"level": ("first.a",)}


SECOND = """
format = 2
[scenario]
id = "story"
title = "A story"
role = "You decide."
[clock]
start = 2020-05-28T18:00
zone = "-04:00"
end = "day 9 18:00"
step = "6h"
"""


def _second(body: str) -> Outline:
    return outline(scenario(SECOND + filled_in(body)))


def test_what_waits_until_an_hour_of_a_later_day_is_dated_at_that_hour() -> None:
    calendar = _second("""
[decision.first]
at = "day 2 06:00"
expires = "+2d 18:00"
[decision.first.option.a]
next = { decision = "second", after = "+1d 12:00" }
[decision.second]
[decision.second.option.b]
""")

    assert _moment(calendar, _item(calendar, "deadline", "first")) == START + dt.timedelta(days=3)
    assert _moment(calendar, _item(calendar, "decision", "second")) == START + dt.timedelta(days=1, hours=18)


def test_the_end_of_an_act_stands_where_the_act_is_written() -> None:
    calendar = _second("""
[act.week]
title = "The week"
until = "day 3 18:00"
[decision.first]
at = "day 2 06:00"
[decision.first.option.a]
[decision.second]
when = "week.fired"
[decision.second.option.b]
[ending.early]
title = "Early"
text = "E"
act = "week"
[ending.over]
title = "Over"
text = "O"
""")
    end = _item(calendar, "act", "week")

    assert (end.path, _moment(calendar, end)) == (("act", "week"), START + dt.timedelta(days=2))
    assert _item(calendar, "ending", "over").step == calendar.timeline.last


def test_a_condition_links_to_the_card_and_the_variable_that_it_asks_about() -> None:
    links = story_map(
        scenario(
            SECOND
            + filled_in("""
[variable.level]
start = 0
[deck.papers]
[deck.papers.card.one]
weight = 1
adds = { level = 1 }
[event.after]
when = "papers.one.drawn and level > 0"
""")
        )
    ).links

    assert [(link.source, link.kind) for link in links if link.target == "event:after"] == [
        ("card:papers.one", "when"),
        ("card:papers.one", "variable"),
    ]


def _chain(length: int) -> Scenario:
    """Decisions of which each opens the one that stands before it."""
    decisions = "".join(
        f"[decision.d{number}]\n[decision.d{number}.option.a]\n" + (f"next = 'd{number - 1}'\n" if number else "")
        for number in range(length)
    )
    first = f"[decision.first]\nat = 1\n[decision.first.option.a]\nnext = 'd{length - 1}'\n"
    return scenario(HEADER + BY_TURN.format(turns=6) + filled_in(decisions + first))


def test_a_chain_against_the_order_of_the_file_takes_time_in_proportion_to_its_length() -> None:
    assert growth(outline, _chain(50), _chain(200)) < 9


def test_acts_end_with_their_endings_and_part_the_calendar() -> None:
    loaded = load_texts({"story.toml": IN_ACTS})
    calendar = outline(loaded.as_written)
    week, fortnight, after = calendar.parts()

    def named(items: Iterable[Item]) -> list[tuple[str, str, int | None]]:
        return [(item.kind, item.id, calendar.timeline.day_number(item.step or 0)) for item in items]

    assert week[0] == loaded.as_written.acts["week"]
    assert named(week[1]) == [
        ("decision", "ask", 0),
        ("act", "week", 7),
        ("ending", "glad", 7),
        ("ending", "tired", 7),
    ]
    assert named(fortnight[1]) == [("act", "fortnight", 14), ("ending", "half", 14)]
    assert (after[0], named(after[1])) == (None, [("ending", "end", 20)])
    assert _item(calendar, "act", "fortnight").latest
    assert _item(calendar, "act", "fortnight").when == "staff > 75", "as it is written, without its date"
    assert not _item(calendar, "act", "week").latest
    assert loaded.place(_item(calendar, "ending", "glad").path).line == IN_ACTS.split("\n").index("[ending.glad]") + 1


def test_an_act_that_only_a_condition_ends_has_no_date_and_nor_have_its_endings() -> None:
    text = IN_ACTS.replace('until = "day 15"\n', "")
    calendar = outline(load_texts({"story.toml": text}).as_written)

    assert {item.id for item in calendar.undated} >= {"fortnight", "half"}


def test_what_is_played_has_no_endings_of_acts_but_their_ends() -> None:
    calendar = outline(load_texts({"story.toml": IN_ACTS}).playable)

    assert {item.id for item in calendar.dated if item.kind in ("act", "ending")} == {"week", "fortnight", "end"}
