"""Questions that follow from what a class did, in the order fact, cause, judgement, so what.

None asks how it felt: of 61 studies, such a phase did not help, and what helped was a record of what was done (Keiser
and Arthur, Journal of Applied Psychology 106, 2021, and Journal of Business and Psychology 37, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.classroom.debrief import findings, words
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.debrief.worth import change_of
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.talk import Talk


def questions(subject: ClassSubject) -> Iterator[doc.Part]:
    """What to ask this class, and what the author of the scenario asks any."""
    steps = (("Fact", _facts), ("Cause", _causes), ("Judgement", _judgements), ("So what", _so_what))
    for name, made in steps:
        if items := [doc.spans(question) for question in made(subject)]:
            yield doc.sentence(doc.bold(f"{name}."))
            yield doc.Listing(tuple(items))
    own = Talk(subject.playthrough).questions()
    if own:
        yield doc.sentence(doc.bold("What the author of the story asks."))
        yield from own


def _facts(subject: ClassSubject) -> Iterator[str]:
    game = subject.game
    divided = findings.most_divided(subject.questions)
    if divided is not None:
        yield f"{words.title(game, divided)}: what was known when you voted, and what was not?"
    if subject.questions:
        first = words.title(game, subject.questions[0])
        yield f"Before “{first}” was decided, who had been asked, and who had not?"


def _causes(subject: ClassSubject) -> Iterator[str]:
    game = subject.game
    moved = findings.biggest_swing(subject.questions)
    if moved is not None:
        title = words.title(game, moved.asked)
        yield f"{title}: what was said between the two votes that changed minds?"
    divided = findings.most_divided(subject.questions)
    if divided is not None and (change := change_of(subject, divided)) is not None:
        name, amount = change
        way = "rose" if amount > 0 else "fell"
        where = f"In {subject.in_words}, after" if subject.is_own else "After"
        yield f"{where} “{words.title(game, divided)}”, {name} {way}. Why? Which cause would you dispute?"


def _judgements(subject: ClassSubject) -> Iterator[str]:
    game, scenario = subject.game, subject.loaded.playable
    divided = findings.most_divided(subject.questions)
    if divided is not None:
        numbers = divided.counts()
        first, second, *_ = sorted(numbers, key=lambda option: -numbers[option])
        yield (
            f"What is the best case for {words.quoted(game, divided, second)}, as those who were for "
            f"{words.quoted(game, divided, first)} would put it?"
        )
    if scenario.roles and sum(len(asked.reasons) for asked in subject.questions):
        nobody = [id for id, count in subject.mentions.items() if count == 0]
        if nobody:
            names = formatting.joined([scenario.roles[id].name for id in nobody[:2]])
            yield f"No reason named these: {names}. What would they say to what was decided?"
    if scenario.history is not None:
        yield (
            "Where you chose something else than was done in reality: what did you know that they did not, and what "
            "did they know that you did not?"
        )


def _so_what(subject: ClassSubject) -> Iterator[str]:
    opinions = subject.opinions
    if opinions is not None and opinions.agreed:
        place, option, _ = opinions.agreed[0]
        agreed = words.quoted(subject.game, subject.questions[place], option)
        who = "In every group, most" if opinions.groups else "Nearly all of you"
        yield f"{who} were for {agreed}. Which rule could you all sign that begins there?"
    yield "Which rule would you write down before the next case like this, not knowing whom it will be about?"
    yield "What would you do differently in the next meeting in which such a thing is decided?"
