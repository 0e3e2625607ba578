"""Reading and checking takes time and memory in proportion to what is written, whatever is in it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from ceo_sim.scenario.loader import load_texts
from tests.support.growth import growth
from tests.support.stories import BY_TURN, HEADER, filled_in

pytestmark = pytest.mark.slow

STOCK = "[metric.m]\nname = 'M'\nheadline = true\nstart = 1\n"


def repeated(table: str) -> Callable[[int], str]:
    """Stories with a table so many times, in which N is its number and P the one before."""
    return lambda count: "".join(table.replace("N", str(at)).replace("P", str(at - 1)) for at in range(1, count))


SHAPES: dict[str, Callable[[int], str]] = {
    "events": repeated("[event.eN]\ntitle = 'E'\nwhen = 'm > N'\nlater = [{ after = 1, text = 'x' }]\n"),
    "events that bring one another about": repeated(
        "[event.eN]\ntitle = 'E'\nwhen = 'm > N'\nonce = true\nlater = [{ after = 1, event = 'e1' }]\n"
    ),
    "formulas in a chain": lambda count: (
        "[metric.f0]\nname = 'F'\nstart = 1\n" + repeated("[metric.fN]\nname = 'F'\nformula = 'fP + N'\n")(count)
    ),
    "formulas of one metric": repeated("[metric.fN]\nname = 'F'\nformula = 'm + N'\n"),
    "functions that call none": repeated("[function.fN]\nargs = ['x']\nbody = 'x + N'\n"),
    "decisions": repeated(
        "[decision.dN]\ntitle = 'D'\nbrief = 'B'\nat = 1\noption.a.label = 'A'\noption.b.label = 'B'\n"
    ),
    "options": lambda count: (
        "[decision.d]\ntitle = 'D'\nbrief = 'B'\nat = 1\n"
        + repeated("[decision.d.option.oN]\nlabel = 'O'\nwhen = 'm > N'\n")(count)
    ),
    "cards": lambda count: "[deck.d]\n" + repeated("[deck.d.card.cN]\nweight = N\ntext = 'x'\n")(count),
    "promises": repeated("[promise.pN]\ntext = 'P'\ndue = 3\nkept_when = 'm > N'\n"),
    "news": repeated("[event.eN]\ntitle = 'E'\nat = 1\nnews = [{ from = 'x', text = '{if m > N}a{else}b{end}' }]\n"),
    "unknown keys": repeated("[event.eN]\ntitle = 'E'\nwhem = 'm > N'\n"),
    "unknown names": repeated("[event.eN]\ntitle = 'E'\nwhen = 'nN > N'\n"),
    "things that nothing uses": repeated("[variable.vN]\nstart = N\n"),
    "things without words": repeated("[variable.vN]\nstart = N\nname = ' '\n"),
    "what comes twice": repeated(
        "[event.m]\ntitle = 'E'\n[variable.vN]\nstart = 1\n[metric.vN]\nname = 'V'\nstart = 1\n"
    ),
}


def story(shape: str, count: int) -> str:
    return HEADER + BY_TURN.format(turns=9) + filled_in(STOCK + SHAPES[shape](count))


def load(text: str) -> None:
    load_texts({"story.toml": text})


@pytest.mark.parametrize("shape", SHAPES)
def test_the_time_to_check_grows_with_the_text(shape: str) -> None:
    assert growth(load, story(shape, 300), story(shape, 1_200)) < 10


@pytest.mark.parametrize("shape", SHAPES)
def test_the_memory_to_check_grows_with_the_text(shape: str) -> None:
    assert _most_bytes(story(shape, 800)) < 8 * _most_bytes(story(shape, 200))


def _most_bytes(text: str) -> int:
    tracemalloc.start()
    try:
        load(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
