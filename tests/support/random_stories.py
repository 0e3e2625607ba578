"""Small scenarios made by lot, in which everything that the engine does can happen: for what must hold in any story."""

from __future__ import annotations

from hypothesis import strategies as st

from ceo_sim.engine.program import Program
from tests.support.stories import HEADER, program

METRICS = ("trust", "mood")
DECISIONS = ("first", "second", "third")
OPTIONS = ("yes", "no", "wait")
EVENTS = ("storm", "calm")
CARDS = ("luck.good", "luck.bad")


@st.composite
def programs(draw: st.DrawFn, *, tabular: bool = False) -> Program:
    """A program of two or three turns that draws no number from a range: its states can all be met.

    Args:
        draw: From Hypothesis.
        tabular: Whether it can be searched by tables; see `is_tabular`.
    """
    return program(draw(texts(tabular=tabular)))


@st.composite
def texts(draw: st.DrawFn, *, tabular: bool = False) -> str:
    """The text of such a scenario."""
    turns = draw(st.integers(2, 3))
    parts = [HEADER.replace("format = 1", "format = 2"), f"[clock]\nturns = {turns}\n"]
    for metric in METRICS:
        settles = "\nbaseline = 9\nhalf_life = 2" if not tabular and draw(st.booleans()) else ""
        parts.append(f'[metric.{metric}]\nname = "M"\nstart = {draw(st.integers(3, 7))}\nrange = [0, 10]{settles}\n')
    parts.append("[variable.flag]\nstart = false\n[variable.times_said]\nstart = 0\nrange = [0, 3]\n")
    parts.append('[budget.hours]\nname = "hours"\nrefill = 2\n')
    decisions = DECISIONS[: draw(st.integers(1, 3))]
    events = EVENTS[: draw(st.integers(0, 2))]
    cards = CARDS if draw(st.booleans()) else ()
    known = *decisions, *events, *cards
    for place, id in enumerate(decisions):
        parts.append(_decision(draw, id, decisions, known, first=place == 0, tabular=tabular))
    parts += [_event(draw, id, decisions, tabular=tabular) for id in events]
    if cards:
        parts.append(f"[deck.luck]\nnothing = {draw(st.integers(0, 3))}\n")
        for card in ("good", "bad"):
            once = "once = false\n" if draw(st.booleans()) else ""
            parts.append(f"[deck.luck.card.{card}]\nweight = {draw(st.integers(1, 3))}\n{once}{_effects(draw)}")
    if draw(st.booleans()):
        early = "early = true\n" if draw(st.booleans()) else ""
        parts.append(f'[ending.ruin]\ntitle = "Ruin"\ntext = "Ruin."\nwhen = "trust < 3"\n{early}')
    parts.append(f'[ending.good]\ntitle = "Good"\ntext = "Good."\nwhen = "{_condition(draw, known)}"\n')
    if draw(st.booleans()):
        parts.append(_act(draw, known, turns, stocks=not tabular))
    text = "{if flag}One{else}Three{end}" if tabular else "{if flag}One{elif trust > 8}Two{else}Three{end}"
    parts.append(f'[ending.over]\ntitle = "Over"\ntext = "{text}"\n')
    return "\n".join(parts)


def _words(draw: st.DrawFn, asks: str, *, again: bool) -> str:
    """Words that vary; `again` if they may know whether they come again."""
    drawn = "{one of}Red{or}Green{or}Blue{end}"
    branching = [drawn, f"{{if {asks}}}{drawn}{{else}}Grey{{end}}"]
    if again:
        branching += ["{first}New{again}Old{end}", f"{{first}}New{{again}}{{if {asks}}}{drawn}{{end}}{{end}}"]
    return draw(st.sampled_from(["Plain", f"{{if {asks}}}High{{else}}Low{{end}}", *branching]))


def _condition(draw: st.DrawFn, ids: tuple[str, ...], *, stocks: bool = True) -> str:
    """A condition on what is there, by ids, which hold the decisions, events and cards."""
    decisions = [id for id in ids if id in DECISIONS]
    known = [
        *((f"trust > {draw(st.integers(2, 9))}", f"mood < {draw(st.integers(2, 9))}") if stocks else ()),
        "flag",
        "times_said >= 1",
        "turn >= 2",
        f"{draw(st.sampled_from(decisions))}.yes",
        f"{draw(st.sampled_from(decisions))}.answered",
        f"{draw(st.sampled_from(decisions))}.days < 2",
        *(f"{id}.fired" for id in ids if id in EVENTS),
        *(f"{id}.drawn" for id in ids if id in CARDS),
    ]
    first, second = draw(st.sampled_from(known)), draw(st.sampled_from(known))
    return str(
        draw(st.sampled_from([first, f"not ({first})", f"({first}) and ({second})", f"({first}) or ({second})"]))
    )


