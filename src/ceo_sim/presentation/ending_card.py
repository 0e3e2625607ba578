"""A card of how a game ended, to show to others: as text, and drawn; it says nothing of any other ending."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Iterator
from html import escape

from attrs import frozen

from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.desk import MeterView, headline, meters
from ceo_sim.saves import manage
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.session import Session
from ceo_sim.scenario.characters import one_line

MOST_METERS = 3
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
SERIF, SANS = "Georgia, 'Liberation Serif', serif", "'Segoe UI', 'Liberation Sans', Arial, sans-serif"
BACK, INK, MUTED, ACCENT = "#17191d", "#f1ebdf", "#a7a093", "#e6b566"
PER_LETTER = 0.58
"""The width of a letter as a share of its size, taken wide, as nobody knows which font will draw it."""


@frozen
class EndingCard:
    """How a game ended, and what it takes to play the same luck.

    Attributes:
        begun: How it was begun: how far it goes, which way its poles stand, its seed.
        meters: The name, the value and the word of a few large meters.
        stood_for: Names of the values that the player named.
        command: What can be typed to play with the same luck.
    """

    story: str
    ending: str
    begun: tuple[str, ...]
    meters: tuple[tuple[str, str, str], ...]
    stood_for: tuple[str, ...]
    command: str


def ending_card(session: Session) -> EndingCard:
    """The card of a game that has ended."""
    game, loaded = session.game, session.loaded
    scenario, ending = game.program.scenario, game.ending
    assert ending is not None
    act = loaded.as_written.acts[loaded.act].title if loaded.act is not None else ""
    length = f"up to the end of {act}" if act else "the whole story"
    poles = ("mirrored" if session.mirror else "not mirrored",) if loaded.as_written.mirror is not None else ()
    options = ["--seed", str(game.seed)]
    options += ["--until", loaded.act] if loaded.act is not None else []
    options += ["--mirror"] if session.mirror else []
    options += ["--edition", session.edition] if session.edition else []
    return EndingCard(
        story=one_line(scenario.info.title),
        ending=one_line(naming.ending_title(game, ending.id)),
        begun=(length, *poles, f"seed {game.seed}"),
        meters=tuple(map(_meter, (headline(game) or meters(game))[:MOST_METERS])),
        stood_for=tuple(scenario.values[id].name for id in session.values if id in scenario.values),
        command=shlex.join(["ceo-sim", "play", scenario.info.id, *options]),
    )


def _meter(meter: MeterView) -> tuple[str, str, str]:
    value = f"{meter.value} {formatting.unit(meter.metric, meter.value)}".strip()
    return one_line(meter.name), one_line(value), one_line(meter.band)


def card_lines(card: EndingCard) -> Iterator[str]:
    """A card as text, line by line."""
    yield card.story
    yield f"How it ended: {card.ending}"
    begun = ", ".join(card.begun)
    yield formatting.full_stop(begun[:1].upper() + begun[1:])
    for name, value, band in card.meters:
        yield formatting.full_stop(f"{name}: {value}{f', {band}' if band else ''}")
    if card.stood_for:
        yield formatting.full_stop(f"Stood for: {', '.join(card.stood_for)}")
    yield f"The same luck: {card.command}"


def keep_card(session: Session) -> str:
    """Write the card beside the save as a picture, over nothing that is there; where it is, in a sentence."""
    try:
        path = manage.write_sidecar(session.path, "svg", drawn(ending_card(session)))
    except SaveError as error:
        return formatting.full_stop(f"No card was kept: {error.problem}")
    return f"Your card is in {one_line(str(path))}"


# ---- drawn --------------------------------------------------------------------------------------------------


def drawn(card: EndingCard) -> str:
    """A card as an SVG, in which nothing of a scenario is anything but text."""
    words = escape("\n".join(card_lines(card)))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    frame = (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BACK}"/><rect width="{WIDTH}" height="10" fill="{ACCENT}"/>'
    )
    title = f"<title>{escape(card.story)}: {escape(card.ending)}</title><desc>{words}</desc>"
    return "\n".join((head, title, frame, *_body(card), "</svg>", ""))


def _body(card: EndingCard) -> Iterator[str]:
    across = WIDTH - 2 * MARGIN
    yield _text(MARGIN, 96, 28, _cut(card.story, across, 28), ACCENT, SANS)
    y = 172
    for line in _wrapped(card.ending, across, 60, 3):
        yield _text(MARGIN, y, 60, line, INK, SERIF)
        y += 68
    yield _text(MARGIN, 364, 24, _cut(" · ".join(card.begun), across, 24), MUTED, SANS)
    column = across // MOST_METERS
    for place, (name, value, band) in enumerate(card.meters):
        x = MARGIN + place * column
        yield _text(x, 428, 22, _cut(name, column - 24, 22), MUTED, SANS)
        yield _text(x, 476, 44, _cut(value, column - 24, 44), INK, SERIF)
        yield _text(x, 508, 22, _cut(band, column - 24, 22), INK, SANS)
    if card.stood_for:
        yield _text(MARGIN, 556, 22, _cut(f"Stood for {formatting.joined(card.stood_for)}", across, 22), INK, SANS)
    yield _text(MARGIN, 594, 19, _cut(card.command, across, 19), MUTED, "monospace")


def _text(x: int, y: int, size: int, words: str, colour: str, font: str) -> str:
    family = escape(font)
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" font-family="{family}">{escape(words)}</text>'


def _cells(words: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in words)


def _cut(words: str, room: int, size: int) -> str:
    """Words that fit into so many pixels, or as many of their letters as do, and a sign that there are more."""
    most = int(room / (size * PER_LETTER))
    if _cells(words) <= most:
        return words
    while _cells(words) > most - 1:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _wrapped(words: str, room: int, size: int, most: int) -> list[str]:
    """Words on so many lines at most, none wider than so many pixels."""
    lines: list[str] = []
    widest = int(room / (size * PER_LETTER)) // 2
    for word in words.split():
        if _cells(word) > 2 * widest:  # a script that parts no words, or hardly a word
            lines += [word[start : start + widest] for start in range(0, len(word), widest)]
            continue
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) == most or _cells(longer) * size * PER_LETTER <= room):
            lines[-1] = longer
        else:
            lines.append(word)
    shown = lines[: most - 1] + (["".join(lines[most - 1 :])] if len(lines) >= most else [])
    return [_cut(line, room, size) for line in shown]
