"""How it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.document import note
from ceo_sim.presentation.ending_card import card_lines, ending_card, keep_card
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.presentation.results import result_code, result_words
from ceo_sim.presentation.roads import LOOKING, NOT_TAKEN, STOOD_FOR, stood_for
from ceo_sim.tui.screens.base import PlayScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.meter import LineMeters
from ceo_sim.tui.widgets.rows import ScrollPane
from ceo_sim.tui.widgets.text import Prose, Words, line


class EndingScreen(PlayScreen[None]):
    """The ending, and the way to the debrief."""

    CSS_PATH = "ending.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,d", "app.show('debrief')", "how it came to this", key_display="Enter", id="ending.debrief"),
        Binding("r", "result", "copy the code", id="ending.result"),
        Binding("c", "card", "card", id="ending.card"),
        Binding("p", "picture", "picture", id="ending.picture"),
        Binding("s", "app.show('story')", "the story", id="ending.story"),
        Binding("w", "why", "why", id="ending.why"),
        Binding("escape,t", "title", "to the title", key_display="Esc", id="ending.title"),
    ]
    title_words = "The ending"
    help_words = """
The story has ended. **Enter** shows how it came to this: the story, every meter, what moved it, and what really
happened. There is no score.

Below the ending stand what you named at the start beside what you did, and the roads not taken: how often each other
ending comes in a thousand plays with your answers and other luck, and in a thousand with answers by lot.

**c** copies a card of this game, to show to others: how it ended, three meters, and what it takes to play the same
luck. **p** keeps it as a picture beside the save. It tells of no other ending.

If your teacher assigned this game, its result code stands under the title of the ending. **r** copies it.
"""

    def body(self) -> Iterable[Widget]:
        game = self.play.game
        ending = game.ending
        assert ending is not None
        with ScrollPane(id="pages"), Vertical(id="column"):
            yield Words(formatting.date_and_part(game.timeline, game.now), classes="facts")
            yield Words(Content.assemble(line(game.fill(ending.title)).stylize("bold $accent")), id="title")
            for words in result_words(self.play.session):
                yield Words(words, classes="result")
            yield Prose(game.fill(ending.text), id="text")
            if became := epilogues(game):
                yield Words(Content.styled(BECAME, "bold $text-accent"), id="became-title")
                yield DocumentView(became, id="became")
            yield LineMeters(self.play, "headline", id="meters")
            if stood := stood_for(game, self.play.session.values):
                yield Words(Content.styled(STOOD_FOR, "bold $text-accent"), classes="heading")
                yield DocumentView(stood, id="stood-for")
            yield Words(Content.styled(NOT_TAKEN, "bold $text-accent"), classes="heading")
            yield DocumentView((note(LOOKING),), id="roads")
            answers = formatting.counted(len(game.answers), "decision")
            yield Words(headings.no_right_or_wrong(answers), classes="facts")

    def on_mount(self) -> None:
        self.look_up(lambda: [self.play.roads()], self.query_one("#roads", DocumentView).show, group="roads")

    def goes_on(self, key: str) -> bool:
        """So does whatever leaves: the debrief and the title are far from what the key was pressed on."""
        active = self.active_bindings.get(key)
        return super().goes_on(key) or (active is not None and active.binding.id in ("ending.debrief", "ending.title"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "result":
            return bool(self.play.session.assignment)
        return super().check_action(action, parameters)

    def action_result(self) -> None:
        """Copy the result code of an assigned game."""
        if code := result_code(self.play.session):
            self.app.copy_to_clipboard(code)
            self.say("Your result code is copied.")

    def action_card(self) -> None:
        """Copy the card of this game as text."""
        words = list(card_lines(ending_card(self.play.session)))
        self.app.copy_to_clipboard("\n".join(words))
        self.say(f"Your card is copied: {formatting.counted(len(words), 'line')}.")

    def action_picture(self) -> None:
        """Keep the card of this game as a picture."""
        self.say(keep_card(self.play.session), 8)

    def action_title(self) -> None:
        self.host.to_title()
