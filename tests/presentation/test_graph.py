from __future__ import annotations

import pytest

from ceo_sim.analysis.links import story_map
from ceo_sim.analysis.visits import visits
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.presentation.graph import Graph, Row, graph
from ceo_sim.scenario.loader import load_texts
from tests.support.scenarios import ROOT, load_once, shipped_program
from tests.support.stories import BY_TURN, HEADER, IN_ACTS, filled_in, scenario

FIRST_EDITION = ROOT / "tests" / "data" / "first_edition" / "the_post"
CHAIN = """
[decision.one]
at = 1
[decision.one.option.a]
next = "two"
[decision.one.option.b]
[decision.two]
[decision.two.option.a]
next = "three"
[decision.three]
[decision.three.option.a]
[decision.lost]
[decision.lost.option.a]
[event.rain]
at = 3
when = "one.b"
"""


def _graph(start: str | None = None, depth: int | None = None, met: dict[str, float] | None = None) -> Graph:
    return graph(scenario(HEADER + BY_TURN.format(turns=6) + filled_in(CHAIN)), met or {}, 100, start, depth)


def _rows(found: Graph) -> dict[str, Row]:
    return {row.key: row for box in found.boxes for row in (box.head, *box.rows)}


@pytest.mark.parametrize("id", ["tutorial", "depot", "meridian", "the_post"])
def test_every_node_is_drawn_once_and_every_arrow_joins_two_of_them(id: str) -> None:
    program = shipped_program(id)
    found = graph(program.scenario, visits(program, 20, seed=1), 20)
    keys = [row.key for box in found.boxes for row in (box.head, *box.rows)]

    assert len(keys) == len(set(keys))
    assert set(keys) == {key for key in story_map(program.scenario).nodes if not key.startswith("inject:")}
    assert {key for arrow in found.arrows for key in (arrow.source, arrow.target)} <= set(keys)


def test_what_no_play_meets_is_marked_and_so_is_what_cannot_happen() -> None:
    rows = _rows(_graph(met={"decision:one": 1.0, "option:one.b": 0.0, "decision:lost": 0.0}))

    assert rows["decision:one"].mark == ""
    assert rows["option:one.b"].mark == "never met"
    assert rows["decision:lost"].mark == "cannot happen"


@pytest.mark.parametrize(
    "depth, decisions",
    [(0, {"one"}), (1, {"one", "two"}), (2, {"one", "two", "three"}), (None, {"one", "two", "three"})],
)
def test_a_part_has_what_so_many_arrows_reach(depth: int | None, decisions: set[str]) -> None:
    found = _graph("decision:one", depth)

    assert {box.head.name for box in found.boxes if box.kind == "decision"} == {f"decision {id}" for id in decisions}
    assert ("event:rain" in _rows(found)) == (depth != 0)


def test_a_part_from_an_option_has_its_decision_and_no_other_option() -> None:
    assert set(_rows(_graph("option:one.b", 0))) == {"decision:one", "option:one.b"}


def test_bands_follow_the_calendar_and_endings_come_last() -> None:
    found = _graph()
    band = {box.head.key: found.bands[box.band] for box in found.boxes}

    assert found.bands == ("Turn 1", "Turn 2", "Turn 3", "Without a date", "Endings")
    assert band["decision:two"] == "Turn 2"
    assert band["decision:lost"] == "Without a date"


def test_an_arrow_says_how_long_it_takes() -> None:
    arrows = graph(load_once(FIRST_EDITION).playable, {}, 1).arrows

    (leak,) = [arrow.label for arrow in arrows if arrow.target == "event:call_leaks" and "send_ines" in arrow.source]
    assert leak.startswith("1 day to 3 days, chance ")


def test_who_sets_what_conditions_ask_about_is_drawn_where_that_is_wanted() -> None:
    program = shipped_program("tutorial")
    plain, whole = (graph(program.scenario, {}, 1, variables=variables).arrows for variables in (False, True))

    added = {(arrow.source, arrow.target, arrow.label) for arrow in set(whole) - set(plain)}
    assert added == {
        ("option:the_log.read_together", "option:the_page.exact", "log_read"),
        ("option:the_log.odile_alone", "option:the_page.exact", "log_read"),
    }


def test_an_act_is_a_cluster_with_its_end_and_its_endings_and_how_often_each_is_met() -> None:
    loaded = load_texts({"story.toml": IN_ACTS})
    made = compile_scenario(loaded.playable)
    found = graph(loaded.as_written, visits(made, 200, 1, loaded.as_written), 200)
    rows = _rows(found)
    ups = rows["option:ask.up"].share

    assert rows["event:week"].name == "act week"
    assert rows["event:week"].share == 1
    assert ups is not None
    assert 0.3 < ups < 0.7
    assert rows["ending:glad"].share == ups
    assert rows["ending:tired"].share == pytest.approx(1 - ups)
    assert rows["ending:half"].share == 1
    assert {arrow.target for arrow in found.arrows if arrow.source == "event:week"} >= {"ending:glad", "ending:tired"}
    titles = {found.bands[box.band]: found.acts[box.band] for box in found.boxes if box.head.key.startswith("ending:")}
    assert titles == {
        "Monday 8 June 2020": "act week: The week",
        "Monday 15 June 2020": "act fortnight: The fortnight",
        "Endings": "",
    }


def test_an_arrow_that_goes_on_to_an_hour_says_the_hour_as_it_is_written() -> None:
    more = '[decision.more]\ntitle = "More"\nbrief = "More?"\noption.yes = { label = "Yes" }\n[event.noon]'
    opens = '{ staff = 20 }, next = { decision = "more", after = "+2d 09:00" }'
    text = IN_ACTS.replace("{ staff = 20 }", opens).replace("[event.noon]", more)
    (arrow,) = [arrow for arrow in graph(load_texts({"s.toml": text}).as_written, {}, 1).arrows if arrow.kind == "next"]

    assert arrow.label == "2 days later at 09:00"
