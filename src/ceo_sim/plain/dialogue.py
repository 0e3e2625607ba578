"""The game as a dialogue: it says lines, asks for one, and goes on.

What it reads from and writes to is handed in, so that it knows neither files nor terminals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from attrs import define, field

from ceo_sim.engine.game import Game, Refused
from ceo_sim.engine.views import DecisionView, Report
from ceo_sim.plain import debrief, desk, telling, words
from ceo_sim.plain.help import DEBRIEF_HELP, DECISION_HELP, DESK_HELP
from ceo_sim.saves.session import Session
from ceo_sim.scenario.model import Metric

Ask = Callable[[str], str | None]
"""Shows a prompt and gives the line that was typed, or None when there are no more."""
Say = Callable[[str], None]
"""Shows a line; wrapping it is its own affair."""

_NUMBER = re.compile(r"\s*(\d{1,4})(?:[\s.:,;)-]+(.*))?", re.DOTALL)


class _Left(Exception):
    """The player has gone, by choice or because the lines ran out."""


@define
class Dialogue:
    """A game with somebody who reads and types lines."""

    session: Session
    ask: Ask
    say: Say
    _aside: str = ""
    _desk_of: int = -1
    _told: desk.Told = field(factory=desk.Told)
    _said_nothing: bool = True
    _trouble: str | None = None

    @property
    def game(self) -> Game:
        """The game."""
        return self.session.game

    def play(self) -> None:
        """Play from where the game stands until it is over and talked about, or the player leaves."""
        try:
            self._begin()
            while not self.game.ended:
                self._turn()
            self._after()
        except _Left:
            pass
        self._part()

    # ---- beginning and end ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        game = self.game
        if self.session.notice:
            self._tell([self.session.notice, ""])
        if self.session.read_only:
            self._tell(["Another game has this save open; here it can only be looked at.", ""])
        if self.session.mirror:
            self._tell(["Mirrored: the political poles of this story have changed places.", ""])
        self._tell_trouble()
        if game.now == 0 and not game.answers:
            self._tell(desk.opening(game))
            self._tell(["", f"The seed of this game is {game.seed}.", "Type help to see what you can do.", ""])
        else:
            title = game.program.scenario.info.title
            self._tell([f"{title}, seed {game.seed}: you go on where you left it. Type help if you need it.", ""])

    def _after(self) -> None:
        self._tell(debrief.ending(self.game))
        self._tell(["", "The debrief:", *DEBRIEF_HELP.split("\n")])
        while True:
            word, rest = self._command("Debrief: ")
            sections = self._sections(word, rest)
            if sections is None:
                self._tell([f"{words.quoted(word)} is none of: story, meters, why METRIC, real, questions, all, q."])
            for section in sections or ():
                self._tell(["", *section])

    def _sections(self, word: str, rest: str) -> list[Iterable[str]] | None:
        game = self.game
        match word:
            case "story" | "history":
                return [telling.story(game)]
            case "meters":
                return [debrief.courses(game)]
            case "why":
                return [self._why(rest, debrief.told(game))]
            case "real":
                return [debrief.real(game)]
            case "questions":
                return [debrief.questions(game)]
            case "all":
                large = (telling.why(game, metric) for metric in debrief.told(game) if metric.headline)
                parts = (debrief.courses(game), *large, debrief.real(game), debrief.questions(game))
                return [telling.story(game), *parts]
            case "help" | "?" | "":
                return [DEBRIEF_HELP.split("\n")]
            case _:
                return None

    def _part(self) -> None:
        session = self.session
        if not session.is_saved:
            session.save()
        if session.trouble:
            self._tell(["", session.trouble])
        elif session.read_only or not session.path.exists():
            self._tell(["", "Goodbye. There was nothing to save."])
        else:
            self._tell(["", f"Goodbye. Your game is saved in {session.path}"])

    # ---- play -----------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        urgent = self.game.urgent()
        if urgent is not None and self._aside != urgent.id:
            self._decide(urgent.id)
        else:
            self._at_desk()

    def _at_desk(self) -> None:
        # Who listens wants what is new once a day; what moved since has been told.
        new = self._desk_of != self.game.now
        self._desk_of = self.game.now
        self._tell(["", *(desk.morning(self.game, self._told) if new else desk.at_a_glance(self.game))])
        while True:
            word, rest = self._command("Desk: ")
            if word.isdecimal():
                waiting = self.game.agenda()
                if 1 <= int(word) <= len(waiting):
                    self._decide(waiting[int(word) - 1].id)
                    return
                self._tell([_none_such("item", word, len(waiting)) + " Type n to let the day pass."])
            elif word in ("n", "next", "nn", "skip"):
                if self._pass(until_needed=word in ("nn", "skip")):
                    return
            else:
                self._look(word, rest, DESK_HELP)

    def _pass(self, *, until_needed: bool) -> bool:
        """Let time go by; False if it cannot."""
        game = self.game
        known = {item.id for item in game.agenda()}
        while True:
            try:
                report = self.session.wait()
            except Refused as refused:
                self._tell([self._refusal(refused)])
                return False
            self._tell(["", *telling.passed(game, report), ""])
            self._tell_trouble()
            if not until_needed or game.ended or game.urgent() or self._needs_player(known):
                return True

    def _needs_player(self, known: set[str]) -> bool:
        """Whether something new waits, or something would run out before the next day."""
        tomorrow = self.game.timeline.next_day(self.game.now)
        return any(
            item.id not in known or (item.expires is not None and item.expires <= tomorrow)
            for item in self.game.agenda()
        )

    def _refusal(self, refused: Refused) -> str:
        urgent = self.game.urgent()
        if urgent is not None and not self.session.read_only:
            return f"{urgent.title} has to be answered first: type its number."
        return f"That cannot be: {refused}."

    def _decide(self, decision: str) -> None:
        view = self.game.ask(decision)
        self._tell(["", *desk.decision(self.game, view)])
        while True:
            word, rest = self._command("Your choice: ")
            if word in ("b", "back"):
                self._aside = decision
                return
            if word.isdecimal():
                if self._choose(view, int(word), rest):
                    self._aside = ""
                    return
            else:
                self._look(word, rest, DECISION_HELP, f"a number from 1 to {len(view.options)}, b, or help")

    def _choose(self, view: DecisionView, number: int, reason: str) -> bool:
        """Take an option by its number; False if it cannot be."""
        if not 1 <= number <= len(view.options):
            self._tell([_none_such("option", str(number), len(view.options))])
            return False
        option = view.options[number - 1]
        if option.lock is not None:
            self._tell([f"Option {number} is locked: {option.lock.text}. Choose another, or b to go back."])
            return False
        if self.session.read_only:
            self._tell(["Another game has this save open; here it can only be looked at. Type b or q."])
            return False
        gone = False
        if not reason:
            self._said_nothing = False
            answer = self.ask("Your reason in a line, or nothing: ")
            reason, gone = (answer or "").strip(), answer is None
        report = self.session.choose(view.id, option.id, reason)
        self._tell_consequence(report, f"{view.id}.{option.id}")
        if gone:
            raise _Left
        return True

    def _tell_consequence(self, report: Report, choice: str) -> None:
        self._tell(["", *telling.consequence(self.game, report, choice), ""])
        self._tell_trouble()

    # ---- looking around -------------------------------------------------------------------------------------

    def _look(self, word: str, rest: str, help: str, expected: str = "a number, n, nn, or help") -> None:
        """Show what is asked for; time stands still."""
        game = self.game
        pages: dict[str, Callable[[], Iterable[str]]] = {
            "meters": lambda: desk.courses(game),
            "feed": lambda: telling.feed(game, whole=rest == "all"),
            "story": lambda: telling.story(game),
            "history": lambda: telling.story(game),
            "advisers": lambda: telling.advisers(game),
            "promises": lambda: desk.promised(game) if game.promises() else ["You have promised nothing."],
            "desk": lambda: desk.desk(game),
            "agenda": lambda: desk.agenda(game),
            "why": lambda: self._why(rest, [*filter(telling.is_open_to_see, game.program.scenario.metrics.values())]),
            "help": lambda: help.split("\n"),
            "?": lambda: help.split("\n"),
        }
        page = pages.get(word)
        if page is None:
            self._tell([f"Expected {expected}" + (f", not {words.quoted(word)}." if word else ".")])
        else:
            self._tell(["", *page(), ""])

    def _why(self, named: str, open_ones: list[Metric]) -> Iterator[str]:
        names = words.listed(metric.name for metric in open_ones)
        metric = telling.find_metric(self.game, named) if named else None
        if metric is None:
            unknown = f"There is no meter {words.quoted(named)}. " if named else ""
            yield f"{unknown}Type why and one of: {names}."
        elif metric in open_ones:
            yield from telling.why(self.game, metric)
        elif metric.shown in ("player", "advisers"):
            yield f"{metric.name} is known by survey only; what moved it is told after the end."
        else:
            yield f"That is told after the end. Type why and one of: {names}."

    # ---- lines ----------------------------------------------------------------------------------------------

    def _command(self, prompt: str) -> tuple[str, str]:
        """A word in small letters, or a number, and the rest of the line.

        Raises:
            _Left: There are no more lines, or the player wants to go.
        """
        line = self.ask(prompt)
        self._said_nothing = False
        if line is None:
            raise _Left
        if number := _NUMBER.fullmatch(line.strip()):
            return number[1], (number[2] or "").strip()
        word, _, rest = line.strip().partition(" ")
        if word.lower() in ("q", "quit", "exit"):
            raise _Left
        return word.lower(), rest.strip()

    def _tell(self, lines: Iterable[str]) -> None:
        """Say some lines, and never two empty ones in a row."""
        for line in lines:
            if line or not self._said_nothing:
                self.say(line)
            self._said_nothing = not line

    def _tell_trouble(self) -> None:
        trouble = self.session.trouble
        if trouble and trouble != self._trouble:
            self._tell([trouble, ""])
        elif self._trouble and not trouble:
            self._tell(["The game is saved again.", ""])
        self._trouble = trouble


def _none_such(noun: str, number: str, count: int) -> str:
    if not count:
        return "Nothing is on your agenda."
    return f"There is no {noun} {number}; expected a number from 1 to {count}."
