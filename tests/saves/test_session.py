from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.errors import IllegalMove
from ceo_sim.library import ScenarioUnavailable
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from tests.saves.helpers import (
    ADVISED,
    INTERRUPTED_STORY,
    NASTY,
    NOON,
    STORY,
    begun,
    changed_by_hand,
    find,
    loaded,
    play,
    resumed,
)
from tests.support.stories import EVERYTHING


def changed(old: str, new: str) -> str:
    assert old in EVERYTHING
    return EVERYTHING.replace(old, new, 1)


# ---- keeping -----------------------------------------------------------------------------------------------


def test_every_answer_and_every_wait_is_on_disk_at_once(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert not session.path.exists()
        while not session.game.ended:
            answers = len(session.game.answers)
            play(session, answers + 1)
            kept = read(session.path)
            assert len(kept.answers) == len(session.game.answers)
            assert kept.step == session.game.now
            assert session.is_saved
        assert read(session.path).ending == "Over"


def test_a_game_resumed_at_any_moment_is_the_same_game(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2, NASTY)
        session.game.wait(session.game.now + 1)  # behind the session's back: not kept
        session.wait()
        path, game = session.path, session.game

    with resumed(path) as again:
        assert again.path == path
        assert (again.notice, again.trouble, again.read_only) == ("", None, False)
        assert again.game.now == game.now
        assert again.game.ledger.rows == game.ledger.rows
        assert again.game.entries == game.entries
        assert again.game.answers == game.answers
        play(again)
        assert read(path).created == NOON


def test_each_game_has_a_file_of_its_own(tmp_path: Path) -> None:
    with begun(tmp_path) as one, begun(tmp_path) as other:
        play(one, 1)
        play(other, 1)
        assert one.path.name == "story-2026-11-22-1200.toml"
        assert other.path.name == "story-2026-11-22-1200-2.toml"
    with begun(tmp_path) as third:
        assert third.path.name == "story-2026-11-22-1200-3.toml"


def test_mirror_and_seed_are_kept(tmp_path: Path) -> None:
    with begun(tmp_path, seed=2**64 - 1) as session:
        session.mirror = True
        play(session, 1)
    with resumed(session.path) as again:
        assert again.mirror
        assert again.game.seed == 2**64 - 1


# ---- what the player says of a game --------------------------------------------------------------------------


def test_values_name_and_note_are_kept_and_resumed(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        session.stand_for(["law", "voice", "law"])
        session.describe(name="  My\nfirst  ", note=NASTY)
        assert not session.path.exists()
        play(session, 1)
        session.describe(name="Mine")
        assert read(session.path).name == "Mine"
        session.stand_for(["voice"])
        assert read(session.path).values == ("voice",)
        session.stand_for(["law", "voice"])
    with resumed(session.path, story=ADVISED) as again:
        assert (again.values, again.name, again.note) == (("law", "voice"), "Mine", NASTY)
        play(again, 2)
    assert read(session.path).values == ("law", "voice")


def test_a_value_that_the_scenario_has_not_is_refused_but_one_in_a_save_is_kept(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        with pytest.raises(IllegalMove, match="there is no value money; there are voice, law"):
            session.stand_for(["law", "money"])
        assert session.values == ()
        play(session, 1)
    session.path.write_text(changed_by_hand(session.path.read_text(), "values = []", 'values = ["money", "law"]'))
    with resumed(session.path, story=ADVISED) as again:
        assert again.notice == ""
        play(again, 2)
    assert read(session.path).values == ("money", "law")


def test_predictions_and_consultations_are_kept_and_cost_the_same_again(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        session.choose("first", "stay", "", {"mood": "down", "staff": "same"})
        play(session, 2)
        session.wait()
        waiting = session.game.agenda()[0].id
        session.consult(waiting, "head")
        assert read(session.path).consultations[0][1:] == (waiting, "head", 2)
        left = session.game.budgets
        with pytest.raises(IllegalMove, match="mute gives no forecasts"):
            session.consult(waiting, "mute")
        with pytest.raises(IllegalMove, match="there is no metric luck to predict"):
            session.choose("first", "stay", "", {"luck": "up"})
    with resumed(session.path, story=ADVISED) as again:
        assert again.game.budgets == left
        assert again.game.consulted(waiting, "head")
        assert again.game.consultations == session.game.consultations
        assert again.game.answers == session.game.answers
        assert again.game.answers[0].predicted == {"mood": "down", "staff": "same"}


def test_a_prediction_that_does_not_fit_is_left_out_in_a_new_file(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.choose("first", "stay", "", {"mood": "down", "staff": "same", "press": "up"})
    text = changed_by_hand(session.path.read_text(), "mood =", "luck =").replace('"same"', '"sideways"')
    session.path.write_text(text)

    with resumed(session.path) as again:
        assert "Predictions are left out, as they do not fit the scenario: luck, staff." in again.notice
        assert again.game.answers[0].predicted == {"press": "up"}
        assert again.path != session.path
    assert session.path.read_text() == text


def test_a_consultation_that_cannot_be_repeated_is_where_it_departs(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        play(session, 2)
        session.wait()
        session.consult(session.game.agenda()[0].id, "head")
        before = session.game.answers[:]
    for old, new in (
        ('adviser = "head"', 'adviser = "\\u001b[31m"'),
        ('adviser = "head"', 'adviser = "mute"'),
        ("after = 2", "after = 1"),
        ("after = 2", "after = 0"),
    ):
        text = changed_by_hand(session.path.read_text(), old, new)
        forged = tmp_path / "forged.toml"
        forged.write_text(text)
        with pytest.raises(SaveError, match="departs at") as caught:
            resumed(forged, story=ADVISED)
        with resumed(forged, story=ADVISED, salvage=True) as again:
            assert again.game.answers == before[: caught.value.salvageable_answers]
            assert "could be kept" in again.notice
            play(again)


def test_a_consultation_on_another_clock_departs(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        session.consult("first", "head")
        play(session, 2)
    text = session.path.read_text()
    forged = changed_by_hand(text, "[[consultation]]\nat = 2020-05-28T18:00:00-04:00", "[[consultation]]\nat = 3")
    assert forged != text
    session.path.write_text(forged)

    with pytest.raises(
        SaveError, match=r"departs at answer 1.* it was given at a turn, and the scenario counts in dates"
    ):
        resumed(session.path, story=ADVISED)


def thrown_into(folder: Path) -> Session:
    """A game with things thrown in before, between and after its answers, and before and after a forecast."""
    session = begun(folder, story=INTERRUPTED_STORY)
    session.throw("memo")
    session.consult("first", "ines")
    session.throw("rumour")
    play(session, 2)
    session.wait()
    session.throw("strangers")
    return session


def test_what_was_thrown_in_is_kept_and_takes_effect_again(tmp_path: Path) -> None:
    with thrown_into(tmp_path) as session:
        saved = read(session.path).injections
        assert [(one.inject, one.after, one.consulted) for one in saved] == [
            ("memo", 0, 0),
            ("rumour", 0, 1),
            ("strangers", 2, 1),
        ]
    with resumed(session.path, story=INTERRUPTED_STORY) as again:
        assert again.notice == ""
        assert again.game.injections == session.game.injections
        assert again.game.entries == session.game.entries
        assert again.game.check() == session.game.check()
        assert again.game.now == session.game.now


def test_what_is_thrown_in_first_begins_a_game(tmp_path: Path) -> None:
    with begun(tmp_path, story=INTERRUPTED_STORY) as session:
        assert not session.has_begun
        session.throw("memo")
        assert session.is_saved
    with Session.look(session.path, lambda *_: INTERRUPTED_STORY) as looked:
        assert looked.game.injections == session.game.injections
        with pytest.raises(IllegalMove, match="can only be looked at"):
            looked.throw("strangers")


def test_a_fork_has_what_was_thrown_in_before_it(tmp_path: Path) -> None:
    with thrown_into(tmp_path) as session:
        for after, expected in ((0, 2), (1, 2), (2, 3)):
            with session.fork(after) as forked:
                assert forked.game.injections == session.game.injections[:expected]
                assert read(forked.path).injections == read(session.path).injections[:expected]


@pytest.mark.parametrize(
    "old, new, answers, said",
    [
        ('"strangers"', '"flood"', 2, "what was thrown in after the last answer: flood cannot be thrown in now"),
        ('"strangers"', '"memo"', 2, "memo has been thrown in already"),
        ('"rumour"', '"nobody"', 0, "departs at answer 1.* there is no inject nobody"),
        ('"rumour"', '"\\u001b[31m"', 0, "departs at answer 1"),
        ("[[injection]]\nat = 2020-05-28T18:00:00-04:00", "[[injection]]\nat = 3", 0, "it was given at a turn"),
    ],
)
def test_what_cannot_be_thrown_in_again_is_where_it_departs(
    tmp_path: Path, old: str, new: str, answers: int, said: str
) -> None:
    with thrown_into(tmp_path) as session:
        before = session.game.answers[:]
    forged = tmp_path / "forged.toml"
    forged.write_text(changed_by_hand(session.path.read_text(), old, new))

    with pytest.raises(SaveError, match=said) as caught:
        resumed(forged, story=INTERRUPTED_STORY)

    assert caught.value.salvageable_answers == answers
    with resumed(forged, story=INTERRUPTED_STORY, salvage=True) as again:
        assert again.game.answers == before[:answers]
        play(again)


# ---- another way ---------------------------------------------------------------------------------------------


def test_a_fork_stands_where_the_answer_was_given_and_the_other_game_stays(tmp_path: Path) -> None:
    with begun(tmp_path, story=ADVISED) as session:
        session.stand_for(["law"])
        session.consult("first", "head")
        play(session)
        before = session.path.read_bytes()
        for after, answer in enumerate(session.game.answers):
            with session.fork(after, name=f"Try {after}") as forked:
                assert forked.game.now == answer.step
                assert forked.game.answers == session.game.answers[:after]
                assert forked.game.consultations == session.game.consultations
                assert forked.game.can(answer.decision, answer.option)
                kept = read(forked.path)
                assert (kept.name, kept.values, kept.seed) == (f"Try {after}", ("law",), session.game.seed)
                assert forked.path != session.path
        assert session.path.read_bytes() == before
    with resumed(forked.path, story=ADVISED) as again:
        assert again.game.now == answer.step
        play(again)
        assert again.game.ledger.rows == session.game.ledger.rows


def test_a_whole_game_can_be_forked_where_it_stands_and_no_more(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
        session.wait()
        with session.fork(2) as forked:
            assert forked.game.now == session.game.now
        for after in (-1, 3):
            with pytest.raises(IllegalMove, match=f"there are 2 answers, so {after} of them cannot be kept"):
                session.fork(after)


def test_a_game_that_can_only_be_looked_at_can_be_forked(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
        before = set(tmp_path.iterdir())
        looked = Session.look(session.path, find)
        assert looked.read_only
        assert looked.game.answers == session.game.answers
        assert set(tmp_path.iterdir()) == before
        with looked.fork(1, tmp_path / "own") as forked:
            assert not forked.read_only
            play(forked, 3)
            assert forked.path.parent == tmp_path / "own"
        with resumed(session.path) as second, second.fork(1) as forked:
            assert second.read_only
            play(forked, 2)


def test_a_fork_on_a_full_disk_says_so_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with begun(tmp_path) as session:
        play(session, 2)
        monkeypatch.setattr(places, "write_atomically", full)
        with session.fork(1) as forked:
            assert "No space left on device" in str(forked.trouble)
            assert session.trouble is None
            monkeypatch.undo()
            play(forked, 2)
            assert len(read(forked.path).answers) == 2


# ---- two games on one save -----------------------------------------------------------------------------------


def test_the_second_game_on_a_save_can_only_look(tmp_path: Path) -> None:
    with begun(tmp_path) as first:
        play(first, 2)
        before = first.path.read_bytes()
        with resumed(first.path) as second:
            assert second.read_only
            assert len(second.game.answers) == 2
            with pytest.raises(IllegalMove, match="another game has this save open"):
                second.wait()
            with pytest.raises(IllegalMove, match="another game has this save open"):
                second.choose("first", "stay")
            with pytest.raises(IllegalMove, match="another game has this save open"):
                second.consult("first", "head")
            with pytest.raises(IllegalMove, match="another game has this save open"):
                second.describe(name="x")
            with pytest.raises(IllegalMove, match="another game has this save open"):
                second.stand_for([])
            second.save()
        assert first.path.read_bytes() == before
    with resumed(first.path) as third:
        assert not third.read_only


# ---- a disk that will not --------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_the_game_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with begun(tmp_path) as session:
        play(session, 1)
        older = session.path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(places, "write_atomically", full)
            play(session, 3)
            assert "No space left on device" in str(session.trouble)
            assert not session.is_saved
            assert session.path.read_bytes() == older
        session.wait()
        assert len(read(session.path).answers) == 3
        assert not session.trouble


def test_what_a_full_disk_kept_back_is_saved_before_going_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with begun(tmp_path) as session:
        with monkeypatch.context() as patch:
            patch.setattr(places, "write_atomically", full)
            play(session, 3)
        assert session.trouble is not None
        session.fork(1).close()
        assert len(read(session.path).answers) == 3
        assert session.trouble is None


def test_a_folder_that_cannot_be_written_is_told_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with begun(tmp_path / "file" / "saves") as session:
        assert session.trouble is not None
        assert "cannot be saved" in session.trouble
        play(session)
        assert session.game.ended
        assert session.trouble


def test_a_game_too_long_to_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
        older = session.path.read_bytes()
        monkeypatch.setattr("ceo_sim.saves.session.MAX_SIZE", 100)
        play(session, 2)
        assert session.trouble is not None
        assert "too long" in session.trouble
        assert session.path.read_bytes() == older


# ---- a scenario that has changed -----------------------------------------------------------------------------


def test_if_only_text_changed_the_whole_game_is_kept_in_a_new_file(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 3)
    before = session.path.read_bytes()

    with resumed(session.path, story=loaded(changed('brief = "Now."', 'brief = "Right now."'))) as again:
        assert "departs" not in again.notice
        assert "the game is kept whole, with 3 answers" in again.notice
        assert again.game.answers == session.game.answers
        assert again.path != session.path
        play(again, 4)
        assert read(again.path).fingerprint != read(session.path).fingerprint
    assert session.path.read_bytes() == before


def test_if_a_number_changed_it_says_where_the_story_departs(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 3)
    before = session.path.read_bytes()
    second = session.game.answers[1]
    story = loaded(changed('label = "A"\neffects = { cash = 15 }', 'label = "A"\neffects = { cash = 16 }'))

    with pytest.raises(SaveError) as caught:
        resumed(session.path, story=story)

    assert second.decision == "second"
    assert "answer 2, 2020-05-29 00:00, second (Second): the metrics after it differ" in str(caught.value)
    assert "1 of 3 answers can be kept" in str(caught.value)
    assert caught.value.salvageable_answers == 1
    with resumed(session.path, salvage=True, story=story) as again:
        assert again.game.answers == session.game.answers[:1]
        assert "1 answer of 3 could be kept" in again.notice
        play(again, 2)
        assert again.path != session.path
    assert session.path.read_bytes() == before


def test_an_option_that_is_gone_is_where_it_departs(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
    story = loaded(changed("[decision.second.option.a]", "[decision.second.option.anew]"))

    with pytest.raises(SaveError, match=r"answer 2.*second has no option a; it has anew, b"):
        resumed(session.path, story=story)


def test_a_clock_of_another_kind_departs_at_once(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 2)
    text = """
        format = 1
        [scenario]
        id = "story"
        title = "By turns"
        role = "You decide."
        [clock]
        turns = 4
        [metric.cash]
        name = "Cash"
        start = 5
        [decision.first]
        title = "First"
        brief = "Now."
        at = 0
        [decision.first.option.stay]
        label = "Stay"
        [ending.over]
        title = "Over"
        text = "It is over."
        """

    with pytest.raises(SaveError, match=r"answer 1, 2020-.* given at a date, and the scenario counts in turns"):
        resumed(session.path, story=loaded(text))


def test_a_foreign_scenario_is_told(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
    session.path.write_text(changed_by_hand(session.path.read_text(), '"story"', '"tale"'))

    with pytest.raises(ScenarioUnavailable, match='there is no scenario "tale"'):
        resumed(session.path)


def test_a_forged_answer_departs_and_raises_nothing_else(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
    text = session.path.read_text()
    for old, new in (
        ("at = 2020-05-28T18:00:00-04:00\nd", "at = 9999-12-31T23:59:59+00:00\nd"),
        ("at = 2020-05-28T18:00:00-04:00\nd", "at = 0001-01-01T00:00:00+14:00\nd"),
        ("at = 2020-05-28T18:00:00-04:00\nd", "at = 999999\nd"),
        ('decision = "first"', 'decision = "\\u001b[31m"'),
        ('option = "stay"', 'option = ""'),
        ('check = "', 'check = "x'),
    ):
        assert old in text
        session.path.write_text(changed_by_hand(text, old, new))
        with pytest.raises(SaveError, match="departs at answer 1"):
            resumed(session.path)


# ---- a save that is damaged ------------------------------------------------------------------------------------


def test_a_damaged_save_is_resumed_in_part_and_as_a_copy(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 3)
    damaged = session.path.read_bytes()[:-10]
    session.path.write_bytes(damaged)

    with pytest.raises(SaveError, match="the first 2 answers can be kept"):
        resumed(session.path)
    with resumed(session.path, salvage=True) as again:
        assert "2 answers could be kept" in again.notice
        assert again.game.answers == session.game.answers[:2]
        assert again.path != session.path
        play(again, 3)
        assert len(read(again.path).answers) == 3
    assert session.path.read_bytes() == damaged


def test_a_refused_save_is_not_held(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        play(session, 1)
    session.path.write_bytes(session.path.read_bytes()[:-10])

    with pytest.raises(SaveError):
        resumed(session.path)
    with places.lock(session.path):
        pass


def test_a_save_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such save"):
        resumed(tmp_path / "none" / "a.toml")

    assert not list(tmp_path.iterdir())


def test_a_shipped_save_is_gone_on_with_in_the_players_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with begun(tmp_path / "shipped") as session:
        play(session, 1)
    before = session.path.read_bytes()
    monkeypatch.setattr(places, "packaged_saves", lambda: [session.path])
    monkeypatch.setenv(places.SAVES_VARIABLE, str(tmp_path / "own"))

    with resumed(session.path) as again:
        play(again, 2)
        assert again.path.parent == tmp_path / "own"
        assert again.notice == ""
    assert session.path.read_bytes() == before


def test_the_scenario_of_a_session_is_at_hand(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert session.loaded is STORY


def test_a_story_without_poles_is_never_kept_as_mirrored(tmp_path: Path) -> None:
    with Session.start(loaded(), 1, tmp_path, mirror=True) as session:
        assert not session.mirror
