"""The whole page: a debrief of one playthrough, or a comparison of several with the debrief of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from attrs import evolve

from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE, comparison
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject, letters
from ceo_sim.presentation.document import Fold, Page, Part, Quote, Section, bold, note, prose, sentence, spans

_OWN = ("story", "metrics", "why", "values", "foretold", "real")
"""Sections that are a playthrough's own among many."""


def page(subjects: Sequence[DebriefSubject], featured: str = "") -> Page:
    """The page of some playthroughs, at least one; those of one scenario stand together.

    Args:
        subjects: What it is of; their keys are given here.
        featured: A `decision.option` that is tried in full; see `WhatIf`.
    """
    subjects = [evolve(each, key=letters(place)) for place, each in enumerate(subjects)]
    language = subjects[0].scenario.info.language
    if len(subjects) == 1:
        lead = (*_facts(subjects[0]), *_ending(subjects[0]))
        return Page("A debrief", subjects[0].title, language, lead, _sections(subjects[0], featured))
    titles = list(dict.fromkeys(each.title for each in subjects))
    found: list[Section] = []
    for _, group in groupby(sorted(subjects, key=_scenario), key=_scenario):
        found += _group(list(group), featured, apart=len(titles) > 1)
    names = ", ".join(each.name for each in subjects)
    lead = (note(f"{formatting.counted(len(subjects), 'playthrough')}: {names}"),)
    return Page("A comparison", " and ".join(titles), language, lead, tuple(found))


def _scenario(subject: DebriefSubject) -> tuple[str, bool]:
    """What can be compared; a mirrored story tells of other people's words under the same ids."""
    return subject.scenario.info.id, subject.mirrored


def _group(subjects: Sequence[DebriefSubject], featured: str, *, apart: bool) -> list[Section]:
    """The comparison of playthroughs of one scenario, and their debriefs."""
    title = subjects[0].title
    found = []
    if len(subjects) > 1:
        beside = comparison(subjects)
        found.append(evolve(beside, title=f"{title}: side by side") if apart else beside)
    for each in subjects:
        heading = f"{each.key}: {each.name}" + (f" ({title})" if apart else "")
        own = _sections(each, featured) if len(subjects) <= SIDE_BY_SIDE else _in_short(each)
        parts = tuple(Fold(section.title, (section,)) for section in own)
        found.append(Section(each.id("debrief"), heading, (*_facts(each), *_ending(each), *parts)))
    if len(subjects) > SIDE_BY_SIDE:
        last = _sections(subjects[0], only=("questions",))
        found += [evolve(each, title=f"{each.title} ({title})") if apart else each for each in last]
    return found


def _sections(
    subject: DebriefSubject, featured: str = "", only: Sequence[str] = (), *, whole: bool = True
) -> tuple[Section, ...]:
    """The debrief of one playthrough, part by part, each readable by itself."""
    wanted = (each for each in sections(subject, featured) if not only or each.id in only)
    told = (Section(subject.id(each.id), each.title, each.page() if whole else each.page_in_short()) for each in wanted)
    return tuple(section for section in told if section.parts)


def _in_short(subject: DebriefSubject) -> tuple[Section, ...]:
    """What is a playthrough's own, among many: how it went, in the headline meters, and what it stood for."""
    rest = note("What if, rival views, the lenses and every meter are in the report of this save alone.")
    *first, last = _sections(subject, only=_OWN, whole=False)
    return (*first, evolve(last, parts=(*last.parts, rest)))


def _facts(subject: DebriefSubject) -> tuple[Part, ...]:
    """What was played, in a line, and what the player noted of it."""
    game = subject.game
    start, now = game.timeline.moment(0), game.moment
    span = (
        f"{formatting.date(start)} to {formatting.date(now)}{formatting.year(now)}"
        if game.timeline.by_date
        else f"{game.now} turns"
    )
    facts = [subject.name, span, formatting.counted(len(game.answers), "answer"), f"seed {game.seed}"]
    lines: list[Part] = [note(" · ".join(facts))]
    if subject.mirrored:
        lines.append(note("Mirrored: the political poles of this story have changed places."))
    if subject.notice:
        lines.append(note(subject.notice))
    if subject.note:
        lines.append(Quote(spans(subject.note)))
    return tuple(lines)


def _ending(subject: DebriefSubject) -> tuple[Part, ...]:
    game = subject.game
    title = formatting.full_stop(naming.how_it_ended(game))
    text = prose(game.fill(game.ending.text)) if game.ending is not None else ()
    return (sentence(bold(title)), *text)
