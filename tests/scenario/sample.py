"""A small scenario without a flaw, and ways to plant one in it."""

from __future__ import annotations

from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import Loaded, load_texts

MARK = "«"
"""Stands before the character at which a diagnostic is expected."""

SMALL = """\
format = 1

[scenario]
id = "small"
title = "Small"
role = "You run it."

[clock]
start = 2020-05-28T18:00:00-04:00
end = 2020-06-28T18:00:00-04:00
step = "6h"

[assumption.gain]
value = 0.4
range = [0.2, 1.0]
support = "judgement"

[draw.mood]
low = 0.8
high = 1.2
support = "judgement"

[metric.staff]
name = "Staff"
start = "70 * mood"
baseline = 60
half_life = "20d"
support = "judgement"
bands = [[0, "angry"], [50, "calm"]]

[metric.crowd]
name = "Crowd"
start = 50
support = "judgement"
echo = { share = 0.25, over = "4d", of = "losses" }

[metric.morale]
name = "Morale"
headline = true
formula = "0.5*staff + 0.5*crowd"

[variable.level]
start = 0
range = [0, 3]

[variable.told]
start = false

[function.weigh]
args = ["x"]
body = "x if x < 0 else x * gain"

[budget.ceo_time]
name = "hours"
refill = 3

[cast.policy]
name = "Ines"
role = "Policy"
adviser = true

[value.candour]
name = "Candour"

[lens.rights]
name = "Rights"

[decision.the_post]
title = "The post"
brief = "It is shared {staff:.0f} times."
at = 2020-05-29T06:00:00-04:00
urgent = true
room = ["policy"]

[decision.the_post.option.leave_up]
label = "Leave it up"
effects = { staff = "weigh(-3)", crowd = 2 }
sets = { level = 1, told = true }
next = { decision = "the_call", after = "2h" }
advice = { policy = "{if told}Again.{else}Yes.{end}" }
values = { candour = 1 }
lens.rights = { for = "They can judge.", against = "They did not agree." }

[[decision.the_post.option.leave_up.later]]
after = ["1d", "2d"]
chance = 0.5
when = "not told"
event = "leak"

[decision.the_post.option.take_down]
label = "Take it down"
when = "level < 2"
cost = { ceo_time = 1 }
promises = ["review"]

[decision.the_call]
title = "The call"
brief = "He rings."
expires = "3d"
default = "answer"

[decision.the_call.option.answer]
label = "Answer"

[event.walkout]
title = "Walkout"
when = "morale < 45 and the_post.answered"
chance = "0.02 * level"
news = [{ from = "press", text = "They left." }]

[event.leak]
title = "Leak"
promises = ['review']

[deck.papers]
nothing = 60
card.celebrity = { weight = 6, effects = { crowd = 1 }, sets = { told = true, level = 2 } }

[promise.review]
text = "A review."
due = "14d"
kept_when = "the_call.answer"
broken = { effects = { crowd = -4 } }

[ending.out]
title = "Out"
text = "Out."
when = "walkout.times > 0"
early = true

[ending.still_there]
title = "Still there"
text = "Still there."
"""

TURNS = """\
format = 1
[scenario]
id = "turns"
title = "Turns"
role = "You run it."
[clock]
turns = 12
[metric.staff]
name = "Staff"
start = 50
headline = true
support = "judgement"
[decision.first]
title = "First"
brief = "Now."
at = 0
urgent = true
[decision.first.option.yes]
label = "Yes"
effects = { staff = 3 }
[ending.end]
title = "End"
text = "End."
"""


def loaded(text: str) -> Loaded:
    """What comes of one file with this text."""
    return load_texts({"scenario.toml": text})


def places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    """Code, line and column of each."""
    return [(found.code, found.line, found.column) for found in diagnostics]


def unmarked(text: str) -> tuple[str, int, int]:
    """The text without its mark, and the line and column that it was at."""
    before, mark, after = text.partition(MARK)
    assert mark, "nothing is marked"
    return before + after, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def planted(old: str, new: str, base: str = SMALL) -> str:
    """The small scenario with a part replaced; without an old part, with the new one at the end."""
    if not old:
        return f"{base}\n{new}\n"
    assert base.count(old) == 1, f"{old!r} is in it {base.count(old)} times"
    return base.replace(old, new)
