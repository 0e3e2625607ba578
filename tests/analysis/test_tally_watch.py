from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from ceo_sim.analysis.courses import CourseWatch
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.tracker import NodeTracker
from ceo_sim.analysis.tally_watch import TallyWatch
from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes, indexes
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import replay
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer
from tests.support.scenarios import shipped_program
from tests.support.stories import BY_TURN, EVERYTHING, HEADER, by_turn, program


class Answers(BatchObserver[Lanes]):
    """The answers of one lane, as a save has them."""

    def __init__(self, state: Lanes) -> None:
        self.state = state
        self.given: list[Answer] = []
        state.watches += (self,)

    def answered(self, options: Indexes, _lanes: Indexes, /) -> None:
        for option in options:
            decision, plan = self.state.program.options[option]
            self.given.append(Answer(self.state.now, decision.id, plan.id))


@pytest.mark.parametrize("story", [program(EVERYTHING), shipped_program("tutorial")], ids=["everything", "tutorial"])
@pytest.mark.parametrize("seed", range(12))
def test_what_is_counted_of_one_play_is_what_its_log_tells(story: Program, seed: int) -> None:
    state = Lanes(story, rng.consecutive_seeds(seed, 1))
    answers, watch, courses = Answers(state), TallyWatch(state), CourseWatch(state)

    def on_step(state: Lanes) -> None:
        watch.on_step(state)
        courses.on_step(state)

    run(state, RandomPolicy(), on_step=on_step)
    tally, metrics = watch.result(state), courses.result(state)
    game = replay(story, seed, answers.given, until=story.timeline.last)

    assert sum(tally.news.values()) == len(game.news)
    assert int(tally.answered.sum()) == len(game.answers)
    told = Counter(entry.expired for entry in game.entries if entry.expired)
    assert int(tally.defaulted.sum()) == told["default"]
    promises = {made.id: made.state for made in game.promises()}
    assert {story.promises[index].id for index in tally.promised[:, 0].nonzero()[0]} == set(promises)
    for state_, column in (("kept", 1), ("broken", 2)):
        kept = {story.promises[index].id for index in tally.promised[:, column].nonzero()[0]}
        assert kept >= {id for id, standing in promises.items() if standing == state_}
    for id, course in metrics.items():
        values = game.course(id)
        assert (course.lowest.value, course.highest.value) == (min(values), max(values))
        assert values[course.lowest.step] == min(values)
        assert course.lowest.seed == seed


def test_each_option_is_open_or_locked_whenever_its_decision_is_weighed() -> None:
    state = Lanes(program(EVERYTHING), rng.consecutive_seeds(1, 500))
    watch = TallyWatch(state)
    run(state, RandomPolicy(), on_step=watch.on_step)
    tally = watch.result(state)

    assert (tally.open <= tally.weighed).all()
    assert (tally.chosen <= tally.open).all()
    assert (tally.answered + tally.defaulted + tally.lapsed <= tally.put).all()
    for decision, option in state.program.options:
        assert tally.weighed[option.index] == tally.asked[decision.index]
    assert int(tally.chosen.sum()) == int((state.option_counts - state.default_counts).sum())


VARYING = program(
    HEADER.replace("format = 1", "format = 2")
    + BY_TURN.format(turns=6)
    + """
[event.storm]
title = "Storm"
when = "turn > 0"
once = false
text = "{one of}a{or}b{or}{if m > 5}c{else}d{end}{end} {first}e{again}f{end}"
[metric.m]
name = "M"
start = 1
[ending.over]
title = "Over"
text = "T"
"""
)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_drawn_and_said_again_is_counted_as_it_is_read(seed: int) -> None:
    state = Lanes(VARYING, rng.consecutive_seeds(seed, 1))
    watch = TallyWatch(state)
    run(state, RandomPolicy(), on_step=watch.on_step)
    counts = {branch.opening: 0 for branch in watch.result(state).branches}
    for branch, times in watch.tally.branches.items():
        counts[branch.opening] += times
    read = Counter("".join(entry.text for entry in replay(VARYING, seed, [], until=6).entries).replace(" ", ""))

    assert read.total() == 12
    assert counts == {
        "{one of}": read["a"],
        "{or}": read["b"] + read["d"],
        "{if m > 5}": 0,
        "{else}": read["d"],
        "{first}": 1,
        "{again}": 5,
    }


SHOWN = """
[metric.m]
start = 5
[cast.eve]
name = "Eve"
role = "R"
about = "{if m > 5}high{else}low{end}"
epilogue = "{if m > 5}high{elif m > 9}never{else}low{end}"
[decision.d]
at = 1
exhibit = { from = "eve", text = "{if m > 5}never{else}low{end}", note = "{first}once{again}never{end}" }
[decision.d.option.up]
effects.m = 2
exhibit = { from = "eve", text = "{if m > 5}high{else}never{end}", note = "{if m > 5}high{end}" }
[event.e]
at = 2
exhibit = { from = "eve", text = "{if m > 5}high{else}low{end}" }
"""


def test_documents_and_what_is_said_of_people_are_read_where_they_are_shown() -> None:
    story = by_turn(SHOWN, format=2)
    state = Lanes(story, rng.consecutive_seeds(1, 400))
    watch = TallyWatch(state)
    run(state, RandomPolicy(), on_step=watch.on_step)
    tally = watch.result(state)

    never = {(*branch.path, branch.opening) for branch, times in tally.branches.items() if not times}
    assert never == {
        ("cast", "eve", "epilogue", "{elif m > 9}"),
        ("decision", "d", "exhibit", "text", "{if m > 5}"),
        ("decision", "d", "exhibit", "note", "{again}"),
        ("decision", "d", "option", "up", "exhibit", "text", "{else}"),
    }
    taken = int(tally.chosen.sum())
    assert 0 < taken < 400
    assert tally.texts_read["decision", "d", "option", "up", "exhibit", "note"] == taken
    assert tally.texts_read["event", "e", "exhibit", "text"] == tally.texts_read["cast", "eve", "epilogue"] == 400


def test_variants_of_documents_and_epilogues_are_nodes_that_can_be_met() -> None:
    story = by_turn(SHOWN, format=2)
    nodes = Nodes(story)
    met: set[int] = set()

    def hit(node: int, lanes: Indexes) -> None:
        met.update([node] * bool(len(lanes)))

    state = Lanes(story, rng.consecutive_seeds(1, 400))
    tracker = NodeTracker(nodes, hit, np.ones(len(nodes.all), dtype=np.bool_))
    state.watches += (tracker,)

    def on_step(state: Lanes) -> None:
        tracker.look(state)
        tracker.ended(state, indexes(state.ended_at == state.now))

    run(state, RandomPolicy(), on_step=on_step)
    texts = {node.id: place in met for place, node in enumerate(nodes.all) if node.kind == "text"}
    assert texts == {
        "d.exhibit.text{1}": False,
        "d.exhibit.text{2}": True,
        "d.exhibit.note{1}": True,
        "d.exhibit.note{2}": False,
        "d.up.exhibit.text{1}": True,
        "d.up.exhibit.text{2}": False,
        "d.up.exhibit.note{1}": True,
        "e.exhibit.text{1}": True,
        "e.exhibit.text{2}": True,
        "eve.epilogue{1}": True,
        "eve.epilogue{2}": False,
        "eve.epilogue{3}": True,
    }
