"""Whom the server answers: the one player, from its own pages, and nobody else."""

from __future__ import annotations

import asyncio
import re

import pytest

from ceo_sim.web.guard import LARGEST_FORM
from ceo_sim.web.shell import HEADERS, SCRIPT, STYLE
from tests.web.conftest import Reader
from tests.web.test_whole_game import play

HOSTILE = "<script>alert('had')</script><img src=x onerror=alert(1)>\"'&amp;\x1b[31m\u202e"


async def begun(reader: Reader) -> str:
    """A game that was just begun; the address of what its first decision is sent to."""
    await reader.begin("tutorial")
    await reader.get(f"{reader.game}desk")
    decision = reader.links("decision/")[0]
    await reader.get(decision)
    return decision


async def answers(reader: Reader) -> int:
    game = reader.server.games.get(reader.game.rstrip("/").rpartition("/")[2])
    assert game is not None
    return len(game.session.game.answers)


async def test_without_the_key_no_page_is_shown(reader: Reader) -> None:
    for path in (reader.base, f"{reader.base}help", f"{reader.base}game/x/desk", f"{reader.base}game/x/events"):
        await reader.get(path)
        assert reader.statuses[-1] == 403
        assert "Begin" not in reader.words
    await reader.get(f"{reader.base}enter/wrong")
    assert reader.statuses[-1] == 403
    assert not reader.client.session.cookie_jar.filter_cookies(reader.client.make_url(reader.base))


async def test_the_key_becomes_a_cookie_that_goes_nowhere_else(reader: Reader) -> None:
    await reader.get(reader.server.entrance)
    assert reader.response is not None
    cookie = reader.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={reader.base}" in cookie
    assert "Max-Age" not in cookie


async def test_a_request_by_a_foreign_name_is_refused(reader: Reader) -> None:
    await reader.enter()
    response = await reader.client.get(reader.base, headers={"Host": "attacker.example"})
    assert response.status == 403
    response = await reader.client.get(reader.base, headers={"Host": "[broken"})
    assert response.status in (400, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_what_another_site_sends_does_nothing(reader: Reader, headers: dict[str, str]) -> None:
    decision = await begun(reader)
    forms = {"option": reader.choices(decision)[0].partition("=")[2], "turn": "0.0.0"}
    await reader.post(decision, {**forms, "token": reader.server.site.token}, **headers)
    assert reader.statuses[-1] == 403
    await reader.get(decision)
    assert await answers(reader) == 0


async def test_a_form_without_the_token_does_nothing(reader: Reader) -> None:
    decision = await begun(reader)
    for token in ("", "wrong", None):
        sent = {"option": reader.choices(decision)[0].partition("=")[2]} | ({} if token is None else {"token": token})
        response = await reader.client.post(decision, data=sent)
        assert response.status == 403
    assert await answers(reader) == 0


async def test_a_form_of_an_earlier_turn_does_nothing_and_says_so(reader: Reader) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)
    option = reader.choices(decision)[0].partition("=")[2]
    old = reader.text
    await reader.send(decision, option=option)
    assert await answers(reader) == 1
    reader.text = old
    await reader.send(decision, option=option)
    assert await answers(reader) == 1
    assert "gone on elsewhere" in reader.words


async def test_too_much_and_what_is_no_form_is_refused(reader: Reader) -> None:
    decision = await begun(reader)
    await reader.post(decision, {"reason": "x" * (LARGEST_FORM + 1)})
    assert reader.statuses[-1] == 413
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    for body in (b"token=\xff\xfe&option=%ff", b"\x00" * 100, b"token"):
        response = await reader.client.post(decision, data=body, headers=kind)
        assert response.status in (400, 403)
    response = await reader.client.post(decision, data=b"a=b", headers={"Content-Type": "x/y; charset=nothing"})
    assert response.status in (400, 403)
    assert await answers(reader) == 0


async def test_every_answer_has_the_policy_and_no_page_is_cached(reader: Reader) -> None:
    await reader.enter()
    paths = [reader.base, f"{reader.base}nowhere", f"{reader.base}enter/wrong", "/", reader.base + STYLE.path]
    for path in paths:
        response = await reader.client.get(path)
        for name, value in HEADERS.items():
            if name != "Cache-Control":
                assert response.headers[name] == value, path
        assert "Server" not in response.headers
        assert ("immutable" in response.headers["Cache-Control"]) == (path == paths[-1])
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


async def test_pages_run_no_script_but_the_file_and_have_no_style_of_their_own(reader: Reader) -> None:
    await play(reader, "tutorial")
    for path in ("", "desk", "story", "meters", "debrief/metrics", "debrief/why"):
        await reader.get(f"{reader.game}{path}".rstrip("/"))
        assert re.findall(r"<script[^>]*>", reader.text) == [f'<script src="{reader.base}{SCRIPT.path}" defer>']
        assert not re.search(r'<style|\sstyle="|\son\w+="|javascript:', reader.text)


async def test_what_players_write_is_text_everywhere(reader: Reader) -> None:
    reader.server.site.settings.change("predictions", value=False)
    decision = await begun(reader)
    await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2], reason=HOSTILE)
    await reader.get(f"{reader.game}more")
    await reader.send("describe", name=HOSTILE, note=HOSTILE)
    assert reader.response is not None
    game = reader.game
    for path in (f"{game}more", f"{game}answers", f"{game}story", f"{game}outcome", f"{game}back/1", reader.base):
        await reader.get(path)
        assert reader.statuses[-1] == 200
        assert "<script>alert" not in reader.text
        assert "<img src=x" not in reader.text
        assert "\x1b" not in reader.text
        assert "\u202e" not in reader.text
    assert "alert('had')" in reader.words  # the name stands on the title


@pytest.mark.parametrize(
    "path",
    [
        "game/..%2f..%2fetc%2fpasswd/desk",
        "game/%00/desk",
        "game/none/desk",
        "story/none",
        "saves/delete/none.toml",
        "saves/rename/..%2fx.toml",
        "nowhere",
    ],
)
async def test_what_is_not_there_is_said_to_be_not_there(reader: Reader, path: str) -> None:
    await reader.enter()
    await reader.get(reader.base + path)
    assert reader.statuses[-1] == 404
    assert "no such page" in reader.words


async def test_an_error_of_ours_is_told_without_its_inside_and_the_game_goes_on_from_its_save(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decision = await begun(reader)
    reader.server.site.settings.change("predictions", value=False)
    await reader.send(decision, option=reader.choices(decision)[0].partition("=")[2])

    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the program")

    with monkeypatch.context() as patched:
        patched.setattr("ceo_sim.web.pages.desk.desk_view", broken)
        await reader.get(f"{reader.game}desk")
        assert reader.statuses[-1] == 500
        assert "secret" not in reader.text
        assert "a secret of the program" in capsys.readouterr().err
    await reader.get(f"{reader.game}desk")
    assert reader.statuses[-1] == 200
    assert await answers(reader) == 1


async def test_a_key_that_is_no_text_is_wrong(reader: Reader) -> None:
    port = reader.client.server.port
    assert port is not None
    connection, writer = await asyncio.open_connection("127.0.0.1", port)
    cookie = b"Cookie: ceo-sim-key=\xff"
    writer.write(b"GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n%s\r\n\r\n" % (reader.base.encode(), cookie))
    assert b" 403 " in await asyncio.wait_for(connection.readline(), 5)
    writer.close()
