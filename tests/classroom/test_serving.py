from __future__ import annotations

import asyncio
import resource
import socket

import pytest
from aiohttp import web

from ceo_sim.classroom import network, serving
from ceo_sim.classroom.held import Classes
from ceo_sim.classroom.server import ClassServer


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
    with network.listening("127.0.0.1", None) as listener:
        port = listener.getsockname()[1]
        if (other := network.own_address()) == network.LOOPBACK:
            pytest.skip("this machine is in no network")
        with pytest.raises(OSError, match=r"refused|unreachable"), socket.create_connection((other, port), 2):
            pass


@pytest.mark.parametrize("address, url", [("127.0.0.1", "http://127.0.0.1:80"), ("fe80::1", "http://[fe80::1]:80")])
def test_an_address_is_written_as_a_browser_takes_it(address: str, url: str) -> None:
    assert network.url(address, 80) == url
