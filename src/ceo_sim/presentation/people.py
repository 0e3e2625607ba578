"""The people whom a play has mentioned: who they are to the player, what they last said, and what became of them."""

from __future__ import annotations

from attrs import evolve

from ceo_sim.engine.game import Game
from ceo_sim.engine.people import Said
from ceo_sim.engine.snapshots import Known
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.scenario.markup import blocks
from ceo_sim.suggestions import folded

BECAME = "What became of them"
_WHERE = {"": "In the feed", "post": "In a post", "letter": "In a letter", "notice": "In a notice"}


def people(game: Game) -> doc.Parts:
    """Everybody who has been mentioned, a part each in the order of the file."""
    return tuple(_person(game, known) for known in game.people()) or (doc.note("Nobody has been mentioned yet."),)


def named(game: Game, name: str) -> doc.Parts:
    """Those who have been mentioned and have some words in their name or role; who there is if nobody has."""
    meant = folded(name)
    matches = [known for known in game.people() if meant in folded(formatting.person(known.person))]
    if matches:
        return tuple(_person(game, known) for known in matches)
    names = ", ".join(known.person.name for known in game.people())
    there = f"Mentioned so far: {names}" if names else "Nobody has been mentioned yet"
    return (doc.sentence(formatting.full_stop(f"Nobody of that name has been mentioned. {there}")),)


def epilogues(game: Game) -> doc.Parts:
    """What became of those who were mentioned, once the story is over, in a line each; nothing if there is none."""
    items = tuple(_epilogue(person.name, doc.inline(text)) for person, text in game.epilogues()) if game.ended else ()
    return (doc.Listing(items),) if items else ()


def _epilogue(name: str, text: doc.Spans) -> doc.Spans:
    """Of whom a text is, and the text; once, where it begins with the name."""
    first, *others = text
    if not first.text.startswith(name):
        return doc.spans(doc.bold(name), ": ", *text)
    rest = evolve(first, text=first.text.removeprefix(name))
    return doc.spans(evolve(first, text=name, style="bold"), rest, *others)


def _person(game: Game, known: Known) -> doc.Fold:
    items = [doc.spans(doc.bold("Now: "), *doc.inline(known.remark))] if known.remark else []
    items += [_said(game, known.said)] if known.said is not None else []
    lists: doc.Parts = (doc.Listing(tuple(items)),) if items else ()
    leans = (doc.sentence(known.person.leans),) if known.person.leans else ()
    return doc.Fold(formatting.person(known.person), (*(doc.prose(known.about) or leans), *lists))


def _said(game: Game, said: Said) -> doc.Spans:
    """The last that somebody said; of a document its beginning."""
    when = formatting.weekday_and_part(game.timeline, said.step)
    where = doc.bold(f"{_WHERE[said.kind]}, {when}: ")
    if said.kind and len(parts := blocks(said.text)) > 1:
        return doc.spans(where, *doc.of_the_story(parts[0].spans), " …")
    return doc.spans(where, *doc.inline(said.text))
