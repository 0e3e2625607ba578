"""The hints of a first game: they go with what is really done, one at a time, on the screens where it is done.

It only looks on: which screen is open and how far the game has come. So the screens need not know of it, and nothing
is asked of a player who does something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.screen import Screen

from ceo_sim.tui.preferences import Preferences
from ceo_sim.tui.screens.base import GameScreen

if TYPE_CHECKING:
    from ceo_sim.tui.play import Play


class Onboarding:
    """Shows the hints once, at the first game of all, or when they are asked for."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._hints: Hints | None = None

    @property
    def is_on(self) -> bool:
        """Whether hints are shown."""
        return self._hints is not None

    def begin(self) -> None:
        """Begin with the first hint."""
        self._hints = Hints()

    def end(self, screens: Iterable[Screen[Any]]) -> None:
        """Take the hints from all screens, and give no more of them, now and in later games."""
        self._hints = None
        for screen in screens:
            if isinstance(screen, GameScreen) and screen.is_mounted:
                screen.hint("")
        if self._preferences.file.current.hints:
            self._preferences.change("hints", value=False)

    def look(self, screen: GameScreen[Any], play: Play | None) -> None:
        """See what has been done, and say what comes next on the open screen."""
        # Where it cannot be kept that they have been seen, hints would come unasked again and again.
        if self._hints is None and play and self._preferences.file.current.hints and self._preferences.file.is_lasting:
            self.begin()
        if self._hints is not None:
            self._hints.look(screen, play)
            if self._hints.is_over:
                self.end(screen.app.screen_stack)


class Seen(NamedTuple):
    """What can be told from outside: the open screen by its name, answers given, time passed, lines on the agenda."""

    screen: str
    answers: int
    now: int
    waiting: int


class Step(NamedTuple):
    """Something to be tried.

    Attributes:
        on: The screen on which it is said.
        words: What to do, with the ids of keys in braces.
        done: Which part of `Seen` tells that it has been done: a screen's name, or a count that grows.
        waiting: Whether it takes a line on the agenda.
    """

    on: str
    words: str
    done: str
    waiting: bool = False


class Hints:
    """Which hints have been gone by."""

    STEPS: ClassVar[tuple[Step, ...]] = (
        Step("DecisionScreen", "Point at an option with its number or the arrows; Enter decides.", "answers"),
        Step("DeskScreen", "Open a line of your agenda: press {desk.open.1}, or click it.", "DecisionScreen", True),
        Step("DeskScreen", "What made a meter move? Press {desk.why}.", "WhyScreen"),
        Step("DeskScreen", "Done for today? Let the day pass: {desk.pass_day}.", "now"),
    )
    LAST = "That is all. {help} helps on any screen, {commands} lists every command."

    def __init__(self) -> None:
        self._left = list(self.STEPS)
        self._said: Step | None = None
        self._then = Seen("", 0, 0, 0)
        self._ending = False
        self.is_over = False

    def look(self, screen: GameScreen[Any], play: Play | None) -> None:
        """See what has been done, and say on the open screen what to try next, if it is to be done there."""
        seen = _seen(screen, play)
        if self._ending and seen != self._then:
            self.is_over = True
            return
        if self._said is not None and self._is_done(self._said, seen):
            self._left.remove(self._said)
            self._said = None
        step = self._next(seen)
        if step is not None and step is not self._said:
            self._said, self._then = step, seen
        elif not self._left and seen.screen == "DeskScreen" and not self._ending:
            self._ending, self._then = True, seen
        words = step.words if step else self.LAST if self._ending else ""
        screen.hint(_with_keys(words, screen))

    def _is_done(self, step: Step, seen: Seen) -> bool:
        if step.done in Seen._fields:
            return bool(getattr(seen, step.done) > getattr(self._then, step.done))
        return seen.screen == step.done

    def _next(self, seen: Seen) -> Step | None:
        here = (step for step in self._left if step.on == seen.screen and (seen.waiting or not step.waiting))
        return next(here, None)


def _seen(screen: Screen[Any], play: Play | None) -> Seen:
    name = type(screen).__name__
    if play is None:
        return Seen(name, 0, 0, 0)
    game = play.game
    if name == "DeskScreen" and game.urgent() is not None:
        name = ""  # what cannot wait is about to open by itself
    return Seen(name, len(game.answers), game.now, len(game.agenda()))


def _with_keys(words: str, screen: Screen[Any]) -> str:
    """The words with the keys that these ids have now."""
    keys: dict[str, str] = {}
    for active in screen.active_bindings.values():
        keys.setdefault(active.binding.id or "", screen.app.get_key_display(active.binding))
    for id, key in keys.items():
        words = words.replace("{" + id + "}", key)
    return words
