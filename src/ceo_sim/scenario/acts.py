"""The acts of a story: where it breaks, and one of them as a story of its own.

A whole story goes on after each break, which is an event with the id of the act: it tells how the act ended and is
known to expressions. An act by itself ends there, by its own endings.
"""

from __future__ import annotations

import attrs
from attrs import evolve

from ceo_sim.scenario.expression import Expression, IfExp, joined
from ceo_sim.scenario.model import Act, Clock, Consequence, Ending, Event, Moment, Scenario
from ceo_sim.scenario.text import Part, Text, Variant
from ceo_sim.scenario.timeline import Timeline


def with_breaks(scenario: Scenario) -> Scenario:
    """The scenario as it is played as a whole: a break at the end of each act, and the endings that are of no act."""
    if not (ended := ended_acts(scenario)):
        return scenario
    breaks = _breaks(scenario, list(ended.values()))
    return evolve(scenario, events=scenario.events | breaks, endings=endings_of(scenario, None))


def with_all_endings(scenario: Scenario) -> Scenario:
    """The scenario as it is looked at: with the breaks, and with the endings of acts beside those of the whole story.

    One that comes without the endings of its acts, as it is played, is given back as it is.
    """
    if not any(ending.act for ending in scenario.endings.values()):
        return scenario
    return evolve(with_breaks(scenario), endings=scenario.endings)


def until(scenario: Scenario, act: str) -> Scenario:
    """The scenario up to the end of an act, with the endings of that act and those that may come early in any.

    Raises:
        KeyError: It has no such act.
    """
    last = scenario.acts[act]
    if act not in ended_acts(scenario):
        return with_breaks(scenario)
    earlier = list(scenario.acts.values())[: list(scenario.acts).index(act)]
    # What is not over by then is an event that never happens, as expressions may name it.
    breaks = {id: Event(id=id, title=Text(each.title, (each.title,))) for id, each in ended_acts(scenario).items()}
    breaks |= _breaks(scenario, earlier)
    clock = scenario.clock if last.ends is None else _cut(scenario.clock, last.ends)
    early = [ending for ending in endings_of(scenario, None).values() if ending.early]
    endings = {ending.id: ending for ending in early}
    before = earlier[-1] if earlier else None
    endings |= {id: _ending(last, before, ending, clock) for id, ending in endings_of(scenario, act).items()}
    return evolve(
        scenario,
        info=evolve(scenario.info, title=f"{scenario.info.title}: {last.title}"),
        clock=clock,
        acts={},
        events=scenario.events | breaks,
        # What became of people is told at the end of the whole story, which this is not.
        cast={id: evolve(person, epilogue=None) for id, person in scenario.cast.items()},
        endings=endings,
        debrief=last.debrief or scenario.debrief,
    )


def ended_acts(scenario: Scenario) -> dict[str, Act]:
    """The acts that end before the story does, in their order; the last one may go on to its end."""
    return {id: act for id, act in scenario.acts.items() if act.ends is not None or act.when is not None}


def before(scenario: Scenario, act: str) -> Act | None:
    """The act before another; None before the first.

    Raises:
        KeyError: It has no such act.
    """
    place = list(scenario.acts).index(act) if act in scenario.acts else -1
    if place < 0:
        raise KeyError(act)
    return list(scenario.acts.values())[place - 1] if place else None


def endings_of(scenario: Scenario, act: str | None) -> dict[str, Ending]:
    """The endings of an act, or those of the whole story, in the order of the file."""
    return {id: ending for id, ending in scenario.endings.items() if ending.act == act}


def grouped_endings(scenario: Scenario) -> dict[str | None, list[Ending]]:
    """The endings of each act, and those of the whole story under None, in the order of the file."""
    grouped: dict[str | None, list[Ending]] = {}
    for ending in scenario.endings.values():
        grouped.setdefault(ending.act, []).append(ending)
    return grouped


def _breaks(scenario: Scenario, acts: list[Act]) -> dict[str, Event]:
    """The ends of the first acts of a story, by their ids."""
    timeline, endings = Timeline.of(scenario.clock), grouped_endings(scenario)
    pairs = zip(acts, [None, *acts], strict=False)
    return {act.id: _break(act, before, endings.get(act.id, []), timeline) for act, before in pairs}


def _break(act: Act, before: Act | None, endings: list[Ending], timeline: Timeline) -> Event:
    """The end of an act in the middle of a story: what the player reads then, and what it does."""
    title: tuple[Part, ...] = (act.title,)
    words = act.text.parts if act.text is not None else ()
    if endings:
        title = (f"{act.title}: ", _first_of(endings, "title"))
        words = (*words, *(("\n\n",) if words else ()), _first_of(endings, "text"))
    when = _condition(act, before)
    if when is not None and act.ends is not None:
        when = _either(when, _from_step(timeline.step_at(act.ends)))
    return Event(
        id=act.id,
        title=_text(act, "title", title),
        text=_text(act, "text", words) if words else None,
        at=act.ends if act.when is None else None,
        when=when,
        **{attribute.name: getattr(act, attribute.name) for attribute in attrs.fields(Consequence)},
    )


def _text(act: Act, attribute: str, parts: tuple[Part, ...]) -> Text:
    """A text made of those of an act and of its endings; it stands at no place of its own."""
    made = Text(act.title, parts)
    starts = tuple(0 for _ in made.expressions())
    return evolve(made, starts=starts).at(("act", act.id, attribute), instead=act.title)


def _first_of(endings: list[Ending], attribute: str) -> Variant:
    """The title or text of the first of some endings that holds."""
    return Variant(tuple((ending.when, getattr(ending, attribute).parts) for ending in endings))


def _ending(act: Act, before: Act | None, ending: Ending, clock: Clock) -> Ending:
    """An ending of an act that is played alone: it comes when the act ends."""
    when = _condition(act, before)
    if when is None:
        return evolve(ending, act=None)
    over = _either(when, _from_step(Timeline.of(clock).last))
    conditions = [over.tree, *([ending.when.tree] if ending.when else [])]
    text = " and ".join(f"({condition.text})" for condition in (over, ending.when) if condition is not None)
    parts = (*over.parts, *([ending.when] if ending.when else []))
    return evolve(ending, act=None, early=True, when=Expression(text, joined("and", conditions), parts))


def _condition(act: Act, before: Act | None) -> Expression | None:
    """What ends an act before its moment: its condition, once the act before it is over, as they follow one another."""
    if act.when is None or before is None:
        return act.when
    over = Expression.parse(f"{before.id}.fired")
    binds = not isinstance(act.when.tree, IfExp) and getattr(act.when.tree, "operator", "") != "or"
    text = f"{over.text} and {act.when.text if binds else f'({act.when.text})'}"
    return Expression(text, joined("and", [over.tree, act.when.tree]), (over, act.when))


def _either(one: Expression, other: Expression) -> Expression:
    return Expression(f"{one.text} or {other.text}", joined("or", [one.tree, other.tree]), (one, other))


def _from_step(step: int) -> Expression:
    return Expression.parse(f"turn >= {step}")


def _cut(clock: Clock, end: Moment) -> Clock:
    """A clock that runs no longer than to a moment of it."""
    if isinstance(end, int):
        return evolve(clock, turns=min(clock.turns or 0, end))
    return evolve(clock, end=end if clock.end is None else min(clock.end, end))
