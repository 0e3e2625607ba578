"""The scenarios at hand, found as a player names them and loaded to be played."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places, suggestions
from ceo_sim.errors import UserError
from ceo_sim.scenario.manifest import ScenarioManifest, find_scenarios, read_manifest

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

FindScenario = Callable[[str, str | None], "Loaded"]
"""Gives the scenario, without errors, of an id and an edition; raises `ScenarioUnavailable`."""


class ScenarioUnavailable(UserError):
    """A scenario that is not there or cannot be played."""


def installed() -> list[ScenarioManifest]:
    """The scenarios at hand, each id once and the tutorial first; one that stands before its namesake says so."""
    namesakes: dict[str, list[ScenarioManifest]] = {}
    for folder in places.scenario_folders():
        for path in find_scenarios(folder):
            manifest = read_manifest(path)
            namesakes.setdefault(manifest.id, []).append(manifest)
    manifests = [
        first._replace(problem=first.problem or f"hides {others[0].path}, which has the same id") if others else first
        for first, *others in namesakes.values()
    ]
    return sorted(manifests, key=lambda manifest: not manifest.is_tutorial)


def manifest_of(id_or_path: str) -> ScenarioManifest:
    """What a scenario says of itself: an installed one by its id, any other by its path, which may lack its `.toml`.

    Raises:
        ScenarioUnavailable: There is none.
    """
    by_id = {manifest.id: manifest for manifest in installed()}
    if id_or_path in by_id:
        return by_id[id_or_path]
    if (path := places.existing(id_or_path) or places.existing(f"{id_or_path}.toml")) is not None:
        return read_manifest(path)
    hint = suggestions.hint(id_or_path, by_id, f"there are {suggestions.listed(by_id) or 'none'}, or name a file")
    raise ScenarioUnavailable(f'there is no scenario "{id_or_path}"; {hint}')


def path_of(id_or_path: str) -> Path:
    """Where a scenario lies, named as for `manifest_of`.

    Raises:
        ScenarioUnavailable: There is none.
    """
    return manifest_of(id_or_path).path


def load_playable(path: Path, edition: str | None = None, act: str | None = None) -> Loaded:
    """Load a scenario that has no errors, or what there is of it up to the end of an act.

    Raises:
        ScenarioUnavailable: It has errors, the message quotes the first; or it has no such act.
    """
    # It takes attrs and the model along, which a list of scenarios can do without.
    from ceo_sim.scenario.loader import load

    return up_to(without_errors(load(path, edition=edition), f"; `ceo-sim check {path}` shows all"), act)


def without_errors(loaded: Loaded, remedy: str = "") -> Loaded:
    """The same if it has no errors.

    Args:
        loaded: What came of loading a scenario.
        remedy: What the message ends with, such as how all of the errors are shown.

    Raises:
        ScenarioUnavailable: It has errors; the message quotes the first.
    """
    if loaded.scenario is None:
        first = loaded.errors[0]
        more = len(loaded.errors) - 1
        others = f" and {more} more" if more else ""
        problem = f"{first.file}:{first.line}:{first.column}: {first.code} {first.message}{others}"
        raise ScenarioUnavailable(f"the scenario cannot be played: {problem}{remedy}")
    return loaded


def require_mirror(loaded: Loaded) -> None:
    """Refuse to swap the poles of a story that has none.

    Raises:
        ScenarioUnavailable: It has none.
    """
    if loaded.playable.mirror is None:
        title = loaded.playable.info.title
        raise ScenarioUnavailable(f"{title} has no political poles that could change places; play it without mirror")


def up_to(loaded: Loaded, act: str | None) -> Loaded:
    """A scenario up to the end of an act; all of it for None.

    Raises:
        ScenarioUnavailable: It has no such act.
    """
    acts = loaded.written.acts if loaded.written is not None else {}
    if act is None:
        return loaded
    if act not in acts:
        raise ScenarioUnavailable(f'there is no act "{act}"; {suggestions.hint(act, acts, _listed(acts))}')
    return loaded.until(act)


def require_start(loaded: Loaded, act: str) -> None:
    """Refuse to begin with an act with which no game can begin.

    Raises:
        ScenarioUnavailable: There is no such act, it says nothing of what was decided before it, or the game would end
            before it.
    """
    acts = loaded.written.acts if loaded.written is not None else {}
    if act not in acts:
        raise ScenarioUnavailable(f'there is no act "{act}"; {suggestions.hint(act, acts, _listed(acts))}')
    order = list(acts)
    if loaded.act is not None and order.index(act) > order.index(loaded.act):
        raise ScenarioUnavailable(f'the act "{act}" comes after "{loaded.act}", with which the game would end')
    if act != order[0] and not acts[act].start:
        raise ScenarioUnavailable(f'no game can begin with the act "{act}": it has no `start`')


def _listed(acts: Iterable[str]) -> str:
    return f"there are {', '.join(acts)}" if acts else "this story is played as a whole"


def find_scenario(id: str, edition: str | None = None) -> Loaded:
    """The installed scenario of that id, as a save names it.

    Raises:
        ScenarioUnavailable: It is not installed, or cannot be played.
    """
    return load_playable(path_of(id), edition)


def finder(path: Path | None) -> FindScenario:
    """What finds the scenario of a save: the installed one of its id, or always the one that lies at a path."""
    if path is None:
        return find_scenario

    def find(_id: str, edition: str | None) -> Loaded:
        return load_playable(path, edition)

    return find


Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of the last change and size of each file of a scenario."""


def stamp(path: Path) -> Stamp:
    """What tells one version of a scenario's files from the next; a file that goes meanwhile is left out."""
    try:
        files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    except OSError:
        return ()
    return tuple(one for file in files if (one := _stamp_of(file)) is not None)


def _stamp_of(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return file.name, status.st_mtime_ns, status.st_size


class Watch:
    """Tells when a scenario has been written, once each time.

    The files are looked at, and nothing is asked of the system: a stat of some twenty files takes less than a
    millisecond, and works on every system and over every network.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._taken = self._seen = stamp(path)

    def has_changed(self) -> bool:
        """Whether there is a new version; to be asked often, as a version counts once it has stood for two looks."""
        now = stamp(self._path)
        is_settled, self._seen = now == self._seen, now
        if now == self._taken or not is_settled:
            return False
        self._taken = now
        return True
