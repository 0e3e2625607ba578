"""The title: stories to begin, games to go on with, and what else is done with saves."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ceo_sim.errors import UserError
from ceo_sim.html.elements import Attribute, Child, Markup, element, joined
from ceo_sim.library import installed
from ceo_sim.new_game import LARGEST_SEED, read_seed
from ceo_sim.presentation import formatting
from ceo_sim.presentation.saves_list import SaveView, save_view, saves_list, without_remedy
from ceo_sim.presentation.story_list import MOST_STORIES, not_listed
from ceo_sim.saves import manage
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE
from ceo_sim.saves.listing import TRASH, Summary, list_saves
from ceo_sim.saves.session import Session, fresh_seed
from ceo_sim.scenario.manifest import ScenarioManifest
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, NotFoundError, Redirect, Ways
from ceo_sim.web.games import OpenGame
from ceo_sim.web.pages.general import page
from ceo_sim.web.shell import Page, actions, button, field, form

TAGLINE = "Lead a company, see why it went as it did."
MOST_GAMES = 200
"""Games that are listed at once."""


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
        components.section("Go on", _games(ask, own), id="games") if own else None,
        components.section("Begin", element("ul", *begin, class_="stories"), id="stories")
        if begin
        else element("p", "No story was found. Put one into ./scenarios."),
        element("p", left_out) if left_out else None,
        components.section("Nearest to what really happened", _games(ask, shipped), id="shipped") if shipped else None,
        element("p", element("a", "Games in the trash", href=ask.site.address("trash"))) if trash else None,
        name="Stories and games",
        problem=problem,
    )


def _story(ask: Ask, story: ScenarioManifest) -> Markup:
    """A story to begin; a foreign one says in which language its texts are."""
    facts = (formatting.counted(story.minutes, "minute"), f"ages {story.rating}" if story.rating else "")
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
        components.facts(facts),
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


# ---- a new game ---------------------------------------------------------------------------------------------


def _of(id: str) -> ScenarioManifest:
    for story in installed():
        if story.id == id:
            return story
    raise NotFoundError


def story(ask: Ask) -> Page:
    """How a new game of a story is to be."""
    return _story_page(ask, _of(ask.parts["story"]))


def _story_page(ask: Ask, story: ScenarioManifest, problem: str = "") -> Page:
    loaded = ask.site.games.stories.load(story.path)
    fields: list[Child] = []
    if story.editions:
        choices = [("", "The story's own words"), *((name, name) for name in story.editions)]
        fields.append(_select("edition", "Edition", choices, ask.sent("edition")))
    if story.acts:
        ends = [("", "The whole story"), *((id, f"Up to the end of: {words}") for id, words in story.acts)]
        fields.append(_select("act", "Length", ends, ask.sent("act")))
    if loaded.playable.mirror is not None:
        box = element("input", type="checkbox", id="mirror", name="mirror", value="1", checked=bool(ask.sent("mirror")))
        fields.append(element("p", box, element("label", "Swap the political poles of the story", for_="mirror")))
    seed = element(
        "input",
        id="seed",
        name="seed",
        value=ask.sent("seed"),
        inputmode="numeric",
        autocomplete="off",
        aria_describedby="seed-note",
        aria_invalid="true" if problem else None,
    )
    note = f"A whole number from 0 to {LARGEST_SEED:,}; the same seed is the same luck. Empty is a fresh one."
    fields.append(
        element("p", element("label", "Seed", for_="seed"), seed, element("span", note, id="seed-note", class_="quiet"))
    )
    return page(
        ask,
        f"A new game: {story.title}",
        element("p", story.role, **_language(story)),
        element("p", element("b", "Content note: "), element("span", story.content_note, **_language(story)))
        if story.content_note
        else None,
        form(
            ask.site.address("new"),
            ask.site.token,
            *fields,
            actions(button("Begin")),
            hidden={"story": story.id},
            class_="fields",
        ),
        problem=problem,
        at_field="seed",
    )


def _select(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str) -> Markup:
    rows = (element("option", words, value=value, selected=value == chosen) for value, words in choices)
    return element("p", element("label", label, for_=name), element("select", *rows, id=name, name=name))


def new(ask: Ask) -> Answer:
    """Begin a game."""
    story = _of(ask.sent("story"))
    typed = ask.sent("seed").strip()
    seed = read_seed(typed) if typed else fresh_seed()
    if seed is None:
        return _story_page(ask, story, f"The seed has to be a whole number from 0 to {LARGEST_SEED:,}.")
    edition, act = ask.sent("edition") or None, ask.sent("act") or None
    if edition is not None and edition not in story.editions:
        raise NotFoundError
    if act is not None and act not in dict(story.acts):
        raise NotFoundError
    loaded = ask.site.games.stories.load(story.path, edition, act)
    mirror = bool(ask.sent("mirror")) and loaded.playable.mirror is not None
    session = Session.start(loaded, seed, ask.site.games.folder, mirror=mirror, edition=edition)
    return _to(ask, ask.site.games.add(session), "opening")


def _to(ask: Ask, game: OpenGame, *parts: str) -> Redirect:
    return Redirect(ask.site.address("game", game.id, *parts))


# ---- games that were begun ----------------------------------------------------------------------------------


def _games(ask: Ask, views: Iterable[SaveView]) -> Markup:
    rows = [_game(ask, view) for view in list(views)[:MOST_GAMES]]
    return element("ul", *rows, class_="games")


def _game(ask: Ask, view: SaveView) -> Markup:
    save, site = view.save, ask.site
    file = save.path.name
    facts = (save.title if save.name else "", *view.facts, view.played, view.source)
    parent = element("p", view.origin("another game"), class_="quiet") if view.parent is not None else None
    can_go_on = not view.damaged or save.salvageable
    whose = element("span", f" {view.full_name}", class_="hidden")
    words = "Go on with what can be kept of" if view.damaged else "Go on"
    resume = form(site.address("resume"), site.token, button(joined((words, whose))), hidden={"file": file})
    more = [
        element("a", words, whose, href=f"{site.address('saves', what, file)}")
        for what, words in (("rename", "Rename"), ("delete", "Delete"))
        if not save.shipped and not (view.damaged and what == "rename")
    ]
    return element(
        "li",
        element("h3", view.name if not view.damaged else file),
        components.facts(facts),
        parent,
        element("p", f"Note: {save.note}") if save.note else None,
        element("p", formatting.full_stop(without_remedy(view.damaged)), class_="damaged") if view.damaged else None,
        actions(resume if can_go_on else None, *more),
        class_="card",
    )


def _save(ask: Ask, file: str, folder: Path | None = None) -> Summary:
    """A save of the list, by the name of its file."""
    for save in list_saves(folder or ask.site.games.folder):
        if save.path.name == file:
            return save
    raise NotFoundError


def resume(ask: Ask) -> Answer:
    """Go on with a game."""
    save, games = _save(ask, ask.sent("file")), ask.site.games
    if games.is_open(save.path) and not save.shipped and (game := games.get(save.path.stem)) is not None:
        return _to(ask, game)
    session = Session.resume(save.path, games.find, salvage=save.salvageable, folder=games.folder)
    game = games.add(session)
    return _to(ask, game)


def rename(ask: Ask) -> Page:
    """Ask for the name of a game, and a note."""
    save = _save(ask, ask.parts["file"])
    fields = (
        field("name", "Name", save.name, most=MAX_NAME),
        field("note", "Note", save.note, rows=3, most=MAX_NOTE),
    )
    return page(
        ask,
        f"Name of {save_view(save).full_name}",
        form(
            ask.site.address("saves", "rename", save.path.name),
            ask.site.token,
            *fields,
            actions(button("Save"), element("a", "Back", href=ask.site.base)),
            class_="fields",
        ),
    )


def renamed(ask: Ask) -> Answer:
    """Name a game."""
    save, games = _save(ask, ask.parts["file"]), ask.site.games
    if games.is_open(save.path):
        games.close(save.path.stem)
    manage.rename(save.path, ask.sent("name"))
    manage.annotate(save.path, ask.sent("note"))
    return Redirect(ask.site.base)


def delete(ask: Ask) -> Page:
    """Ask whether a game is to go."""
    save = _save(ask, ask.parts["file"])
    view = save_view(save)
    return page(
        ask,
        f"Delete {view.full_name}?",
        components.facts((*view.facts, view.played)),
        element("p", "It goes into the trash, from where it can be brought back."),
        form(
            ask.site.address("saves", "delete", save.path.name),
            ask.site.token,
            actions(button("Delete"), element("a", "Keep it", href=ask.site.base)),
        ),
    )


def deleted(ask: Ask) -> Answer:
    """Move a game into the trash."""
    save, games = _save(ask, ask.parts["file"]), ask.site.games
    if games.is_open(save.path):
        games.close(save.path.stem)
    manage.trash(save.path)
    return Redirect(ask.site.base)


def trash(ask: Ask) -> Page:
    """What is in the trash."""
    rows = []
    for save in list_saves(ask.site.games.folder / TRASH):
        if save.shipped:
            continue
        view = save_view(save)
        whose = element("span", f" {view.full_name}", class_="hidden")
        restore = form(
            ask.site.address("restore"),
            ask.site.token,
            button(joined(("Bring back", whose))),
            hidden={"file": save.path.name},
        )
        rows.append(element("li", element("h2", view.full_name), components.facts(view.facts), restore, class_="card"))
    content = element("ul", *rows, class_="games") if rows else element("p", "The trash is empty.")
    return page(ask, "Games in the trash", content)


def restore(ask: Ask) -> Answer:
    """Bring a game back from the trash."""
    save = _save(ask, ask.sent("file"), ask.site.games.folder / TRASH)
    manage.restore(save.path)
    return Redirect(ask.site.base)


def refused(ask: Ask, error: UserError) -> Page:
    """The title, with what was wrong with what was asked."""
    return title(ask, formatting.full_stop(str(error)))


WAYS: Ways = {
    ("GET", ""): title,
    ("GET", "story/{story}"): story,
    ("POST", "new"): new,
    ("POST", "resume"): resume,
    ("GET", "saves/rename/{file}"): rename,
    ("POST", "saves/rename/{file}"): renamed,
    ("GET", "saves/delete/{file}"): delete,
    ("POST", "saves/delete/{file}"): deleted,
    ("GET", "trash"): trash,
    ("POST", "restore"): restore,
}
