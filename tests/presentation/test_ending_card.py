"""A card of how a game ended, to show to others."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from attrs import evolve

from ceo_sim.presentation.ending_card import EndingCard, card_lines, drawn, ending_card, keep_card
from ceo_sim.saves.session import Session
from tests.analysis.test_roads import STORY
from tests.saves.helpers import at_noon, begun, loaded, play

CARD = EndingCard(
    "A story", "Sold", ("the whole story", "seed 7"), (("Staff", "61 people", "calm"),), ("Voice",), "ceo-sim play x"
)
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def ended(folder: Path) -> Session:
    session = Session.start(loaded(STORY), 7, folder, now=at_noon)
    while not session.game.ended:
        if session.game.is_open("ask"):
            session.choose("ask", "up")
        else:
            session.wait()
    return session


def test_a_card_names_story_ending_seed_length_and_meters_and_no_other_ending(tmp_path: Path) -> None:
    with ended(tmp_path) as session:
        lines = list(card_lines(ending_card(session)))
    assert lines == [
        "Roads",
        "How it ended: High",
        "The whole story, seed 7.",
        "Staff: 70.",
        "The same luck: ceo-sim play roads --seed 7",
    ]


def test_it_says_act_mirror_edition_and_what_was_stood_for(tmp_path: Path) -> None:
    act = (
        STORY
        + '[act.first]\ntitle = "The First"\nuntil = 3\n[ending.part]\ntitle = "Part"\ntext = "P"\nact = "first"\n'
        + '[value.voice]\nname = "Voice"\n[mirror]\nswap = []\n'
    )
    story = loaded(act).until("first")
    with Session.start(story, 7, tmp_path, now=at_noon, mirror=True) as session:
        session.values = ("voice",)
        while not session.game.ended:
            if session.game.is_open("ask"):
                session.choose("ask", "up")
            else:
                session.wait()
        card = ending_card(session)
    assert card.ending == "Part"
    assert card.begun == ("up to the end of The First", "mirrored", "seed 7")
    assert card.stood_for == ("Voice",)
    assert card.command == "ceo-sim play roads --seed 7 --until first --mirror"


def test_a_drawn_card_is_well_formed_whatever_is_on_it() -> None:
    nasty = '<script>alert("1")</script> & ]]> ' + "火" * 200
    card = evolve(CARD, story=nasty, ending=nasty * 3, meters=((nasty,) * 3,) * 3, stood_for=(nasty,), command=nasty)
    svg = drawn(card)
    assert "<script" not in svg
    assert len(texts(svg)) == 1 + 3 + 1 + 9 + 1 + 1
    assert any(text.endswith("…") for text in texts(svg))


def test_all_that_a_card_says_is_drawn() -> None:
    assert texts(drawn(CARD)) == [
        "A story",
        "Sold",
        "the whole story · seed 7",
        "Staff",
        "61 people",
        "calm",
        "Stood for Voice",
        "ceo-sim play x",
    ]


@pytest.mark.parametrize("title", ["One line", "A title that is longer than a line of a card has room for, and more"])
def test_a_title_takes_up_to_three_lines_and_loses_no_word_that_fits(title: str) -> None:
    shown = texts(drawn(evolve(CARD, ending=title)))
    lines = shown[1 : shown.index("the whole story · seed 7")]
    assert " ".join(lines) == title
    assert 1 <= len(lines) <= 3


def test_it_is_kept_beside_the_save_and_overwrites_nothing(tmp_path: Path) -> None:
    with ended(tmp_path) as session:
        taken = session.path.with_suffix(".svg")
        taken.write_text("mine", encoding="utf-8")
        said = keep_card(session)
        own = session.path.with_name(f"{session.path.stem}-2.svg")
        assert said == f"Your card is in {own}"
        assert keep_card(session) == said
    assert taken.read_text(encoding="utf-8") == "mine"
    assert ET.parse(own).getroot().tag == f"{SVG}svg"
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == sorted([taken.name, own.name])


def test_that_it_cannot_be_kept_is_said(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session)
        (tmp_path / "file").write_text("", encoding="utf-8")
        session.path = tmp_path / "file" / "game.toml"
        assert keep_card(session).startswith("No card was kept: cannot be written to")
