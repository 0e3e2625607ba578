"""Games that were begun: going on, names, the trash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.presentation import formatting
from ceo_sim.presentation.saves_list import SaveView, circumstances, save_view, without_remedy
from ceo_sim.saves import manage
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE
from ceo_sim.saves.listing import TRASH, Summary, list_saves
from ceo_sim.saves.session import Session
from ceo_sim.scenario.manifest import ScenarioManifest
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, NotFoundError, Redirect, Ways
from ceo_sim.web.pages.general import page, to_game
from ceo_sim.web.shell import Page, actions, button, field, form

MOST_GAMES = 200
"""Games that are listed at once."""


def games(ask: Ask, views: Iterable[SaveView], stories: Iterable[ScenarioManifest]) -> Markup:
    """Games in a list, each with how it was begun, and what can be done with it."""
    acts = {story.id: dict(story.acts) for story in stories}
    rows = [_game(ask, view, acts.get(view.save.scenario, {})) for view in list(views)[:MOST_GAMES]]
    return element("ul", *rows, class_="games")


def _game(ask: Ask, view: SaveView, acts: Mapping[str, str]) -> Markup:
    """A game of the list; `acts` are titles of its story's acts, by their ids."""
    save, site = view.save, ask.site
    file = save.path.name
    begun = circumstances(save, acts)
    facts = (save.title if save.name else "", *view.facts, view.played, view.source, *begun)
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


def save_of(ask: Ask, file: str, folder: Path | None = None) -> Summary:
    """A save of the list, by the name of its file."""
    for save in list_saves(folder or ask.site.games.folder):
        if save.path.name == file:
            return save
    raise NotFoundError


def resume(ask: Ask) -> Answer:
    """Go on with a game."""
    save, games = save_of(ask, ask.sent("file")), ask.site.games
    if games.is_open(save.path) and not save.shipped and (game := games.get(save.path.stem)) is not None:
        return to_game(ask, game)
    session = Session.resume(save.path, games.find, salvage=save.salvageable, folder=games.folder)
    game = games.add(session)
    return to_game(ask, game)


def rename(ask: Ask) -> Page:
    """Ask for the name of a game, and a note."""
    save = save_of(ask, ask.parts["file"])
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
    save, games = save_of(ask, ask.parts["file"]), ask.site.games
    if games.is_open(save.path):
        games.close(save.path.stem)
    manage.rename(save.path, ask.sent("name"))
    manage.annotate(save.path, ask.sent("note"))
    return Redirect(ask.site.base)


def delete(ask: Ask) -> Page:
    """Ask whether a game is to go."""
    save = save_of(ask, ask.parts["file"])
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
    save, games = save_of(ask, ask.parts["file"]), ask.site.games
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
    save = save_of(ask, ask.sent("file"), ask.site.games.folder / TRASH)
    manage.restore(save.path)
    return Redirect(ask.site.base)


WAYS: Ways = {
    ("POST", "resume"): resume,
    ("GET", "saves/rename/{file}"): rename,
    ("POST", "saves/rename/{file}"): renamed,
    ("GET", "saves/delete/{file}"): delete,
    ("POST", "saves/delete/{file}"): deleted,
    ("GET", "trash"): trash,
    ("POST", "restore"): restore,
}
