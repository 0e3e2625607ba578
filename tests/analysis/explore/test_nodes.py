"""What can be met: branches of texts that are drawn or come again, and endings of acts."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.explore.budget import Budget
from ceo_sim.analysis.explore.findings import Exploration, explore
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.witness import Witness
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.replay import replay
from ceo_sim.scenario.loader import load_texts
from tests.support.stories import BY_TURN, HEADER, filled_in

VARYING = """
[metric.mood]
start = 5
range = [0, 10]
[decision.ask]
title = "Ask"
at = 0
urgent = true
brief = "{first}New{again}{one of}Old{or}Older{or}Oldest{end}{end}"
[decision.ask.option.up]
next = { decision = "ask", after = 1 }
effects = { mood = 1 }
outcome = "{if mood > 7}{one of}High{or}Higher{or}Highest{end}{end}"
[decision.ask.option.down]
outcome = "{first}Down{again}Deeper{end}"
[event.rain]
chance = 0.1
once = false
text = "{first}Rain{again}Flood{end}"
[ending.over]
title = "Over"
text = "{one of}Over{or}Out{end}{first}!{again}?{end}"
"""
WORDS = {
    "ask.brief{1}": "New",
    "ask.brief{3}": "Old",
    "ask.brief{5}": "Oldest",
    "ask.up.outcome{2}": "High",
    "ask.up.outcome{4}": "Highest",
    "ask.down.outcome{1}": "Down",
    "rain.text{1}": "Rain",
    "rain.text{2}": "Flood",
    "over.text{1}": "Over!",
    "over.text{2}": "Out!",
}


def explored(body: str, turns: int = 4) -> Exploration:
    text = HEADER.replace("format = 1", "format = 2") + BY_TURN.format(turns=turns) + filled_in(body)
    loaded = load_texts({"story.toml": text})
    nodes = Nodes(compile_scenario(loaded.playable), loaded.as_written)
    return explore(nodes, Budget(20_000, 10**9, 60), plays=500)


@pytest.fixture(scope="module", params=["", "[draw.temper]\nlow = 0\nhigh = 1\n"], ids=["search", "plays"])
def varying(request: pytest.FixtureRequest) -> Exploration:
    return explored(request.param + VARYING)


def way(found: Exploration, id: str) -> Witness:
    witness = found.witness(found.nodes.named(id))
    assert witness is not None
    return witness


def verdicts(found: Exploration) -> dict[str, str]:
    return {finding.node.id: finding.verdict for finding in found.findings}


@pytest.mark.parametrize("id", WORDS)
def test_the_way_to_a_branch_shows_its_words(varying: Exploration, id: str) -> None:
    witness = way(varying, id)
    assert witness.seed is not None
    game = replay(varying.program, witness.seed, witness.answers, witness.until)

    assert WORDS[id] in shown(game)


def shown(game: Game) -> list[str]:
    told = [entry.text for entry in game.entries if entry.step == game.now]
    asked = [game.ask("ask").brief] if game.is_open("ask") else []
    closing = [] if game.ending is None else [game.fill(game.ending.text)]
    return [*told, *asked, *closing]


def test_a_branch_that_nothing_leads_to_is_proven_never_to_be_read() -> None:
    said = verdicts(explored(VARYING))

    never = {id for id, verdict in said.items() if verdict == "never"}
    assert never == {"ask.down.outcome{2}", "over.text{4}"}  # it is asked no more then, and ends but once


def test_what_is_drawn_takes_its_part_of_luck_beside_what_happens_on_the_way() -> None:
    found = explored(VARYING)

    assert way(found, "ask.up.outcome{4}").likely == pytest.approx(0.9 * 0.9 / 3)
    assert way(found, "rain.text{2}").likely == pytest.approx(0.1 * 0.1)
    assert way(found, "ask.brief{5}").likely == pytest.approx(0.9 / 3)


ACTS = """
[decision.ask]
at = 0
urgent = true
[decision.ask.option.up]
[decision.ask.option.down]
[act.part]
title = "Part"
text = "{if ask.up}Up{else}Down{end}"
until = 2
[ending.half]
title = "Half"
text = "{if ask.down}Down{else}Up{end}"
act = "part"
when = "ask.up"
[ending.odd]
title = "Odd"
text = "Odd."
act = "part"
when = "ask.up and ask.down"
[ending.rest]
title = "Rest"
text = "Rest."
act = "part"
[ending.over]
title = "Over"
text = "Over"
"""


def test_endings_of_acts_can_be_met_or_never_are() -> None:
    found = explored(ACTS)
    said = verdicts(found)

    assert said["half"] == said["rest"] == said["over"] == said["part.text{1}"] == said["half.text{2}"] == "can"
    assert said["odd"] == said["half.text{1}"] == "never"
    assert not any(id.startswith("part.title") for id in said)
    assert found.nodes.named("half").path == ("ending", "half")
    witness = way(found, "rest")
    assert [answer.option for answer in witness.answers] == ["down"]
    assert witness.until == 2


TOLD = """
[metric.mood]
start = 5
range = [0, 10]
[budget.hours]
name = "hours"
refill = 2
[cast.ines]
name = "Ines"
role = "Adviser"
adviser = true
[[cast.ines.remark]]
text = "{if mood > 6}Good.{else}Bad.{end}"
when = "mood > 5"
[[cast.ines.remark]]
text = "Never said."
when = "mood > 6"
[[cast.ines.remark]]
text = "Again and again."
[decision.ask]
title = "Ask"
at = 0
urgent = true
[decision.ask.option.up]
effects = { mood = 1 }
later = [{ after = 1, effects = { mood = 1 } }]
[decision.ask.option.down]
[decision.ask.option.dear]
when = "mood > 6"
locked = "{if mood > 6}It is too dear.{else}They are not for it.{end}"
"""


def of_story(opening: str, more: str = "") -> Exploration:
    text = HEADER.replace("format = 1", "format = 2") + opening + BY_TURN.format(turns=4) + filled_in(TOLD + more)
    loaded = load_texts({"story.toml": text})
    assert loaded.scenario is not None, loaded.errors
    nodes = Nodes(compile_scenario(loaded.playable), loaded.as_written)
    return explore(nodes, Budget(20_000, 10**9, 60), plays=500)


@pytest.mark.parametrize("more", ["", "[draw.temper]\nlow = 0\nhigh = 1\n"], ids=["search", "plays"])
def test_the_opening_locked_words_and_remarks_can_be_met_too(more: str) -> None:
    said = verdicts(of_story('opening = "{if mood > 4}Sunny{else}Gray{end}{one of}.{or}!{end}"\n', more))
    never = "odds" if more else "never"

    assert {id: verdict for id, verdict in said.items() if id.startswith(("cast", "opening", "ask.dear.locked"))} == {
        "opening{1}": "can",
        "opening{2}": never,
        "opening{3}": "can",
        "opening{4}": "can",
        "ask.dear.locked{1}": never,
        "ask.dear.locked{2}": "can",
        "cast.ines.remark.0": "can",
        "cast.ines.remark.0.text{1}": "can",
        "cast.ines.remark.0.text{2}": "can",
        "cast.ines.remark.1": never,
        "cast.ines.remark.2": "can",
    }


def test_what_follows_later_is_named_as_everywhere() -> None:
    assert verdicts(of_story(""))["ask.up.later.0"] == "can"


def test_a_remark_is_heard_on_a_day_on_which_nothing_is_asked() -> None:
    found = of_story("")
    heard = way(found, "cast.ines.remark.0.text{1}")

    assert [(answer.step, answer.option) for answer in heard.answers] == [(0, "up")]
    assert heard.until == 1
