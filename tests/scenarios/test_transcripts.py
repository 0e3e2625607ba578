"""Plays of the flagship by lot, read as a player reads them: nobody is named before they have been introduced."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ceo_sim.analysis.reading import transcript
from ceo_sim.scenario.model import Cast
from tests.support.scenarios import shipped_program

pytestmark = pytest.mark.slow
PLAYS = 100
CALLED = {
    "hale": "Hale",
    "ellery": "Ellery",
    "haas": "Haas",
    "lantern": "The Lantern",
    "post": "The Evening Post",
    "pennant": "Pennant",
}
"""By which word somebody is known who is not called by a first name."""
NOBODY = {"reader", "wire", "wall", "moderators_voice"}
"""Senders who are no persons, and say with their name what they are."""
TITLES = {"hale": "president", "ellery": "senator"}
"""What says who somebody is before their name."""
OF_NO_WEIGHT = {"and", "the", "who", "for", "whose", "with", "that", "his", "her", "one", "year", "agora"}


def people() -> dict[str, Cast]:
    """All who can be named but the advisers, whose roles stand beside their names at every decision."""
    cast = shipped_program("the_post").scenario.cast
    return {id: person for id, person in cast.items() if not person.adviser and id not in NOBODY}


def says_who(text: str, person: Cast) -> bool:
    """Whether a text that names somebody tells something of their role."""
    role = f"{person.role.lower()} {TITLES.get(person.id, '')}"
    weighty = {word[:6] for word in re.findall(r"[a-z]{3,}", role) if word not in OF_NO_WEIGHT}
    return any(word[:6] in weighty for word in re.findall(r"[a-z]{3,}", text.lower()))


def strangers(pieces: list[tuple[str, str]]) -> Iterator[str]:
    """Who is named in a play before it was said who they are, with the words."""
    waiting = people()
    for speaker, text in pieces:
        for id, person in list(waiting.items()):
            if speaker == person.name:  # a sender stands with their role
                del waiting[id]
            elif re.search(rf"\b{CALLED.get(id, person.name.split()[0])}\b", text):
                del waiting[id]
                if not says_who(text, person):
                    yield f"{person.name}: {text}"


@pytest.mark.parametrize("first", range(0, PLAYS, 10))
def test_whoever_is_named_has_been_introduced_with_their_role(first: int) -> None:
    program = shipped_program("the_post")

    assert [found for seed in range(first, first + 10) for found in strangers(transcript(program, seed))] == []


def test_a_stranger_is_noticed() -> None:
    assert list(strangers([("narrator", "Alma Dyer is on the phone.")])) == ["Alma Dyer: Alma Dyer is on the phone."]
    assert list(strangers([("narrator", "Alma Dyer, who leads the coalition, calls."), ("narrator", "Alma!")])) == []
