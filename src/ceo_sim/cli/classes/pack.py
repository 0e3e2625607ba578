"""`ceo-sim class pack`: a teacher's pack of a scenario, to print and to show."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ceo_sim.cli import arguments
from ceo_sim.cli.output import print_lines

HELP = "Write a teacher's pack: lesson plans, role cards, ballots, slides and more, as pages that print well."
EXAMPLES = """\
  ceo-sim class pack the_post -o pack --act week     the first act of a story
  ceo-sim class pack my_story.toml -o pack --pdf     each page as PDF too, by a Chromium
  ceo-sim class pack the_post -o pack --edition 13plus
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FOLDER", help="where the pages go")
    parser.add_argument("--act", metavar="ACT", help="up to the end of this act; the whole story if left out")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument("--force", action="store_true", help="write over pages that are there already")
    parser.add_argument("--pdf", action="store_true", help="print each page as PDF too, where there is a Chromium")


def run(parsed: Namespace) -> int:
    """Write the pages, and say what is left out."""
    from ceo_sim.classroom.pack.build import pack
    from ceo_sim.classroom.pack.material import material
    from ceo_sim.classroom.pack.pdf import browser, printed
    from ceo_sim.library import load_playable, path_of

    program = browser() if parsed.pdf else ""
    loaded = load_playable(path_of(parsed.scenario), parsed.edition, parsed.act)
    made = pack(material(loaded, parsed.scenario, parsed.edition))
    files = made.write(parsed.out, force=parsed.force)
    if program:
        for file in files:
            printed(file, program)
    kind = "pages, each as HTML and PDF" if program else "pages"
    print_lines([f"{made.title}: {len(files)} {kind} in {parsed.out}; begin with {files[0]}"])
    print_lines(f"Left out: {reason[:1].lower()}{reason[1:]}" for reason in made.left_out)
    return 0
