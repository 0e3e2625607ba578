"""The first minute: hints that go with what is really done, one at a time, on the screens where it is done.

It only looks on: which screen is open and how far the game has come. So the screens need not know of it, and nothing
is asked of a player who does something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.screen import Screen

if TYPE_CHECKING:
    from ceo_sim.tui.play import Play
    from ceo_sim.tui.screens.base import GameScreen


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


class FirstMinute:
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
