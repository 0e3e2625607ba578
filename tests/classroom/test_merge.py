from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.classroom.events import Opened
from ceo_sim.classroom.handed_in import LONGEST_LABEL, MOST_LINES, HandedIn, Misfit, collected
from ceo_sim.classroom.merge import Merged, NothingFits, events_of, merged
from ceo_sim.classroom.room import Room
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.library import load_playable
from ceo_sim.saves.assignment import Played, assigned
from ceo_sim.saves.format import dumps
from ceo_sim.saves.result import read_result
from ceo_sim.saves.session import Session
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.loader import Loaded
from tests.support.classes import own_game, room_of
from tests.support.scenarios import SCENARIOS, shipped

DEPOT = SCENARIOS / "depot.toml"
STORIES = [(DEPOT, Played.of(DEPOT, shipped("depot")))]


def played(folder: Path, lot: int, *, seed: int = 7, answers: int = 99, story: str = "depot") -> Session:
    """A game played by lot, with its save in a folder."""
    session, luck = Session.start(shipped(story), seed, folder), random.Random(lot)
    game = session.game
    while not game.ended and len(game.answers) < answers:
        if waiting := game.agenda():
            able = [option.id for option in game.ask(waiting[0].id).options if option.lock is None]
            session.choose(waiting[0].id, luck.choice(able), "=1+1 \x1b[31m" * 20)
        else:
            session.wait()
    session.close()
    return session


def merge(*things: str | Path) -> Merged:
    return merged(collected(map(str, things)), STORIES)


def answers(game: Game) -> list[tuple[int, str, str, str]]:
    return [(answer.step, answer.decision, answer.option, answer.check) for answer in game.answers]


def whys(result: Merged) -> dict[str, str]:
    return {misfit.where: misfit.why for misfit in result.misfits}


def test_saves_and_codes_become_the_same_class(tmp_path: Path) -> None:
    sessions = [played(tmp_path, lot) for lot in range(3)]
    codes = [f"seat {number}, {session.result().code}" for number, session in enumerate(sessions)]
    (tmp_path / "codes.txt").write_text("# a list\n\n" + "\n".join(codes))

    result = merge(tmp_path)
    room = room_of(events_of(result))

    assert not result.misfits
    assert room.is_over
    assert len(room.seats) == 6
    program = compile_scenario(shipped("depot").playable)
    games = [own_game(program, room, seat) for seat in room.seats.values()]
    assert sorted(map(answers, games)) == sorted(2 * [answers(session.game) for session in sessions])
    assert all(game.ended for game in games)
    assert {seat.ending for seat in room.seats.values()} <= set(program.scenario.endings)


def test_no_word_of_a_student_but_reasons_is_in_the_log(tmp_path: Path) -> None:
    session = played(tmp_path, 1)
    result = merge(f"Ada Lovelace {session.result().code}", session.path)

    written = " ".join(map(repr, events_of(result)))
    assert "Ada" not in written
    assert session.path.name not in written
    assert {seat.label for seat in result.seats} == {"Ada Lovelace", session.path.stem}


@pytest.mark.parametrize(
    "line, label",
    [
        ("{} Ada Lovelace", "Ada Lovelace"),
        ("{},Ada", "Ada"),
        ('2026/11/30 9:01:22 AM GMT+1,"Lovelace, Ada",{}', "Lovelace, Ada"),
        ('2026-11-30T09:01;;"{}";ada@example.org', "ada@example.org"),
        ("Ronja R. Larsen\t{}", "Ronja R. Larsen"),
        ("{}", ""),
    ],
)
@pytest.mark.parametrize("is_long", [False, True])
def test_whose_a_code_is_stands_beside_it(line: str, label: str, is_long: bool) -> None:
    code = evolve(read_result(CODE), is_long=is_long).code
    (one,) = collected([line.format(code).replace("/", "-")])

    assert isinstance(one, HandedIn)
    assert (one.label, one.play) == (label, read_result(code))


def test_a_code_may_have_blanks_where_its_dashes_stood() -> None:
    (one,) = collected([f"ada, {CODE.replace('-', ' ')}, late"])
    assert isinstance(one, HandedIn)


