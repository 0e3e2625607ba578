"""A preview of a scenario that is being written: the play as far as it goes, its source, what is wrong, and why.

The newest sound version is what is played. A version with errors only changes what is said to be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.analysis.clauses import figure
from ceo_sim.analysis.preview import Rerun, rerun
from ceo_sim.analysis.trace import Look, first_of_day, not_considered, to_come
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Answer, SideMove
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.exhibits import ExhibitView, exhibit_view
from ceo_sim.scenario.characters import blanked
from ceo_sim.scenario.diagnostics import Diagnostic, Place
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.timeline import spoken

BEFORE = 3
"""Lines of the source that are shown above the one that is looked at."""
AFTER = 80
Kind = Literal["text", "title", "muted", "good", "bad", "here", "option", "locked"]


@frozen
class Line:
    """A line of a pane; what is no text of ours has nothing in it that could steer a terminal."""

    text: str = ""
    kind: Kind = "text"


@define(eq=False)
class Preview:
    """A play that goes on from version to version of its scenario.

    Attributes:
        seed: Its luck.
        answers: What is to be answered in each version, as far as it goes.
        until: The step to go on to.
        diagnostics: What is wrong with the newest version.
        loaded: The newest version without errors; None if there was none yet.
        is_stale: Whether a newer version has errors.
        picked: The open decision that is looked at, if it is not the first.
        side_moves: What was done between the answers, as far as it can still be done.
    """

    seed: int
    answers: list[Answer] = field(factory=list)
    until: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    loaded: Loaded | None = None
    is_stale: bool = False
    picked: str = ""
    side_moves: list[SideMove] = field(factory=list)
    _run: Rerun | None = None

    # ---- versions -------------------------------------------------------------------------------------------

    def take(self, loaded: Loaded) -> None:
        """Take up a new version, and play the same answers in it if it has no errors."""
        self.diagnostics = loaded.standing
        self.is_stale = loaded.scenario is None
        if loaded.scenario is not None:
            self.loaded = loaded
            self._play(compile_scenario(loaded.scenario))

    def _play(self, program: Program) -> None:
        self._run = rerun(program, self.seed, self.answers, self.until, self.side_moves)

    @property
    def run(self) -> Rerun:
        """The play; there is one once a version without errors has been taken up."""
        assert self._run is not None
        return self._run

    @property
    def game(self) -> Game:
        """The play itself."""
        return self.run.game

    @property
    def decision(self) -> DecisionView | None:
        """The open decision that is looked at; None if none is open."""
        if self._run is None:
            return None
        waiting = [one.id for one in self.game.open_decisions()]
        if not waiting:
            return None
        return decision_view(self.game, self.picked if self.picked in waiting else waiting[0])

    # ---- what the writer does -------------------------------------------------------------------------------

    def choose(self, number: int) -> str:
        """Choose an option of the decision that is looked at, by its number; gives why not, or nothing."""
        decision = self.decision
        option = None if decision is None else next((one for one in decision.options if one.number == number), None)
        if decision is None or option is None:
            return f"There is no option {number} here."
        if option.lock:
            return f"{decision.id}.{option.id} {option.lock}."
        self.game.choose(decision.id, option.id)
        self._keep()
        return ""

    def wait(self) -> str:
        """Let time pass to the next day, or until something is urgent; gives why not, or nothing."""
        if self._run is None:
            return "There is no sound version yet."
        if self.game.ended:
            return "The story is over: u takes the last answer back."
        if (urgent := self.game.urgent()) is not None:
            return f"{urgent.id} has to be answered first."
        self.game.wait()
        self._keep()
        return ""

    def take_back(self) -> str:
        """Go back to before the last answer; gives why not, or nothing."""
        if self._run is None or not self.game.answers:
            return "There is no answer to take back."
        last = self.game.answers[-1]
        self.answers, self.until, self.picked = list(self.game.answers[:-1]), last.step, last.decision
        self.side_moves = [move for move in self.game.side_moves if move.after <= len(self.answers)]
        self._play(self.game.program)
        return ""

    def look_at_next(self) -> None:
        """Look at another open decision."""
        waiting = [one.id for one in self.game.open_decisions()] if self._run is not None else []
        if waiting:
            now = self.decision
            at = waiting.index(now.id) if now is not None and now.id in waiting else -1
            self.picked = waiting[(at + 1) % len(waiting)]

    def _keep(self) -> None:
        """From here on, what has been done is what is done in the next version."""
        self.answers, self.until = list(self.game.answers), self.game.now
        self.side_moves = self.game.side_moves
        self.run.given, self.run.stopped, self.picked = len(self.answers), "", ""

    # ---- where it stands ------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """What is previewed, and where it stands."""
        if self._run is None:
            return "Nothing to play yet"
        return (
            f"{self.game.program.scenario.info.title} · {formatting.date_and_time(self.game.timeline, self.game.now)}"
        )

    @property
    def state(self) -> str:
        """Whether what is shown is the newest version, in a few words."""
        errors = sum(one.severity == "error" for one in self.diagnostics)
        others = len(self.diagnostics) - errors
        if self.is_stale:
            shown = "the last sound version is shown" if self.loaded else "nothing can be shown"
            return f"{formatting.counted(errors, 'error')}: {shown}"
        return f"{formatting.counted(others, 'finding')}" if others else "sound"

    @property
    def place(self) -> Place | None:
        """Where the decision that is looked at is written."""
        if self.loaded is None:
            return None
        decision = self.decision
        return self.loaded.place(("scenario",) if decision is None else ("decision", decision.id))

    # ---- panes ----------------------------------------------------------------------------------------------

    def game_lines(self) -> Iterator[Line]:
        """The play: what was, where it stands, and what is asked."""
        if self._run is None:
            yield Line("There is no sound version yet; see what is wrong.", "bad")
            return
        game = self.game
        if self.run.stopped:
            total = len(self.answers)
            yield Line(f"Stopped: {self.run.given} of {total} answers could be given again.", "bad")
            yield Line(f"{self.run.stopped[:1].upper()}{self.run.stopped[1:]}.", "bad")
            yield Line()
        if game.ended:
            yield Line(naming.how_it_ended(game), "title")
            yield from _prose(game.fill(game.ending.text) if game.ending is not None else "")
            yield from (Line(f"{person.name}: {plain(text)}", "muted") for person, text in game.epilogues())
        elif self.decision is None:
            yield Line("Nothing waits: n lets the day pass.", "muted")
        else:
            yield from _decision(self.decision, len(game.agenda()))
        yield Line()
        yield Line("The last day", "title")
        for metric in game.program.scenario.metrics.values():
            if metric.headline:
                value = formatting.with_unit(metric, game.value(Expression.parse(metric.id).tree))
                yield Line(f"{metric.name}: {value}", "muted")
        yield from self._last_day()

    def _last_day(self) -> Iterator[Line]:
        """What has happened in the last day, and what was said."""
        game = self.game
        oldest = first_of_day(game.timeline, game.now)
        for entry in game.entries:
            if entry.step >= oldest:
                yield Line()
                if entry.title:
                    yield Line(plain(entry.title), "title")
                yield from _prose(naming.entry_text(entry))
                yield from _exhibit(exhibit_view(entry.exhibit))
        for item in game.news:
            if item.step >= oldest:
                yield Line()
                yield Line(f"{item.sender}: {plain(item.text)}", "muted")

    def source_lines(self) -> Iterator[Line]:
        """The source around the decision that is looked at."""
        place = self.place
        if place is None or self.loaded is None or self.loaded.sources is None:
            yield Line("There is no sound version yet.", "muted")
            return
        yield Line(f"{place}{'  (as it was when it was last sound)' if self.is_stale else ''}", "title")
        text = next((one.text for one in self.loaded.sources.sources if one.name == place.file), "")
        lines = text.splitlines()
        first = max(0, place.line - 1 - BEFORE)
        for number, line in enumerate(lines[first : place.line + AFTER], first + 1):
            kind: Kind = "here" if number == place.line else "text"
            yield Line(f"{number:>5} {blanked(line.expandtabs(4))}", kind)

    def problem_lines(self) -> Iterator[Line]:
        """What is wrong with the newest version."""
        if not self.diagnostics:
            yield Line("Nothing is wrong.", "good")
        for diagnostic in self.diagnostics:
            first, *others = diagnostic.lines()
            yield Line(blanked(first), "bad" if diagnostic.severity == "error" else "title")
            yield from (Line(blanked(line), "muted") for line in others)

    def trace_lines(self) -> Iterator[Line]:
        """Why each thing came or did not come in the last day, what is to come later, and every value."""
        if self._run is None:
            yield Line("There is no sound version yet.", "muted")
            return
        game, looks = self.game, self.run.trace.looks
        yield Line(f"The last day, to {spoken(game.moment)}: what was considered", "title")
        if not looks:
            yield Line("Nothing yet: no time has passed.", "muted")
        for kind in ("event", "later", "card", "promise", "decision", "ending"):
            for look in looks:
                if look.kind == kind and look.is_able:
                    yield from _look(look, spoken(game.timeline.moment(look.step)))
        if past := dict.fromkeys(look.id for look in looks if not look.is_able):
            yield Line(f"– came before: {', '.join(past)}", "muted")
        for heading, others in (
            ("To come later", to_come(game)),
            ("Events and decks not considered", not_considered(game.program, looks, game.now)),
        ):
            if rest := [Line(f"– {id}: {reason}", "muted") for id, reason in others]:
                yield from (Line(), Line(heading, "title"), *rest)
        yield Line()
        yield Line("Values", "title")
        for id in (*game.program.scenario.metrics, *game.program.scenario.variables):
            yield Line(f"{id} = {figure(game.value(Expression.parse(id).tree))}")


def _prose(text: str) -> Iterator[Line]:
    if text:
        yield Line(plain(text))


def _exhibit(exhibit: ExhibitView | None) -> Iterator[Line]:
    if exhibit is not None:
        yield Line(exhibit.heading, "muted")
        yield from _prose(exhibit.text)
        yield from [Line(plain(exhibit.note), "muted")] if exhibit.note else []


def _decision(decision: DecisionView, waiting: int) -> Iterator[Line]:
    others = f", one of {waiting} that wait" if waiting > 1 else ""
    yield Line(plain(decision.title), "title")
    yield Line(f"{decision.id}: {decision.deadline_in_full or decision.deadline}{others}", "muted")
    if decision.room:
        yield Line(f"In the room: {'; '.join(decision.room)}", "muted")
    yield Line()
    if decision.exhibit is not None:
        yield from (*_exhibit(decision.exhibit), Line())
    yield from _prose(decision.brief)
    for option in decision.options:
        yield Line()
        price = f" ({option.price})" if option.price and not option.is_free else ""
        yield Line(f"{option.number} {plain(option.label)}{price}", "locked" if option.lock else "option")
        lock = f": {option.lock}" if option.lock else ""
        yield Line(f"  {decision.id}.{option.id}{lock}", "muted")
        for remark in option.advice:
            yield Line(f"  {remark.person}: {plain(remark.text)}", "muted")


def _look(look: Look, when: str) -> Iterator[Line]:
    """A look: whether it came, and each clause with its values."""
    note = f" ({look.note})" if look.note else ""
    yield Line(f"{'✓' if look.came else '✗'} {look.kind} {look.id}{note}, {when}", "good" if look.came else "text")
    for clause in look.clauses:
        yield Line(f"    {'✓' if clause.holds else '✗'} {clause}", "muted" if clause.holds else "bad")
    if look.luck is not None:
        yield Line(f"    {'✓' if look.luck.has_it else '✗'} luck {look.luck}", "muted")
