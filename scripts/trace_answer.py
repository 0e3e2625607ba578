"""Follow one answer through the program: from Enter on an option to the row in the ledger and the save on disk.

`python scripts/trace_answer.py` prints each file of the package that runs on the way, in the order in which it is first
entered, with its calls and functions, and the sums. `--walk` prints every step from file to file instead.

The game runs in Textual without a terminal: the tutorial, at the decision that opens it. What Textual itself does is
not counted, nor what it calls to draw a screen; both happen whatever the answer is.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import CodeType, FrameType
from unittest.mock import patch

from attrs import define, field
from textual.pilot import Pilot

import ceo_sim
from ceo_sim import settings
from ceo_sim.library import path_of
from ceo_sim.saves.reading import read
from ceo_sim.tui import input_queue
from ceo_sim.tui.app import CeoSim

PACKAGE = str(Path(ceo_sim.__file__).parent) + os.sep
SEED = 3
OPTION = "1"
"""The option that is taken: in the tutorial's first decision, none is locked."""
PATIENCE = 60
"""Seconds in which the save must be on disk, on a machine with much else to do."""
REDRAWN = frozenset({"compose", "render", "render_line", "render_lines", "get_content_width", "get_content_height"})
"""What Textual calls when it draws; the calls below these are left out too."""


@define
class Trace:
    """What ran between the key and the save.

    Attributes:
        calls: The file, below the package, and the function of each call, in order.
    """

    calls: list[tuple[str, str]] = field(factory=list)
    is_over: bool = False

    @property
    def files(self) -> Counter[str]:
        """The number of calls in each file, in the order in which the files are first entered."""
        return Counter(file for file, _ in self.calls)

    @property
    def steps(self) -> list[tuple[str, list[str]]]:
        """Each stay in a file, with the functions that were called during it."""
        by_file = groupby(self.calls, lambda call: call[0])
        return [(file, [function for _, function in calls]) for file, calls in by_file]

    def on_event(self, frame: FrameType, event: str, argument: object) -> None:
        """What the interpreter calls at each call and return, as `sys.setprofile` describes."""
        if event == "c_return" and argument is os.replace:  # the new save is in place
            self.is_over = True
        elif event == "call" and not self.is_over and _counts(frame.f_code) and not _is_drawing(frame):
            self.calls.append((frame.f_code.co_filename.removeprefix(PACKAGE), frame.f_code.co_name))


def _counts(code: CodeType) -> bool:
    """Whether it is a function of the package; comprehensions are frames of their own up to Python 3.11 only."""
    return code.co_filename.startswith(PACKAGE) and not code.co_name.endswith("comp>")


def _is_drawing(frame: FrameType) -> bool:
    callers: FrameType | None = frame
    while callers is not None:
        if callers.f_code.co_name in REDRAWN:
            return True
        callers = callers.f_back
    return False


@contextmanager
def tracing(trace: Trace) -> Iterator[None]:
    """Trace this thread and those that start from now on."""
    threading.setprofile(trace.on_event)
    sys.setprofile(trace.on_event)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def traced_answer(saves: Path) -> Trace:
    """Begin the tutorial, go to its first decision, and trace what Enter on an option does."""
    player = settings.SettingsFile()
    player.change("predictions", value=False)  # one would be another question before the answer is given
    app = CeoSim(saves=saves, scenario=path_of("tutorial"), seed=SEED, settings_file=player)
    app.animation_level = "none"
    trace = Trace()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        for key in ("enter", "enter", "enter", OPTION):  # past the note, the opening and the values, to the option
            await pilot.press(key)
            await settle(app, pilot)
        assert app.play is not None
        rows = len(app.play.game.ledger.rows)
        with tracing(trace):
            await pilot.press("enter")
            async with asyncio.timeout(PATIENCE):
                while not trace.is_over:
                    await pilot.pause()
        assert len(app.play.game.ledger.rows) > rows, "the answer is not in the ledger"
        await settle(app, pilot)
    return trace


async def settle(app: CeoSim, pilot: Pilot[None]) -> None:
    """Wait until nothing is under way."""
    await pilot.pause()
    while app.is_at_work:
        await pilot.pause()
    await pilot.pause()


def trace_answer() -> Trace:
    """The trace of one answer, its save in a folder that is removed afterwards."""
    # Screens that open by themselves would be deaf to keys that come as fast as these.
    with tempfile.TemporaryDirectory() as folder, patch.multiple(input_queue, STARTLED=0.0, REPEATED=0.0):
        trace = asyncio.run(traced_answer(Path(folder)))
        (save,) = Path(folder).glob("*.toml")
        assert len(read(save).answers) == 1, "the answer is not in the save"
        return trace


def table(trace: Trace) -> Iterator[str]:
    """Each file with its calls and functions, and the sums."""
    for file, calls in trace.files.items():
        functions = dict.fromkeys(function for place, function in trace.calls if place == file)
        yield f"{calls:5}  {file:32}  {', '.join(functions)}"
    yield f"{len(trace.files)} files, {len(trace.steps)} stays, {len(trace.calls)} calls"


def _runs(functions: Iterable[str]) -> Iterator[str]:
    """`render, fill, fill` as `render, fill x 2`."""
    for function, calls in groupby(functions):
        count = len(list(calls))
        yield f"{function} x {count}" if count > 1 else function


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the trace."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--walk", action="store_true", help="print every step from file to file")
    trace = trace_answer()
    if parser.parse_args(arguments).walk:
        lines: Iterator[str] = (f"{file}: {', '.join(_runs(functions))}" for file, functions in trace.steps)
    else:
        lines = table(trace)
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
