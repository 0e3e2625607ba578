"""From the command line to the dialogue: the title, a new game, a saved one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from ceo_sim import suggestions
from ceo_sim.errors import UserError
from ceo_sim.library import finder, installed, load_playable, require_mirror
from ceo_sim.new_game import HOW_TO_TYPE, NewGame, fresh_seed, read_new_game
from ceo_sim.plain.console import Console, UnreadableInputError
from ceo_sim.plain.dialogue import Dialogue
from ceo_sim.plain.render import rendered
from ceo_sim.plain.saves import HELP, manage_saves
from ceo_sim.plain.voice import LeftError, Voice
from ceo_sim.presentation import formatting
from ceo_sim.presentation.gallery import TITLE, galleries, in_words, story_finder
from ceo_sim.presentation.saves_list import SaveView, circumstances, saves_list
from ceo_sim.presentation.story_list import MOST_STORIES, lengths, not_listed
from ceo_sim.saves.listing import Summary, list_saves
from ceo_sim.saves.session import Session
from ceo_sim.scenario.manifest import ScenarioManifest
from ceo_sim.settings import SettingsFile


def run(  # noqa: PLR0913 - what can be said on the command line
    console_streams: tuple[TextIO, TextIO],
    *,
    saves: Path,
    scenario: Path | None = None,
    seed: int | None = None,
    resume: Path | None = None,
    salvage: bool = False,
    mirror: bool = False,
    edition: str | None = None,
    act: str | None = None,
    assignment: str = "",
    begin: str | None = None,
    settings_file: SettingsFile | None = None,
) -> int:
    """Play in plain lines until the player leaves.

    Args:
        console_streams: Where lines are read from, and written to.
        saves: The folder for saves.
        scenario: Where a scenario to begin lies; with `resume`, the save's scenario.
        seed: The luck of a new game; fresh if left out.
        resume: A save to go on with.
        salvage: Whether to go on with what can be kept of a save that is damaged or departs.
        mirror: Whether the poles of a new game are swapped.
        edition: The words of a new game.
        act: The act at whose end a new game ends; the whole story if left out.
        assignment: The code by which a new game was assigned to a class.
        begin: The act that a new game begins with; the first one if left out.
        settings_file: The player's settings.

    Raises:
        ScenarioUnavailable: The scenario is not there or has errors.
        SaveError: The save cannot be used as it is.
    """
    usual = NewGame(seed, mirror, edition, act, assignment, begin)

    def start(path: Path, how: NewGame = usual) -> Session:
        luck = fresh_seed() if how.seed is None else how.seed
        loaded = load_playable(path, how.edition, how.act)
        if how.mirror and not usual.mirror:
            require_mirror(loaded)
        mirror, edition, begin, assignment = how.mirror, how.edition, how.begin, how.assignment
        return Session.start(loaded, luck, saves, mirror=mirror, edition=edition, begin=begin, assignment=assignment)

    console = Console(*console_streams)
    voice = Voice(console.ask, console.say, settings_file or SettingsFile())
    session: Session | None
    if resume is not None:
        session = Session.resume(resume, finder(scenario), salvage=salvage, folder=saves)
    elif scenario is not None:
        session = start(scenario)
    else:
        session = _choose(voice, saves, start, usual)
    code = 0
    while session is not None:
        with session as played:
            session = Dialogue(played, voice).play()
            code = played.exit_code
    return code


def _choose(voice: Voice, saves: Path, start: Callable[[Path, NewGame], Session], usual: NewGame) -> Session | None:
    """The title: what can be played and what can be resumed, and what else is done with saves."""
    scenarios, listed = list(installed()), None
    left_out, scenarios = not_listed(len(scenarios)), scenarios[:MOST_STORIES]
    games: dict[int, Summary] = {}
    while True:
        if (now := list_saves(saves)) != listed:
            views = list(saves_list(now))
            voice.tell(["", *_title(scenarios, left_out, views)])
            listed = now
            games = dict(enumerate((view.save for view in views), len(scenarios) + 1))
        try:
            word, rest = voice.command("Play: ", HELP)
            number = int(word) if word.isdecimal() else 0
            if 1 <= number <= len(scenarios):
                story = scenarios[number - 1]
                if (how := read_new_game(rest, story.editions, story.act_order, usual)) is not None:
                    return start(story.path, how)
                voice.tell([_how_to_begin(number, story)])
                continue
            if (save := games.get(number)) is not None and not rest:
                return Session.resume(save.path, salvage=save.salvageable, folder=saves)
            if word == "endings":
                voice.tell([f"{TITLE}", *rendered(in_words(galleries(listed, story_finder())), brief=False), ""])
                continue
            answer = manage_saves(word, rest, games, saves)
            voice.tell(answer or [f"Expected a number from 1 to {len(scenarios) + len(games)}, q, or help."])
        except UnreadableInputError:
            raise
        except LeftError:
            voice.tell(["Goodbye."])
            return None
        except UserError as error:
            voice.tell([formatting.full_stop(str(error))])


def _how_to_begin(number: int, story: ScenarioManifest) -> str:
    editions = formatting.full_stop(f" Editions: {suggestions.listed(story.editions)}") if story.editions else ""
    acts = formatting.full_stop(f" Acts: {suggestions.listed(story.act_order)}") if story.act_order else ""
    return f"Expected {number} alone, or with any of {HOW_TO_TYPE} behind it.{editions}{acts}"


def _title(scenarios: list[ScenarioManifest], left_out: str, games: list[SaveView]) -> Iterator[str]:
    yield "ceo-sim: lead a company, see why it went as it did."
    yield ""
    yield "To play" if scenarios else "There is no scenario here. Name a file: ceo-sim play PATH --plain"
    for number, manifest in enumerate(scenarios, 1):
        about = [formatting.full_stop(manifest.name), lengths(manifest) or f"About {manifest.minutes} minutes."]
        about += ["Has a mirror."] if manifest.has_mirror else []
        about += [formatting.full_stop(part) for part in (manifest.rating, manifest.summary) if part]
        yield f"{number}. {' '.join(about)}"
        if manifest.problem:
            yield f"   {formatting.full_stop(manifest.problem[:1].upper() + manifest.problem[1:])}"
        if manifest.content_note:
            yield f"   Content note: {manifest.content_note}"
    if left_out:
        yield left_out
    if games:
        yield ""
        yield "To resume"
    numbered = list(enumerate(games, len(scenarios) + 1))
    numbers = {view.save.path: number for number, view in numbered}
    for number, view in numbered:
        acts = next((dict(story.acts) for story in scenarios if story.id == view.save.scenario), {})
        begun = circumstances(view.save, acts)
        facts = (view.save.name, view.save.title, *view.facts, view.save.path.name, view.source, *begun)
        damaged = f"{view.save.path.name}: {view.damaged}"
        yield formatting.full_stop(f"{number}. {damaged if view.damaged else ', '.join(filter(None, facts))}")
        if view.parent is not None:
            origin = view.origin(f"number {numbers[view.parent]}")
            yield formatting.full_stop(f"   {origin[0].upper()}{origin[1:]}")
        if view.save.note:
            yield f"   Note: {view.save.note}"
    yield ""
    yield "Type a number, help for what can be done with games beside playing them, or q to leave."
