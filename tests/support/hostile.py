"""A scenario whose words try to be more than words, wherever they are shown."""

from __future__ import annotations

import json

from tests.support.stories import BY_TURN, HEADER

HOSTILE = "\"q\" 'p' [b](x) {{c}} (d) --> |e| <script>alert(1)</script> <!-- ]]> # ; & &amp; \\ `f` *g* $h$ שלום עולם"
"""Marks of Markdown, HTML, Mermaid and DOT, and letters from right to left; the loader lets all of it pass."""


def hostile_scenario() -> str:
    """A small story in which every kind of text that the tools print is hostile."""
    words = json.dumps(HOSTILE, ensure_ascii=False)
    exhibit = f"{{ from = {words}, at = {words}, text = {words}, note = {words} }}"
    return f"""
{HEADER.replace("format = 1", "format = 2").replace('title = "A story"', f"title = {words}")}
exhibit = {exhibit}
{BY_TURN.format(turns=6)}
[metric.mood]
name = {words}
start = 50
[cast.eve]
name = {words}
role = {words}
adviser = true
about = {words}
epilogue = {words}
[[cast.eve.remark]]
text = {words}
[decision.first]
title = {words}
brief = {words}
at = 1
exhibit = {exhibit}
[decision.first.option.a]
label = {words}
outcome = {words}
advice = {{ eve = {words} }}
effects = {{ mood = {{ amount = 1, why = {words} }} }}
next = "second"
promises = ["word"]
news = [{{ from = {words}, text = {words} }}]
[[decision.first.option.a.later]]
after = 1
text = {words}
[decision.second]
title = {words}
brief = {words}
[decision.second.option.b]
label = {words}
[event.rain]
title = {words}
text = {words}
exhibit = {exhibit}
when = "first.a and mood > 10"
[deck.papers]
[deck.papers.card.one]
weight = 1
title = {words}
text = {words}
[promise.word]
text = {words}
due = 2
kept_when = "second.b"
[ending.over]
title = {words}
text = {words}
"""
