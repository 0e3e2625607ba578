from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from scripts.privacy_fields import PAGE, renewed
from tests.support.hosting import hosting


def test_the_page_on_privacy_lists_every_field_that_is_stored() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == renewed(page), "run python scripts/privacy_fields.py"


def test_no_event_has_a_field_for_who_a_student_is() -> None:
    fields = {field for kind in ev.AnyEvent.__args__ for field in kind.__struct_fields__}
    assert not fields & {"ip", "address", "email", "device", "agent", "user", "student", "login", "phone", "peer"}


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


@pytest.mark.parametrize("header", ["X-Forwarded-For", "User-Agent", "From"])
async def test_nothing_of_where_a_student_comes_from_is_in_the_log(tmp_path: Path, header: str) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.visitor()
        student.client.session.headers[header] = "203.0.113.77-tell-tale"
        await student.ask("")
        await student.send("/join")
        log = all_bytes(tmp_path)
    assert b"joined" in log
    assert b"tell-tale" not in log
    assert b"127.0.0.1" not in log
