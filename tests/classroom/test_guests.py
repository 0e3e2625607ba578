"""Whoever may come to a class: forged, foreign, replayed, late, too much, too often, and a disk that is full."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from attrs import define
from yarl import URL

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import guests, qr, screen_routes
from ceo_sim.classroom.store import Draft, SqliteStore, Unavailable
from ceo_sim.web.shell import HEADERS
from tests.support.hosting import CODE, KEY, PROGRAM, Hosted, hosting

OTHER_SITE = {"Origin": "http://elsewhere.test"}


async def put(hosted: Hosted, *, is_open: bool = True) -> dict[str, Any]:
    """A decision before the class; the fields of a vote for its first option."""
    lesson = hosted.lesson
    while not lesson.waiting():
        await lesson.next()
    await lesson.put(lesson.waiting()[0].id)
    if is_open:
        await lesson.open_vote()
    ballot = hosted.held.room.ballot
    assert ballot is not None
    return {"ballot": ballot.number, "round": 1, "option": ballot.options[0]}


def tally(hosted: Hosted) -> int:
    """How many votes the first round of the first decision has."""
    return len(hosted.held.room.ballots[1].votes[1])


# ---- seats and secrets --------------------------------------------------------------------------------------


async def test_opening_the_address_takes_no_seat(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        visitor = await hosted.visitor()
        for path in ("", "/seat", "/resume?seat=BBBBBBBBBBBBBBBB"):
            await visitor.page(path)
        async with visitor.client.head(f"/{CODE}"):
            pass
        assert not hosted.held.room.seats


async def test_a_student_who_joins_again_has_the_seat_of_before(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        await student.ask("")
        _, again = await student.send("/join")
        assert again["seat"] == student.seat["seat"]
        assert len(hosted.held.room.seats) == 1


async def test_who_only_watches_has_a_seat_and_is_waited_for_by_nobody(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        watcher = await hosted.visitor()
        await watcher.ask("")
        _, watcher.seat = await watcher.send("/join", observe="yes")
        watcher.token = watcher.seat["token"]
        fields = await put(hosted)
        assert not hosted.held.room.waiting_for()
        assert "Vote, silently" not in (await watcher.page("/seat"))[1]
        assert (await watcher.send("/vote", **fields))[0] == 409


async def test_a_seat_goes_on_on_a_second_device_by_its_code(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, other = await hosted.student(), await hosted.visitor()
        _, page = await student.page("/device")
        shown = re.search(r'<code class="resume">([^<]*)<', page)
        assert shown is not None
        await other.ask("")
        status, _, address = await other.submit("/resume", secret=shown[1].lower())
        assert (status, address.endswith("/seat?said=seat")) == (200, True)
        assert (await other.ask("/seat"))["seat"] == student.seat["seat"]
        assert len(hosted.held.room.seats) == 1


async def test_a_seat_that_is_forged_is_none(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, forger = await hosted.student(), await hosted.visitor()
        fields = await put(hosted)
        secret = next(iter(hosted.held.room.seats.values())).secret
        for forged in (student.seat["seat"], secret, "B" * 16, "", "\x00", "é" * 9000):
            token = guests.form_token(forged)
            headers = {"Cookie": f"seat={forged}".encode("utf-8", "replace").decode("latin-1").replace("\x00", "")}
            async with forger.client.post(f"/{CODE}/vote", data={**fields, "token": token}, headers=headers) as answer:
                assert answer.status in (400, 403)
        assert tally(hosted) == 0


async def test_a_form_of_another_seat_does_nothing(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, other = await hosted.student(), await hosted.student()
        fields = await put(hosted)
        student.token = other.token
        assert (await student.send("/vote", **fields))[0] == 403
        assert tally(hosted) == 0


async def test_leaving_can_take_along_all_that_a_seat_has_said(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        await student.send("/vote", **await put(hosted))
        assert tally(hosted) == 1
        _, page, _ = await student.submit("/leave", forget="yes")
        assert "Your votes are gone, too." in page
        assert tally(hosted) == 0
        assert (await student.page("/events"))[0] == 403


async def test_a_seat_that_was_removed_is_asked_to_join_again(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = await put(hosted)
        await hosted.lesson.remove(student.seat["seat"])
        assert (await student.send("/vote", **fields))[0] == 403
        assert "Take a seat" in (await student.page("/seat"))[1]


# ---- the teacher --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "wrong", "0" * 64, KEY + " ", KEY.upper()])
async def test_nobody_leads_without_the_key(tmp_path: Path, secret: str) -> None:
    async with hosting(tmp_path) as hosted:
        forger = await hosted.visitor()
        await forger.ask("")
        forger.client.session.cookie_jar.update_cookies({"teacher": secret})
        forger.token = guests.form_token(secret)
        before = hosted.held.room.seq
        for path, fields in (("/teach", {"do": "end"}), ("/teach", {"do": "put", "decision": "x"})):
            assert (await forger.send(path, **fields))[0] == 403
        assert (await forger.page("/teach"))[0] == 403
        assert (await forger.page("/teach/events"))[0] == 403
        assert (await forger.page(f"/teach?key={secret or 'none'}"))[0] == 403
        assert hosted.held.room.seq == before


async def test_a_student_does_not_lead_with_the_secret_of_a_seat(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        assert (await student.send("/teach", do="end"))[0] == 403
        assert not hosted.held.room.is_over


async def test_what_cannot_be_undone_is_asked_once_more(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        _, page, _ = await teacher.submit("/teach", do="end", sure="no")
        assert "This cannot be undone." in page
        assert not hosted.held.room.is_over
        await teacher.submit("/teach", do="end", sure="yes")
        assert hosted.held.room.is_over


async def test_a_code_that_was_changed_lets_nobody_new_in_and_loses_nobody(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, teacher, late = await hosted.student(), await hosted.teacher(), await hosted.visitor()
        await late.ask("")
        status, _, address = await teacher.submit("/teach", do="code")
        code = hosted.held.room.code
        assert (status, code != CODE, f"/{code}/teach" in address) == (200, True, True)
        assert (await late.send("/join"))[0] == 410
        assert (await student.send("/vote", **await put(hosted)))[0] == 200


# ---- other sites, other names -------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [OTHER_SITE, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_page_of_another_site_does_nothing_even_with_cookies_and_token(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    async with hosting(tmp_path) as hosted:
        student, teacher = await hosted.student(), await hosted.teacher()
        fields = await put(hosted)
        for visitor, path, sent in ((student, "/vote", fields), (teacher, "/teach", {"do": "end"})):
            data = {"token": visitor.token, **{name: str(value) for name, value in sent.items()}}
            async with visitor.client.post(f"/{CODE}{path}", data=data, headers=headers) as answer:
                assert answer.status == 403
        assert tally(hosted) == 0
        assert not hosted.held.room.is_over


async def test_a_form_without_the_pages_token_does_nothing(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, teacher = await hosted.student(), await hosted.teacher()
        fields = await put(hosted)
        student.token = teacher.token = ""
        assert (await student.send("/vote", **fields))[0] == 403
        assert (await teacher.send("/teach", do="end"))[0] == 403


async def test_a_foreign_name_that_leads_here_is_not_answered(tmp_path: Path) -> None:
    async with hosting(tmp_path, hosts=frozenset({"127.0.0.1"})) as hosted:
        visitor = await hosted.visitor()
        assert (await visitor.page(""))[0] == 200
        for host in ("evil.test", "127.0.0.1.evil.test", "localhost"):
            async with visitor.client.get(f"/{CODE}", headers={"Host": host}) as answer:
                assert answer.status == 421


async def test_every_answer_forbids_scripts_frames_and_storing(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        for path in ("/", f"/{CODE}", f"/{CODE}/screen", f"/{CODE}/teach", "/nowhere/at/all", "/ZZZZ"):
            async with teacher.client.get(path) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Cache-Control"] == "no-store"
                assert "Server" not in answer.headers
                text = await answer.text()
                assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=|javascript:", text)


# ---- too late, twice, too much ------------------------------------------------------------------------------


async def test_a_vote_after_the_closing_is_refused_and_what_was_typed_is_shown_again(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = await put(hosted)
        await hosted.lesson.close()
        status, told = await student.send("/vote", **fields)
        assert (status, told["error"]) == (409, "Voting is closed. Your vote was not counted.")
        assert tally(hosted) == 0


async def test_a_vote_that_is_sent_again_counts_once_and_is_saved_even_after_the_closing(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = {**await put(hosted), "reason": "Once."}
        for _ in range(3):
            assert (await student.send("/vote", **fields))[0] == 200
        written = hosted.held.room.seq
        await hosted.lesson.close()
        assert (await student.send("/vote", **fields))[0] == 200
        assert (tally(hosted), hosted.held.room.seq) == (1, written + 1)


async def test_a_vote_of_the_first_round_does_not_count_in_the_second(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = await put(hosted)
        await hosted.lesson.close()
        await hosted.lesson.open_vote()
        assert (await student.send("/vote", **fields))[0] == 409
        assert not hosted.held.room.ballots[1].votes[2]


@pytest.mark.parametrize("option", ["no_such_option", "", "<script>", "0"])
async def test_a_vote_for_what_is_no_option_is_refused(tmp_path: Path, option: str) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = {**await put(hosted), "option": option}
        assert (await student.send("/vote", **fields))[0] in (409, 422)
        assert tally(hosted) == 0


async def test_a_reason_of_a_megabyte_is_turned_away_with_a_page(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = await put(hosted)
        status, page, _ = await student.submit("/vote", **fields, reason="x" * 1_000_000)
        assert (status, "That was too long" in page) == (413, True)
        status, page, _ = await student.submit("/vote", **fields, reason="x" * 141)
        assert (status, "yours has 141" in page, "x" * 141 in page) == (422, True, True)
        assert tally(hosted) == 0


async def test_files_and_other_than_forms_are_turned_away(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        fields = await put(hosted)
        async with student.client.post(f"/{CODE}/vote", json={**fields, "token": student.token}) as answer:
            assert answer.status == 415
        assert tally(hosted) == 0


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b[2J\x1b]0;gone\x07",
    "\u202egnp.exe \u2066bidi\u2069",
    "a\x00b\x08c\r\nSet-Cookie: x=y",
    "=cmd|' /C calc'!A0",
    "\ud800 half",
    "{{7*7}} ${7*7} %s %n",
)


@pytest.mark.parametrize("reason", HOSTILE)
async def test_a_hostile_reason_is_text_on_every_page(tmp_path: Path, reason: str) -> None:
    async with hosting(tmp_path) as hosted:
        student, teacher = await hosted.student(), await hosted.teacher()
        fields = await put(hosted)
        sent = reason.encode("utf-8", "surrogatepass")
        data = {"token": student.token, **{name: str(value) for name, value in fields.items()}}
        body = b"&".join(f"{name}={value}".encode() for name, value in data.items())
        quoted = "".join(f"%{byte:02X}" for byte in sent).encode()
        headers = {**PROGRAM, "Content-Type": "application/x-www-form-urlencoded"}
        async with student.client.post(f"/{CODE}/vote", data=body + b"&reason=" + quoted, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        await hosted.lesson.close()
        await hosted.lesson.reveal()
        await hosted.lesson.show_reason(1, student.seat["seat"])
        for visitor, path in ((student, "/seat"), (teacher, "/screen"), (teacher, "/teach")):
            status, page = await visitor.page(path)
            assert status == 200
            assert "<script>alert" not in page
            assert "<img" not in page
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)


# ---- too often ----------------------------------------------------------------------------------------------


async def test_of_a_thousand_joins_a_second_a_class_is_let_in_and_the_rest_are_asked_to_wait(tmp_path: Path) -> None:
    async with hosting(tmp_path, limits=guests.Limits(joins=guests.Rate(40, 1))) as hosted:
        student = await hosted.student()
        crowd = await hosted.visitor()
        await crowd.ask("")

        async def join() -> int:
            data = {"token": crowd.token}
            async with crowd.client.post(f"/{CODE}/join", data=data, headers={**PROGRAM, "Cookie": ""}) as answer:
                return answer.status

        answers: list[int] = []
        for _ in range(10):
            crowd.client.session.cookie_jar.clear()
            answers += await asyncio.gather(*(join() for _ in range(30)))
        assert set(answers) == {200, 429}
        assert len(hosted.held.room.seats) < 60
        assert (await student.send("/vote", **await put(hosted)))[0] == 200


async def test_who_guesses_codes_is_slowed_down_and_who_has_a_seat_is_not(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student, guesser = await hosted.student(), await hosted.visitor()
        statuses = []
        for number in range(40):
            letters = "GHJK"
            code = "Z" + "".join(letters[number // 4**place % 4] for place in range(3))
            async with guesser.client.get(f"/{code}") as answer:
                statuses.append(answer.status)
        assert statuses[0] == 404
        assert statuses[-1] == 429
        assert (await student.page("/seat"))[0] == 200


async def test_addresses_in_small_letters_lead_to_the_class(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        visitor = await hosted.visitor()
        for path in (f"/{CODE.lower()}", f"/?code={CODE.lower()}", "/?code=b-c d f"):
            async with visitor.client.get(path) as answer:
                assert (answer.status, str(answer.url).endswith(f"/{CODE}")) == (200, True)


# ---- a disk that is full ------------------------------------------------------------------------------------


@define(eq=False)
class Full(SqliteStore):
    """A log on a disk that may be full."""

    is_full: bool = False

    def append(self, drafts: Any) -> list[ev.Stored]:
        """See `Store`."""
        drafts_: list[Draft] = drafts
        if self.is_full:
            raise Unavailable("database or disk is full")
        return super().append(drafts_)


async def test_a_vote_on_a_full_disk_is_not_saved_yet_and_nothing_typed_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ceo_sim.classroom.live.TRIES", (0.01,))
    store = Full.create(tmp_path / "a.class")
    assert isinstance(store, Full)
    async with hosting(tmp_path, store=store) as hosted:
        student, teacher = await hosted.student(), await hosted.teacher()
        fields = await put(hosted)
        store.is_full = True
        status, page, _ = await student.submit("/vote", **fields, reason="My own words.")
        assert status == 503
        assert "Not saved yet" in page
        assert "My own words." in page
        assert f'value="{fields["option"]}" id="option-' in page
        assert re.search(rf'value="{fields["option"]}"[^>]* checked', page)
        async with student.client.post(
            f"/{CODE}/vote", data={**fields, "token": student.token}, headers=PROGRAM
        ) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        assert "The log cannot be written just now" in (await teacher.page("/teach"))[1]
        assert (await teacher.send("/teach", do="close"))[0] == 503
        assert tally(hosted) == 0
        store.is_full = False
        assert (await student.send("/vote", **fields, reason="My own words."))[0] == 200
        assert tally(hosted) == 1


# ---- slow ones ----------------------------------------------------------------------------------------------


async def test_a_form_that_trickles_in_is_ended(tmp_path: Path) -> None:
    async with hosting(tmp_path, limits=guests.Limits(seconds=0.2)) as hosted:
        student = await hosted.student()
        cookie = "; ".join(f"{each.key}={each.value}" for each in student.client.session.cookie_jar)
        reader, writer = await asyncio.open_connection("127.0.0.1", hosted.server.port)
        head = f"POST /{CODE}/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Length: 500\r\n"
        writer.write(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nround=".encode())
        answer = await asyncio.wait_for(reader.readline(), 5)
        assert b"408" in answer
        writer.close()


# ---- what is no request of a browser's ----------------------------------------------------------------------

NO_REQUESTS = {
    "a header of nine thousand letters": b"GET /BCDF HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: seat=hidden" + b"x" * 9000,
    "no host": b"GET /BCDF HTTP/1.1\r\nCookie: seat=hidden",
    "an escape in a cookie": b"GET /BCDF HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: seat=hidden\x1b[31m",
    "two lengths": b"POST /BCDF/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
    "another protocol": b"<script>\x00\xff",
}


@pytest.mark.parametrize("sent", NO_REQUESTS.values(), ids=NO_REQUESTS)
async def test_what_is_no_request_is_neither_quoted_nor_written_down(
    tmp_path: Path, sent: bytes, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with hosting(tmp_path) as hosted:
        reader, writer = await asyncio.open_connection("127.0.0.1", hosted.server.port)
        writer.write(sent + b"\r\n\r\n")
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 400 " in head.splitlines()[0]
    for name, value in HEADERS.items():
        assert f"{name}: {value}".encode() in head
    assert b"aiohttp" not in head
    assert b"hidden" not in body
    assert b"<script" not in body
    assert "".join(capfd.readouterr()) == ""
    assert not caplog.records


async def test_a_fault_of_our_own_is_answered_like_every_page_and_says_where_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    async with hosting(tmp_path) as hosted:
        visitor = await hosted.visitor()
        monkeypatch.setattr(screen_routes, "projector", broken)
        async with visitor.client.get(f"/{CODE}/screen") as answer:
            assert answer.status == 500
            assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    said = capfd.readouterr().err
    assert "ZeroDivisionError" in said
    assert "127.0.0.1" not in said
    assert not caplog.records


@pytest.mark.parametrize("path", ["/teach", "/seat", ""])
async def test_a_cookie_that_is_no_text_is_nobodys(tmp_path: Path, path: str) -> None:
    async with hosting(tmp_path) as hosted:
        reader, writer = await asyncio.open_connection("127.0.0.1", hosted.server.port)
        cookies = b"Cookie: seat=\xff\xfe; teacher=\xff"
        writer.write(b"GET /BCDF%s HTTP/1.0\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % (path.encode(), cookies))
        first = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        assert int(first.split()[1]) in (200, 303, 403)


@pytest.mark.parametrize("typed", ["b%20cdf", "bcdf%20", "b-c-d-f"])
async def test_a_code_with_blanks_leads_to_the_class_and_not_round_in_circles(tmp_path: Path, typed: str) -> None:
    async with hosting(tmp_path) as hosted:
        visitor = await hosted.visitor()
        address = f"/{typed}/seat?said=voted"
        async with visitor.client.get(URL(address, encoded=True), allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (308, f"/{CODE}/seat?said=voted")


# ---- more than anybody does ---------------------------------------------------------------------------------


async def test_a_script_that_votes_without_end_is_slowed_down_and_stops_nobody_else(tmp_path: Path) -> None:
    async with hosting(tmp_path, limits=guests.Limits(deeds=guests.Rate(5, 0.01))) as hosted:
        fields = await put(hosted)
        script, student = await hosted.student(), await hosted.student()
        statuses = [(await script.send("/vote", **fields, reason=f"{number}"))[0] for number in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        assert (await student.send("/vote", **fields))[0] == 200
        assert tally(hosted) == 2


async def test_a_reason_does_not_grow_over_other_lines(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        fields = await put(hosted)
        student = await hosted.student()
        await student.send("/vote", **fields, reason="o" + "\u0301" * 100)
        (vote,) = hosted.held.room.ballots[1].votes[1].values()
        assert vote.reason == "o" + "\u0301" * 6


async def test_a_class_that_takes_no_more_seats_keeps_those_it_has_and_takes_more_when_it_is_said(
    tmp_path: Path,
) -> None:
    async with hosting(tmp_path) as hosted:
        teacher, student, late = await hosted.teacher(), await hosted.student(), await hosted.visitor()
        fields = await put(hosted)
        await late.ask("")
        await teacher.do("shut")
        status, _ = await late.send("/join")
        assert status == 409
        _, page = await late.page("")
        assert "takes no more seats" in page
        assert "Take a seat" not in page
        assert (await student.send("/vote", **fields))[0] == 200
        secret = student.client.session.cookie_jar.filter_cookies(student.client.make_url(f"/{CODE}/seat"))[
            "seat"
        ].value
        assert (await late.send("/resume", secret=secret))[0] == 200
        await teacher.do("admit")
        other = await hosted.student()
        assert other.seat["seat"] != student.seat["seat"]
        assert len(hosted.held.room.seats) == 2


async def test_whoever_asks_for_the_projectors_page_without_end_has_its_code_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    encode = qr._code

    def counted(address: str) -> object:
        made.append(address)
        return encode(address)

    monkeypatch.setattr(qr, "_code", counted)
    qr.drawn.cache_clear()
    async with hosting(tmp_path) as hosted:
        visitor = await hosted.visitor()
        for _ in range(5):
            assert "<img" in (await visitor.page("/screen"))[1]
    assert len(made) == 1
