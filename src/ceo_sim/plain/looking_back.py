"""The debrief as a dialogue: sections to ask for, and a way back into the story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ceo_sim.plain import courses, debrief, lenses, lines, otherwise, predictions, telling, values, why
from ceo_sim.plain.asides import back, keeping, looking
from ceo_sim.plain.help import DEBRIEF_HELP
from ceo_sim.plain.voice import Voice
from ceo_sim.presentation.desk import feed
from ceo_sim.saves.session import Session
from ceo_sim.scenario.metrics import debrief_metrics


def look_back(session: Session, voice: Voice) -> None:
    """Tell the ending, then whatever is asked for.

    Raises:
        LeftError: The player has gone.
        WentBackError: The player goes on with another game.
    """
    voice.tell(debrief.ending(session.game))
    voice.tell(["", "The debrief", *DEBRIEF_HELP.split("\n")])
    while True:
        word, rest = voice.command("Debrief: ")
        voice.tell(["", *_section(session, word, rest), ""])


def _section(session: Session, word: str, rest: str) -> Iterable[str]:
    game = session.game
    metrics = debrief_metrics(game.program.scenario)
    sections: dict[str, Callable[[], Iterable[str]]] = {
        **looking(game),
        **keeping(session, rest),
        "story": lambda: telling.story(game, metrics),
        "history": lambda: telling.story(game, metrics),
        "meters": lambda: courses.courses(game, rest),
        "why": lambda: why.why(game, rest, metrics),
        "feed": lambda: telling.feed(feed(game), rest),
        "values": lambda: values.held_up(game, session.values),
        "forecasts": lambda: predictions.came(game),
        "predictions": lambda: predictions.came(game),
        "lenses": lambda: lenses.lenses(game, rest),
        "real": lambda: debrief.real(game, rest),
        "whatif": lambda: otherwise.what_if(game, rest),
        "rivals": lambda: otherwise.rivals(game, rest),
        "questions": lambda: debrief.questions(game),
        "report": lambda: debrief.report(session.path),
        "all": lambda: _all(session),
        "help": lambda: DEBRIEF_HELP.split("\n"),
        "?": lambda: DEBRIEF_HELP.split("\n"),
        "": lambda: DEBRIEF_HELP.split("\n"),
        "back": lambda: back(session, rest),
    }
    section = sections.get(word)
    if section is None:
        return [f"The debrief has no {lines.quoted(word)}. Type help to hear what it has, or q to leave."]
    return section()


def _all(session: Session) -> Iterator[str]:
    """Every section that needs no choice of the player's."""
    game = session.game
    metrics = debrief_metrics(game.program.scenario)
    yield from telling.story(game, metrics)
    large = (why.because(game, metric) for metric in metrics if metric.headline)
    parts = (courses.courses(game, "all"), *large, values.held_up(game, session.values), predictions.came(game))
    for part in (*parts, lenses.lenses(game, "all"), debrief.real(game), debrief.questions(game)):
        yield ""
        yield from part
