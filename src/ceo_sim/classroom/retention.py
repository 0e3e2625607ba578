"""Logs that have been kept for as long as was said: deleted, with what belongs to them."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from pathlib import Path

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.store import SUFFIX, SqliteStore, Unavailable

DAY = 86_400


def deletion_date(opened_at: int, keep_days: int) -> dt.date:
    """The last day on which a log is there.

    Args:
        opened_at: When the class began, in milliseconds since 1970.
        keep_days: For how many days it is kept.
    """
    return dt.datetime.fromtimestamp(opened_at / 1000 + keep_days * DAY, tz=dt.UTC).astimezone().date()


def purge(folder: Path, now: float | None = None) -> list[Path]:
    """Delete the logs in a folder whose time is over, except those that are in use, and give back which they were."""
    now = time.time() if now is None else now
    gone = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with contextlib.suppress(ev.LogError, Unavailable, OSError):
            if _is_over(path, now):
                delete(path)
                gone.append(path)
    return gone


def delete(path: Path) -> None:
    """Delete a log with what belongs to it.

    Raises:
        LogError: It is none, or a server holds the class.
        OSError: It cannot be deleted.
    """
    SqliteStore.resume(path).close()  # another server that has it bars us
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)
    path.with_name(f".{path.name}.lock").unlink(missing_ok=True)


def _is_over(path: Path, now: float) -> bool:
    with contextlib.closing(SqliteStore.look(path)) as store:
        first = next(iter(store.read()), None)
    if first is None or not isinstance(first.event, ev.Opened):
        return False
    return now > first.at / 1000 + first.event.keep_days * DAY
