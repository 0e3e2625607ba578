"""The endings that a player has met, by story, from the saves; of the others only how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby

from attrs import frozen

from ceo_sim.library import ScenarioUnavailable, installed, load_playable
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.subject import filled_ways
from ceo_sim.presentation.saves_list import ENDINGS_MET
from ceo_sim.saves.listing import Summary
from ceo_sim.scenario.mirror import mirrored
from ceo_sim.scenario.model import Scenario

TITLE = ENDINGS_MET
NONE_MET = "No game has come to its end yet. Each ending that you meet will stand here."
WHOLE = "the whole story"

FindStory = Callable[[str, str | None], Scenario | None]
"""Gives the scenario of an id and an edition, with its acts as written; None if it is not at hand."""


@frozen
class Met:
    """An ending of a story that games have come to.

    Attributes:
        part: The title of the act that it ends, or `WHOLE`; empty if the story at hand has no ending of that title.
        games: How many games have come to it.
    """

    title: str
    part: str
    games: int


@frozen
class StoryGallery:
    """What was met of a story.

    Attributes:
        met: The endings, those of its first act first.
        unmet: How many others each part has, by its title; None if the story is not at hand.
    """

    title: str
    met: tuple[Met, ...]
    unmet: Mapping[str, int] | None


def games_ended(saves: Iterable[Summary]) -> list[Summary]:
    """The games of the player's own that have come to their ends."""
    return [save for save in saves if save.ending and not save.shipped]


def galleries(saves: Iterable[Summary], find: FindStory) -> Iterator[StoryGallery]:
    """The gallery of each story of which a game has ended, one after another; to find a story takes a moment."""
    ended = sorted(games_ended(saves), key=lambda save: save.scenario)
    for id, of_story in groupby(ended, key=lambda save: save.scenario):
        games, scenario = list(of_story), find(id, None)
        yield _unknown(games) if scenario is None else _known(games, scenario, find)


def _unknown(games: list[Summary]) -> StoryGallery:
    counted = Counter(save.ending for save in games)
    return StoryGallery(games[0].title, tuple(Met(title, "", counted[title]) for title in sorted(counted)), None)


def _known(games: list[Summary], scenario: Scenario, find: FindStory) -> StoryGallery:
    parts = {
        id: WHOLE if ending.act is None else scenario.acts[ending.act].title for id, ending in scenario.endings.items()
    }

    @cache
    def ids(edition: str | None, mirror: bool) -> dict[str, str]:
        words = find(scenario.info.id, edition) or scenario
        return _ids_by_title(mirrored(words) if mirror else words)

    named: dict[str, list[str]] = {}
    for save in games:
        named.setdefault(ids(save.edition, save.mirror).get(save.ending, ""), []).append(save.ending)
    other = Counter(named.pop("", []))
    met = [Met(titles[0], parts[id], len(titles)) for id, titles in named.items()]
    met += [Met(title, "", count) for title, count in other.items()]
    order = [*(act.title for act in scenario.acts.values()), WHOLE, ""]
    unmet = Counter(part for id, part in parts.items() if id not in named)
    return StoryGallery(
        scenario.info.title,
        tuple(sorted(met, key=lambda one: (order.index(one.part), one.title))),
        {part: unmet[part] for part in order if unmet[part]},
    )


def _ids_by_title(scenario: Scenario) -> dict[str, str]:
    """The ids of the endings by every title that they can have."""
    return {title: id for id, ending in scenario.endings.items() for title in filled_ways(ending.title)}


def story_finder() -> FindStory:
    """A finder of the stories that are installed, which loads each once."""
    paths = {manifest.id: manifest.path for manifest in installed()}

    @cache
    def find(id: str, edition: str | None) -> Scenario | None:
        try:
            return load_playable(paths[id], edition).as_written if id in paths else None
        except ScenarioUnavailable:
            return None

    return find


def in_words(stories: Iterable[StoryGallery]) -> doc.Parts:
    """Galleries as a document."""
    return tuple(map(_in_words, stories)) or (doc.sentence(NONE_MET),)


def _in_words(story: StoryGallery) -> doc.Fold:
    items = []
    for one in story.met:
        about = [f"at the end of {one.part}"] if one.part not in ("", WHOLE) else []
        about += [formatting.counted(one.games, "game")] if one.games > 1 else []
        about += ["in another version of the story"] if story.unmet is not None and not one.part else []
        items.append(doc.spans(doc.bold(one.title), f" ({', '.join(about)})" if about else ""))
    return doc.Fold(story.title, (doc.Listing(tuple(items)), *_still_to_come(story)))


def _still_to_come(story: StoryGallery) -> doc.Parts:
    """How many endings of a story have not been met, and where they are."""
    if story.unmet is None:
        return ()
    left = [f"{count} of {part}" for part, count in story.unmet.items()]
    return (doc.note(f"Still to be met: {formatting.joined(left)}." if left else "You have met them all."),)
