"""A real Chromium without a window, spoken to over a pipe in its own protocol, so that no driver is needed.

The protocol: https://chromedevtools.github.io/devtools-protocol; each message is JSON that ends in a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180.0
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--disable-quic",
    "--remote-debugging-pipe",
)


class Page:
    """A tab, and all that it has said and asked for since it was opened.

    Attributes:
        requests: The address of everything that was to be fetched.
        blocked: The addresses among them that a policy of the page did not let through.
        complaints: What stands on its console, and errors of its scripts.
    """

    def __init__(self, process: subprocess.Popen[bytes], write: int, read: int) -> None:
        self.requests: list[str] = []
        self.blocked: list[str] = []
        self.complaints: list[str] = []
        self._process, self._write, self._read = process, write, read
        self._buffer, self._number, self._session = b"", 0, ""
        self._loaded = False
        self._addresses: dict[str, str] = {}
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def open(self, file: Path) -> Self:
        """Open a file, and wait until it has loaded."""
        self._loaded = False
        self.call("Page.navigate", url=file.as_uri())
        while not self._loaded:
            self._receive()
        return self

    def show(self, width: int = 1280, *, scheme: str = "light", height: int = 900) -> None:
        """Set the size of the window and the scheme that the reader prefers."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        preferred = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=preferred)

    def run(self, script: str) -> Any:
        """The value of an expression of JavaScript, or of what it promises."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def printed(self) -> bytes:
        """The page as a PDF, as a printer would get it."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=False)["data"])

    def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol and wait for its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _receive(self) -> Any:
        """The next message; events are noted down."""
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            assert ready, "Chromium says nothing"
            part = os.read(self._read, 1 << 16)
            assert part, "Chromium has gone"
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, event: str, what: Any) -> None:
        match event:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self._addresses[what["requestId"]] = what["request"]["url"]
                self.requests.append(what["request"]["url"])
            case "Network.loadingFailed" if what.get("blockedReason") == "csp":
                self.blocked.append(self._addresses[what["requestId"]])
            case "Runtime.consoleAPICalled":
                self.complaints.append(str([argument.get("value") for argument in what["args"]]))
            case "Runtime.exceptionThrown":
                self.complaints.append(what["exceptionDetails"]["text"])
            case "Log.entryAdded":
                self.complaints.append(what["entry"]["text"])


@contextmanager
def chromium(profile: Path) -> Iterator[Page]:
    """A page in a Chromium with a profile of its own, which is ended afterwards."""
    assert PROGRAM is not None
    to_browser, write = os.pipe()
    read, from_browser = os.pipe()
    # The browser reads from descriptor 3 and writes to 4; a shell puts ours there.
    moved = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
    command = ["bash", "-c", moved, "chromium", PROGRAM, *_FLAGS, f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        command,
        pass_fds=(to_browser, from_browser),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        page = Page(process, write, read)
        yield page
        page._session = ""
        page.call("Browser.close")
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(write)
        os.close(read)
