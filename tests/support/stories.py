"""Small scenarios for tests, and what it takes to run them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.model import Scenario

HEADER = """
format = 1
[scenario]
id = "story"
title = "A story"
role = "You decide."
"""
BY_TURN = "[clock]\nturns = {turns}\n"
BY_DATE = """
[clock]
start = 2020-05-28T18:00:00-04:00
end = 2020-06-11T18:00:00-04:00
step = "6h"
"""
IN_ACTS = """\
format = 2
[scenario]
id = "acts"
title = "Acts"
role = "You run a ward."
support = "judgement"
[clock]
start = 2020-06-01T00:00
end = "day 21 00:00"
zone = "+02:00"
step = "12h"
[metric.staff]
name = "Staff"
start = 50
headline = true
[metric.money]
name = "Money"
start = 50
[decision.ask]
title = "Ask"
brief = "Now?"
at = "day 1"
urgent = true
option.up = { label = "Up", effects = { staff = 20 } }
option.down = { label = "Down", effects = { staff = -20, money = 1 } }
[event.noon]
title = "Noon"
when = "week.fired and week.days > 2"
effects = { staff = 1 }
[act.week]
title = "The week"
until = "day 8"
text = "Seven days."
effects = { staff = 5 }
[act.week.debrief]
text = "What was the week about?"
[act.fortnight]
title = "The fortnight"
until = "day 15"
when = "staff > 75"
[ending.glad]
title = "Glad"
text = "Glad, {staff:.0f}."
when = "staff > 60"
act = "week"
[ending.tired]
title = "Tired"
text = "Tired."
act = "week"
[ending.early]
title = "Closed"
text = "Closed."
when = "staff < 5"
early = true
[ending.half]
title = "Half"
text = "Half."
act = "fortnight"
[ending.end]
title = "The end"
text = "The end."
[debrief]
text = "What was it about?"
"""
"""A story in two acts, the second of which may end before its date."""
END = '[ending.over]\ntitle = "Over"\ntext = "It is over."\n'
_NEEDED = {
    "metric": {"name": 'name = "{}"'},
    "decision": {"title": 'title = "{}"', "brief": 'brief = "B"'},
    "option": {"label": 'label = "{}"'},
    "event": {"title": 'title = "{}"'},
}
"""What a table of each kind cannot do without, beside what tests are about."""
_TABLE = re.compile(
    r"^(?P<head>\[(?:decision\.\w+\.)?(?P<kind>metric|decision|option|event)\.(?P<id>\w+)\])\n"
    r"(?P<keys>(?:(?!\[).*\n?)*)",
    re.MULTILINE,
)


@cache
def scenario(text: str) -> Scenario:
    """A scenario from TOML that must have no errors, read once in a run."""
    loaded = load_texts({"story.toml": text})
    assert loaded.scenario is not None, "\n".join(str(error) for error in loaded.errors)
    return loaded.scenario


def program(text: str, assumptions: Mapping[str, float] | None = None) -> Program:
    """A program from TOML that must have no errors."""
    return compile_scenario(scenario(text), assumptions)


def by_turn(body: str, turns: int = 6, format: int = 1) -> Program:
    """A program on a clock of turns, from the parts that matter; see `filled_in`."""
    header = HEADER.replace("format = 1", f"format = {format}")
    return program(header + BY_TURN.format(turns=turns) + filled_in(body))


def by_date(body: str) -> Program:
    """A program over two weeks in steps of six hours, from the parts that matter; see `filled_in`."""
    return program(HEADER + BY_DATE + filled_in(body))


def filled_in(body: str) -> str:
    """A story with an ending, if it has none, and each thing without a name called by its id: `[metric.trust]`, Trust.

    Its tables are written as `[metric.id]`, with each key on a line of its own.
    """
    return _TABLE.sub(_named, body) + ("" if "[ending." in body else END)


def _named(table: re.Match[str]) -> str:
    kind, id, keys = table["kind"], table["id"], table["keys"]
    name = id.replace("_", " ").capitalize()
    needed = {key: text.format(name) for key, text in _NEEDED[kind].items()}
    missing = [line for key, line in needed.items() if not re.search(rf"^{key}\s*=", keys, re.MULTILINE)]
    return "\n".join([table["head"], *missing, keys])


EVERYTHING = (
    HEADER
    + BY_DATE
    + """
