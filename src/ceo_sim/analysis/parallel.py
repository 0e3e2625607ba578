"""Tasks worked off by several processes, with results in the order of the tasks whoever did which.

Each worker has a pipe to this process, and whatever befalls either end shows there: a worker that is ended from
outside breaks its pipe, and a worker whose other end is gone ends with its next report, a moment later.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast

from attrs import define, field

from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, ForkProcess, SpawnContext, SpawnProcess

Task = TypeVar("Task")
Result = TypeVar("Result")
Report = Callable[[float], object]
"""Is told the part of the work that is done, from 0 to 1."""
Work = Callable[[Task, Report], Result]

Kind = Literal["part", "done", "failed"]

REPORT_SECONDS = 0.1
"""The least time between two reports of a worker."""


class WorkerLost(UserError):
    """A worker was ended from outside."""


def work_off(
    work: Work[Task, Result], tasks: Sequence[Task], jobs: int = 1, report: Report | None = None
) -> list[Result]:
    """Do all tasks, and give their results in the order of the tasks.

    Args:
        work: Does a task and reports how far it is. It is sent to processes, as are tasks and results: a function of a
            module, or a `partial` of one.
        tasks: What is to be done.
        jobs: In how many processes besides this one; with 1 it is done in this one. A script that asks for more needs
            the usual `if __name__ == "__main__"`, as elsewhere than on Linux processes start by importing it.
        report: Told from time to time how far all tasks together are.

    Raises:
        WorkerLost: A worker was ended from outside, by the system for want of memory perhaps.
    """
    tell: Report = report or (lambda _: None)
    if min(jobs, len(tasks)) <= 1:
        return [
            work(task, lambda part, done=done: tell((done + part) / len(tasks)))  # type: ignore[misc]
            for done, task in enumerate(tasks)
        ]
    return _Pool(work, tasks, tell).results(min(jobs, len(tasks)))


def start_method() -> Literal["fork", "spawn"]:
    """How processes start: as copies where that is safe, which takes 10 ms, or from nothing, which takes 500."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


@define
class _Pool(Generic[Task, Result]):
    """Some tasks and the processes that do them.

    Attributes:
        done: The results so far by the number of the task.
        parts: How much of each task is done.
    """

    work: Work[Task, Result]
    tasks: Sequence[Task]
    tell: Report
    done: dict[int, Result] = field(factory=dict)
    parts: dict[int, float] = field(factory=dict)

    def results(self, jobs: int) -> list[Result]:
        waiting = iter(enumerate(self.tasks))
        with _workers(self.work, jobs) as connections:
            for connection in connections:
                with _noticing_loss():
                    connection.send(next(waiting))
            while len(self.done) < len(self.tasks):
                for ready in wait(connections):
                    connection = cast("Connection", ready)
                    with _noticing_loss():
                        message = connection.recv()
                    if self._take(*message) and (task := next(waiting, None)) is not None:
                        with _noticing_loss():
                            connection.send(task)
        return [self.done[number] for number in range(len(self.tasks))]

    def _take(self, kind: Kind, number: int, content: Any) -> bool:
        """Take what a worker says of a task; whether it is free for another."""
        if kind == "failed":
            raise RuntimeError(f"a worker failed:\n{content}")
        if kind == "done":
            self.done[number] = content
        self.parts[number] = 1.0 if kind == "done" else content
        self.tell(sum(self.parts.values()) / len(self.tasks))
        return kind == "done"


@contextlib.contextmanager
def _noticing_loss() -> Iterator[None]:
    """Tell a worker that is gone by its broken pipe."""
    try:
        yield
    except (EOFError, OSError) as error:
        raise WorkerLost(
            "a process that did a part of the work was ended from outside, for want of memory perhaps; "
            "try again with --jobs 1"
        ) from error


@contextlib.contextmanager
def _workers(work: Work[Task, Result], jobs: int) -> Iterator[list[Connection]]:
    """Processes at work, each behind a connection; at the end, however it comes, they are gone."""
    copies = start_method() == "fork"
    context: ForkContext | SpawnContext = (
        multiprocessing.get_context("fork") if copies else multiprocessing.get_context("spawn")
    )
    if not copies and sys.platform != "win32":
        resource_tracker.ensure_running()  # else the first worker starts it, and it lets interrupts through again
    ours: list[Connection] = []
    processes: list[ForkProcess | SpawnProcess] = []
    try:
        with _interrupts_held_back(), warnings.catch_warnings():
            # From Python 3.12 on, that other threads are not copied: those of NumPy's BLAS, of no use here.
            warnings.simplefilter("ignore", DeprecationWarning)
            for _ in range(jobs):
                mine, its = context.Pipe()
                ours.append(mine)
                # A copy of this process has copies of our ends too, which would keep the pipes of others from breaking.
                arguments = (its, work, tuple(ours)) if copies else (its,)
                process = context.Process(target=_worker, args=arguments, daemon=True)
                process.start()
                processes.append(process)
                its.close()
        if not copies:
            # Not as an argument: to a process that ends while it starts, Python would write that for ever.
            for connection in ours:
                with _noticing_loss():
                    connection.send(work)
        yield ours
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        for connection in ours:
            connection.close()


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let no interrupt through for a moment; processes that start meanwhile never hear of one.

    A terminal interrupts all processes of a program, and a worker would print where it was.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _worker(
    connection: Connection, work: Work[Task, Result] | None = None, inherited: Sequence[Connection] = ()
) -> None:
    """Do one task after another until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in inherited:
        end.close()
    with contextlib.suppress(EOFError, ConnectionError):
        work = work or cast("Work[Task, Result]", connection.recv())
        while True:
            number, task = connection.recv()
            try:
                result = work(task, _reporter(connection, number))
            except ConnectionError:
                raise
            except Exception:  # noqa: BLE001  # it is ours to raise, in the process that people see
                connection.send(("failed", number, traceback.format_exc()))
            else:
                connection.send(("done", number, result))


def _reporter(connection: Connection, number: int) -> Report:
    last = time.monotonic()

    def report(part: float) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= REPORT_SECONDS:
            last = now
            connection.send(("part", number, part))

    return report
