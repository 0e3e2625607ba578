"""A story whose decision shows a post, its option a notice, its event a letter, with people who are known by and by."""

from __future__ import annotations

from functools import cache

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.scenario.loader import Loaded, load_texts

STORY = """\
format = 2
[scenario]
id = "shown"
title = "Shown"
role = "You run Agora."
support = "judgement"
opening = "It is late."
exhibit = { from = "delia", kind = "letter", text = "Call me." }
[clock]
turns = 4
[metric.staff]
name = "Staff"
start = 50
headline = true
[cast.hale]
name = "Marcus Hale"
role = "President"
about = "He posts at night."
epilogue = "{if staff > 55}He lost.{end}"
[cast.delia]
name = "Delia Brandt"
role = "Chair"
about = "She hired you.{if staff > 55} She is *pleased*.{end}"
epilogue = "{if staff > 55}She stayed.{else}She left.{end}"
[cast.marek]
name = "Marek Nowak"
role = "Engineer"
epilogue = "Nobody heard of him."
[cast.ines]
name = "Ines Marchetti"
role = "Head of policy"
adviser = true
remark = [{ text = "Read it twice." }]
[decision.post]
title = "The post"
brief = "Staff stand at {staff:.0f}."
at = 1
room = ["ines"]
[decision.post.exhibit]
from = "hale"
at = "12:53 a.m."
note = "{staff:.0f} million views"
text = \"\"\"
They had their warnings.

**Enough.**\"\"\"
[decision.post.option.up]
label = "Leave it up"
outcome = "It stays."
effects.staff = 8
exhibit = { from = "The Herald", kind = "notice", text = "AGORA STANDS BY" }
[decision.post.option.down]
label = "Take it down"
effects.staff = -8
exhibit = { from = "The Herald", kind = "notice", text = "AGORA FOLDS" }
[event.letter]
title = "A letter"
at = 2
exhibit = { from = "delia", kind = "letter", text = "We need to talk." }
[ending.end]
title = "End"
text = "It is over."
"""


def loaded() -> Loaded:
    """The story as it is read."""
    return load_texts({"scenario.toml": STORY})


@cache
def shown() -> Program:
    """The story, compiled."""
    return compile_scenario(loaded().playable)


def asked() -> Game:
    """The story at its decision."""
    game = Game(shown(), 1)
    game.wait()
    return game


def over(option: str = "up") -> Game:
    """The story after its end, with an answer."""
    game = asked()
    game.choose("post", option)
    while not game.ended:
        game.wait()
    return game