[assumption.weight]
value = 0.4
[draw.temper]
low = 0.5
high = 1.5
[draw.noise]
mean = 0
sd = 2
[metric.staff]
name = "Staff"
start = "60 + noise"
baseline = 55
half_life = "10d"
echo = { share = 0.25, over = "4d", of = "losses" }
[metric.press]
name = "Press"
start = 20
baseline = "20 + 60 * logistic((50 - staff) / 5)"
half_life = "3d"
[metric.cash]
name = "Cash"
start = 50
[metric.mood]
name = "Mood"
headline = true
formula = "weight * staff + (1 - weight) * (100 - press)"
[metric.walkers]
name = "Walkers"
formula = "1000 * logistic(0.12 * (50 - mood)) + (5 if leak.fired else 0)"
range = [0, 1000]
[metric.asked]
name = "Asked"
start = 40
survey = { every = "2d", delay = "1d", noise = 4 }
[variable.level]
start = 0
range = [0, 4]
[variable.called]
start = false
[function.weigh]
args = ["x"]
body = "x if x < 0 else x * weight"
[budget.hours]
name = "hours"
refill = 3

[decision.first]
title = "First"
brief = "Now."
at = 2020-05-28T18:00:00-04:00
urgent = true
[decision.first.option.stay]
label = "Stay"
effects = { staff = "weigh(-8) * temper", press = 6, asked = -3 }
next = "second"
[decision.first.option.go]
label = "Go"
sets = { level = 2, called = true }
effects = { staff = "weigh(level * 4)", cash = -70 }
promises = ["review"]
[[decision.first.option.go.later]]
after = ["1d", "3d"]
chance = 0.7
event = "leak"
[decision.second]
title = "Second"
brief = "Then."
urgent = true
[decision.second.option.a]
label = "A"
effects = { cash = 15 }
[decision.second.option.b]
label = "B"
when = "mood > 58 and press < 40"
effects = { press = -10 }
next = { decision = "third", after = "0h" }
[decision.third]
title = "Third"
brief = "And."
urgent = true
[decision.third.option.only]
label = "Only"
effects = { staff = -2 }
[decision.meeting]
title = "Meeting"
brief = "Whenever."
at = 2020-05-29T06:00:00-04:00
expires = "3d"
default = "skip"
[decision.meeting.option.hold]
label = "Hold it"
cost = { hours = 2 }
effects = { staff = { amount = 9, why = "Being heard", support = "direction" } }
[decision.meeting.option.skip]
label = "Skip it"
effects = { staff = -3 }
[decision.pledge]
title = "Pledge"
brief = "Money."
when = "press > 25"
expires = "5d"
[decision.pledge.option.small]
label = "Small"
cost = { hours = 2 }
effects = { cash = -5, press = "-0.2 * press" }
[decision.pledge.option.large]
label = "Large"
cost = { hours = 1 }
when = "cash >= 30"
effects = { cash = -20, press = -12 }
[decision.pledge.lapsed]
effects = { press = 2 }

[event.leak]
title = "A leak"
text = "It is out."
chance = 0.05
effects = { press = 12, staff = "-4 * temper" }
news = [{ from = "press", text = "Mood is {mood:.1f}." }]
next = "second"
[event.walkout]
title = "A walkout"
when = "walkers > 300"
chance = 0.4
hour = 12
effects = { staff = -3 }
[event.calm]
title = "A calm day"
chance = 0.2
once = false
cooldown = "2d"
effects = { press = -1 }
[event.review_day]
title = "The day"
at = 2020-06-03T06:00:00-04:00
effects = { asked = 2 }
[deck.papers]
nothing = 50
[deck.papers.card.praise]
weight = 10
effects = { staff = 1 }
[deck.papers.card.blame]
weight = "press / 4"
once = true
effects = { staff = -2, cash = -3 }
[promise.review]
text = "A review"
due = "5d"
kept_when = "meeting.hold"
kept = { effects = { staff = 2 } }
broken = { effects = { staff = -6, press = 5 } }
[ending.broke]
title = "Broke"
text = "No cash."
when = "cash <= 0 and press > 30"
early = true
[ending.loved]
title = "Loved"
text = "Mood {mood:.0f}."
when = "mood > 62"
[ending.over]
title = "Over"
text = "It is over."
"""
)
"""A story in which everything that the engine can do happens to some lane."""

INTERRUPTED = (
    EVERYTHING
    + """
[cast.ines]
name = "Ines"
role = "Adviser"
adviser = true
forecast = { hours = 1 }
[inject.memo]
title = "A memo"
text = "Mood is {mood:.1f}."
effects = { press = 15, staff = "-4 * temper" }
news = [{ from = "press", text = "A memo is out." }]
[inject.rumour]
title = "A rumour"
when = "press > 30 and not called"
sets = { level = 3 }
effects = { staff = "weigh(-level - 1)" }
[inject.strangers]
title = "Strangers"
text = "They wait."
next = { decision = "third", after = "0h" }
promises = ["review"]
[[inject.strangers.later]]
after = ["1d", "4d"]
chance = 0.6
effects = { cash = -30 }
[inject.flood]
title = "A flood"
text = "Water."
when = "pledge.large"
effects = { cash = 60 }
"""
)
"""The same, with an adviser to ask and four things that may be thrown in."""

GROUNDS = (
    HEADER
    + """
