"""What playthroughs chose, as one tidy table for a spreadsheet or a program for statistics."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from ceo_sim.presentation import naming
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.scenario.characters import one_line
from ceo_sim.scenario.made_up import ID, is_made_up
from ceo_sim.scenario.metrics import debrief_metrics

COLUMNS = (
    "playthrough",
    "story",
    "mirrored",
    "made_up",
    "seed",
    "number",
    "time",
    "decision",
    "decision_title",
    "option",
    "option_label",
    "chosen_by",
    "reason",
    "ending",
)
DIGITS = 4
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet carries out."""
_BEGINS = re.compile(rf"(^|;\s*)(?=[{re.escape(''.join(FORMULAS))}])")
"""Where a cell begins with one: where semicolons part cells, as in much of Europe, behind each of them too."""


def choices(subjects: Sequence[DebriefSubject]) -> str:
    """The table as CSV (RFC 4180), with the byte order mark by which spreadsheets know UTF-8.

    A row is a decision of a playthrough that was settled: by its player, by its default, or by nobody; or a state that
    was set by hand, in a playthrough that is made up. The columns after `COLUMNS` say where each metric of that
    playthrough ended (or stands now), `end_` before its id; they are empty in rows of another story. A cell that a
    spreadsheet would carry out has an apostrophe before it.
    """
    metrics = list(dict.fromkeys(metric.id for subject in subjects for metric in debrief_metrics(subject.scenario)))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*COLUMNS, *(f"end_{id}" for id in metrics)])
    for subject in subjects:
        ends = _ends(subject)
        for row in _rows(subject):
            table.writerow([*map(cell, row), *(ends.get(id, "") for id in metrics)])
    return "\ufeff" + written.getvalue()


def _rows(subject: DebriefSubject) -> Iterator[tuple[object, ...]]:
    game = subject.game
    info = subject.scenario.info
    ending = game.ending.id if game.ending is not None else ""
    for step, decision, option, number, chosen_by, reason in sorted(_settled(subject), key=lambda settled: settled[0]):
        yield (
            subject.name,
            info.id,
            str(subject.mirrored).lower(),
            str(is_made_up(subject.scenario)).lower(),
            game.seed,
            number,
            game.timeline.moment(step),
            decision,
            naming.decision_title(game, decision),
            option,
            naming.option_name(game, decision, option) if option else "",
            chosen_by,
            reason,
            ending,
        )


def _settled(subject: DebriefSubject) -> Iterator[tuple[int, str, str, int | str, str, str]]:
    """Step, decision, option, number of the answer, by whom, and the reason."""
    for number, answer in enumerate(subject.game.answers, 1):
        by = "hand" if answer.decision == ID else "player"
        yield answer.step, answer.decision, answer.option, number, by, answer.reason
    for entry in subject.game.entries:
        decision, _, option = entry.cause.partition(".")
        if entry.kind == "default":
            yield entry.step, decision, option, "", "default", ""
        elif entry.kind == "lapse" and entry.expired != "default":
            yield entry.step, decision, "", "", "nobody", ""


def _ends(subject: DebriefSubject) -> dict[str, float]:
    metrics = (metric.id for metric in debrief_metrics(subject.scenario))
    return {id: round(subject.game.course(id)[-1], DIGITS) + 0.0 for id in metrics}  # + 0.0 makes 0 of -0


def cell(value: object) -> str:
    """A value as a cell on one line, with an apostrophe before what a spreadsheet would carry out."""
    return _BEGINS.sub(r"\1'", one_line(str(value)))
