"""The game as a dialogue, from its beginning to its end: it says lines, asks for one, and goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from attrs import define, field

from ceo_sim.errors import IllegalMove
from ceo_sim.plain import desk, forecasts, lines, telling, values
from ceo_sim.plain.asides import WentBackError, aside, back
from ceo_sim.plain.debrief import look_back
from ceo_sim.plain.help import (
    COMMANDS,
    DECISION_HELP,
    DESK_HELP,
    GOING_ON_HELP,
    REASON_HELP,
    VALUES_HELP,
    prediction_help,
)
from ceo_sim.plain.voice import LeftError, Voice, first_word
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.acts import act_over, has_break
from ceo_sim.presentation.decision import DecisionView, decision_view, newly_locked
from ceo_sim.presentation.desk import budgets, desk_view
from ceo_sim.presentation.forecast import forecast_view, givers
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.passing import can_go_on, pass_time
from ceo_sim.presentation.predictions import Direction, asked_meters, how_to_type, question, read
from ceo_sim.presentation.results import result_words
from ceo_sim.saves.session import Session

_NOTHING = ("", "no", "none", "skip")
Answer = TypeVar("Answer")


@define
class Dialogue:
    """A game with somebody who reads and types lines."""

    session: Session
    voice: Voice
    _set_aside: str = ""
    _passing_since: int | None = None
    _desk_of: int = -1
    _heard: desk.AlreadyHeard = field(factory=desk.AlreadyHeard)
    _trouble: str | None = None
    _has_predicted: bool = False

    def play(self) -> Session | None:
        """Play from where the game stands until it is over and talked about, or the player leaves.

        Returns:
            The game that the player went back to and goes on with; None if there is no such thing.
        """
        try:
            self._begin()
            while not self.session.game.ended:
                self._turn()
            self.voice.tell(list(result_words(self.session)))
            look_back(self.session, self.voice)
        except LeftError:
            pass
        except WentBackError as went:
            self.voice.tell(["", *went.lines, ""])
            return went.session
        self._part()
        return None

    # ---- beginning and end ----------------------------------------------------------------------------------

    def _begin(self) -> None:
        game, tell = self.session.game, self.voice.tell
        if self.session.notice:
            tell([self.session.notice, ""])
        if self.session.read_only:
            tell([headings.READ_ONLY, ""])
        if self.session.mirror:
            tell([headings.MIRRORED, ""])
        if made_up := naming.made_up(game.program.scenario):
            tell([made_up, ""])
        self._tell_trouble()
        if self.session.began_with is not None or (game.now == 0 and not game.answers):
            tell(desk.opening(self.session))
            tell(["", f"The seed of this game is {game.seed}.", "Type help to see what you can do.", ""])
            if game.program.scenario.values and not self.session.values and not self.session.read_only:
                self._pick_values()
        else:
            title, since = game.program.scenario.info.title, formatting.date_and_time(game.timeline, game.now)
            tell([f"{title}, seed {game.seed}: you go on from {since}. Type help if you need it.", ""])

    def _pick_values(self) -> None:
        scenario, tell = self.session.game.program.scenario, self.voice.tell
        tell(values.offered(scenario))
        how = values.expected(scenario)
        picked = self._answer(values.PROMPT, lambda line: values.picked(scenario, line), how, VALUES_HELP)
        if self.voice.is_over:
            raise LeftError
        if picked:
            self.session.stand_for(picked)
            tell([values.named(scenario, picked), ""])

    def _part(self) -> None:
        session = self.session
        if not session.is_saved:
            session.save_if_begun()
        if session.trouble:
            self.voice.tell(["", session.trouble])
        elif session.read_only or not session.has_begun:
            self.voice.tell(["", "Goodbye. There was nothing to save."])
        else:
            self.voice.tell(["", f"Goodbye. Your game is saved in {session.path}"])
            self.voice.tell(list(result_words(session)))

    # ---- the desk -------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        urgent = self.session.game.urgent()
        if urgent is not None and self._set_aside != urgent.id:
            self._decide(urgent.id)
        else:
            self._at_desk()

    def _at_desk(self) -> None:
        self._passing_since = None
        # Who listens wants what is new once a day; what moved since has been told.
        new = self._desk_of != self.session.game.now
        self._desk_of = self.session.game.now
        view = desk_view(self.session.game)
        self.voice.tell(["", *(desk.morning(view, self._heard) if new else desk.at_a_glance(view))])
        while True:
            word, rest = self.voice.command("Desk: ", DESK_HELP)
            if word.isdecimal():
                waiting = self.session.game.open_decisions()
                if 1 <= int(word) <= len(waiting):
                    self._decide(waiting[int(word) - 1].id)
                    return
                self.voice.tell([_none_such("item", word, len(waiting)) + " Type n to let time pass."])
            elif word in ("n", "next", "nn", "skip", "d", "day"):
                if self._pass(until_needed=word not in ("d", "day")):
                    return
            elif word in ("b", "back"):
                self.voice.tell(back(self.session, rest))
            elif word in ("forecast", "o"):
                self.voice.tell(["A forecast is of a decision: open one by its number first."])
            elif word == "debrief" and has_break(self.session.game):
                look_back(self.session, self.voice)
                return
            else:
                expected = "a number, n, d, or help"
                self.voice.tell(aside(self.session, self.voice, (word, rest), expected))

    def _pass(self, *, until_needed: bool, since: int | None = None) -> bool:
        """Let a day go by, or time until something needs the player; False if it cannot.

        Args:
            until_needed: Which of the two.
            since: When time began to pass, if it was before now.
        """
        game = self.session.game
        self._passing_since = (game.now if since is None else since) if until_needed else None
        while True:
            entries = len(game.entries)
            try:
                outcome = pass_time(self.session, until_needed=until_needed)
            except IllegalMove as refused:
                self.voice.tell([self._refusal(refused)])
                return False
            self._set_aside = ""
            self.voice.tell(["", *telling.passed(outcome), ""])
            self._tell_trouble()
            if (act := act_over(game, entries)) is not None:
                self.voice.tell([f"{act.words} Type debrief for that.", ""])
            if not outcome.goes_on or not self._goes_on():
                return True

    def _goes_on(self) -> bool:
        """Whether time passes on; what is typed instead is then taken at the desk."""
        line = self.voice.ask("Enter to go on, d for the desk: ", GOING_ON_HELP)
        if self.voice.is_over or line is None:
            raise LeftError
        word = first_word(line)
        if word in ("", "n", "next", "nn", "skip", "on"):
            return True
        if word not in ("d", "desk", "b", "back"):
            self.voice.hand_back(line)
        return False

    def _refusal(self, refused: IllegalMove) -> str:
        urgent = self.session.game.urgent()
        if urgent is not None and not self.session.read_only:
            return f"{urgent.title} has to be answered first: type its number."
        return formatting.full_stop(f"That cannot be: {refused}")

    # ---- a decision -----------------------------------------------------------------------------------------

    def _decide(self, decision: str) -> None:
        view = decision_view(self.session.game, decision)
        self.voice.tell(["", *desk.decision(view), *forecasts.on_offer(givers(self.session.game, view))])
        while True:
            word, rest = self.voice.command("Your choice: ", DECISION_HELP)
            if word in ("b", "back"):
                if not rest:
                    self._set_aside = decision
                    return
                self.voice.tell(back(self.session, rest))
            elif word.isdecimal():
                if self._choose(view, int(word), rest):
                    self._set_aside = ""
                    return
            elif word in ("forecast", "o"):
                view = self._forecast(view, rest)
            else:
                expected = f"a number from 1 to {len(view.options)}, b, or help"
                self.voice.tell(aside(self.session, self.voice, (word, rest), expected))

    def _forecast(self, view: DecisionView, named: str) -> DecisionView:
        """Give time to an adviser's forecast and tell it; the decision as it then stands."""
        game, tell = self.session.game, self.voice.tell
        named, every_meter = lines.asks_for_all(named)
        named, only_endings = lines.asks_for_all(named, "endings")
        asked = givers(game, view)
        giver = forecasts.find_giver(asked, named)
        if giver is None:
            unknown = [f"{lines.quoted(named)} names nobody, or more than one."] if named else []
            tell(["", *unknown, *forecasts.listed(asked), ""])
            return view
        if not giver.is_asked:
            try:
                self.session.consult(view.id, giver.person.id)
            except IllegalMove as refused:
                tell([formatting.full_stop(f"No forecast: {giver.lock or refused}")])
                return view
            tell(["", formatting.full_stop(f"This costs {giver.price}"), *desk.budgets(budgets(game))])
        now = decision_view(game, view.id)
        forecast = forecast_view(game, now, giver.person.id)
        page = forecasts.endings(forecast) if only_endings else forecasts.forecast(forecast, every_meter=every_meter)
        tell(["", *page, ""])
        self._tell_trouble()
        tell(
            formatting.full_stop(f"Option {option.number} is locked now: {option.lock}")
            for option in newly_locked(view, now)
        )
        return now

    def _choose(self, view: DecisionView, number: int, reason: str) -> bool:
        """Take an option by its number; False if it cannot be."""
        if not 1 <= number <= len(view.options):
            self.voice.tell([_none_such("option", str(number), len(view.options))])
            return False
        option = view.options[number - 1]
        if option.lock:
            self.voice.tell([f"Option {number} is locked: {option.lock}. Choose another, or b to go back."])
            return False
        if self.session.read_only:
            self.voice.tell([f"{headings.READ_ONLY} Type b or q."])
            return False
        reason = reason or self.voice.ask("Your reason in a line, or nothing: ", REASON_HELP) or ""
        predicted = {} if self.voice.is_over else self._predict(view.id)
        if predicted is None:
            self.voice.tell(["Nothing is decided yet."])
            return False
        report = self.session.choose(view.id, option.id, reason, predicted=predicted)
        self.voice.tell(["", *telling.consequence(consequence(self.session.game, report)), ""])
        self._tell_trouble()
        if self.voice.is_over:
            raise LeftError
        since = self._passing_since
        if since is not None and can_go_on(self.session.game, report, since) and self._goes_on():
            self._pass(until_needed=True, since=since)
        return True

    def _predict(self, decision: str) -> dict[str, Direction] | None:
        """Where the player expects some meters to go; a choice counts though none is told. None to go back."""
        meters = asked_meters(self.session.game, decision)
        if not meters or not self.voice.asks_predictions:
            return {}
        how = how_to_type(len(meters))
        self.voice.tell([question(self.session.game), formatting.full_stop(", ".join(meter.name for meter in meters))])
        if not self._has_predicted:
            note = "What you say changes nothing; it is held against what came, after the end. off stops the question."
            self.voice.tell([how, note])
        self._has_predicted = True

        def meant(line: str) -> dict[str, Direction] | Literal["back"] | None:
            if line.strip().lower() in ("b", "back"):
                return "back"
            if first_word(line) in ("off", "never"):
                self.voice.ask_predictions(wanted=False)
                self.voice.tell(["You are not asked again. Type predictions on to change that."])
                return {}
            return read(line, meters)

        answer: dict[str, Direction] | Literal["back"] | None
        answer = self._answer("Up, down or same, or nothing: ", meant, how, prediction_help(how))
        return None if answer == "back" else answer or {}

    def _answer(self, prompt: str, read: Callable[[str], Answer | None], how: str, help: str) -> Answer | None:
        """What is answered to a question that may be skipped: nothing if it is, or if a command is typed instead."""
        while (line := self.voice.ask(prompt, help)) and (word := first_word(line)) not in _NOTHING:
            if (answer := read(line)) is not None:
                return answer
            if word in COMMANDS:
                self.voice.hand_back(line)
                break
            self.voice.tell([how])
        return None

    def _tell_trouble(self) -> None:
        trouble = self.session.trouble
        if trouble and trouble != self._trouble:
            self.voice.tell([trouble, ""])
        elif self._trouble and not trouble:
            self.voice.tell([headings.SAVED_AGAIN, ""])
        self._trouble = trouble


def _none_such(noun: str, number: str, count: int) -> str:
    if not count:
        return headings.NO_AGENDA
    return f"There is no {noun} {number}; expected a number from 1 to {count}."