[clock]
turns = 9
[assumption.weight]
name = "How much a loss weighs"
value = 0.4
why = "Losses loom larger."
source = "A study, 1979"
support = "measured"
[draw.temper]
low = 1
high = 2
why = "Some weeks are worse."
[metric.staff]
name = "Staff"
start = 60
baseline = "50 + weight"
half_life = 3
why = "A survey of staff."
support = "direction"
[metric.mood]
name = "Mood"
formula = "staff * weight"
why = "Staff make the mood."
[function.weigh]
args = ["x"]
body = "x * weight * temper"
why = "As prospect theory has it."
support = "direction"
[decision.post]
title = "The post, {staff:.0f}"
brief = "Now."
at = 0
expires = 2
[decision.post.option.stay]
label = "{if mood > 0}Leave **it** up{else}Leave it{end}"
effects = { staff = { amount = -8, why = "They said so.", source = "A poll", support = "measured" } }
promises = ["review"]
[[decision.post.option.stay.later]]
after = 1
effects = { staff = { amount = 2, why = "It calms down." } }
[decision.post.option.go]
label = "Take it down"
effects = { staff = "weigh(-3)" }
[decision.post.lapsed]
effects = { staff = -1 }
[event.walkout]
title = "A walkout"
when = "turn > 1"
effects = { staff = "-2 * weight" }
why = "It had been called."
support = "judgement"
[deck.papers.card.blame]
weight = 1
news = [{ from = "press", text = "One two three four five six seven eight." }]
effects = { staff = -1 }
[deck.papers.card.praise]
weight = 1
title = "Praise"
[promise.review]
text = "A review"
due = 3
kept_when = "post.go"
broken = { effects = { staff = { amount = -6, why = "Broken." } } }
[ending.over]
title = "Over"
text = "It is over."
"""
)
"""Every kind of cause, and numbers that rest on every kind of ground."""

LOCKS = """
[metric.trust]
name = "Public trust"
start = 38
[metric.board]
name = "The board's patience"
start = 50
[variable.labels]
name = "labels in the rule"
start = false
[variable.stated_rule]
name = "the rule knows labels"
start = false
[budget.hours]
name = "hours"
refill = 1
[decision.d]
at = 0
[decision.d.option.gated]
when = "trust < 90 and trust > 45"
[decision.d.option.either]
when = "labels or not d.open"
[decision.d.option.dear]
cost = { hours = 2 }
[decision.d.option.close]
when = "trust > 38"
[decision.d.option.stated]
when = "stated_rule"
[decision.d.option.board]
when = "board >= 60"
[decision.d.option.free]
"""

UP_OR_DOWN = """
[metric.staff]
start = 50
[budget.hours]
name = "hours"
refill = 2
[decision.d]
at = 0
urgent = true
[decision.d.option.up]
effects = { staff = 20 }
[decision.d.option.down]
effects = { staff = -5 }
"""
"""A decision on the morale of the staff."""
HIGH = """
[ending.high]
title = "High"
text = "T"
when = "staff > 60"
"""
"""How it ends after `up`."""
LOW = """
[ending.low]
title = "Low"
text = "T"
"""

COIN = """
[metric.m]
start = 10
[decision.d]
at = 0
urgent = true
[decision.d.option.more]
effects = { m = 30 }
[decision.d.option.less]
[decision.d.option.locked]
when = "m > 90"
[ending.much]
title = "Much"
text = "T"
when = "m > 20"
[ending.little]
title = "Little"
text = "T"
"""
"""Half of all random plays end with much."""

WITH_A_RANGE = EVERYTHING.replace("[assumption.weight]\n", "[assumption.weight]\nrange = [0, 2]\n")
"""The story of everything, where one assumption has a range."""

LUCKY = """
[metric.mood]
start = 5
range = [0, 10]
[decision.ask]
at = 0
urgent = true
[decision.ask.option.safe]
[decision.ask.option.bold]
next = { decision = "again", after = 1 }
[decision.again]
[decision.again.option.never]
when = "mood > 20"
[decision.again.option.go]
effects = { mood = -5 }
[event.rain]
at = 2
chance = 0.25
when = "ask.bold"
[ending.low]
title = "Low"
text = "Low"
when = "mood < 1"
[ending.wet]
title = "Wet"
text = "{if ask.bold}Bold{else}Safe{end}"
when = "rain.fired"
[ending.fine]
title = "Fine"
text = "Fine"
"""
