"""What the player stands for: picked before the first decision, and held up to the choices after the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ceo_sim.analysis.value_tally import ValueTally, value_tallies
from ceo_sim.engine.game import Game
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming

PROMPT = "What you stand for, or nothing: "


def offered(game: Game) -> Iterator[str]:
    """The values that can be picked."""
    yield "What do you stand for?"
    for number, value in enumerate(game.program.scenario.values.values(), 1):
        yield f"{number}. {formatting.full_stop(value.name)} {value.text}".rstrip()
    yield "Type their numbers, such as 1 3. They are kept, change nothing, and are held up to you at the end."


def picked(game: Game, line: str) -> tuple[str, ...] | None:
    """The values that a line names by number; None if it is no such line."""
    ids = list(game.program.scenario.values)
    parts = [part for part in re.split(r"[\s,;.]+|\band\b", line) if part]
    places = [lines.place(part, len(ids)) for part in parts]
    if None in places:
        return None
    return tuple(dict.fromkeys(ids[place] for place in places if place is not None))


def expected(game: Game) -> str:
    """What can be typed when it is asked."""
    return f"Expected numbers from 1 to {len(game.program.scenario.values)}, such as 1 3, or an empty line for none."


def names(game: Game, values: Sequence[str]) -> str:
    """The values in a line."""
    known = game.program.scenario.values
    return ", ".join(known[value].name for value in values if value in known)


def held_up(game: Game, named: Sequence[str]) -> Iterator[str]:
    """What was named at the start, beside what the choices favoured."""
    found = value_tallies(game, named)
    if not found:
        yield "This story has no values to name."
        return
    if mine := [stand for stand in found if stand.named]:
        yield "What you said you stand for, and what your choices did"
        for stand in mine:
            yield from _stand(game, stand)
        yield ""
        yield "What else your choices touched, the most favoured first"
    else:
        yield "You named nothing to stand for. What your choices touched, the most favoured first"
    for stand in found:
        if not stand.named:
            yield from _stand(game, stand)
    yield ""
    yield "The points are the author's, from 2 for a choice that serves a value well to -2 for one that harms it badly."


def _stand(game: Game, stand: ValueTally) -> Iterator[str]:
    if not stand.deeds:
        yield f"{stand.value.name}: no choice of yours touched it."
        return
    yield f"{stand.value.name}: served by {stand.served}, harmed by {-stand.harmed}."
    for word, sign in (("Served", 1), ("Harmed", -1)):
        for deed in stand.deeds:
            if deed.weight * sign > 0:
                yield f"{INDENT}{word} ({deed.weight:+d}): {naming.choice_name(game, deed.decision, deed.option)}."
