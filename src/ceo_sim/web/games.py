"""The games that are open here, each by the name of its save, and what their pages remember between two requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from attrs import define, field

from ceo_sim import places
from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords, names_of, own_language
from ceo_sim.library import (
    FindScenario,
    ScenarioUnavailable,
    Stamp,
    find_scenario,
    installed,
    load_playable,
    stamp,
)
from ceo_sim.presentation.acts import BreakView
from ceo_sim.presentation.debrief.section import DebriefSection
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.outcome import OutcomeView
from ceo_sim.presentation.story_list import MOST_STORIES
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.manifest import ScenarioManifest
from ceo_sim.scenario.model import Scenario

Turn = tuple[int, int, int]


@define
class Pending:
    """A choice that is not decided yet, as a prediction is asked for first."""

    decision: str
    option: str
    reason: str
    since: int | None = None


@define(eq=False)
class OpenGame:
    """A game and what its pages need to know besides.

    Attributes:
        id: The name of its save without the ending, by which it is addressed.
        outcome: What came of what was done last; None if nothing has been done yet.
        title: What that was.
        since: When time began to pass that passes on from there; None if it does not.
        act: The act that ended then.
        pending: The choice that waits for a prediction.
        said: A message for the next page.
    """

    id: str
    session: Session
    story: StoryWords
    stamp: tuple[int, int] = (0, 0)
    outcome: OutcomeView | None = None
    title: str = ""
    since: int | None = None
    act: BreakView | None = None
    pending: Pending | None = None
    said: str = ""
    _sections: tuple[Turn, tuple[DebriefSection, ...]] | None = None

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.session.game.program.scenario

    @property
    def turn(self) -> Turn:
        """What changes with whatever is done; a form that was made at another turn is out of date."""
        game = self.session.game
        return len(game.answers), game.now, len(game.side_moves)

    @property
    def language(self) -> str:
        """That of the pages' own words."""
        return own_language(self.scenario.info.language)

    def writer(self) -> Writer:
        """Writes the parts of one page."""
        return Writer(self.story)

    def sections(self) -> tuple[DebriefSection, ...]:
        """The sections of the debrief as the game stands; what they have found out is kept until it goes on."""
        if self._sections is None or self._sections[0] != self.turn:
            subject = DebriefSubject("", self.session.game, self.session.values, save=self.session.path)
            self._sections = self.turn, sections(subject)
        return self._sections[1]


@define(eq=False)
class Stories:
    """Stories that were loaded, to be begun at once; one whose files have changed is loaded again."""

    _loaded: dict[tuple[Path, str | None, str | None], tuple[Stamp, Loaded]] = field(factory=dict)

    def load(self, path: Path, edition: str | None = None, act: str | None = None) -> Loaded:
        """A story that can be played.

        Raises:
            ScenarioUnavailable: It has errors, or no such act.
        """
        key, now = (path, edition, act), stamp(path)
        if (known := self._loaded.get(key)) is None or known[0] != now:
            self._loaded[key] = known = now, load_playable(path, edition, act)
        return known[1]

    def prepare(self) -> None:
        """Load what there is, in the meantime."""
        for manifest in installed()[:MOST_STORIES]:
            with suppress(ScenarioUnavailable):
                self.load(manifest.path)


@define(eq=False)
class Games:
    """All open games; a game that is asked for and not open is resumed if there is such a save.

    Attributes:
        folder: Where saves are.
        changed: Is called with the id of a game when that has changed.
    """

    folder: Path
    stories: Stories = field(factory=Stories)
    changed: Callable[[str], object] = lambda _: None
    find: FindScenario = find_scenario
    _open: dict[str, OpenGame] = field(factory=dict)

    def add(self, session: Session) -> OpenGame:
        """Take in a game that was begun or resumed."""
        names = names_of(DebriefSubject("", session.game))
        words = StoryWords.of(session.game.program.scenario.info.language, names)
        game = OpenGame(session.path.stem, session, words, _stamp(session.path))
        self._open[game.id] = game
        return game

    def get(self, id: str) -> OpenGame | None:
        """The game of that id; None if there is none.

        Raises:
            SaveError: There is a save, which is damaged or does not fit its scenario.
            ScenarioUnavailable: Its scenario is not there or has errors.
        """
        game = self._open.get(id)
        if game is not None and game.session.read_only and self.is_behind(game):
            self.close(id)
            game = None
        if game is None and (path := self._path(id)) is not None:
            game = self.add(Session.resume(path, self.find, folder=self.folder))
        return game

    def is_behind(self, game: OpenGame) -> bool:
        """Whether whoever has a save open elsewhere has gone on with it, or left it so that it can be played here."""
        if not game.session.read_only:
            return False
        if _stamp(game.session.path) != game.stamp:
            return True
        try:
            with places.lock(game.session.path):
                return True
        except OSError:
            return False

    def drop(self, id: str) -> None:
        """Let go of a game without saving it, as it may not be sound any more; the save has what was done before."""
        if (game := self._open.pop(id, None)) is not None:
            game.session.close()

    def opened(self, id: str) -> OpenGame | None:
        """The game of that id if it is open."""
        return self._open.get(id)

    def is_open(self, path: Path) -> bool:
        """Whether a save is open here."""
        return path.stem in self._open

    def close(self, id: str) -> None:
        """Save what is not saved yet, and let others have the save."""
        if (game := self._open.pop(id, None)) is not None:
            if not game.session.is_saved:
                game.session.save_if_begun()
            game.session.close()

    def close_all(self) -> bool:
        """Close every game; whether all of them are on disk."""
        troubles = [game.session.trouble for game in self._open.values() if game.session.has_begun]
        for id in list(self._open):
            self.close(id)
        return not any(troubles)

    def _path(self, id: str) -> Path | None:
        """The save of that name, which lies in the folder itself."""
        path = self.folder / f"{id}.toml"
        return path if path.name == f"{id}.toml" and path.parent == self.folder and path.is_file() else None


def finding(named: ScenarioManifest | None) -> FindScenario:
    """What finds the scenario of a save: that which was named, wherever it lies, or an installed one."""

    def find(id: str, edition: str | None) -> Loaded:
        if named is not None and named.id == id:
            return load_playable(named.path, edition)
        return find_scenario(id, edition)

    return find


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
