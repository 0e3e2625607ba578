"""The whole page: a debrief of one playthrough, or a comparison of several with the debrief of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from attrs import evolve

from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE, comparison
from ceo_sim.presentation.debrief.counterfactual import rivals, what_if
from ceo_sim.presentation.debrief.history import real
from ceo_sim.presentation.debrief.lenses import lenses, questions
from ceo_sim.presentation.debrief.meters import courses
from ceo_sim.presentation.debrief.story import story
from ceo_sim.presentation.debrief.subject import DebriefSubject, letters
from ceo_sim.presentation.debrief.values import foretold, values
from ceo_sim.presentation.document import Fold, Page, Part, Quote, Section, bold, note, prose, said, sentence
from ceo_sim.presentation.why import why


def page(told: Sequence[DebriefSubject], named: str = "") -> Page:
    """The page of some playthroughs, at least one; those of one scenario stand together.

    Args:
        told: What to tell of; their keys are given here.
        named: A `decision.option` to tell of with many lucks; see `otherwise.what_if`.
    """
    told = [evolve(each, key=letters(place)) for place, each in enumerate(told)]
    language = told[0].scenario.info.language
    if len(told) == 1:
        lead = (*_facts(told[0]), *_ending(told[0]))
        return Page("A debrief", told[0].title, language, lead, sections(told[0], named))
    titles = list(dict.fromkeys(each.title for each in told))
    found: list[Section] = []
    for _, group in groupby(sorted(told, key=_scenario), key=_scenario):
        together = list(group)
        found += _group(together, named, apart=len(titles) > 1)
    lead = (note(f"{formatting.counted(len(told), 'playthrough')}: {', '.join(each.name for each in told)}"),)
    return Page("A comparison", " and ".join(titles), language, lead, tuple(found))


def _scenario(told: DebriefSubject) -> tuple[str, bool]:
    """What can be compared; a mirrored story tells of other people's words under the same ids."""
    return told.scenario.info.id, told.mirrored


def _group(told: Sequence[DebriefSubject], named: str, *, apart: bool) -> list[Section]:
    """The comparison of playthroughs of one scenario, and their debriefs."""
    title = told[0].title
    found = []
    if len(told) > 1:
        beside = comparison(told)
        found.append(evolve(beside, title=f"{title}: side by side") if apart else beside)
    for each in told:
        heading = f"{each.key}: {each.name}" + (f" ({title})" if apart else "")
        told_of = sections(each, named) if len(told) <= SIDE_BY_SIDE else in_short(each)
        parts = tuple(Fold(one.title, (one,)) for one in told_of)
        found.append(Section(each.id("debrief"), heading, (*_facts(each), *_ending(each), *parts)))
    if len(told) > SIDE_BY_SIDE and (last := questions(told[0])) is not None:
        found.append(evolve(last, title=f"{last.title} ({title})") if apart else last)
    return found


def in_short(told: DebriefSubject) -> tuple[Section, ...]:
    """What is a playthrough's own, among many: how it went, in the headline meters, and what it stood for."""
    whole = note("What if, rival views, the lenses and every meter are in the report of this save alone.")
    found = (
        story(told),
        courses(told, whole=False),
        why(told, whole=False),
        values(told),
        foretold(told),
        real(told),
    )
    kept = [section for section in found if section is not None]
    return (*kept[:-1], evolve(kept[-1], parts=(*kept[-1].parts, whole)))


def sections(told: DebriefSubject, named: str = "") -> tuple[Section, ...]:
    """The debrief of one playthrough, part by part, each readable by itself."""
    found = (
        story(told),
        courses(told),
        why(told),
        values(told),
        foretold(told),
        what_if(told, named),
        rivals(told),
        lenses(told),
        real(told),
        questions(told),
    )
    return tuple(section for section in found if section is not None)


def _facts(told: DebriefSubject) -> tuple[Part, ...]:
    """What was played, in a line, and what the player noted of it."""
    game = told.game
    start, now = game.timeline.moment(0), game.moment
    span = (
        f"{formatting.date(start)} to {formatting.date(now)}{formatting.year(now)}"
        if game.timeline.by_date
        else f"{game.now} turns"
    )
    facts = [told.name, span, formatting.counted(len(game.answers), "answer"), f"seed {game.seed}"]
    lines: list[Part] = [note(" · ".join(facts))]
    if told.mirrored:
        lines.append(note("Mirrored: the political poles of this story have changed places."))
    if told.notice:
        lines.append(note(told.notice))
    if told.note:
        lines.append(Quote(said(told.note)))
    return tuple(lines)


def _ending(told: DebriefSubject) -> tuple[Part, ...]:
    game = told.game
    title = formatting.full_stop(naming.how_it_ended(game))
    text = prose(game.fill(game.ending.text)) if game.ending is not None else ()
    return (sentence(bold(title)), *text)
