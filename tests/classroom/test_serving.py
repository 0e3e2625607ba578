from __future__ import annotations

import asyncio
import contextlib
import gc
import inspect
import os
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, web

from ceo_sim.classroom import network, serving
from ceo_sim.classroom.classes import Classes
from ceo_sim.classroom.events import LogError
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.server import ANSWERS, ClassServer, answers
from ceo_sim.classroom.store import SqliteStore
from ceo_sim.classroom.story import beginning
from tests.support.hosting import CODE, KEY
from tests.support.scenarios import shipped


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket on a free port of this machine."""
    with contextlib.closing(network.listening("127.0.0.1", None)) as one:
        yield one


async def test_the_entrance_answers_before_the_scenario_is_loaded_and_the_class_once_it_is(
    tmp_path: Path, listener: socket.socket
) -> None:
    may_load, began = threading.Event(), asyncio.Event()

    def prepare() -> serving.Hosting:
        assert may_load.wait(30)
        loaded = shipped("tutorial")
        begin = beginning(loaded, seed=7, teacher=KEY, code=CODE)
        return serving.Hosting(SqliteStore.create(tmp_path / "a.class"), loaded, begin)

    hosting = asyncio.create_task(serving.host(listener, prepare, lambda _: began.set()))
    async with ClientSession(network.url(*listener.getsockname()[:2])) as client:
        async with client.get("/") as entrance:
            assert "The four letters of your class" in await entrance.text()
        waiting = asyncio.create_task(client.get(f"/{CODE}"))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        assert not began.is_set()
        may_load.set()
        async with await asyncio.wait_for(waiting, 30) as door:
            assert "Take a seat" in await door.text()
        assert began.is_set()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(hosting, 30)


async def test_a_class_that_cannot_be_hosted_ends_the_server_with_its_error(listener: socket.socket) -> None:
    may_fail = threading.Event()

    def prepare() -> serving.Hosting:
        assert may_fail.wait(30)
        raise LogError("there is no such log")

    def began(_: HeldClass) -> None:
        raise AssertionError

    hosting = asyncio.create_task(serving.host(listener, prepare, began))
    async with ClientSession(network.url(*listener.getsockname()[:2])) as client:
        waiting = asyncio.create_task(client.get(f"/{CODE}"))
        await asyncio.sleep(0.05)
        may_fail.set()
        with pytest.raises(LogError, match="no such log"):
            await asyncio.wait_for(hosting, 30)
        with pytest.raises(ClientError):
            await asyncio.wait_for(waiting, 30)
    assert gc.isenabled()


def test_every_request_is_answered_by_a_function_of_its_own() -> None:
    assert len({*answers().values()}) == len(ANSWERS)
    for answer in answers().values():
        assert inspect.iscoroutinefunction(answer)
        assert [*inspect.signature(answer).parameters] == ["asking"]


async def test_a_connection_that_does_not_come_to_its_request_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "IDLE", 0.3)
    runner = serving.runner_of(ClassServer(Classes()))
    await runner.setup()
    with network.listening("127.0.0.1", None) as listener:
        await web.SockSite(runner, listener).start()
        port = listener.getsockname()[1]
        silent, half = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        half[1].write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        for reader, writer in (silent, half):
            assert await asyncio.wait_for(reader.read(), 5) == b""
            writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n")
        assert b" 400 " in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await runner.cleanup()


def test_a_server_may_have_a_connection_for_each_of_a_thousand_students() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        network.allow_many()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(2048, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_without_a_port_the_next_free_one_is_taken() -> None:
    with network.listening("127.0.0.1", None) as first, network.listening("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_a_server_on_one_address_is_not_to_be_had_on_another() -> None:
    with network.listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        if (other := network.own_address()) == network.LOOPBACK:
            pytest.skip("this machine is in no network")
        with pytest.raises(OSError, match=r"refused|unreachable"), socket.create_connection((other, port), 2):
            pass


@pytest.mark.parametrize("address, url", [("127.0.0.1", "http://127.0.0.1:80"), ("fe80::1", "http://[fe80::1]:80")])
def test_an_address_is_written_as_a_browser_takes_it(address: str, url: str) -> None:
    assert network.url(address, 80) == url