@pytest.mark.parametrize(
    "line, why",
    [
        ("Lars Longstocking-Rasmussen, forgot it", "it has no result code"),
        ("Ada, R86PJBFY-B0D0076C-X00NEK4M", "mistyped"),
        ("Ada, L000004bbVqGWc6jsZpD8oyLA7NDu8nuqoU7tHPEbs7s", "44 characters instead of 60"),
        ("Ada, l000004bbvqgwc6jszpd8oyla7ndu8nuqou7thpebs7shapbekymhaxvoh9a", "capital and small letters"),
    ],
)
def test_only_what_was_meant_for_a_code_is_called_a_wrong_one(line: str, why: str) -> None:
    (one,) = collected([line])

    assert isinstance(one, Misfit)
    assert why in one.why


def test_the_headings_of_a_form_are_no_misfit(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text(f"Timestamp,Name,Result code\n9:01,Ada,{CODE}\n")

    assert [type(each) for each in collected([str(tmp_path)])] == [HandedIn]


def test_a_save_in_a_folder_of_its_student_is_labelled_with_that(tmp_path: Path) -> None:
    session = played(tmp_path / "Ada Lovelace", 1)
    (one,) = collected([str(tmp_path)])

    assert isinstance(one, HandedIn)
    assert one.label == f"Ada Lovelace/{session.path.stem}"[:LONGEST_LABEL]


def test_what_does_not_fit_is_named_with_the_reason(tmp_path: Path) -> None:
    for lot in range(3):
        played(tmp_path, lot)
    played(tmp_path / "other", 1, seed=8)
    played(tmp_path / "story", 1, story="tutorial")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "notes.toml").write_text("nonsense")
    (tmp_path / "huge.toml").write_bytes(b"x" * 1_000_001)
    (tmp_path / "empty.txt").write_text("\n")
    (tmp_path / "list.csv").write_text("name;code\nx;R23456-789ABC-D\n\x1b[31mA,AS55-A6BG-G000-7GBV\n")
    (tmp_path / "link.toml").symlink_to("/etc/passwd")
    (tmp_path / ".hidden.toml").write_text("nonsense")

    result = merge(tmp_path)
    why = {Path(where).name: reason for where, reason in whys(result).items()}

    assert len(result.seats) == 3
    assert "seed 8, and the class has seed 7; --own-luck takes in" in next(
        v for k, v in whys(result).items() if k.startswith("other/")
    )
    assert "another story" in next(v for k, v in whys(result).items() if k.startswith("story/"))
    assert "no save" in why["photo.jpg"]
    assert "damaged" in why["notes.toml"]
    assert "too large" in why["huge.toml"]
    assert "no line with a code" in why["empty.txt"]
    assert "list.csv, line 1" not in why
    assert "mistyped" in why["list.csv, line 2"]
    assert "link.toml" not in why
    assert ".hidden.toml" not in why
    assert all(one.isprintable() for pair in whys(result).items() for one in pair)


def test_a_play_of_another_version_is_not_scored(tmp_path: Path) -> None:
    session = played(tmp_path, 1)
    other = evolve(session.result(), version=session.result().version ^ 1)

    result = merge(session.path, other.code)
    assert "another version of" in result.misfits[0].why
    with pytest.raises(NothingFits, match="another version of depot than the one here"):
        merge(other.code, other.code)


def test_the_assignment_decides_what_the_class_has_played(tmp_path: Path) -> None:
    few, many = played(tmp_path, 1, seed=5), [played(tmp_path, lot, seed=7) for lot in range(2)]
    codes = [session.result().code for session in (few, *many)]

    assert merged(collected(codes), STORIES).seed == 7
    one = merged(collected(codes), STORIES, assigned(STORIES[0][1], seed=5))
    assert (one.seed, len(one.seats), len(one.misfits)) == (5, 1, 2)
    assert len(merged(collected(codes), STORIES, assigned(STORIES[0][1], seed=None)).seats) == 3


def test_two_saves_of_one_game_are_one_play_and_the_longer_counts(tmp_path: Path) -> None:
    session = played(tmp_path, 1)
    early = tmp_path / "early.toml"
    short = session.as_save()._replace(answers=session.as_save().answers[:2], reached=None, ending="")
    early.write_text(dumps(short))
    result = merge(tmp_path)

    assert [seat.answers for seat in result.seats] == [len(session.game.answers)]
    assert whys(result)["early.toml"] == f"it is the same game as {session.path.name}, which counts"


