"""The sections that a playthrough has something to say in, in the order in which they are told."""

from __future__ import annotations

from ceo_sim.presentation.debrief.causes import Causes
from ceo_sim.presentation.debrief.counterfactual import Rivals, WhatIf
from ceo_sim.presentation.debrief.history import RealPath
from ceo_sim.presentation.debrief.lenses import Lenses
from ceo_sim.presentation.debrief.meters import Meters
from ceo_sim.presentation.debrief.predictions import Predictions
from ceo_sim.presentation.debrief.section import DebriefSection
from ceo_sim.presentation.debrief.story import Story
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.debrief.talk import Talk
from ceo_sim.presentation.debrief.values import Values


def sections(subject: DebriefSubject, featured: str = "") -> tuple[DebriefSection, ...]:
    """The sections of one playthrough; `featured` is what `WhatIf` tells in full."""
    scenario, game = subject.scenario, subject.game
    has_lenses = any(
        option.lenses
        for answer in game.answers
        for option in scenario.decisions[answer.decision].options.values()
        if option.id in answer.put
    )
    return (
        Story(subject),
        Meters(subject),
        Causes(subject),
        *([WhatIf(subject, featured)] if game.answers else []),
        *([Values(subject)] if scenario.values else []),
        Predictions(subject),
        *([Lenses(subject)] if has_lenses else []),
        *([RealPath(subject)] if scenario.history is not None else []),
        *([Rivals(subject)] if scenario.rivals else []),
        Talk(subject),
    )
