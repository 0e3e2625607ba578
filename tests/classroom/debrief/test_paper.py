"""What a debrief takes on paper, printed by a Chromium: the classes that take the most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.debrief.page import page
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.pack.pdf import printed
from ceo_sim.classroom.room import Room
from ceo_sim.library import load_playable
from ceo_sim.presentation import document as doc
from ceo_sim.report.html import html
from ceo_sim.scenario.loader import Loaded
from tests.support.browser import PROGRAM
from tests.support.classes import room_of
from tests.support.scenarios import SCENARIOS

MOST_PAGES = 8
HOSTILE = (
    "W" * ev.MAX_REASON,
    ("<script>alert(1)</script> & " * 9)[: ev.MAX_REASON].strip(),
    ("\u05d0\u05d1 " * 70)[: ev.MAX_REASON].strip(),
    ("g\u0301\u0302\u0303" * 70)[: ev.MAX_REASON],
    ("\U0001f9b7" * 200)[: ev.MAX_REASON],
)


def full(loaded: Loaded, seats: int, play: ev.PlayMode) -> Room:
    """An invented class in which everybody gives a long reason, all are shown, and all meters are foretold."""
    events: list[ev.Event] = []
    metrics = tuple(metric.id for metric in loaded.playable.metrics.values() if metric.headline)[:3]
    ids: list[str] = []
    for stored in demo_log(loaded, seats, 11, play):
        match stored.event:
            case ev.Predicted() | ev.ReasonShown():
                continue
            case ev.Joined(seat=seat):
                ids.append(seat)
                events.append(stored.event)
            case ev.Put() as put:
                events.append(msgspec.structs.replace(put, metrics=metrics))
            case ev.Voted() as voted:
                reason = HOSTILE[int(voted.seat[1:]) % len(HOSTILE)]
                events.append(msgspec.structs.replace(voted, reason=reason))
            case ev.VotingClosed(ballot=ballot, round=1):
                foretold: dict[str, ev.Direction] = dict.fromkeys(metrics, "up")
                events += [ev.Predicted(ballot=ballot, seat=seat, directions=foretold) for seat in ids]
                events.append(stored.event)
            case ev.Revealed(ballot=ballot):
                voted_on = [each for each in events if isinstance(each, ev.Voted) and each.ballot == ballot]
                events.append(stored.event)
                events += [ev.ReasonShown(ballot=ballot, round=each.round, seat=each.seat) for each in voted_on]
            case event:
                events.append(event)
    return room_of(events)


def own(loaded: Loaded, seats: int) -> Room:
    """An invented class in which each seat played by itself, and chose as in its last vote on a story of the class."""
    together = full(loaded, seats, "board")
    steps = [answer.step for answer in ClassSubject.of(together, loaded).game.answers]
    return room_of(_own(together, steps))


def _own(together: Room, steps: list[int]) -> Iterator[ev.Event]:
    assert together.opened is not None
    yield msgspec.structs.replace(together.opened, play="own")
    for seat in together.seats.values():
        yield ev.Joined(seat=seat.id, name=seat.name, secret=seat.secret)
    moves = dict.fromkeys(together.seats, 0)
    for ballot, step in zip(together.ballots.values(), steps, strict=False):
        for id, vote in ballot.votes[2].items():
            yield ev.OwnAnswered(
                seat=id,
                number=moves[id],
                step=step,
                decision=ballot.decision,
                option=vote.option,
                reason=vote.reason,
                predicted=dict(ballot.predictions.get(id, {})),
            )
            moves[id] += 1


def _pages(room: Room, loaded: Loaded, size: str, folder: Path) -> int:
    assert PROGRAM is not None
    text = html(page(ClassSubject.of(room, loaded)), compact=True).replace("</style>", f"@page{{size:{size}}}</style>")
    file = folder / f"{size}.html"
    file.write_text(text, encoding="utf-8")
    return len(re.findall(rb"/Type\s*/Page\b", printed(file, PROGRAM).read_bytes()))


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here")
@pytest.mark.parametrize("size", ["A4", "letter"])
@pytest.mark.parametrize(
    "act, seats, play",
    [("week", 6, "board"), (None, 28, "own"), (None, 200, "board"), (None, 200, "teams"), (None, 1000, "own")],
)
def test_a_debrief_prints_on_at_most_eight_pages(
    act: str | None, seats: int, play: ev.PlayMode, size: str, tmp_path: Path
) -> None:
    loaded = load_playable(SCENARIOS / "the_post", act=act)
    room = own(loaded, seats) if play == "own" else full(loaded, seats, play)
    assert 3 <= _pages(room, loaded, size, tmp_path) <= MOST_PAGES


@pytest.mark.slow
def test_in_stories_of_ones_own_is_told_what_those_expected_who_chose_as_most_did() -> None:
    loaded = load_playable(SCENARIOS / "the_post", act="week")
    room = own(loaded, 28)
    subject = ClassSubject.of(room, loaded)
    (section,) = (section for section in page(subject).sections if section.id == "class-predictions")
    (table,) = (part for part in section.parts if isinstance(part, doc.Table))
    asked = subject.questions[0]
    most = max(asked.counts().values())
    assert most >= 5
    assert table.rows[0][1:4] == (str(most), "0", "0")
