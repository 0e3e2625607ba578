"""No thumb on the scale: how the flagship ends by what was done with the post, and by how it was decided."""

from __future__ import annotations

from functools import cache

import pytest

from ceo_sim.analysis.policy_names import policy_of_file
from ceo_sim.analysis.simulate import Summary, simulate
from scripts.courses import COURSES, mild_share
from tests.support.scenarios import shipped_program

pytestmark = pytest.mark.slow

PLAYS = 2_000
NOISE = 0.03
"""Nearly three standard errors of a share over 2,000 plays."""

KEPT = ("leave", "label", "remove")


@cache
def played(course: str, how: str) -> Summary:
    program = shipped_program("the_post")
    path = COURSES / f"{course}_{how}.toml"
    return simulate(program, PLAYS, 1, policy_of_file(path.name, path.read_text("utf-8"), program))


def mild(course: str, how: str) -> float:
    return mild_share(played(course, how))


@pytest.mark.parametrize("course", [*KEPT, "suspend"])
def test_a_course_decided_with_care_ends_mildly_in_most_plays_and_never_surely(course: str) -> None:
    assert 0.6 - NOISE <= mild(course, "care") <= 0.9 + NOISE


@pytest.mark.parametrize("course", [*KEPT, "suspend"])
def test_a_course_decided_with_neglect_seldom_ends_mildly(course: str) -> None:
    assert mild(course, "neglect") <= 0.15


def test_courses_decided_alike_end_alike() -> None:
    shares = [mild(course, "lot") for course in KEPT]

    assert max(shares) - min(shares) <= 0.15 + NOISE


def test_suspension_has_a_good_ending_of_its_own_and_it_is_rarer_than_that_of_the_others() -> None:
    kept_date = played("suspend", "care").endings["kept_date"]

    assert 0.15 <= kept_date < min(played(course, "care").endings["page"] for course in KEPT)


@pytest.mark.parametrize("course", KEPT)
def test_keeping_the_own_rule_beats_breaking_it(course: str) -> None:
    assert mild(course, "broken") < mild(course, "lot") - 0.1


@pytest.mark.parametrize("course", KEPT)
def test_ignoring_every_matter_of_staff_and_rights_costs(course: str) -> None:
    assert mild(course, "ignored") < mild(course, "lot") - 0.05
