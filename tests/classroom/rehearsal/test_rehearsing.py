"""A whole lesson by bots, through a real server."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.rehearsal import hosted as hosted_
from ceo_sim.classroom.rehearsal import rehearsing
from ceo_sim.classroom.rehearsal.hosted import NotHosted, Wanted, hosted
from ceo_sim.classroom.rehearsal.record import Record, Saved, percentile, saved_in
from ceo_sim.classroom.rehearsal.rehearsing import Report, as_json, rehearse
from ceo_sim.library import load_playable, path_of
from tests.support.classes import joined, opened, vote

pytestmark = pytest.mark.slow

Log = Callable[[Wanted, str], list[ev.Stored]]


def rehearsed(scenario: str, students: int, play: ev.PlayMode = "board", act: str | None = None) -> Report:
    path = path_of(scenario)
    return rehearse(load_playable(path, act=act), path, students=students, play=play)


def test_the_plan_of_fifty_minutes_goes_through_with_thirty_students_and_loses_nothing() -> None:
    report = rehearsed("the_post", 30, act="week")
    told = json.loads(as_json(report))
    assert told["ok"], told["problems"]
    assert told["students"] == told["seats"] == 30
    assert told["lost"] == 0
    assert told["decisions"] >= 3
    # Every seat, and two votes of each on every decision; who came late missed a round of the first.
    assert told["acknowledged"] >= 30 + 2 * 30 * told["decisions"] - 30
    assert told["refused"] >= 10
    assert 0 < told["p50_ms"] <= told["p95_ms"] <= told["slowest_ms"]
    assert isinstance(told["problems"], list)


def test_teams_with_roles_play_the_same_plan() -> None:
    report = rehearsed("the_post", 4, "teams", act="week")
    assert report.ok, report.problems
    assert any("some teams will be empty" in problem for problem in report.problems)


def test_everybody_plays_a_story_of_their_own_to_its_end() -> None:
    report = rehearsed("tutorial", 5, "own")
    assert report.ok, report.problems
    assert report.acknowledged > 5 * 5
    assert report.lost == 0


def test_a_vote_that_is_not_in_the_log_is_counted_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Log = hosted_.log_of

    def without_a_vote(wanted: Wanted, code: str) -> list[ev.Stored]:
        log = whole(wanted, code)
        missing = next(each for each in log if isinstance(each.event, ev.Voted) and each.event.round == 2)
        return [
            ev.Stored(each.seq - (each.seq > missing.seq), each.at, each.event)
            for each in log
            if each.seq != missing.seq
        ]

    monkeypatch.setattr(rehearsing, "log_of", without_a_vote)
    report = rehearsed("tutorial", 3)
    assert report.lost == 1
    assert not report.ok
    assert "1 of them lost" in "\n".join(report.lines())


def test_a_class_that_cannot_be_hosted_says_why(tmp_path: object) -> None:
    wanted = Wanted(path=str(path_of("tutorial")), seed=1, log=f"{tmp_path}/none/here.class")
    with pytest.raises(NotHosted, match="cannot be written"), hosted(wanted):
        pass


def test_what_a_log_holds_is_found_by_what_was_said_of_it() -> None:
    log = [
        ev.Stored(seq, 0, each)  # type: ignore[arg-type] # each is one of AnyEvent
        for seq, each in enumerate((opened(), joined(1), vote(1, "leave")), 1)
    ]
    assert saved_in(log) == {Saved("seat", "s1"), Saved("vote", "s1", 1, 1, "leave")}
    assert Saved("vote", "s1", 1, 1, "label") not in saved_in(log)


def test_problems_are_said_once_the_serious_ones_first() -> None:
    record = Record()
    for _ in range(3):
        record.problem("Slow.", is_serious=False)
    assert not record.is_serious
    record.problem("Gone.")
    assert record.said() == ["Gone.", "Slow. (3 times)"]
    assert record.is_serious


@pytest.mark.parametrize("share, expected", [(0.5, 2), (0.95, 4), (1.0, 4)])
def test_a_percentile_is_a_value_that_occurred(share: float, expected: float) -> None:
    assert percentile([4, 1, 3, 2], share) == expected
    assert percentile([], share) == 0
