"""A rehearsal from its beginning to its report: what a teacher should know before thirty students do."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from attrs import asdict, frozen

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names, network
from ceo_sim.classroom.rehearsal.hosted import Wanted, Where, hosted, log_of
from ceo_sim.classroom.rehearsal.lesson import Plan
from ceo_sim.classroom.rehearsal.record import SLOW, Record, percentile, saved_in
from ceo_sim.classroom.rehearsal.scanning import scanning_problems
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import Unavailable
from ceo_sim.presentation import formatting
from ceo_sim.scenario.loader import Loaded

_LATE_SEAT = 10.0
"""Seconds after which somebody who still has no seat is in the way of a lesson."""


@frozen
class Report:
    """What came of a rehearsal; times in milliseconds.

    Attributes:
        acknowledged: What students were told is saved: seats, votes, predictions, moves.
        lost: Those of them that are not in the log.
        heard_p95_ms: From the opening of a vote to when a page was told of it.
        problems: In sentences, the serious ones first.
        ok: Whether nothing was lost and no problem is serious.
    """

    scenario: str
    play: ev.PlayMode
    students: int
    seats: int
    decisions: int
    requests: int
    refused: int
    acknowledged: int
    lost: int
    p50_ms: float
    p95_ms: float
    slowest_ms: float
    heard_p95_ms: float
    start_ms: float
    seconds: float
    problems: tuple[str, ...]
    ok: bool

    def json(self) -> dict[str, object]:
        """It for a program."""
        return asdict(self)

    def lines(self) -> list[str]:
        """It in words."""
        lost = f"{self.lost:,} of them lost" if self.lost else "none of them lost"
        outcome = [f"  - {problem}" for problem in self.problems] or ["  none"]
        what = (
            f"{self.scenario}: {formatting.counted(self.students, 'student')}, "
            f"{formatting.counted(self.decisions, 'decision')}, in {self.seconds:.0f} seconds."
        )
        times = (
            f"The server was there after {self.start_ms:,.0f} ms, and answered {self.requests:,} requests of students: "
            f"half within {self.p50_ms:,.0f} ms, 95 of 100 within {self.p95_ms:,.0f} ms, "
            f"the slowest in {self.slowest_ms:,.0f} ms."
        )
        return [
            what,
            times,
            f"Of {self.acknowledged:,} seats, votes, predictions and moves that it called saved, {lost}.",
            f"What had to be turned away was: {formatting.counted(self.refused, 'time')}.",
            "What you should know:",
            *outcome,
            "" if self.ok else "Mend this before you teach with it.",
        ]


@frozen
class School:
    """What a school has for its classes.

    Attributes:
        database: The address of a PostgreSQL.
        at: The address of servers of that database that run already; empty if one is to be started.
    """

    database: str
    at: str = ""


def rehearse(
    loaded: Loaded,
    path: Path,
    *,
    students: int,
    play: ev.PlayMode = "board",
    seed: int = 1,
    pace: float = 0.0,
    edition: str | None = None,
    school: School | None = None,
) -> Report:
    """Play a whole lesson with bots.

    Args:
        loaded: The scenario, up to the end of the act if one is named.
        path: Where it lies.
        students: How many bots.
        play: How the class plays.
        seed: Of the story's luck, and of what bots do.
        pace: Seconds that a student thinks, at most.
        edition: The edition that was read.
        school: A PostgreSQL for the log, if it is not to be a file.

    Raises:
        NotHosted: The class cannot be hosted.
        LogError: The database cannot be used, or the class not be begun in it.
    """
    record = Record()
    with tempfile.TemporaryDirectory(prefix="ceo-sim-") as folder:
        wanted = Wanted(
            path=str(path),
            seed=seed,
            log=str(Path(folder) / "rehearsal.class"),
            database=school.database if school else "",
            act=loaded.act,
            edition=edition,
            play=play,
            code=names.class_code(),
            key=names.secret(),
        )
        began = time.perf_counter()
        with _held(wanted, loaded, school.at if school else "") as (where, key):
            started = time.perf_counter() - began
            plan = Plan(f"{where.url}/{where.code}", key, students, seed, record, pace)
            asyncio.run(plan.play(own=play == "own"))
        seconds = time.perf_counter() - began
        lost = _lost(wanted, where, record)
    _judge(plan, loaded, play)
    join = school.at if school and school.at else network.url(network.own_address(), network.USUAL_PORT)
    for problem in scanning_problems(f"{join}/{wanted.code}"):
        record.problem(problem, is_serious=False)
    return _report(plan, loaded, play, (started, seconds), lost)


@contextlib.contextmanager
def _held(wanted: Wanted, loaded: Loaded, at: str) -> Iterator[tuple[Where, str]]:
    """A class in a server of its own, or begun for those at an address; where it is, and the teacher's key."""
    if not at:
        with hosted(wanted) as where:
            yield where, wanted.key
        return
    from ceo_sim.classroom.postgresql import Database
    from ceo_sim.classroom.school import open_class

    with contextlib.closing(Database.open(wanted.database)) as database:
        begin, key = open_class(
            database, loaded, seed=wanted.seed, play=wanted.play, edition=wanted.edition, keep_days=1
        )
    yield Where(url=at, code=begin.code), key


