"""What to talk about, and how to make a page of the debrief."""

from __future__ import annotations

import shlex

from ceo_sim.presentation import document as doc
from ceo_sim.presentation.acts import debrief_now
from ceo_sim.presentation.debrief.section import DebriefSection

NO_QUESTIONS: doc.Parts = (doc.sentence("There are no questions with this story."),)


class Talk(DebriefSection):
    """Questions to take away, and how to make a page where the save is known."""

    id = "questions"
    name = "Talk"
    title = "To talk about"
    help_text = "Questions to take away, and the command that makes a page of this debrief."
    action = "copy"

    @property
    def command(self) -> str:
        return f"ceo-sim report {shlex.quote(str(self.subject.save))} -o debrief.html"

    def page(self) -> doc.Parts:
        if self.subject.save is None:
            return self.questions()
        return (*(self.questions() or NO_QUESTIONS), *self.how_to_keep())

    def questions(self) -> doc.Parts:
        """What the author has to say and to ask; nothing if there is no such thing."""
        debrief = debrief_now(self.game)
        if debrief is None:
            return ()
        items = []
        for question in debrief.questions:
            lens = self.scenario.lenses.get(question.lens or "")
            items.append(doc.spans(question.text, f" ({lens.name})" if lens is not None else ""))
        text = doc.prose(self.game.fill(debrief.text)) if debrief.text is not None else ()
        return (*text, *([doc.Listing(tuple(items), numbered=True)] if items else []))

    def how_to_keep(self) -> doc.Parts:
        """What can be typed in a shell to keep the debrief, or to hand it in."""
        lines = (
            doc.sentence("For your shell, once you have left the game:"),
            doc.sentence(doc.bold(self.command)),
            doc.sentence(
                "It makes one page with everything that is told here. With --format md it is a text to edit; several "
                "saves, one after the other, make a comparison."
            ),
        )
        return (doc.Fold("To keep or to hand in", lines),)
