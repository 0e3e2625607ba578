"""`ceo-sim web`: what it needs, where it listens, and how it begins and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from importlib.util import find_spec
from pathlib import Path

import pytest

from ceo_sim.cli import main
from ceo_sim.library import load_playable, path_of
from ceo_sim.presentation.acts import DECIDED
from ceo_sim.saves.listing import list_saves
from ceo_sim.saves.session import Session
from ceo_sim.web.run import USUAL_PORT, CannotListen, listening


@contextmanager
def served(saves: Path, *more: str) -> Iterator[str]:
    """The address that is printed; the server is interrupted afterwards, and ends well."""
    command = [sys.executable, "-m", "ceo_sim", "web", "--no-open", "--saves", str(saves), *more]
    own = {**os.environ, "CEO_SIM_CONFIG": str(saves.parent / "config")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=own) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        try:
            yield server.stdout.readline().split()[-1]
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(30) == 0
            assert server.stderr.read() == ""


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def page(opener: urllib.request.OpenerDirector, address: str) -> tuple[str, str]:
    with opener.open(address, timeout=30) as response:
        return response.url, response.read().decode()


def test_without_aiohttp_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ceo_sim.cli.extras.find_spec", lambda name: None if name == "aiohttp" else find_spec(name))
    assert main(["web", "--no-open"]) == 1
    assert capsys.readouterr().err == ('ceo-sim: this needs aiohttp; get it with: pip install "ceo-sim[web]"\n')


def test_a_port_that_is_taken_is_named_and_a_free_one_is_found_if_none_was_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["web", "--no-open", "--saves", str(tmp_path), "--port", str(port)]) == 1
        assert f"port {port} of 127.0.0.1 is taken; name another with --port" in capsys.readouterr().err
    with listening("127.0.0.1", None) as first, listening("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
        assert first.getsockname()[1] >= USUAL_PORT


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotListen, match=r"no address 192\.0\.2\.7 on this machine"):
        listening("192.0.2.7", None)
    with pytest.raises(CannotListen, match="no address nowhere"):
        listening("nowhere.invalid", None)


def first_link(address: str, entrance: str) -> str:
    """Where the first page leads."""
    link = re.search(r'href="([^"]*)" class="button"', entrance)
    assert link is not None
    return str(urllib.parse.urljoin(address, link[1]))


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--port", "0"], "expected a port from 1 to 65535"),
        (["--seed", "7"], "need a scenario"),
        (["--resume", "x", "--seed", "7"], "need a scenario"),
        (["tutorial", "--resume", "x", "--seed", "0"], "a save has its own seed"),
        (["--from", "june"], "need a scenario"),
        (["the_post", "--resume", "x", "--from", "june"], "a save has its own seed"),
        (["the_post", "--assign", "AAAA", "--from", "june"], "leave the other options out"),
        (["--assign", "AAAA", "--mirror"], "need a scenario"),
    ],
)
def test_what_does_not_fit_together_is_misuse(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["web", "--no-open", *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
def test_it_begins_with_the_story_that_is_named_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    saves = tmp_path / "saves"
    with served(saves, "tutorial", "--seed", "7") as address:
        opener = browser()
        _, entrance = page(opener, address)
        base = address.partition("enter/")[0]
        link = entrance.partition('href="' + base.partition("//")[2].partition("/")[1])[2]
        assert "/opening" in link
        url, title = page(opener, base)
        assert url == base
        assert "Begin" in title
        with pytest.raises(urllib.error.HTTPError, match="403"):
            page(browser(), base)
    assert [save for save in list_saves(saves) if not save.shipped] == []  # nothing was done


@pytest.mark.slow
def test_it_goes_on_where_a_save_stands(tmp_path: Path) -> None:
    saves = tmp_path / "saves"
    with Session.start(load_playable(path_of("tutorial")), 7, saves) as session:
        session.choose("alarm", next(iter(session.game.order("alarm"))))
    with served(saves, "--resume", session.path.stem) as address:
        opener = browser()
        _, entrance = page(opener, address)
        url, shown = page(opener, first_link(address, entrance))
        assert f"/game/{session.path.stem}/" in url
        assert "Not found" not in shown


@pytest.mark.slow
def test_it_begins_with_the_act_that_is_named(tmp_path: Path) -> None:
    with served(tmp_path / "saves", "the_post", "--from", "june") as address:
        opener = browser()
        _, entrance = page(opener, address)
        _, shown = page(opener, first_link(address, entrance))
        assert DECIDED in shown


def test_a_host_that_is_no_name_at_all_is_refused_like_one_that_is_not_here() -> None:
    with pytest.raises(CannotListen, match=r"no address a\.\.b on this machine"):
        listening("a..b", None)
