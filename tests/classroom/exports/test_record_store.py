from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from ceo_sim.classroom.exports.record_store import RecordStoreError, send


class _Store(BaseHTTPRequestHandler):
    answers: list[int]
    taken: list[tuple[str, dict[str, str], list[dict[str, Any]]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        code = self.answers.pop(0) if self.answers else 200
        if code == 200:
            self.taken.append(
                (self.path, {key.lower(): value for key, value in self.headers.items()}, json.loads(body))
            )
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def store() -> Iterator[tuple[str, type[_Store]]]:
    handler = type("Store", (_Store,), {"answers": [], "taken": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/xapi/", handler
    server.shutdown()
    server.server_close()
    thread.join()


def some(count: int) -> list[dict[str, Any]]:
    return [{"id": str(number)} for number in range(count)]


def test_statements_go_in_batches_with_the_version_and_the_key(store: tuple[str, type[_Store]]) -> None:
    url, handler = store
    assert send(url, "me:secret", some(120)) == 120
    assert [len(batch) for _, _, batch in handler.taken] == [50, 50, 20]
    path, headers, _ = handler.taken[0]
    assert path == "/xapi/statements"
    assert headers["x-experience-api-version"] == "1.0.3"
    assert headers["authorization"] == "Basic bWU6c2VjcmV0"


def test_a_store_that_stumbles_is_asked_again_and_one_that_has_them_is_done(store: tuple[str, type[_Store]]) -> None:
    url, handler = store
    handler.answers = [503, 500, 200, 409]
    pauses: list[float] = []
    assert send(url, "a:b", some(60), pauses.append) == 60
    assert pauses == [0.5, 2.0]


@pytest.mark.parametrize("code, expected", [(401, "check the key"), (404, "check the address"), (302, "answered 302")])
def test_a_refusal_is_said_and_the_key_goes_nowhere_else(
    store: tuple[str, type[_Store]], code: int, expected: str
) -> None:
    url, handler = store
    handler.answers = [code]
    with pytest.raises(RecordStoreError, match=expected):
        send(url, "a:b", some(1))


def test_what_is_no_address_or_not_safe_is_refused_before_anything_is_sent() -> None:
    for url in ("ftp://x/y", "lrs.example", "http://lrs.example/xapi"):
        with pytest.raises(RecordStoreError):
            send(url, "a:b", some(1))
    with pytest.raises(RecordStoreError, match="cannot be reached"):
        send("http://127.0.0.1:1/", "a:b", some(1), lambda _: None)
