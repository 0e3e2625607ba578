from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.classroom.spool import Spool
from tests.support.examples import examples

KEYS = st.sampled_from("abcd")
DOINGS = st.lists(st.tuples(KEYS, st.one_of(st.none(), st.binary(max_size=20_000))), max_size=20)


@given(DOINGS)
@settings(max_examples=examples(40), deadline=None)
def test_what_was_put_last_under_a_key_is_there(doings: list[tuple[str, bytes | None]]) -> None:
    spool, expected = Spool(), dict[str, bytes]()
    for key, data in doings:
        if data is None:
            spool.drop(key)
            expected.pop(key, None)
        else:
            spool.put(key, data)
            expected[key] = data
        assert {each: spool.get(each) for each in "abcd"} == {each: expected.get(each) for each in "abcd"}
    spool.close()
    assert spool.get("a") is None


def test_places_that_are_free_are_used_again() -> None:
    spool = Spool()
    for number in range(100):
        spool.put("a", bytes([number]) * 5_000)
        spool.put("b", bytes([number]) * 3_000)
    assert spool.get("a") == bytes([99]) * 5_000
    assert spool.get("b") == bytes([99]) * 3_000
    assert spool._end == 8_192 + 4_096
    spool.close()


@pytest.mark.skipif(os.name == "nt", reason="there a file that is open has a name")
def test_nothing_of_it_is_to_be_seen_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spool = Spool()
    spool.put("a", b"1")
    assert list(tmp_path.iterdir()) == []
    spool.close()


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spool = Spool()
    spool.put("a", b"1")
    assert spool.get("a") is None
    spool.close()