def _act(draw: st.DrawFn, known: tuple[str, ...], turns: int, *, stocks: bool) -> str:
    """The first act of two, with endings of its own; it ends in time or as soon as something holds."""
    comes = [f"until = {draw(st.integers(1, turns - 1))}"]
    if draw(st.booleans()):
        comes.append(f'when = "{_condition(draw, known, stocks=stocks)}"')
    holds = _condition(draw, known, stocks=stocks)
    lines = ['[act.part]\ntitle = "Part"', *comes[draw(st.integers(0, len(comes) - 1)) :], _effects(draw)]
    lines.append(f'[ending.half]\ntitle = "Half"\ntext = "Half."\nwhen = "{holds}"')
    lines.append('act = "part"\n[ending.rest]\ntitle = "Rest"\ntext = "Rest."\nact = "part"')
    return "\n".join(lines) + "\n"


def _effects(draw: st.DrawFn) -> str:
    metric = draw(st.sampled_from(METRICS))
    return f"effects = {{ {metric} = {draw(st.integers(-4, 4))} }}\n"


def _decision(
    draw: st.DrawFn, id: str, decisions: tuple[str, ...], known: tuple[str, ...], *, first: bool, tabular: bool
) -> str:
    urgent = tabular or draw(st.booleans())
    comes = draw(st.sampled_from(["at = 0", "at = 1", f'when = "{_condition(draw, known, stocks=not tabular)}"']))
    asks = "flag" if tabular else "mood > 5"
    lines = [
        f'[decision.{id}]\ntitle = "T"\nbrief = "{_words(draw, asks, again=not tabular)}"',
        "at = 0" if first else comes,
    ]
    holds = draw(st.sampled_from(["", _condition(draw, known, stocks=not tabular)]))
    lines.append(f'exhibit = {{ from = "X", text = "{{if {holds}}}A{{else}}B{{end}}" }}' if holds else "")
    if urgent:
        lines.append("urgent = true")
    elif draw(st.integers(0, 2)) == 0:
        lines.append("standing = true")
    elif draw(st.booleans()):
        lines.append(f"expires = {draw(st.integers(1, 2))}")
        if draw(st.booleans()):
            lines.append('default = "yes"')
    for place, option in enumerate(OPTIONS[: draw(st.integers(2, 3))]):
        lines.append(f'[decision.{id}.option.{option}]\nlabel = "L"')
        is_way_out = place == 2 and draw(st.booleans())
        if is_way_out:
            lines.append("otherwise = true")
        elif place and draw(st.booleans()):
            looks = draw(st.sampled_from(["", "hidden = true", 'locked = "Not yet."']))
            lines.append(looks)
            lines.append(f'when = "{_condition(draw, known)}"')
        if place and not is_way_out and draw(st.booleans()):
            lines.append("cost = { hours = 1 }")
        if draw(st.integers(0, 3)) == 0:
            lines.append(f'next = "{draw(st.sampled_from(decisions))}"')
        lines.append(_effects(draw))
        lines.append(draw(st.sampled_from(["", f'outcome = "{_words(draw, asks, again=not tabular)}"'])))
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(["sets = { flag = true }", "adds = { times_said = 1 }"])))
        if draw(st.integers(0, 3)) == 0:
            chance = draw(st.sampled_from(["", "chance = 0.5\n"]))
            after = draw(st.sampled_from(["1", "2", "[1, 2]"]))
            lines.append(f"[[decision.{id}.option.{option}.later]]\nafter = {after}\n{chance}{_effects(draw)}")
    return "\n".join(lines) + "\n"


def _event(draw: st.DrawFn, id: str, decisions: tuple[str, ...], *, tabular: bool) -> str:
    lines = [f'[event.{id}]\ntitle = "E"']
    comes = draw(st.sampled_from(["chance", "when", "both"]))
    if comes != "when":
        lines.append(draw(st.sampled_from(["chance = 0.25", "chance = 0.5" if tabular else 'chance = "trust / 20"'])))
    if comes != "chance":
        lines.append(f'when = "{_condition(draw, decisions, stocks=not tabular)}"')
    if draw(st.booleans()):
        lines.append(f'text = "{_words(draw, "flag", again=not tabular)}"')
    if draw(st.booleans()):
        lines.append("once = false")
        if draw(st.booleans()):
            lines.append("cooldown = 2")
    if draw(st.booleans()):
        lines.append(f'next = "{draw(st.sampled_from(decisions))}"')
    lines.append(_effects(draw))
    return "\n".join(lines) + "\n"
