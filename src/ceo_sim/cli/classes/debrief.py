"""`ceo-sim class debrief`: what a class did, as a page to talk about."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ceo_sim.cli import documents
from ceo_sim.cli.classes.arguments import add_log, require_log

HELP = "Write the debrief of a class: made of its own votes and reasons, as a page of HTML or Markdown, or as text."
EXAMPLES = """\
  ceo-sim class debrief monday.class -o monday.html     a page that needs nothing else, and prints well
  ceo-sim class debrief monday.class                    the same as text
  ceo-sim class demo -o demo.class                      a class of invented students to try it with
"""
_EXTENSIONS = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".txt": "text"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_log(parser)
    parser.add_argument("--scenario", type=Path, metavar="PATH", help="its scenario, if that is not installed")
    documents.add_output(parser)
    parser.add_argument("--format", choices=("html", "md", "text"), help="else what FILE ends in")


def run(parsed: Namespace) -> int:
    """Read the log, play the story, and write the page."""
    form = documents.format_of(parsed, _EXTENSIONS, "text")
    target = documents.target_of(parsed)
    require_log(parsed)
    from ceo_sim.classroom.debrief.page import page
    from ceo_sim.classroom.debrief.subject import ClassSubject
    from ceo_sim.classroom.opening import room_in, scenario_of

    room, opened = room_in(parsed.log, parsed.database)
    whole = page(ClassSubject.of(room, scenario_of(opened, parsed.scenario)))
    if form == "html":
        from ceo_sim.report.html import html

        documents.write(html(whole, compact=True), target)
    elif form == "md":
        from ceo_sim.report.markdown import markdown

        documents.write(markdown(whole), target)
    else:
        from ceo_sim.plain.render import rendered

        heading = f"{whole.title}: {whole.kicker.lower()}"
        documents.write("\n".join((heading, "", *rendered((*whole.lead, *whole.sections), brief=False), "")), target)
    return 0
