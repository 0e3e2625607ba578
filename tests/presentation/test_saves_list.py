"""The list of saves in words."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.presentation.saves_list import save_view, saves_list
from ceo_sim.saves.listing import list_saves, summarise
from tests.saves.helpers import begun, play


def test_a_game_tells_its_name_how_far_it_has_come_and_where_it_branched_off(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 3)
        session.describe(name="The first")
        with session.fork(2, name="") as forked:
            forked.save()
        with session.fork(3) as copy:
            copy.save()
        views = {view.save.path: view for view in saves_list(list_saves(tmp_path))}
        first, other, same = (views[each.path] for each in (session, forked, copy))

    assert (first.full_name, first.answers, first.parted, first.depth) == ("The first (A story)", "3 answers", "", 0)
    assert first.state.startswith("reached ")
    assert (other.parent, other.parted, other.depth) == (session.path, "from answer 3 on", 1)
    assert other.named_under_parent() == "another way"
    assert other.origin("number 4") == "as number 4, another way from answer 3 on"
    assert (same.parted, same.named_under_parent()) == ("a copy", "the same")
    assert same.origin("number 4") == "a copy of number 4"


def test_a_game_that_has_ended_tells_how(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session)
        assert session.game.ending is not None
    view = save_view(summarise(session.path))

    assert view.state == f"ended: {view.save.ending}"
    assert view.facts == (view.state, view.answers)


def test_a_damaged_save_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text("nothing", encoding="utf-8")

    assert save_view(summarise(file)).damaged