def test_the_same_code_counts_once_for_a_name_and_is_pointed_out_without_one(tmp_path: Path) -> None:
    code = played(tmp_path, 1).result().code

    assert len(merge(f"ada {code}", f"Ada  {code.lower()}").seats) == 1
    result = merge(code, code)
    assert len(result.seats) == 2
    assert len(result.twins) == 1


def test_a_code_on_the_way_and_a_save_of_the_same_player_are_one_play(tmp_path: Path) -> None:
    early, whole = played(tmp_path / "a", 1, answers=2), played(tmp_path / "b", 1)
    save = whole.path.rename(tmp_path / "b" / "Ada.toml")
    codes = [f"ada {early.result().code}", f"ADA {whole.result().code}"]

    for things in ([codes[0], codes[1]], [codes[1], codes[0]], [*codes, save]):
        result = merge(*things)
        assert [seat.answers for seat in result.seats] == [len(whole.game.answers)]
        assert set(whys(result).values()) == {f"it is the same game as {result.seats[0].where}, which counts"}


def test_a_save_and_a_code_of_one_play_are_pointed_out(tmp_path: Path) -> None:
    session, other = played(tmp_path, 1), played(tmp_path, 2)
    result = merge(session.path, f"ada {session.result().code}", other.path)

    assert len(result.seats) == 3
    assert len(result.twins) == 1
    assert len(result.twins[0]) == 2
    assert not merge(f"ada {session.result().code}", f"bob {session.result().code}").twins


def test_what_advisers_were_asked_and_what_was_thrown_in_is_in_the_class(tmp_path: Path) -> None:
    week = load_playable(SCENARIOS / "the_post", None, "week")
    stories = [(SCENARIOS / "the_post", Played.of(SCENARIOS / "the_post", week))]
    sessions = [_busy(week, lot, tmp_path) for lot in range(2)]
    codes = [f"seat {lot}: {session.result().code}" for lot, session in enumerate(sessions)]

    result = merged(collected([str(tmp_path), *codes]), stories)
    room = room_of(events_of(result))
    games = [own_game(compile_scenario(week.playable), room, seat) for seat in room.seats.values()]

    assert not result.misfits
    assert [seat.answers for seat in result.seats] == [len(game.answers) for game in games]
    made = [(game.side_moves, answers(game), game.now, game.check()) for game in games]
    assert all(game.consultations and game.injections for game in games)
    for session in sessions:
        game = session.game
        assert made.count((game.side_moves, answers(game), game.now, game.check())) == 2


def _busy(story: Loaded, lot: int, folder: Path) -> Session:
    """A week in which advisers are asked and things are thrown in."""
    session, luck = Session.start(story, 7, folder), random.Random(lot)
    game = session.game
    while not game.ended and len(game.answers) < 12:
        for inject in [inject.id for inject in game.injects() if inject.offered and luck.random() < 0.1]:
            session.throw(inject)
        if waiting := game.agenda():
            advisers = [id for id, person in story.playable.cast.items() if person.forecast is not None]
            if game.consultation_lock(waiting[0].id, adviser := luck.choice(advisers)) is None:
                session.consult(waiting[0].id, adviser)
            able = [option.id for option in game.ask(waiting[0].id).options if option.lock is None]
            session.choose(waiting[0].id, luck.choice(able))
        else:
            session.wait()
    session.close()
    return session


def test_plays_with_luck_of_their_own_are_one_class_and_each_keeps_its_luck(tmp_path: Path) -> None:
    sessions = [played(tmp_path, lot, seed=lot) for lot in (11, 12, 13)]
    result = merge(tmp_path)
    room = room_of(events_of(result))
    program = compile_scenario(shipped("depot").playable)
    games = [own_game(program, room, seat) for seat in room.seats.values()]

    assert result.own_luck
    assert not room.has_one_luck
    assert sorted(game.check() for game in games) == sorted(session.game.check() for session in sessions)
    assert {room.seed_of(seat) for seat in room.seats.values()} == {11, 12, 13}
    opened, *_ = events_of(result)
    assert isinstance(opened, Opened)
    assert opened.seed == 0  # that of a seat would stand in the debrief


