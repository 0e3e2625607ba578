from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.saves.reading import read
from ceo_sim.saves.record import MAX_REASON, Kept, Record, dumps, tidy

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
dates = st.datetimes(timezones=zones).map(lambda date: date.replace(microsecond=0))
moments = dates | st.integers(0, 999_999)
kept = st.builds(Kept, moments, texts, texts, texts, texts)
records = st.builds(
    Record,
    scenario=texts,
    title=texts,
    version=texts,
    fingerprint=texts,
    seed=st.integers(0, 2**64 - 1),
    mirror=st.booleans(),
    edition=st.none() | texts,
    created=dates,
    updated=dates,
    reached=moments,
    step=st.integers(0, 999_999),
    ending=texts,
    answers=st.lists(kept, max_size=4).map(tuple),
)


@given(records)
def test_what_is_written_is_read_again(tmp_path_factory: object, record: Record) -> None:
    path = _file(tmp_path_factory)
    path.write_text(dumps(record), encoding="utf-8")

    assert read(path) == record


@given(records)
def test_a_save_shows_nothing_that_could_steer_a_terminal(record: Record) -> None:
    assert all(line.isprintable() for line in dumps(record).split("\n"))


@given(st.text(max_size=2 * MAX_REASON))
def test_any_reason_can_be_kept(reason: str) -> None:
    tidied = tidy(reason)

    assert len(tidied) <= MAX_REASON
    assert tidy(tidied) == tidied
    assert tidied.encode("utf-8").decode("utf-8") == tidied


def test_a_reader_finds_everything_in_plain_toml() -> None:
    start = dt.datetime(2020, 5, 29, 9, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
    answer = Kept(start, "the_post", "leave_up", "I said so", "0a1b2c3d")
    record = Record("the_post", "The Post", "1.0", "ff", 7, True, None, start, start, start, 4, "", (answer,))

    data = tomllib.loads(dumps(record))

    assert data["format"] == 1
    assert data["answers"] == 1
    assert data["reached"] == {"at": start, "step": 4, "ending": ""}
    assert data["answer"] == [
        {"at": start, "decision": "the_post", "option": "leave_up", "reason": "I said so", "check": "0a1b2c3d"}
    ]


def _file(factory: object) -> Path:
    assert hasattr(factory, "getbasetemp")
    path: Path = factory.getbasetemp() / "round_trip.toml"
    return path
