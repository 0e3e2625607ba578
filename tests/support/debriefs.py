"""Debriefs of shipped stories as documents, made once in a test run; a `conftest.py` takes them in."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.history import replay_history
from ceo_sim.engine.program import Program
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.document import Page
from ceo_sim.report.debrief import page
from tests.support.plays import played_by_lot
from tests.support.scenarios import shipped_program


@pytest.fixture(scope="session")
def post() -> Program:
    return shipped_program("the_post")


@pytest.fixture(scope="session")
def tutorial() -> Program:
    return shipped_program("tutorial")


@pytest.fixture(scope="session")
def flagship(post: Program) -> Page:
    """The debrief of the real path of the flagship."""
    return page([DebriefSubject("As it happened", replay_history(post), ("candor", "expression"))])


@pytest.fixture(scope="session")
def two(tutorial: Program) -> Page:
    """Two plays of the tutorial beside each other."""
    return page([DebriefSubject(name, played_by_lot(tutorial, seed)) for name, seed in (("Anna", 1), ("Ben", 2))])
