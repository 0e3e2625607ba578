"""The debrief as a dialogue: sections to ask for, and a way back into the story."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ceo_sim.plain import lines, telling, why
from ceo_sim.plain.asides import back, keeping, looking
from ceo_sim.plain.debrief import Debrief
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
    debrief = Debrief(session)
    voice.tell(debrief.ending())
    voice.tell(["", "The debrief", *DEBRIEF_HELP.split("\n")])
    while True:
        word, rest = voice.command("Debrief: ")
        voice.tell(["", *_section(debrief, word, rest), ""])


def _section(debrief: Debrief, word: str, rest: str) -> Iterable[str]:
    session, game = debrief.session, debrief.game
    sections: dict[str, Callable[[], Iterable[str]]] = {
        **looking(session),
        **keeping(session, rest),
        "story": debrief.story,
        "history": debrief.story,
        "meters": lambda: debrief.meters(rest),
        "why": lambda: why.why(session, rest, debrief_metrics(game.program.scenario)),
        "feed": lambda: telling.feed(feed(game), rest),
        "values": debrief.values,
        "forecasts": debrief.forecasts,
        "predictions": debrief.forecasts,
        "lenses": lambda: debrief.lenses(rest),
        "real": lambda: debrief.real(rest),
        "whatif": lambda: debrief.what_if(rest),
        "rivals": lambda: debrief.rivals(rest),
        "questions": debrief.questions,
        "report": debrief.report,
        "all": debrief.everything,
        "help": lambda: DEBRIEF_HELP.split("\n"),
        "?": lambda: DEBRIEF_HELP.split("\n"),
        "": lambda: DEBRIEF_HELP.split("\n"),
        "back": lambda: back(session, rest),
    }
    section = sections.get(word)
    if section is None:
        return [f"The debrief has no {lines.quoted(word)}. Type help to hear what it has, or q to leave."]
    return section()