def test_a_class_of_one_luck_takes_in_another_only_if_it_is_asked_to(tmp_path: Path) -> None:
    for lot in (1, 2):
        played(tmp_path, lot)
    played(tmp_path, 3, seed=8)

    assert (merge(tmp_path).own_luck, len(merge(tmp_path).seats)) == (False, 2)
    result = merged(collected([str(tmp_path)]), STORIES, own_luck=True)
    assert (result.own_luck, len(result.seats)) == (True, 3)
    assert room_of(events_of(merge(tmp_path))).has_one_luck


def test_saves_of_an_assignment_with_luck_of_their_own_say_so(tmp_path: Path) -> None:
    code = assigned(STORIES[0][1], seed=None).code
    for lot in (1, 2):
        session = played(tmp_path, lot)
        session.path.write_text(dumps(session.as_save()._replace(assignment=code)))
    played(tmp_path, 3, seed=8)

    assert (merge(tmp_path).own_luck, len(merge(tmp_path).seats)) == (True, 3)


def test_a_forged_save_is_no_play(tmp_path: Path) -> None:
    session = played(tmp_path, 1)
    lines = [line for line in session.path.read_text().splitlines() if not line.startswith("checksum")]
    forged = tmp_path / "forged.toml"
    options = shipped("depot").playable.decisions[session.game.answers[0].decision].options
    other = next(id for id in options if id != session.game.answers[0].option)
    text = "\n".join(lines).replace(f'option = "{session.game.answers[0].option}"', f'option = "{other}"', 1)
    forged.write_text(text.replace("created = 2", "created = 1", 1))

    assert "cannot be played again" in whys(merge(session.path, forged))["forged.toml"]


def test_reasons_are_cropped_to_what_a_log_holds(tmp_path: Path) -> None:
    room = room_of(events_of(merge(played(tmp_path, 1).path)))

    (seat,) = room.seats.values()
    reasons = {move.reason for move in seat.moves if move.decision}
    assert {one_line(reason) for reason in reasons} == reasons
    assert all(130 < len(reason) <= 140 for reason in reasons)


def test_how_far_it_is_is_said_for_each_play_in_turn(tmp_path: Path) -> None:
    codes = [played(tmp_path, lot).result().code for lot in range(2)]
    parts: list[float] = []
    merged(collected([*codes, "R no code"]), STORIES, report=parts.append)

    assert parts == [0.5, 1.0]


def test_nothing_at_all_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NothingFits, match="no save and no result code"):
        merge(tmp_path)
    with pytest.raises(NothingFits, match="no such file"):
        merge(tmp_path / "none")


def test_a_list_that_is_made_to_take_long_is_read_in_a_moment(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(("R" * 30 + " ") * 9_000 + "\n" + "RRRRRR-RRRRRR-RRRRRR\n" * 9_000)

    begun = time.process_time()
    misfits = list(collected([str(tmp_path)]))
    assert len(misfits) == MOST_LINES + 1
    assert time.process_time() - begun < 10


@given(st.lists(st.text(max_size=80), max_size=4))
def test_no_line_of_text_is_more_than_a_misfit(lines: Sequence[str]) -> None:
    for each in collected(["?" + line.replace("/", "").replace("\\", "") for line in lines]):
        assert isinstance(each, Misfit)
        assert one_line(each.where) == each.where


@given(st.text(max_size=60))
def test_any_label_stays_on_a_line(label: str) -> None:
    cleaned = label.replace("/", "").replace("\\", "").replace("\n", "").replace("r", "").replace("R", "")
    (one,) = collected([f"{cleaned},{CODE}"])

    assert isinstance(one, HandedIn)
    assert len(one.label) <= LONGEST_LABEL
    assert one_line(one.label) == one.label


CODE = "R86PJBFY-B0D0076C-X00NEK4M-W2J"


def test_the_room_of_a_merged_class_refuses_nothing(tmp_path: Path) -> None:
    room: Room = room_of(events_of(merge(played(tmp_path, 2, answers=3).path)))

    assert room.refused == 0
    assert [seat.ending for seat in room.seats.values()] == [""]
