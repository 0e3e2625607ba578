"""What one playthrough has seen: its ledger, its story, its feed, and the course of its metrics."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.ledger import Ledger, Row, RowKind
from ceo_sim.engine.memory import Memory, PlayFilling
from ceo_sim.engine.people import Acquaintance, Said, ShownExhibit
from ceo_sim.engine.program import Cause, CompiledConsequence, DecisionPlan, OptionPlan, Program
from ceo_sim.engine.pulls import Pulls
from ceo_sim.scenario.characters import is_blank
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Card, Event, Exhibit, Inject, Later, Option, Outcome
from ceo_sim.scenario.text import Text

Expiry = Literal["default", "lapsed"]


@frozen
class Entry:
    """Something that happened, to be read.

    Attributes:
        step: When.
        kind: What kind of thing, as in the ledger.
        cause: Its id, as in the ledger.
        title: A few words; empty for what has no title.
        text: Filled text with its markup; empty for what only moves numbers.
        reason: The player's own reason for a choice.
        expired: How a decision ran out of time that has no text for that: its default counts, or it has lapsed.
        asked: The document that its decision had shown, for what came of a decision.
        exhibit: The document that it shows itself, after its text.
    """

    step: int
    kind: RowKind
    cause: str
    title: str
    text: str
    reason: str = ""
    expired: Expiry | None = None
    asked: ShownExhibit | None = None
    exhibit: ShownExhibit | None = None

    @property
    def exhibits(self) -> tuple[ShownExhibit, ...]:
        """The documents that belong to it, in the order in which they were shown."""
        return tuple(shown for shown in (self.asked, self.exhibit) if shown is not None)


@frozen
class NewsItem:
    """A line in the feed."""

    step: int
    sender: str
    role: str
    text: str
    agree: int = 0


@frozen
class Surveyed:
    """A survey out of turn: when, of which metric, and its true value right then."""

    step: int
    metric: str
    value: float


@define
class PlayLog:
    """Follows the single lane of a playthrough and writes down what it sees.

    Attributes:
        program: What is played.
        state: The lane.
        ledger: Every change of every metric.
        entries: What happened.
        news: What was said.
        surveys: The surveys that were made out of turn.
        memory: What texts that change from one time to the next have said.
        people: Whom the player knows of.
        words: What decisions, options, events and the like were called when they were last taken or took effect, by
            the id of the cause: a title that depends on the moment is that of then.
    """

    program: Program
    state: Lanes = field(init=False)
    ledger: Ledger = field(factory=Ledger)
    entries: list[Entry] = field(factory=list)
    news: list[NewsItem] = field(factory=list)
    surveys: list[Surveyed] = field(factory=list)
    words: dict[str, str] = field(factory=dict)
    memory: Memory = field(init=False)
    people: Acquaintance = field(init=False)
    _reason: str = ""
    _by_default: set[str] = field(factory=set)
    _asked: dict[str, ShownExhibit | None] = field(factory=dict)
    _pulls: Pulls = field(init=False)
    _metrics: dict[int, str] = field(init=False)
    _derived: dict[int, tuple[float, float]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self._metrics = {plan.cell: id for id, plan in self.program.metrics.items()}
        self.people = Acquaintance(self.program.scenario.cast)

    def begin(self, state: Lanes) -> None:
        """Read the opening, and write down the start of every metric if there is to be a ledger."""
        self.state = state
        self.memory = Memory(state.keys)
        self._open_story()
        if state.bookkeeper is not None:
            self._write_starts(state)

    def _write_starts(self, state: Lanes) -> None:
        values = state.metrics()[:, 0]
        for row in self.program.drift.moving:
            state.refresh_baseline(row)
        self._pulls = Pulls.of(self.program.drift, state.baselines[:, 0].tolist())
        for id, plan in self.program.metrics.items():
            value = float(values[plan.cell])
            raw = value if plan.formula is None else float(state.unclamped[plan.formula])
            self._add(id, "start", "", raw, raw)
            if plan.formula is not None:
                self._derived[plan.cell] = raw, value
                self._add(id, "clamp", "", value - raw, value)

    # ---- what the game tells --------------------------------------------------------------------------------

    def decided(self, option: OptionPlan, reason: str) -> None:
        """The player is about to take an option, for a reason of their own."""
        self._reason = reason
        self._by_default.discard(option.consequence.cause.id)
        self._call(option.consequence)
        decision = self.program.decision(option.consequence.cause.id.partition(".")[0])
        self._asked[decision.id] = self.show(decision.written.exhibit, self.times_opened(decision.id))
        self._closed(decision)

    # ---- what the engine tells ------------------------------------------------------------------------------

    def changed(self, cell: int, cause: Cause, amount: float, clamped: float, value: float) -> None:
        """A stock changed."""
        metric = self._metrics[cell]
        self._add(metric, cause.kind, cause.id or metric, amount, value - clamped)
        self._add(metric, "clamp", cause.id or metric, clamped, value)

    def derived(self, cell: int, causes: tuple[tuple[Cause, float], ...], raw: float, value: float) -> None:
        """A derived metric was worked out again."""
        metric = self._metrics[cell]
        last_raw, last_value = self._derived[cell]
        running = last_value
        for cause, part in causes:
            amount = (raw - last_raw) * part
            running += amount
            self._add(metric, cause.kind, cause.id or metric, amount, running)
        clamped = (value - raw) - (last_value - last_raw)
        self._add(metric, "clamp", causes[-1][0].id or metric, clamped, value)
        self._derived[cell] = raw, value

    def rebased(self, row: int, causes: tuple[tuple[Cause, float], ...], baseline: float) -> None:
        """A drifting stock moves towards another value from now on."""
        self._pulls.rebase(row, causes, baseline)

    def pulled(self) -> Iterable[tuple[Cause, list[tuple[int, float]]]]:
        """What causes add at this step by what they made of baselines."""
        return self._pulls.step()

    def happened(self, consequence: CompiledConsequence) -> None:
        """Something took effect: tell its text and its news."""
        times = self.memory.count(consequence.index)
        title, text = self._words(consequence, times)
        kind = self._kind(consequence.cause.kind, consequence.cause.id)
        exhibit = self.show(consequence.written.exhibit, times, is_read=True)
        self._hear(consequence.written.exhibit, exhibit, self.state.now)
        if text or exhibit or kind in ("option", "default", "event", "inject"):
            cause, reason = consequence.cause.id, self._reason if kind == "option" else ""
            asked = self._asked.get(cause.partition(".")[0]) if kind in ("option", "default", "lapse") else None
            entry = Entry(self.state.now, kind, cause, title, text, reason, asked=asked, exhibit=exhibit)
            self.entries.append(entry)
        for metric in consequence.written.surveys:
            value = float(self.state.metric(self.program.metrics[metric].cell)[0])
            self.surveys.append(Surveyed(self.state.now, metric, value))
        for item in consequence.written.news:
            if item.when is None or self.evaluate(item.when):
                self._tell(item.sender, self.fill(item.text, times, is_read=True), item.agree)
        for promise in consequence.written.promises:
            self._notice(self.program.scenario.promises[promise].text)

    def opened(self, decision: DecisionPlan) -> None:
        """A decision was put before the player, who reads its title, document and brief."""
        self.memory.count(decision.id)
        written, times = decision.written, self.times_opened(decision.id)
        self.fill(written.title, times, is_read=True)
        self._asked[decision.id] = self.show(written.exhibit, times, is_read=True)
        self.fill(written.brief, times, is_read=True)
        self.people.meet(written.room)
        for option in written.options.values():
            if not option.hidden:
                self.people.meet(option.advice)
                for text in (option.label, *option.advice.values()):
                    self._notice(text, times)

    def expired(self, decision: DecisionPlan, *, by_default: bool) -> None:
        """A decision was not taken in time."""
        self._closed(decision)
        if by_default and decision.default is not None:
            option = decision.options[decision.default]
            self._by_default.add(option.consequence.cause.id)
            self._call(option.consequence)
        lapsed = decision.written.lapsed
        if by_default or lapsed is None or lapsed.text is None:
            title = self.fill(decision.written.title, self.times_opened(decision.id))
            expired: Expiry = "default" if by_default else "lapsed"
            asked = None if by_default else self._asked.get(decision.id)  # it stands with what its default does
            self.entries.append(Entry(self.state.now, "lapse", decision.id, title, "", expired=expired, asked=asked))

    # ---- words ----------------------------------------------------------------------------------------------

    def evaluate(self, expression: Expression) -> float | bool:
        """The present value of an expression."""
        value = self.program.compiler.expression(expression)(self.state.context(None))
        return value if isinstance(value, float | bool) else value.reshape(-1)[0].item()

    def fill(self, text: Text | None, times: int = 0, *, is_read: bool = False) -> str:
        """A text with the values of now.

        Args:
            text: The text.
            times: How often it has been shown before.
            is_read: Whether the player is sure to read it now, so that whoever it mentions is known from then on.
        """
        if text is None:
            return ""
        filled, filling = self.filled(text, times)
        if is_read:
            self.memory.met(filling)
            self.people.meet(filling.mentioned | self.people.named_in(filled))
        return filled

    def filled(self, text: Text, times: int = 0) -> tuple[str, PlayFilling]:
        """A text with the values of now, and what it was filled with."""
        cast = self.program.scenario.cast
        filling = PlayFilling(self.evaluate, self.memory, cast, f"{text.place}.{times}", times)
        return text.fill(filling), filling

    def mentioned_in(self, text: Text, times: int = 0) -> set[str]:
        """The ids of those whom a text mentions now."""
        filled, filling = self.filled(text, times)
        return filling.mentioned | self.people.named_in(filled)

    def show(self, exhibit: Exhibit | None, times: int = 0, *, is_read: bool = False) -> ShownExhibit | None:
        """A document with the values of now, as `fill` does it; None for none, and for one that has no words now."""
        if exhibit is None:
            return None
        text, note = (self.fill(part, times, is_read=is_read) for part in (exhibit.text, exhibit.note))
        if is_blank(text):
            return None
        if is_read:
            self.people.meet([exhibit.sender])
        return ShownExhibit(exhibit.kind, *self._named(exhibit.sender), exhibit.at, text, note)

    def times_opened(self, decision: str) -> int:
        """How often a decision had been put before the player when it was last; 0 if it never was."""
        return max(0, self.memory.times(decision) - 1)

    def _open_story(self) -> None:
        """The player reads the opening, and knows who advises."""
        info, cast = self.program.scenario.info, self.program.scenario.cast
        self.fill(info.opening, is_read=True)
        self._hear(info.exhibit, self.show(info.exhibit, is_read=True), self.state.now)
        self.people.meet(id for id, person in cast.items() if person.adviser)
        self.people.meet(self.people.named_in(info.role))

    def _notice(self, text: Text, times: int = 0) -> None:
        """Know of those whom a text mentions that may be read now; it takes no role from where they are first met."""
        if not self.people.is_everybody_known:
            self.people.meet(self.mentioned_in(text, times))

    def _call(self, option: CompiledConsequence) -> None:
        """Write down what an option and its decision are called before the option's effects change that."""
        id = option.cause.id
        decision, _, name = id.partition(".")
        written, times = self.program.scenario.decisions[decision], self.times_opened(decision)
        self.words[decision] = self.fill(written.title, times)
        self.words[id] = self.fill(written.options[name].label, times)

    def _closed(self, decision: DecisionPlan) -> None:
        """A decision is no longer open: what its document said is not to be told before it is looked at."""
        opened = int(self.state.opened_at[decision.index, 0])
        self._hear(decision.written.exhibit, self._asked.get(decision.id), opened)

    def _hear(self, exhibit: Exhibit | None, shown: ShownExhibit | None, step: int) -> None:
        """Hear of whoever wrote a document."""
        if exhibit is not None and shown is not None:
            self.people.hear(exhibit.sender, Said(step, shown.text, exhibit.kind))

    def _words(self, consequence: CompiledConsequence, times: int) -> tuple[str, str]:
        read = partial(self.fill, times=times, is_read=True)
        match consequence.written:
            case Option() as option:
                words, id = self.words, consequence.cause.id
                return f"{words[id.partition('.')[0]]}: {words[id]}", read(option.outcome)
            case Event() | Inject() | Card() as thing:
                self.words[consequence.cause.id] = called = read(thing.title)
                return called, read(thing.text)
            case Outcome() if consequence.cause.kind == "lapse":
                id = consequence.cause.id
                asked = self.fill(self.program.scenario.decisions[id].title, self.times_opened(id))
                return asked, read(consequence.written.text)
            case Outcome() | Later() as follows:
                return "", read(follows.text)
            case _:
                return "", ""

    def _tell(self, sender: str, text: str, agree: int) -> None:
        self.people.hear(sender, Said(self.state.now, text))
        self.news.append(NewsItem(self.state.now, *self._named(sender), text, agree))

    def _named(self, sender: str) -> tuple[str, str]:
        """Name and role of a sender; no role for one who is nobody of the cast."""
        person = self.program.scenario.cast.get(sender)
        return (person.name, person.role) if person else (sender, "")

    def _kind(self, kind: RowKind, cause: str) -> RowKind:
        return "default" if kind == "option" and cause in self._by_default else kind

    def _add(self, metric: str, kind: RowKind, cause: str, amount: float, value: float) -> None:
        if amount or kind == "start":
            self.ledger.rows.append(Row(self.state.now, metric, self._kind(kind, cause), cause, amount, value))
