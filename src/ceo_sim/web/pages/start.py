"""The title: stories to begin and games to go on with; and how a new game is to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ceo_sim.errors import UserError
from ceo_sim.html.elements import Attribute, Markup, element, joined
from ceo_sim.library import installed
from ceo_sim.new_game import LARGEST_SEED, fresh_seed, read_seed
from ceo_sim.presentation import formatting
from ceo_sim.presentation.saves_list import endings_met, saves_list
from ceo_sim.presentation.story_list import (
    BEGINS,
    LENGTH,
    MOST_STORIES,
    beginning,
    ends,
    facts,
    length,
    lengths,
    not_listed,
    too_short,
)
from ceo_sim.saves.listing import TRASH, list_saves
from ceo_sim.saves.session import Session
from ceo_sim.scenario.manifest import ScenarioManifest
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, NotFoundError, Ways
from ceo_sim.web.pages.general import page, to_game
from ceo_sim.web.pages.saves import games
from ceo_sim.web.shell import Page, actions, button, form

TAGLINE = "Lead a company, see why it went as it did."


def title(ask: Ask, problem: str = "") -> Page:
    """Stories to begin, and games to go on with."""
    stories = list(installed())
    saves = list_saves(ask.site.games.folder)
    views = list(saves_list(saves))
    own, shipped = [view for view in views if not view.save.shipped], [view for view in views if view.save.shipped]
    left_out = not_listed(len(stories))
    begin = [_story(ask, story) for story in stories[:MOST_STORIES]]
    trash = any(True for save in list_saves(ask.site.games.folder / TRASH) if not save.shipped)
    return page(
        ask,
        "ceo-sim",
        element("p", TAGLINE, class_="tagline"),
        components.section("Go on", games(ask, own, stories), id="games") if own else None,
        components.section("Begin", element("ul", *begin, class_="stories"), id="stories")
        if begin
        else element("p", "No story was found. Put one into ./scenarios."),
        element("p", left_out) if left_out else None,
        components.section("Nearest to what really happened", games(ask, shipped, stories), id="shipped")
        if shipped
        else None,
        _elsewhere(ask, endings_met(saves), has_trash=trash),
        name="Stories and games",
        problem=problem,
    )


def _elsewhere(ask: Ask, met: str, *, has_trash: bool) -> Markup | None:
    """Links to what else there is of games: the endings that they have come to, and the trash."""
    address = ask.site.address
    links = [element("a", met, href=address("endings"))] if met else []
    links += [element("a", "Games in the trash", href=address("trash"))] if has_trash else []
    return actions(*links) if links else None


def _story(ask: Ask, story: ScenarioManifest) -> Markup:
    """A story to begin; a foreign one says in which language its texts are."""
    begin = form(
        ask.site.address("new"),
        ask.site.token,
        button(joined(("Begin", element("span", f" {story.title}", class_="hidden")))),
        hidden={"story": story.id},
    )
    set_up = element("a", "Set up", element("span", f" {story.title}", class_="hidden"), href=_set_up(ask, story))
    texts = _language(story)
    note = element("p", element("b", "Content note: "), element("span", story.content_note, **texts))
    return element(
        "li",
        element("h3", story.name, **texts),
        components.facts(facts(story)),
        element("p", story.summary or story.role, **texts),
        note if story.content_note else None,
        element("p", story.problem, class_="problem") if story.problem else None,
        actions(begin, set_up),
        class_="card",
    )


def _language(story: ScenarioManifest) -> dict[str, Attribute]:
    """How the texts of a story are marked that is not in English."""
    return {} if story.language.startswith("en") else {"lang": story.language, "dir": "auto"}


def _set_up(ask: Ask, story: ScenarioManifest) -> str:
    return ask.site.address("story", story.id)


def _of(id: str) -> ScenarioManifest:
    for story in installed():
        if story.id == id:
            return story
    raise NotFoundError


def story(ask: Ask) -> Page:
    """How a new game of a story is to be."""
    return _story_page(ask, _of(ask.parts["story"]))


def _story_page(ask: Ask, story: ScenarioManifest, problem: str = "", at_field: str = "") -> Page:
    note = element("p", element("b", "Content note: "), element("span", story.content_note, **_language(story)))
    return page(
        ask,
        f"A new game: {story.title}",
        element("p", story.role, **_language(story)),
        note if story.content_note else None,
        form(
            ask.site.address("new"),
            ask.site.token,
            *_parts_of_story(ask, story, at_field),
            _poles(ask, story),
            _seed(ask, at_field),
            actions(button("Begin")),
            hidden={"story": story.id},
            class_="fields",
        ),
        problem=problem,
        at_field=at_field,
    )


def _parts_of_story(ask: Ask, story: ScenarioManifest, at_field: str) -> Iterator[Markup]:
    """Fields for which words of the story are read, and which of its acts are played."""
    if story.editions:
        choices = [("", "the full one"), *((name, name) for name in story.editions)]
        yield _select("edition", "Edition", choices, ask.sent("edition"))
    if story.starts:
        starts = [("", beginning(story, None)), *story.starts]
        yield _select("begin", BEGINS, starts, ask.sent("begin"), "A later act begins with what was decided before it.")
    if story.acts:
        lasts = [("", length(story, None)), *((id, length(story, id)) for id, _ in story.acts)]
        yield _select("act", LENGTH, lasts, ask.sent("act"), lengths(story), is_wrong=at_field == "act")


def _poles(ask: Ask, story: ScenarioManifest) -> Markup | None:
    if not story.has_mirror:
        return None
    box = element("input", type="checkbox", id="mirror", name="mirror", value="1", checked=bool(ask.sent("mirror")))
    return element("p", box, element("label", "Swap the political poles of the story", for_="mirror"))


def _seed(ask: Ask, at_field: str) -> Markup:
    field = element(
        "input",
        id="seed",
        name="seed",
        value=ask.sent("seed"),
        inputmode="numeric",
        autocomplete="off",
        aria_describedby="seed-note",
        aria_invalid="true" if at_field == "seed" else None,
    )
    note = f"A whole number from 0 to {LARGEST_SEED:,}; the same seed is the same luck. Empty is a fresh one."
    return element(
        "p", element("label", "Seed", for_="seed"), field, element("span", note, id="seed-note", class_="quiet")
    )


def _select(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    chosen: str,
    note: str = "",
    *,
    is_wrong: bool = False,
) -> Markup:
    """A field with one of some choices, each a value and its words, and a note on it."""
    rows = (element("option", words, value=value, selected=value == chosen) for value, words in choices)
    field = element(
        "select",
        *rows,
        id=name,
        name=name,
        aria_describedby=f"{name}-note" if note else None,
        aria_invalid="true" if is_wrong else None,
    )
    help = element("span", note, id=f"{name}-note", class_="quiet") if note else None
    return element("p", element("label", label, for_=name), field, help)


def new(ask: Ask) -> Answer:
    """Begin a game."""
    story = _of(ask.sent("story"))
    typed = ask.sent("seed").strip()
    seed = read_seed(typed) if typed else fresh_seed()
    if seed is None:
        return _story_page(ask, story, f"The seed has to be a whole number from 0 to {LARGEST_SEED:,}.", "seed")
    edition = _one_of(ask.sent("edition"), story.editions)
    act = _one_of(ask.sent("act"), dict(story.acts))
    begin = _one_of(ask.sent("begin"), dict(story.starts))
    if begin is not None and act is not None and act not in ends(story, begin):
        return _story_page(ask, story, too_short(story, begin, act), "act")
    loaded = ask.site.games.stories.load(story.path, edition, act)
    mirror = bool(ask.sent("mirror")) and loaded.playable.mirror is not None
    session = Session.start(loaded, seed, ask.site.games.folder, mirror=mirror, edition=edition, begin=begin)
    return to_game(ask, ask.site.games.add(session), "opening")


def _one_of(sent: str, known: Collection[str]) -> str | None:
    """A choice that was sent; None if nothing was chosen.

    Raises:
        NotFoundError: It is not among the choices.
    """
    if sent and sent not in known:
        raise NotFoundError
    return sent or None


def refused(ask: Ask, error: UserError) -> Page:
    """The title, with what was wrong with what was asked."""
    return title(ask, formatting.full_stop(str(error)))


WAYS: Ways = {
    ("GET", ""): title,
    ("GET", "story/{story}"): story,
    ("POST", "new"): new,
}
