"""The console as an app of Textual: the class on the left, what can be done on the right, each with its key."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import ClassVar

from attrs import evolve
from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static
from textual.worker import WorkerFailed

from ceo_sim.classroom import controls
from ceo_sim.classroom.console.asking import AboutScreen, AskScreen, CountScreen, ReasonsScreen
from ceo_sim.classroom.console.standing import head, standing
from ceo_sim.classroom.control import Ask, Control
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.store import Unavailable
from ceo_sim.scenario.markup import plain
from ceo_sim.tui import themes
from ceo_sim.tui.widgets.document import DocumentView

_CONTROLS = 36
"""Columns of the controls."""
_SURE = Ask("sure", "This cannot be undone. Do it?", (("no", "No"), ("yes", "Yes")))
_EARLY = Ask("sure", "Some have not voted yet. Close it?", (("no", "No"), ("yes", "Yes")))
_LEAVE = Ask("sure", "Leave the console? The class goes on when it is hosted again.", (("no", "No"), ("yes", "Yes")))


class Console(App[None]):
    """A class as its teacher leads it in the terminal; it ends when the teacher leaves."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "ceo-sim class"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "suggested", "Do what comes next", priority=False),
        Binding("o", "reasons", "Reasons"),
        Binding("u", "about", "Addresses"),
        Binding("ctrl+q", "leave", "Leave", priority=True),
        Binding("ctrl+c", "leave", "Leave", priority=True),
    ]
    CSS = """
    #head { height: 1; padding: 0 1; background: $panel; color: $text; }
    #class { width: 1fr; padding: 0 1; }
    #controls { width: 36; padding: 0 1; border-left: solid $border-blurred; }
    #about { width: auto; max-width: 100%; margin-top: 1; padding: 1 2; color: white; background: black; }
    #note { height: auto; max-height: 3; min-height: 1; padding: 0 1; background: $panel; }
    #note.problem { color: $text-error; text-style: bold; }
    """

    def __init__(self, held: HeldClass, about: Sequence[str] = ()) -> None:
        super().__init__()
        self.held, self.about = held, about
        self.failure: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        """Leave the terminal to whoever opened the console.

        What Textual would draw of a mistake takes up to minutes, for which no student's page would be answered.
        """
        if self.is_headless:  # a test wants to see it
            super()._handle_exception(error)
            return
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.failure = cause if isinstance(cause, Exception) else error
        self._close_messages_no_wait()

    @property
    def lesson(self) -> Lesson:
        """The class as its teacher leads it."""
        return self.held.lesson

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        with Horizontal():
            with VerticalScroll(id="class"):
                yield DocumentView(id="standing")
                yield Static(Content.from_text("\n".join(self.about), markup=False), id="about")
            with VerticalScroll(id="controls", can_focus=False):
                yield Static(id="keys")
        yield Static(id="note")

    def on_mount(self) -> None:
        for theme in themes.ALL:
            self.register_theme(theme)
        self.theme = themes.DESK.name
        self.query_one("#class").focus()
        self._say("Enter does what comes next; the keys on the right do all else; ^Q leaves.")
        self._follow()
        self.set_interval(1.0, self._show_head)

    # ---- what there is to see -------------------------------------------------------------------------------

    @work
    async def _follow(self) -> None:
        async for _ in self.held.changes("onlookers"):
            self._show()

    def _show(self) -> None:
        if not self._is_up:
            return
        self._show_head()
        self.query_one("#standing", DocumentView).show(standing(self.held))
        self.query_one("#keys", Static).update(self._keys())
        self.query_one("#about").display = self.held.room.phase == "lobby"

    @property
    def _is_up(self) -> bool:
        """Whether there is anything to show it on: the clock ticks, and the class changes, while that is taken down."""
        return bool(self.query("#head"))

    def _show_head(self) -> None:
        if self._is_up:
            self.query_one("#head", Static).update(Content.from_text(head(self.held), markup=False))

    def _keys(self) -> Content:
        next_one = controls.suggested(self.lesson)
        lines: list[Content] = []
        can = [control for control in controls.controls(self.lesson) if control.can]
        for control in sorted(can, key=lambda control: control.id != next_one):
            is_next = control.id == next_one
            lines += _key("Enter" if is_next else control.key, control.label, "bold $text-accent" if is_next else "")
        lines += _key("o", "Look at the reasons") if self._reasons() else []
        return Content("\n").join([*lines, *_key("u", "Addresses and QR code" if self.held.join else "Addresses")])

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        note = self.query_one("#note", Static)
        note.update(Content.from_text(text, markup=False))
        note.set_class(is_problem, "problem")

    # ---- what is done ---------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        if len(self.screen_stack) > 1:
            return
        control = next((each for each in controls.controls(self.lesson) if each.key == event.character), None)
        if control is not None:
            event.stop()
            self._do(control)

    def action_suggested(self) -> None:
        control = controls.control(self.lesson, controls.suggested(self.lesson))
        if control is None:
            return
        # A second Enter, meant for something else, must not take the vote from those who are still thinking.
        too_early = control.id == "close" and bool(self.held.room.waiting_for())
        self._do(evolve(control, asks=(_EARLY,)) if too_early else control)

    @work(exclusive=True, group="doing")
    async def _do(self, control: Control) -> None:
        """Ask for what a control needs, and do it."""
        if not control.can:
            self._say(f"{control.label}: {control.refusal}", is_problem=True)
            return
        fields: dict[str, str] = {}
        numbers = [ask for ask in control.asks if ask.is_number]
        for ask in (*control.asks, *((_SURE,) if control.is_grave else ())):
            if ask.is_number:
                continue
            if ask.is_needed and len(ask.choices) == 1:
                fields[ask.name] = ask.choices[0][0]
                continue
            if (answer := await self.push_screen_wait(AskScreen(control.label, ask))) is None:
                self._say("Nothing was done.")
                return
            fields[ask.name] = answer
        typed = await self.push_screen_wait(CountScreen(control.label, numbers)) if numbers else {}
        if typed is None or fields.pop("sure", "yes") != "yes":
            self._say("Nothing was done.")
            return
        fields |= typed
        await self._perform(control.id, fields, f"Done: {control.label}")

    async def _perform(self, id: str, fields: dict[str, str], said: str) -> None:
        try:
            await controls.perform(self.lesson, id, fields)
        except Refused as refused:
            self._say(str(refused), is_problem=True)
        except Unavailable as error:
            self._say(f"It could not be written, so nothing was done: {error}", is_problem=True)
        else:
            self._say(said)

    def action_about(self) -> None:
        """Show the addresses of the pages and the QR code, over the whole width, so that none is broken."""
        self.push_screen(AboutScreen(self.about))

    @work(exclusive=True, group="doing")
    async def action_reasons(self) -> None:
        """Let reasons be looked at, and shown or hidden one by one."""
        at = 0
        while True:
            reasons = self._reasons()
            if not reasons:
                self._say("There are no reasons yet.")
                return
            chosen = await self.push_screen_wait(ReasonsScreen(reasons, at))
            if chosen is None:
                return
            round, seat, shown = chosen
            at = next((place for place, each in enumerate(reasons) if each[:2] == (round, seat)), 0)
            fields = {"round": str(round), "seat": seat, "shown": "yes" if shown else "no"}
            await self._perform("reason", fields, "The reason is on the screen." if shown else "The reason is hidden.")

    def _reasons(self) -> list[tuple[int, str, str, str, bool]]:
        """Round, seat, option, reason, and whether all see it; the second round first."""
        if (ballot := self.lesson.ballot) is None:
            return []
        labels = {option.id: plain(option.label) for option in self.lesson.decision(ballot.decision).options}
        order = {id: place for place, id in enumerate(ballot.options)}
        return [
            (round, seat, labels.get(vote.option, vote.option), vote.reason, vote.is_shown)
            for round in (2, 1)
            for seat, vote in sorted(ballot.votes[round].items(), key=lambda each: order.get(each[1].option, 0))
            if vote.reason
        ]

    @work(exclusive=True, group="doing")
    async def action_leave(self) -> None:
        """Leave, if it is meant."""
        if await self.push_screen_wait(AskScreen("Leave", _LEAVE)) == "yes":
            self.exit()


def _key(key: str, label: str, style: str = "") -> list[Content]:
    """A key and what it does, in lines of which the later ones stand under the first."""
    first, *more = textwrap.wrap(label, _CONTROLS - 10) or [""]
    head = Content.assemble((f"{key:>5} ", "bold"), (first, style))
    return [head, *(Content.assemble("      ", (line, style)) for line in more)]


async def lead(held: HeldClass, about: Sequence[str]) -> Exception | None:
    """Lead a class in the terminal until the teacher leaves; what went wrong, if that ended it.

    Args:
        held: The class.
        about: The addresses of its pages.
    """
    console = Console(held, about)
    await console.run_async()
    return console.failure
