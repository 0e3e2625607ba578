"""What can be chosen of a new game at the title: asked until it is begun or left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from attrs import define
from textual.app import App

from ceo_sim.new_game import LARGEST_SEED, NewGame, read_seed
from ceo_sim.presentation.story_list import BEGINS, LENGTH, beginning, ends, length, lengths
from ceo_sim.tui.host import Answer
from ceo_sim.tui.screens.asking import AskScreen, LineScreen

if TYPE_CHECKING:
    from ceo_sim.scenario.manifest import ScenarioManifest

WORDS = "The same seed is the same luck."
WITH_MIRROR = f"{WORDS} Mirrored, the political poles of the story change places, and nothing else does."


@define
class NewGameMenu:
    """Asks for the luck, the poles, the edition, the beginning and the length of a new game."""

    _app: App[Any]
    _story: ScenarioManifest
    _how: NewGame
    _begin: Callable[[NewGame], object]

    def open(self, changed: str = "") -> None:
        """Ask what is to be changed; each change asks again, and points at what was changed."""
        how = self._how
        answers: list[Answer] = [
            ("Back to the title", None),
            ("Begin", lambda: self._begin(how)),
            (f"Seed: {'a fresh one' if how.seed is None else how.seed}", self._ask_seed),
        ]
        if self._story.has_mirror:
            answers.append((f"Poles: {'mirrored' if how.mirror else 'as written'}", self._swap_poles))
        if self._story.editions:
            answers.append((f"Edition: {how.edition or 'the full one'}", self._next_edition))
        if self._story.starts:
            answers.append((f"{BEGINS}: {beginning(self._story, how.begin)}", self._next_start))
        if self._story.acts:
            answers.append((f"{LENGTH}: {length(self._story, how.act)}", self._next_act))
        words = f"{WITH_MIRROR if self._story.has_mirror else WORDS} {lengths(self._story)}".strip()
        pointed = [number for number, (line, _) in enumerate(answers, 1) if changed and line.startswith(changed)]
        asking = AskScreen(f"A new game of {self._story.name}", words, answers, *pointed)
        self._app.push_screen(asking, lambda do: do and do())

    def _ask_seed(self) -> None:
        def take(typed: str | None) -> None:
            if typed == "":
                self._how = self._how._replace(seed=None)
            elif typed is not None and (seed := read_seed(typed)) is not None:
                self._how = self._how._replace(seed=seed)
            elif typed is not None:
                self._app.notify(f"A seed is a whole number from 0 to {LARGEST_SEED}.", markup=False)
            self.open("Seed")

        seed = "" if self._how.seed is None else str(self._how.seed)
        self._app.push_screen(LineScreen("Seed", "A whole number; nothing is a fresh one.", seed, 20), take)

    def _swap_poles(self) -> None:
        self._how = self._how._replace(mirror=not self._how.mirror)
        self.open("Poles")

    def _next_edition(self) -> None:
        self._how = self._how._replace(edition=_following(self._how.edition, self._story.editions))
        self.open("Edition")

    def _next_start(self) -> None:
        begin = _following(self._how.begin, [id for id, _ in self._story.starts])
        self._how = self._how._replace(begin=begin)
        if self._how.act not in ends(self._story, begin):
            self._how = self._how._replace(act=None)
        self.open(BEGINS)

    def _next_act(self) -> None:
        self._how = self._how._replace(act=_following(self._how.act, ends(self._story, self._how.begin)))
        self.open(LENGTH)


def _following(now: str | None, names: Iterable[str]) -> str | None:
    """The name after this one, none after the last, and the first after none."""
    circle = [None, *names]
    place = circle.index(now) if now in circle else 0
    return circle[(place + 1) % len(circle)]
