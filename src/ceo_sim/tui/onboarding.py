"""The hints of a first game: they go with what is really done, one at a time, on the screens where it is done.

It only looks on: which screen is open and how far the game has come. So the screens need not know of it, and nothing
is asked of a player who does something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import define, field
from textual.screen import Screen

from ceo_sim.tui.preferences import Preferences
from ceo_sim.tui.screens.base import GameScreen

if TYPE_CHECKING:
    from ceo_sim.tui.play import Play


class Seen(NamedTuple):
    """What can be told from outside: the open screen by its name, answers given, time passed, lines on the agenda."""

    screen: str
    answers: int = 0
    now: int = 0
    waiting: int = 0


BEFORE = Seen("")


class Step(NamedTuple):
    """Something to be tried.

    Attributes:
        on: The screen on which it is said.
        words: What to do, with the ids of keys in braces.
        done: What shows that it has been done: a screen that is open, or a count of `Seen` that grows.
        needs_agenda: Whether it takes a line on the agenda.
    """

    on: str
    words: str
    done: str
    needs_agenda: bool = False

    def is_done(self, then: Seen, now: Seen) -> bool:
        """Whether it has been done since it was first said."""
        if not self.done:
            return now != then
        if self.done in Seen._fields:
            return bool(getattr(now, self.done) > getattr(then, self.done))
        return now.screen == self.done


LAST = Step("DeskScreen", "That is all. {help} helps on any screen, {commands} lists every command.", done="")
STEPS = (
    Step("DecisionScreen", "Point at an option with its number or the arrows; Enter decides.", "answers"),
    Step("DeskScreen", "Open a line of your agenda: press {desk.open.1}, or click it.", "DecisionScreen", True),
    Step("DeskScreen", "What made a meter move? Press {desk.why}.", "WhyScreen"),
    Step("DeskScreen", "Done for today? Let time pass: {desk.pass_on}.", "now"),
    LAST,
)


@define(eq=False)
class Onboarding:
    """Shows the hints once, at the first game of all, or when they are asked for."""

    _preferences: Preferences
    _left: list[Step] = field(factory=list)
    _shown: Step | None = None
    _then: Seen = BEFORE
    """How things stood when the hint that is shown was first shown."""

    @property
    def is_on(self) -> bool:
        """Whether hints are shown."""
        return bool(self._left)

    def begin(self) -> None:
        """Begin with the first hint."""
        self._left, self._shown = list(STEPS), None

    def end(self, screens: Iterable[Screen[Any]]) -> None:
        """Take the hints from all screens, and give no more of them, now and in later games."""
        self._left = []
        for screen in screens:
            if isinstance(screen, GameScreen) and screen.is_mounted:
                screen.hint("")
        if self._preferences.file.current.hints:
            self._preferences.change("hints", value=False)

    def look(self, screen: GameScreen[Any], play: Play | None) -> None:
        """See what has been done, and say on the open screen what comes next, if it is to be done there."""
        # Where it cannot be kept that they have been seen, hints would come unasked again and again.
        if not self.is_on and play and self._preferences.file.current.hints and self._preferences.file.is_lasting:
            self.begin()
        if not self.is_on:
            return
        now = _seen(screen, play)
        if self._shown is not None and self._shown.is_done(self._then, now):
            self._left.remove(self._shown)
            self._shown = None
        if not self._left:
            self.end(screen.app.screen_stack)
            return
        step = next((step for step in self._left if self._fits(step, now)), None)
        if step is not None and step is not self._shown:
            self._shown, self._then = step, now
        screen.hint(_with_keys(step.words if step else "", screen))

    def _fits(self, step: Step, now: Seen) -> bool:
        is_in_turn = step is not LAST or self._left == [LAST]
        return step.on == now.screen and is_in_turn and (now.waiting > 0 or not step.needs_agenda)


def _seen(screen: Screen[Any], play: Play | None) -> Seen:
    name = type(screen).__name__
    if play is None:
        return Seen(name)
    game = play.game
    if name == "DeskScreen" and game.urgent() is not None:
        name = ""  # what cannot wait is about to open by itself
    return Seen(name, len(game.answers), game.now, len(game.agenda()))


def _with_keys(words: str, screen: Screen[Any]) -> str:
    """The words with the keys that these ids have now."""
    for active in screen.active_bindings.values():
        words = words.replace(f"{{{active.binding.id}}}", screen.app.get_key_display(active.binding))
    return words
