"""A preview in plain lines: all of it on each change of the scenario or of the play."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from ceo_sim.presentation.preview import Line, Preview
from ceo_sim.scenario.characters import escaped
from ceo_sim.scenario.loader import Loaded

EVERY = 0.03
"""Seconds between two looks at the files."""
HELP = "Type a number to choose, n to let the day pass, d for another decision, u to take an answer back, q to leave."


def run(
    preview: Preview,
    load: Callable[[], Loaded],
    has_changed: Callable[[], bool],
    console_streams: tuple[TextIO, TextIO],
) -> int:
    """Print a preview each time that it changes, until q is typed; at the end of the input it only watches.

    Args:
        preview: What is previewed; nothing has been taken up yet.
        load: Gives the newest version.
        has_changed: Whether there is a newer one than before.
        console_streams: Where lines are read from, and written to.
    """
    typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(console_streams[0], typed), daemon=True).start()
    preview.take(load())
    _print(_all(preview), console_streams[1])
    while True:
        if has_changed():
            preview.take(load())
            _print(_all(preview), console_streams[1])
        try:
            line = typed.get(timeout=EVERY)
        except queue.Empty:
            continue
        if line is None:
            if not console_streams[0].isatty():
                _watch_on(preview, load, has_changed, console_streams[1])
            return 0
        if line in ("q", "quit"):
            return 0
        refused = _do(preview, line)
        _print([Line(refused)] if refused else _all(preview), console_streams[1])


def _read(lines: TextIO, typed: queue.SimpleQueue[str | None]) -> None:
    for line in lines:
        typed.put(line.strip().lower())
    typed.put(None)


def _watch_on(preview: Preview, load: Callable[[], Loaded], has_changed: Callable[[], bool], out: TextIO) -> None:
    """Go on without anybody who types, until the program is interrupted."""
    while True:
        time.sleep(EVERY)
        if has_changed():
            preview.take(load())
            _print(_all(preview), out)


def _do(preview: Preview, line: str) -> str:
    """Do what was typed; gives why not, or nothing."""
    if line.isdecimal() and len(line) < 4:
        return preview.choose(int(line))
    match line:
        case "n":
            return preview.wait()
        case "u":
            return preview.take_back()
        case "d":
            preview.look_at_next()
            return ""
        case _:
            return HELP


def _all(preview: Preview) -> Iterator[Line]:
    """All panes, one below the other."""
    yield Line(f"==== {preview.title} · {preview.state}")
    if preview.place is not None:
        yield Line(str(preview.place))
    yield Line()
    yield from preview.game_lines()
    for heading, lines in (("Problems", preview.problem_lines()), ("Why", preview.trace_lines())):
        yield Line()
        yield Line(f"---- {heading}")
        yield from lines


def _print(lines: Iterable[Line], out: TextIO) -> None:
    for line in lines:
        print(escaped(line.text), file=out)
    out.flush()