def _lost(wanted: Wanted, where: Where, record: Record) -> int:
    """How much of what was called saved the log does not hold; and whether its room can be read."""
    try:
        log = log_of(wanted, where.code)
        Room().replay(log)
    except (Unavailable, ev.LogError) as error:
        record.problem(f"The log of the class cannot be read again: {error}")
        return len(record.saved)
    return len(record.saved - saved_in(log))


def _judge(plan: Plan, loaded: Loaded, play: ev.PlayMode) -> None:
    """Note what a teacher should know beside what went wrong."""
    record = plan.record
    if not plan.ended and not record.is_serious:
        record.problem("The story did not come to its end.")
    waits = record.waits()
    slow = sum(wait > SLOW for wait in waits)
    if slow:
        text = f"{slow:,} of {len(waits):,} requests of students took longer than {SLOW:.0f} second."
        record.problem(text, is_serious=False)
    if (longest := max((student.waited for student in plan.present), default=0.0)) > _LATE_SEAT:
        text = (
            f"The last student had a seat after {longest:.0f} seconds: from one address, 250 seats can be taken at "
            "once, and then ten a second."
        )
        record.problem(text, is_serious=False)
    if len(plan.present) < plan.students:
        record.problem(f"{plan.students - len(plan.present)} of {plan.students} students got no seat.")
    if play == "teams" and plan.students < len(loaded.playable.roles):
        text = f"There are {len(loaded.playable.roles)} teams and {plan.students} students: some teams will be empty."
        record.problem(text, is_serious=False)
    if network.is_loopback(network.own_address()):
        text = "This machine is in no network, so students cannot reach it: host with --no-network, or join one."
        record.problem(text, is_serious=False)


def _report(plan: Plan, loaded: Loaded, play: ev.PlayMode, took: tuple[float, float], lost: int) -> Report:
    record, waits = plan.record, plan.record.waits()
    return Report(
        scenario=loaded.playable.info.title,
        play=play,
        students=plan.students,
        seats=len(plan.present),
        decisions=plan.decisions,
        requests=len(waits),
        refused=record.refused,
        acknowledged=len(record.saved),
        lost=lost,
        p50_ms=round(1000 * percentile(waits, 0.5), 1),
        p95_ms=round(1000 * percentile(waits, 0.95), 1),
        slowest_ms=round(1000 * max(waits, default=0.0), 1),
        heard_p95_ms=round(1000 * percentile(record.heard, 0.95), 1),
        start_ms=round(1000 * took[0], 1),
        seconds=round(took[1], 1),
        problems=tuple(record.said()),
        ok=not lost and not record.is_serious,
    )


def as_json(report: Report) -> str:
    """A report for a program."""
    return msgspec.json.format(msgspec.json.encode(report.json()), indent=2).decode()
