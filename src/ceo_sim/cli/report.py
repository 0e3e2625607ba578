"""`ceo-sim report`: saves as a page to read, to print or to hand in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments, documents
from ceo_sim.cli.documents import Unwritten
from ceo_sim.cli.opening import folder_of, restored

if TYPE_CHECKING:
    from ceo_sim.presentation.debrief.subject import DebriefSubject

HELP = "Write the debrief of a save as a page of HTML or Markdown; of several, a comparison, or their choices as CSV."
EXAMPLES = """\
  ceo-sim report as_it_happened -o debrief.html
  ceo-sim report as_it_happened -o debrief.md
  ceo-sim report anna.toml ben.toml -o comparison.html
  ceo-sim report class/*.toml -o choices.csv
  ceo-sim report as_it_happened --what-if post.remove -o - --format md
"""
FORMATS = ("html", "md", "csv")
_EXTENSIONS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".csv": "csv"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("save", nargs="+", metavar="SAVE", help="saves: their paths, or their names")
    arguments.add_opening(parser)
    parser.add_argument(
        "--output", "-o", metavar="FILE", required=True, help="the file to write; - writes to standard output"
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="html, md (Markdown) or csv (the choices); else what FILE ends in"
    )
    documents.add_force(parser)
    parser.add_argument(
        "--what-if",
        metavar="DECISION.OPTION",
        help="the other way that is also told on a thousand lucks (else the one that changes most)",
    )


def run(parsed: Namespace) -> int:
    """Replay the saves and write the page."""
    form = documents.format_of(parsed, _EXTENSIONS, "html")
    if form == "csv" and parsed.what_if:
        raise Unwritten("--what-if is told on a page; a table of choices has none")
    target = documents.target_of(parsed)
    if target is not None and any(_is_save(target, parsed, save) for save in parsed.save):
        raise Unwritten(f"{target} is a save that is to be told of; name another file")
    if sys.stderr.isatty():  # a class of thirty takes most of a minute
        print("Playing again, and looking for other ways ...", file=sys.stderr, flush=True)
    subjects = [_subject(parsed, save) for save in parsed.save]
    documents.write(_written(subjects, form, parsed.what_if or ""), target)
    return 0


def _is_save(target: Path, parsed: Namespace, save: str) -> bool:
    """Whether the file to write is one of those to read, by whatever path."""
    from ceo_sim.saves.listing import find_save

    path = find_save(save, folder_of(parsed))
    return target.exists() and path.exists() and target.samefile(path)


def _subject(parsed: Namespace, save: str) -> DebriefSubject:
    from ceo_sim.presentation.debrief.subject import DebriefSubject

    reopened = restored(parsed, save)
    record = reopened.save
    return DebriefSubject(
        record.name or Path(save).stem, reopened.game, record.values, record.note, reopened.notice, record.mirror
    )


def _written(subjects: list[DebriefSubject], form: str, what_if: str) -> str:
    from ceo_sim.report.choices import choices
    from ceo_sim.report.debrief import page
    from ceo_sim.report.html import html
    from ceo_sim.report.markdown import markdown

    if form == "csv":
        return choices(subjects)
    if what_if:
        _check_few(subjects)
        _check(subjects, what_if)
    whole = page(subjects, what_if)
    return html(whole) if form == "html" else markdown(whole)


def _check_few(subjects: list[DebriefSubject]) -> None:
    """Refuse `--what-if` where debriefs are given in short, as those of many are: these say nothing of other ways."""
    from ceo_sim.presentation.debrief.comparison import SIDE_BY_SIDE

    count = Counter((subject.scenario.info.id, subject.mirrored) for subject in subjects)
    if min(count.values()) > SIDE_BY_SIDE:
        raise Unwritten(f"--what-if takes at most {SIDE_BY_SIDE} saves of a story; more are told in short")


def _check(subjects: list[DebriefSubject], what_if: str) -> None:
    """Refuse a `--what-if` that names no option, or one that was taken or never open."""
    from ceo_sim.analysis.whatif import options_at

    decision, _, option = what_if.partition(".")
    answered = dict.fromkeys(answer.decision for subject in subjects for answer in subject.game.answers)
    if decision not in answered:
        known = f"there are {', '.join(answered)}" if answered else "there is none"
        raise Unwritten(f'"{what_if}" names no decision that was taken; {known}')
    open_ones: dict[str, None] = {}
    for game in (subject.game for subject in subjects):
        for index, answer in enumerate(game.answers):
            if answer.decision == decision:
                views = options_at(game, index).options
                open_ones |= {view.id: None for view in views if view.lock is None and view.id != answer.option}
    if option not in open_ones:
        known = f"there are {', '.join(open_ones)}" if open_ones else "there is none"
        raise Unwritten(f'"{what_if}" names no other option that was open then; {known}')
