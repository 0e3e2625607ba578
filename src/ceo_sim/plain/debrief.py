"""The debrief as a dialogue: sections to ask for, the name or number of one thing in them, and a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ceo_sim.plain import lines, telling, why
from ceo_sim.plain.asides import back, keeping, looking
from ceo_sim.plain.help import DEBRIEF_HELP
from ceo_sim.plain.lines import INDENT
from ceo_sim.plain.render import rendered
from ceo_sim.plain.voice import Voice
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.causes import Causes
from ceo_sim.presentation.debrief.counterfactual import Rivals, WhatIf
from ceo_sim.presentation.debrief.history import RealPath
from ceo_sim.presentation.debrief.lenses import Lenses
from ceo_sim.presentation.debrief.meters import Meters
from ceo_sim.presentation.debrief.predictions import Predictions
from ceo_sim.presentation.debrief.section import Topic
from ceo_sim.presentation.debrief.story import Story
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.presentation.debrief.talk import NO_QUESTIONS, Talk
from ceo_sim.presentation.debrief.values import Values
from ceo_sim.presentation.desk import feed
from ceo_sim.presentation.ending_card import card_lines, ending_card, keep_card
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.presentation.roads import NOT_TAKEN, STOOD_FOR, not_taken, stood_for
from ceo_sim.saves.session import Session
from ceo_sim.scenario.metrics import debrief_metrics, guess_metric
from ceo_sim.scenario.model import Metric

Lines = Iterable[str]


def look_back(session: Session, voice: Voice) -> None:
    """Tell the ending, then whatever is asked for; between two acts until the player goes on.

    Raises:
        LeftError: The player has gone.
        WentBackError: The player goes on with another game.
    """
    debrief = Debrief(session)
    help_words = DEBRIEF_HELP if session.game.ended else f"on: go on with the story.\n{DEBRIEF_HELP}"
    if session.game.ended:
        voice.tell(debrief.ending())
    voice.tell(["", "The debrief", *help_words.split("\n")])
    while True:
        word, rest = voice.command("Debrief: ", help_words)
        if word == "on" and not session.game.ended:
            return
        voice.tell(["", *debrief.answer(word, rest), ""])


class Debrief:
    """The debrief of a session, section by section."""

    def __init__(self, session: Session) -> None:
        self.session, self.game, self.scenario = session, session.game, session.game.program.scenario
        self.subject = DebriefSubject("", session.game, session.values, save=session.path)

    def answer(self, word: str, rest: str) -> Lines:
        """What a command tells; `rest` is what was typed after its first word."""
        commands: dict[str, Callable[[], Lines]] = {
            **looking(self.session, rest),
            **keeping(self.session, rest),
            "story": self.story,
            "history": self.story,
            "meters": lambda: self.meters(rest),
            "why": lambda: why.why(self.session, rest, debrief_metrics(self.scenario)),
            "feed": lambda: telling.feed(feed(self.game), rest),
            "values": self.values,
            "forecasts": self.forecasts,
            "predictions": self.forecasts,
            "lenses": lambda: self.lenses(rest),
            "real": lambda: self.real(rest),
            "whatif": lambda: self.what_if(rest),
            "rivals": lambda: self.rivals(rest),
            "questions": self.questions,
            "roads": self.roads,
            "card": lambda: self.card(rest),
            "report": lambda: rendered(Talk(self.subject).how_to_keep()),
            "all": self.everything,
            "back": lambda: back(self.session, rest),
            "": lambda: DEBRIEF_HELP.split("\n"),
        }
        if word not in commands:
            return [f"The debrief has no {lines.quoted(word)}. Type help to hear what it has, or q to leave."]
        return commands[word]()

    def ending(self) -> Lines:
        """How it ended."""
        yield "The end"
        if (reached := self.game.ending) is not None:
            yield ""
            yield formatting.full_stop(self.game.fill(reached.title))
            yield from lines.paragraphs(self.game.fill(reached.text))
        yield from self.became()
        if stood := stood_for(self.game, self.session.values):
            yield from ("", STOOD_FOR, *rendered(stood))
        yield from ("", *self.roads())
        debrief = self.scenario.debrief
        if debrief is not None and debrief.text is not None:
            yield ""
            yield from lines.paragraphs(self.game.fill(debrief.text))

    def became(self) -> Lines:
        """What became of people, if the story says so."""
        if after := epilogues(self.game):
            yield from ("", BECAME, *rendered(after))

    def roads(self) -> Lines:
        """How else the story could have ended."""
        if not self.game.ended:
            return ["The story goes on, and so do its roads: this is told at its end."]
        return [NOT_TAKEN, *rendered(not_taken(self.game))]

    def card(self, typed: str) -> Lines:
        """The card of this game, to copy, or kept as a picture."""
        if not self.game.ended:
            return ["There is a card once the story has ended."]
        if typed == "picture":
            return [keep_card(self.session)]
        return [
            *card_lines(ending_card(self.session)),
            "",
            "Type card picture to keep it as a picture beside the save.",
        ]

    def story(self) -> Lines:
        """Everything that happened, and what each day moved most."""
        yield from rendered(Story(self.subject).page())
        yield from self.became()

    def values(self) -> Lines:
        """What was named at the start, beside what the choices favoured."""
        return rendered(Values(self.subject).page())

    def forecasts(self) -> Lines:
        """The player's predictions and the advisers' forecasts, beside what came."""
        return rendered(Predictions(self.subject).page(), brief=False)

    def questions(self) -> Lines:
        """What to talk about."""
        return rendered(Talk(self.subject).questions() or NO_QUESTIONS)

    def everything(self) -> Lines:
        """Every section that needs no choice of the player's."""
        causes = rendered(Causes(self.subject).page_in_short())
        parts = (self.story(), self.meters("all"), causes, self.values(), self.forecasts())
        for part in (*parts, self.lenses("all"), self.real(""), self.questions()):
            yield ""
            yield from part

    def meters(self, typed: str) -> Lines:
        """The courses of the large metrics, of `all`, or of the one that is named."""
        section = Meters(self.subject)
        if typed == "all":
            yield from rendered(section.page(), brief=False)
        elif not typed:
            yield from rendered(section.page_in_short())
            if section.others:
                yield ""
                yield formatting.full_stop(
                    f"Type meters and a name for one more, or meters all: {_names(section.others)}"
                )
        elif (metric := guess_metric(self.scenario, typed)) is not None and metric.id in section.metrics:
            yield from rendered(section.detail(section.topic(metric)))
        else:
            known = _names(section.metrics.values())
            yield formatting.full_stop(f"There is no meter {lines.quoted(typed)}. Type meters and one of: {known}")

    # ---- by the number of an answer -------------------------------------------------------------------------

    def lenses(self, typed: str) -> Lines:
        """One decision by the number of its answer, or all of them, or what there is to choose from."""
        section, index = Lenses(self.subject), self._answer(typed)
        if not section.lenses:
            yield f"This story has no lenses{' on what you answered' if self.scenario.lenses else ''}."
        elif typed == "all" or index is not None:
            yield from rendered((*section.intro(), *section.answers(index)), brief=False)
        else:
            yield from rendered(section.intro())
            yield ""
            yield from self._answers(typed, "Type lenses and the number of an answer, or lenses all.")

    def real(self, typed: str) -> Lines:
        """The player's path beside the real one, or one answer beside what is on record of it."""
        section, index = RealPath(self.subject), self._answer(typed)
        if self.scenario.history is None:
            yield "This story has no real events behind it that it could be laid beside."
        elif not typed:
            yield from rendered(section.page())
        elif index is not None:
            yield from rendered(section.of_decision(self.game.answers[index].decision))
        else:
            yield from self._answers(typed, "Type real, or real and the number of an answer.")

    def what_if(self, typed: str) -> Lines:
        """Another option at one answer, `N OPTION`, or `N OPTION all`; with less, what there is to choose from."""
        typed, in_full = lines.asks_for_all(typed)
        number, _, option = typed.replace(",", " ").partition(" ")
        index = self._answer(number)
        if index is None:
            yield from self._answers(number, "Type whatif and the number of an answer to hear its options.")
            return
        section = WhatIf(self.subject)
        section.prepare()
        topics = [topic for topic in section.topics() if topic.answer == index]
        decision, place = formatting.full_stop(topics[0].group), lines.place(option.strip(), len(topics))
        if place is None or topics[place].state != "open":
            yield from [f"Option {lines.quoted(option)} {_why_not(topics, place)}."] if option else []
            yield f"{decision} Type whatif {number} and an option."
            yield from (_option(section, place, topic) for place, topic in enumerate(topics, 1))
            return
        yield f"{decision} If you had answered: {formatting.full_stop(topics[place].title)}"
        yield "The luck and your other answers stay as they were."
        *_, parts = section.stages(topics[place])
        yield from rendered(parts, brief=not in_full)
        yield from [] if in_full else [f"Type whatif {number} {option} all for every meter and all that happened."]

    def _answer(self, typed: str) -> int | None:
        """The answer of a number that was typed, counted from 0."""
        return lines.place(typed, len(self.game.answers))

    def _answers(self, typed: str, hint: str) -> Lines:
        """The answers to choose from, where something else was typed or nothing."""
        yield f"There is no answer {lines.quoted(typed)}. {hint}" if typed else hint
        yield from naming.numbered_answers(self.game)

    def rivals(self, typed: str) -> Lines:
        """The story where the rivals that are named by number are right; without a number, who they are."""
        typed, in_full = lines.asks_for_all(typed)
        section, parts = Rivals(self.subject), typed.replace(",", " ").split()
        topics = section.topics()
        places = [lines.place(part, len(topics)) for part in parts]
        if not topics:
            yield "This story names no rival assumptions."
        elif not parts or None in places:
            yield "Type rivals and the numbers of those that you want to be right, such as rivals 1."
            for number, topic in enumerate(topics, 1):
                yield f"{number}. {formatting.full_stop(topic.title)}"
                yield from (INDENT + line for line in rendered(section.detail(topic)))
        else:
            chosen = frozenset(topics[place].id for place in places if place is not None)
            yield from rendered((section.assumed(chosen), *section.combined(chosen)), brief=not in_full)
            yield from [] if in_full else [f"Type rivals {typed} all for every meter and all that happened."]


def _names(metrics: Iterable[Metric]) -> str:
    return ", ".join(metric.name for metric in metrics)


def _why_not(topics: list[Topic], place: int | None) -> str:
    if place is None:
        return "is not one of them"
    return "was your choice" if topics[place].state == "chosen" else "was locked"


def _option(section: WhatIf, number: int, topic: Topic) -> str:
    locked = " ".join(rendered(section.detail(topic))) if topic.state == "locked" else ""
    note = "This was your choice." if topic.state == "chosen" else locked
    return f"{number}. {formatting.full_stop(topic.title)} {note}".rstrip()
