"""What to talk about, and how to make a page of the debrief."""

from __future__ import annotations

import shlex
from pathlib import Path

from ceo_sim.presentation import document as doc
from ceo_sim.presentation.debrief.section import DebriefSection

NO_QUESTIONS = "There are no questions with this story."


class Talk(DebriefSection):
    """Questions to take away."""

    id = "questions"
    name = "Talk"
    title = "To talk about"
    help_text = "Questions to take away, and the command that makes a page of this debrief."

    def page(self) -> doc.Parts:
        debrief = self.scenario.debrief
        first = doc.prose(self.game.fill(debrief.text)) if debrief is not None and debrief.text is not None else ()
        items = []
        for question in debrief.questions if debrief is not None else ():
            lens = self.scenario.lenses.get(question.lens or "")
            items.append(doc.spans(question.text, f" ({lens.name})" if lens is not None else ""))
        return (*first, *([doc.Listing(tuple(items), numbered=True)] if items else []))


def page_command(save: Path) -> str:
    """The command for a shell that makes a page of a save."""
    return f"ceo-sim report {shlex.quote(str(save))} -o debrief.html"


def how_to_make_a_page(save: Path) -> doc.Parts:
    """What can be typed in a shell to keep the debrief, or to hand it in."""
    return (
        doc.Fold(
            "To keep or to hand in",
            (
                doc.sentence("For your shell, once you have left the game:"),
                doc.Paragraph((doc.bold(page_command(save)),)),
                doc.sentence(
                    "It makes one page with everything that is told here. With --format md it is a text to edit; "
                    "several saves, one after the other, make a comparison."
                ),
            ),
        ),
    )
