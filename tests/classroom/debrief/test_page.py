from __future__ import annotations

import re

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.debrief.page import page, sections
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.room import Room
from ceo_sim.plain.render import rendered
from ceo_sim.report.html import html
from ceo_sim.report.markdown import markdown
from tests.support.classes import OPTIONS, joined, opened, room_of
from tests.support.scenarios import shipped


def subject_of(scenario: str, seats: int, play: ev.PlayMode = "board") -> ClassSubject:
    loaded = shipped(scenario)
    return ClassSubject.of(Room().replay(demo_log(loaded, seats, 11, play)), loaded)


@pytest.mark.slow
def test_a_class_of_the_flagship_has_every_section_and_in_this_order() -> None:
    subject = subject_of("the_post", 60)
    assert [section.id for section in sections(subject)] == [
        "class-path",
        "class-divided",
        "class-swing",
        "class-stakeholders",
        "class-map",
        "class-minds",
        "class-lenses",
        "class-branch",
        "class-rivals",
        "class-predictions",
        "class-questions",
    ]
    text = "\n".join(rendered(sections(subject), brief=False))
    asks = [text.index(f"{name}.\n") for name in ("Fact", "Cause", "Judgement", "So what")]
    assert asks == sorted(asks)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["tutorial", "depot", "meridian"])
def test_every_shipped_story_can_be_looked_back_on(scenario: str) -> None:
    whole = page(subject_of(scenario, 12))
    assert html(whole, compact=True).startswith("<!doctype html>")
    assert markdown(whole)


def test_no_seat_is_named_and_no_small_group_is_counted_out() -> None:
    subject = subject_of("tutorial", 14)
    text = html(page(subject))
    for seat in subject.room.seats.values():
        assert seat.name not in text
        assert seat.id not in text
    votes = re.findall(r'<td class="figure">(\d+)(?: → (\d+))?</td>', text)
    assert votes
    assert all(not figure or int(figure) == 0 or int(figure) >= 5 for pair in votes for figure in pair)


def test_a_reason_is_shown_only_if_the_teacher_let_it_be_seen_and_is_inert() -> None:
    hostile = "<script>alert(1)</script> **bold** [a](b) & `c`"
    events = [opened("tutorial"), *(joined(number) for number in range(12))]
    events += [ev.Put(ballot=1, decision="alarm", options=("own_up", "joke"), moves=0)]
    events += [ev.VotingOpened(ballot=1, round=1)]
    for number in range(12):
        option = "own_up" if number % 2 else "joke"
        reason = hostile if number == 0 else "a secret reason" if number == 1 else ""
        events.append(ev.Voted(ballot=1, round=1, seat=f"s{number}", option=option, reason=reason))
    events += [ev.VotingClosed(ballot=1, round=1), ev.ReasonShown(ballot=1, round=1, seat="s0")]
    whole = page(ClassSubject.of(room_of(events), shipped("tutorial")))
    for text in (html(whole), markdown(whole), "\n".join(rendered(whole.sections))):
        assert "a secret reason" not in text
    assert "<script>" not in html(whole)
    assert r"\*\*bold\*\*" in markdown(whole)


def test_a_class_that_never_voted_has_a_page_that_says_little() -> None:
    whole = page(ClassSubject.of(room_of([opened("tutorial"), joined(1)]), shipped("tutorial")))
    assert [section.id for section in whole.sections] == ["class-questions"]


def test_raised_hands_alone_have_votes_and_a_swing_and_say_of_nobody_who_changed() -> None:
    events = [opened("tutorial"), ev.Put(ballot=1, decision="alarm", options=("own_up", "joke"), moves=0)]
    events += [ev.HandsCounted(ballot=1, round=1, counts={"own_up": 21, "joke": 7})]
    events += [ev.HandsCounted(ballot=1, round=2, counts={"own_up": 9, "joke": 18})]
    events += [ev.Answered(ballot=1, option="joke", by="majority", moves=0)]
    whole = page(ClassSubject.of(room_of(events), shipped("tutorial")))
    ids = [section.id for section in whole.sections]
    assert {"class-path", "class-divided", "class-swing", "class-questions"} <= set(ids)
    assert not {"class-stakeholders", "class-map", "class-minds", "class-predictions"} & set(ids)
    text = markdown(whole)
    assert "votes by raised hands" in text
    assert "21 → 9" in text
    for words in ("Of those who voted twice", "under 5 seats", "0 of 0"):
        assert words not in text


def test_another_version_of_the_scenario_is_refused_and_not_told_wrongly() -> None:
    room = room_of([opened("tutorial", fingerprint="other")])
    with pytest.raises(ev.LogError, match="another version of tutorial"):
        ClassSubject.of(room, shipped("tutorial"))


def test_a_move_that_does_not_fit_is_said_with_its_place() -> None:
    put = ev.Put(ballot=1, decision="nowhere", options=OPTIONS, moves=0)
    hands = ev.HandsCounted(ballot=1, round=1, counts={"leave": 9})
    answer = ev.Answered(ballot=1, option="leave", by="majority", moves=0)
    room = room_of([opened("tutorial"), put, hands, answer])
    with pytest.raises(ev.LogError, match="move 1 of the class does not fit"):
        ClassSubject.of(room, shipped("tutorial"))


def own_plays(**joining: int) -> list[ev.Event]:
    """Twelve seats with a story of their own each, of which those named have luck of their own."""
    events: list[ev.Event] = [opened("tutorial", "own")]
    for number in range(12):
        seat = f"s{number}"
        option = "own_up" if number % 2 else "joke"
        events.append(ev.Joined(seat=seat, name=f"seat {number}", secret="", seed=joining.get(seat)))
        events.append(ev.OwnAnswered(seat=seat, number=0, step=0, decision="alarm", option=option))
        events.append(ev.OwnPassed(seat=seat, number=1, step=1))
    return events


def test_seats_with_luck_of_their_own_are_not_said_to_have_the_same() -> None:
    one = "\n".join(rendered(sections(ClassSubject.of(room_of(own_plays()), shipped("tutorial"))), brief=False))
    whole = page(ClassSubject.of(room_of(own_plays(s3=99, s4=5)), shipped("tutorial")))
    text = " ".join(markdown(whole).split())

    assert "same luck:" not in one
    assert "Not every seat had the same luck:" in text
    assert "· luck differs ·" in text
    assert text.count("the story of the answers most gave, on the luck of seed 7") >= 2


def test_what_was_thrown_into_some_stories_is_said_not_to_be_in_that_of_the_class() -> None:
    thrown = ev.OwnThrown(seat="s0", number=2, step=1, inject="storm")
    asked = ev.OwnAsked(seat="s1", number=2, step=1, decision="alarm", adviser="mate")
    without = markdown(page(ClassSubject.of(room_of([*own_plays(), asked]), shipped("tutorial"))))
    with_it = markdown(page(ClassSubject.of(room_of([*own_plays(), asked, thrown]), shipped("tutorial"))))

    assert "thrown in" not in without
    assert "Into some stories something was thrown in" in " ".join(with_it.split())
