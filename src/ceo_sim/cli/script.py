"""`ceo-sim script`: the whole text of a scenario as one document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments, documents
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import print_json

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

HELP = "Write the whole text of a scenario as one document, each text with its place, for whoever corrects it."
EXAMPLES = """\
  ceo-sim script my_story.toml > script.md
  ceo-sim script the_post -o script.html
  ceo-sim script my_story.toml --json          every text with its path, speaker, file and line
"""
_EXTENSIONS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    documents.add_output(parser)
    parser.add_argument("--format", choices=("md", "html"), help="md (Markdown) or html; else what FILE ends in")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Put the texts in order and write them."""
    form, target = documents.format_of(parsed, _EXTENSIONS, "md"), documents.target_of(parsed)
    loaded = playable(parsed.scenario)
    if parsed.json:
        print_json(_as_data(loaded))
        return 0
    from ceo_sim.presentation.script import script
    from ceo_sim.report.html import html
    from ceo_sim.report.markdown import markdown

    page = script(loaded)
    documents.write(html(page) if form == "html" else markdown(page), target)
    return 0


def _as_data(loaded: Loaded) -> list[dict[str, Any]]:
    from ceo_sim.analysis.passages import passages

    data = []
    for passage in passages(loaded.as_written):
        place = loaded.place(passage.path)
        data.append(
            {
                "path": list(passage.path),
                "part": passage.part,
                "speaker": passage.speaker,
                "text": passage.source,
                "file": place.file,
                "line": place.line,
            }
        )
    return data
