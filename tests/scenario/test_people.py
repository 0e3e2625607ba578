"""Who speaks in a scenario, and whether they can be meant."""

from __future__ import annotations

import pytest

from tests.scenario.sample import loaded, places, planted, unmarked

OTHER = '[cast.other]\nname = "The other one"\nrole = "O"\n'


@pytest.mark.parametrize("sender", ["policy", "Ines", "press", "The neighbors", "police department"])
def test_a_sender_of_a_name_of_its_own_is_left_alone(sender: str) -> None:
    assert loaded(planted('from = "press"', f'from = "{sender}"')).diagnostics == ()


@pytest.mark.parametrize(
    "sender, meant", [("polcy", "policy"), ("Policy", "policy"), ("the_policy", ""), ("policey", "policy")]
)
def test_a_sender_spelled_much_like_an_id_is_asked_about(sender: str, meant: str) -> None:
    found = loaded(planted('from = "press"', f'from = "{sender}"')).diagnostics
    assert [(one.code, one.suggestion) for one in found] == ([("W520", meant)] if meant else [])


def test_advice_comes_from_advisers_and_from_the_room() -> None:
    advice = 'advice = { policy = "Yes.", «other = "No." }'
    marked = planted('advice = { policy = "{if told}Again.{else}Yes.{end}" }', advice) + f"\n{OTHER}"
    text, line, column = unmarked(marked)
    assert places(loaded(text).diagnostics) == [("W521", line, column)]
    assert loaded(text.replace('room = ["policy"]', 'room = ["policy", "other"]')).diagnostics == ()
    assert loaded(text + "adviser = true\n").diagnostics == ()


@pytest.mark.parametrize(
    "speaks",
    [
        'remark = [{ text = "Yes." }]',
        "forecast = {}",
        'leans = "x"\n[inject.i]\ntitle = "I"\nnews = [{ from = "other", text = "N" }]',
    ],
)
def test_an_adviser_who_has_anything_to_say_is_no_silent_one(speaks: str) -> None:
    silent = planted("", f"{OTHER}adviser = true\n")
    assert [one.code for one in loaded(silent).diagnostics] == ["W522"]
    assert loaded(f"{silent}{speaks}\n").diagnostics == ()
