"""Editions: other words, and nothing but words."""

from __future__ import annotations

import pytest

from ceo_sim.scenario.loader import Loaded, load_texts
from ceo_sim.scenario.model import Scenario
from tests.scenario.sample import SMALL, places, unmarked

TITLE = '[edition]\ntitle = "Other words"\n'


def edited(words: str) -> Loaded:
    return load_texts({"scenario.toml": SMALL, "editions/other.toml": TITLE + words}, edition="other")


def scenario(words: str) -> Scenario:
    found = edited(words)
    assert places(found.diagnostics) == []
    assert found.scenario is not None
    return found.scenario


def test_texts_names_and_lists_of_them_are_replaced() -> None:
    words = """
[scenario]
title = "Klein"
[metric.staff]
bands = [[0, "wütend"], [50, "ruhig"]]
[decision.the_post]
brief = "Es wird {staff:.0f}-mal geteilt."
[decision.the_post.option.leave_up]
advice = { policy = "Ja." }
lens.rights = { for = "Sie können urteilen." }
[event.walkout]
news = [{ text = "Sie gingen." }]
"""
    found = scenario(words)
    assert found.info.title == "Klein"
    assert found.metrics["staff"].bands == ((0, "wütend"), (50, "ruhig"))
    assert found.decisions["the_post"].brief.source == "Es wird {staff:.0f}-mal geteilt."
    option = found.decisions["the_post"].options["leave_up"]
    assert option.advice["policy"].source == "Ja."
    assert (option.lenses["rights"].case_for, option.lenses["rights"].case_against) == (
        "Sie können urteilen.",
        "They did not agree.",
    )
    assert found.events["walkout"].news[0].text.source == "Sie gingen."
    assert found.events["walkout"].news[0].sender == "press"


def test_it_may_say_its_language_and_rating() -> None:
    found = load_texts(
        {"scenario.toml": SMALL, "editions/de.toml": '[edition]\ntitle = "D"\nlanguage = "de"\nrating = "10+"'},
        edition="de",
    ).scenario
    assert found is not None
    assert (found.info.language, found.info.rating, found.info.title) == ("de", "10+", "Small")


@pytest.mark.parametrize(
    "code, words",
    [
        ("E901", "[metric.staff]\n«start = 99"),
        ("E901", '[metric.staff]\nbands = [[«10, "x"], [50, "y"]]'),
        ("E901", "[decision.the_post]\n«urgent = false"),
        ("E901", '[decision.the_post]\n«room = ["policy"]'),
        ("E901", '[decision.the_call]\n«default = "answer"'),
        ("E901", "[decision.the_post.option.leave_up]\neffects = { «staff = 99 }"),
        ("E901", "[decision.the_post.option.leave_up]\n«sets = { told = false }"),
        ("E901", '[decision.the_post.option.leave_up]\n«next = "the_post"'),
        ("E901", '[decision.the_post.option.take_down]\n«when = "true"'),
        ("E901", '[function.weigh]\n«body = "0"'),
        ("E901", '[scenario]\n«id = "other"'),
        ("E902", '[cast.«nobody]\nname = "N"'),
        ("E902", '[decision.the_post.option.«leave]\nlabel = "L"'),
        ("E902", '[cast.policy]\n«nmae = "N"'),
        ("E902", '[cast.policy]\n«leans = "To the left."'),
        ("E902", "[event.walkout]\n«news = []"),
        ("E902", "[«oops]\nx = 1"),
        ("E403", "[cast.policy]\nname = «3"),
        ("E301", '[decision.the_post]\nbrief = "{«stff}"'),
        ("E203", '[decision.the_post]\nbrief = "«{"'),
        ("E202", '[cast.policy]\nname = "«\\u001b"'),
    ],
)
def test_everything_else_is_refused_where_it_is(code: str, words: str) -> None:
    text, line, column = unmarked(words)
    found = edited(text)
    assert [(*place, one.file) for place, one in zip(places(found.diagnostics), found.diagnostics, strict=True)] == [
        (code, line + 2, column, "editions/other.toml")
    ]


def test_it_needs_a_title() -> None:
    found = load_texts({"scenario.toml": SMALL, "editions/x.toml": "[cast.policy]\nname = 'X'"}, edition="x")
    assert [(one.code, one.file) for one in found.diagnostics] == [("E402", "editions/x.toml")]


def test_one_that_is_not_there_is_missed() -> None:
    assert [one.code for one in load_texts({"scenario.toml": SMALL}, edition="x").diagnostics] == ["E903"]


def test_problems_of_the_scenario_stay_its_own() -> None:
    broken = SMALL.replace('brief = "He rings."\n', "")
    words = TITLE + '[decision.the_call]\ntitle = "T"'
    found = load_texts({"scenario.toml": broken, "editions/x.toml": words}, edition="x")
    assert [(one.code, one.file) for one in found.diagnostics] == [("E402", "scenario.toml")]
