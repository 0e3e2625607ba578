"""The whole page: a debrief of one playthrough, or a comparison of several with the debrief of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from attrs import evolve

from ceo_sim.html.story_words import names_of
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE, comparison
from ceo_sim.presentation.debrief.section import DebriefSection
from ceo_sim.presentation.debrief.sections import sections
from ceo_sim.presentation.debrief.subject import DebriefSubject, letters
from ceo_sim.presentation.debrief.talk import Talk
from ceo_sim.presentation.document import Fold, Page, Part, Quote, Section, bold, note, prose, sentence, spans
from ceo_sim.presentation.people import BECAME, epilogues

_OWN = ("story", "metrics", "why", "values", "predictions", "real")
"""Sections that are a playthrough's own among many."""


def page(subjects: Sequence[DebriefSubject], featured: str = "") -> Page:
    """The page of some playthroughs, at least one; those of one scenario stand together.

    Args:
        subjects: What it is of; their keys are given here.
        featured: A `decision.option` that is tried in full; see `WhatIf`.
    """
    subjects = [evolve(subject, key=letters(place)) for place, subject in enumerate(subjects)]
    first, language = subjects[0], subjects[0].scenario.info.language
    names = {name: language for subject in subjects for name, language in names_of(subject).items()}
    if len(subjects) == 1:
        lead = (*_facts(first), *_ending(first))
        parts = tuple(_written(first, sections(first, featured)))
        return Page("A debrief", first.title, language, lead, parts, names)
    titles = list(dict.fromkeys(subject.title for subject in subjects))
    groups = groupby(sorted(subjects, key=_scenario), key=_scenario)
    written = [section for _, group in groups for section in _group(list(group), featured, are_several=len(titles) > 1)]
    playthroughs = ", ".join(subject.name for subject in subjects)
    lead = (note(f"{formatting.counted(len(subjects), 'playthrough')}: {playthroughs}"),)
    return Page("A comparison", " and ".join(titles), language, lead, tuple(written), names)


def _scenario(subject: DebriefSubject) -> tuple[str, bool]:
    """What can be compared; a mirrored story tells of other people's words under the same ids."""
    return subject.scenario.info.id, subject.mirrored


def _group(subjects: Sequence[DebriefSubject], featured: str, *, are_several: bool) -> Iterator[Section]:
    """The comparison of playthroughs of one scenario, and their debriefs; of several, each heading names its own."""
    title, are_few = subjects[0].title, len(subjects) <= SIDE_BY_SIDE
    language = subjects[0].scenario.info.language
    if len(subjects) > 1:
        compared = comparison(subjects)
        heading = f"{title}: side by side" if are_several else compared.title
        yield evolve(compared, title=heading, language=language)
    for subject in subjects:
        heading = f"{subject.key}: {subject.name}" + (f" ({title})" if are_several else "")
        own = _written(subject, sections(subject, featured)) if are_few else _in_short(subject)
        folds = (Fold(section.title, (section,)) for section in own)
        yield Section(subject.id("debrief"), heading, (*_facts(subject), *_ending(subject), *folds), language)
    for last in [] if are_few else _written(subjects[0], [Talk(subjects[0])]):
        heading = f"{last.title} ({title})" if are_several else last.title
        yield evolve(last, title=heading, language=language)


def _written(subject: DebriefSubject, wanted: Iterable[DebriefSection], *, in_short: bool = False) -> list[Section]:
    """Sections that can be read by themselves; those that have nothing to say are left out."""
    parts = ((section, section.page_in_short() if in_short else section.page()) for section in wanted)
    return [Section(subject.id(section.id), section.title, content) for section, content in parts if content]


def _in_short(subject: DebriefSubject) -> list[Section]:
    """What is a playthrough's own, among many: how it went, in the headline meters, and what it stood for."""
    own = (section for section in sections(subject) if section.id in _OWN)
    *first, last = _written(subject, own, in_short=True)
    rest = note("What if, rival views, the lenses and every meter are in the report of this save alone.")
    return [*first, evolve(last, parts=(*last.parts, rest))]


def _facts(subject: DebriefSubject) -> tuple[Part, ...]:
    """What was played, in a line, and what the player noted of it."""
    game = subject.game
    start, now = game.timeline.moment(0), game.moment
    in_one_year = isinstance(start, int) or isinstance(now, int) or start.year == now.year
    span = (
        f"{formatting.date_of(start)}{'' if in_one_year else formatting.year(start)} to "
        f"{formatting.date_of(now)}{formatting.year(now)}"
        if game.timeline.by_date
        else f"{game.now} turns"
    )
    facts = [subject.name, span, formatting.counted(len(game.answers), "answer"), f"seed {game.seed}"]
    mirrored = headings.MIRRORED if subject.mirrored else ""
    lines = filter(None, (" · ".join(facts), naming.made_up(subject.scenario), mirrored, subject.notice))
    return (*map(note, lines), *([Quote(spans(subject.note))] if subject.note else []))


def _ending(subject: DebriefSubject) -> tuple[Part, ...]:
    game = subject.game
    title = formatting.full_stop(naming.how_it_ended(game))
    text = prose(game.fill(game.ending.text)) if game.ending is not None else ()
    became = (sentence(bold(f"{BECAME}.")), *after) if (after := epilogues(game)) else ()
    return (sentence(bold(title)), *text, *became)
