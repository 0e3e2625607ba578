"""Lesson plans for 50 and for 90 minutes, minute by minute, with words to read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from ceo_sim.classroom.pack.material import Material, Matter
from ceo_sim.classroom.pack.sheet import Sheet, h2, listing, p, say, table, together
from ceo_sim.html.elements import Child, Markup, element
from ceo_sim.presentation.formatting import counted
from ceo_sim.scenario.markup import plain
from ceo_sim.suggestions import listed

BIG_MINUTES, QUICK_MINUTES = 5, 1
OPENING, EXIT, LEAST_DEBRIEF = 9, 4, 12
FACTS, SO_WHAT = 4, 4


@frozen
class Step:
    """A row of a plan.

    Attributes:
        minutes: How long it takes.
        what: What it is.
        parts: What to do and to say.
    """

    minutes: int
    what: str
    parts: tuple[Child, ...]


def plan_50(given: Material) -> Sheet:
    """The whole class as the board, with one laptop and a projector."""
    steps = [*_opening(given), *_decisions(given)]
    left = 50 - sum(step.minutes for step in steps) - EXIT
    steps += [*_debrief(given, left), _exit()]
    how = p(
        "With phones: ",
        element("code", f"ceo-sim class host {given.name}{_act(given)}"),
        ". Without: the same with ",
        element("code", "--no-network"),
        ", and hands are counted. With the game alone: ",
        element("code", f"ceo-sim play {given.name}{_act(given, '--until')}"),
        ", and a tally on paper.",
    )
    body = together(
        p(f"One story, decided by the class as a whole. You need a laptop and a projector; {_optional(given)}"),
        how,
        _plan("Plan for 50 minutes", steps),
        p(*_buttons()),
        p(
            element("b", "If you are late. "),
            "Leave out the second vote of the last big decision. Decide the quick ones yourself and say so. "
            f"Stop the story wherever it is. Keep at least {LEAST_DEBRIEF} minutes to talk about it: "
            "a game that nobody talks about afterward teaches little.",
        ),
    )
    return Sheet("lesson-50.html", "Lesson plan: 50 minutes", "One story, decided by the whole class.", body, "small")


def plan_90(given: Material) -> Sheet:
    """In pairs on their own machines, then a debate on the most divided decision."""
    code = element("code", f"ceo-sim class assign {given.name}{_act(given)}")
    steps = [
        Step(
            8,
            "Before",
            (
                p("Read the content note. Hand out the first questionnaire. Form pairs."),
                say(_welcome(given), "What you fill in has no name on it. It is not about your politics."),
            ),
        ),
        Step(
            25,
            "Pairs play",
            (
                p(
                    "Beforehand: ",
                    code,
                    " prints a code. Everybody types it: ",
                    element("code", "ceo-sim play --assign CODE"),
                    ".",
                ),
                say(
                    "You are one person, and two people have to agree on what that person does.",
                    "Give a reason for each decision in one line. There is no score, and no clock in the game.",
                ),
                p(
                    f"A play takes about {given.minutes} minutes. Whoever is not done when this time is over stops "
                    "there; that counts, too."
                ),
            ),
        ),
        Step(
            7,
            "Hand in",
            (
                p(
                    "At the end each pair has a result code. They send it, or the save, to you; then ",
                    element("code", "ceo-sim class merge FOLDER -o lesson.class"),
                    ".",
                ),
                say("Stand up. Tell another pair one thing that surprised you."),
            ),
        ),
        Step(
            8,
            "What the class did",
            (
                p(
                    element("code", "ceo-sim class debrief lesson.class -o lesson.html"),
                    " makes a page with the paths and the most divided decision. Show it on the projector.",
                ),
                say("Look where you parted. Nobody was right because more people did the same."),
            ),
        ),
        Step(12, "Two sides", _sides(given)),
        Step(
            8,
            "Decide again",
            (
                p("Everybody votes on that decision again, in silence. Show both counts side by side."),
                say("Vote again. You may change your vote.", "What changed your mind, or kept it: a fact, or a value?"),
            ),
        ),
        *_debrief(given, 16),
        Step(
            6,
            "After",
            (
                p("Hand out the second questionnaire, the form that each did not have before."),
                say("Last line: what would you now do in the first hour, if you had that job?"),
            ),
        ),
    ]
    body = together(
        p("Pairs play on their own, then the class argues about the decision on which it was most divided."),
        p("You need a machine with ceo-sim for each pair. No network is needed."),
        _plan("Plan for 90 minutes", steps),
        h2("Homework"),
        p(
            "400 words: “The decision that I would defend, and the best argument against it.” "
            "The save holds what you decided and why. The rubric says what a good answer has."
        ),
    )
    return Sheet("lesson-90.html", "Lesson plan: 90 minutes", "Pairs play, then two sides argue.", body, "small")


def _buttons() -> Iterator[Child]:
    """What is pressed, in the words of the teacher's controls, for a decision of each kind and at the end."""
    yield element("b", "Which button when. ")
    yield "Enter, or the button on top, does what comes next. Two votes: "
    yield _pressed("Put a decision before the class", "Open the first vote", "Close the vote")
    yield "; they talk; "
    yield _pressed("Open the second vote", "Close the vote", "Show both votes", "Carry out")
    yield ". Quick: after the first vote at once "
    yield _pressed("Carry out")
    yield " (key a). By raised hands: "
    yield _pressed("Count hands: first vote", "Count hands: second vote")
    yield " in place of opening and closing. Then "
    yield _pressed("Let time pass until something needs the class")
    yield "; at the end "
    yield _pressed("Look back together")
    yield ", again for each part."


def _pressed(*labels: str) -> Markup:
    parts = [part for label in labels for part in (", ", element("b", f"“{label}”", class_="pressed"))]
    return together(*parts[1:])


# ---- the parts of a plan ------------------------------------------------------------------------------------


def _plan(caption: str, steps: Sequence[Step]) -> Markup:
    rows: list[tuple[Child, ...]] = []
    at = 0
    for step in steps:
        rows.append((f"{at}–{at + step.minutes}", together(p(element("b", step.what)), *step.parts)))
        at += step.minutes
    return table(caption, ("Minutes", "What to do, and what to say"), rows, "plan")


def _welcome(given: Material) -> str:
    return (
        f"Today all of you have one job. {plain(given.info.role)} The story is called “{given.title}.” "
        "You will have to decide before you know enough, as people in that job do."
    )


def _opening(given: Material) -> Iterator[Step]:
    note = given.info.content_note
    lines = [_welcome(given)]
    if note:
        lines.append(
            f"Before we begin: {note} Who would rather watch can be an observer today, and says so to nobody but me."
        )
    lines.append("I will not ask what you think of any party or politician. I ask what the company does, and why.")
    yield Step(4, "Welcome", (say(*lines),))
    if given.roles:
        do: Child = p("Hand out the briefing. Form teams and hand out the role cards; a team reads only its own.")
        words = "Read your card. The part in the box is yours alone: use it, but do not show it."
    else:
        do = p("Hand out the briefing, and who is who.")
        words = "Read the briefing. Then mark everybody in it who has something to lose."
    yield Step(OPENING - 4, "Briefing", (do, say(words)))


def _decisions(given: Material) -> Iterator[Step]:
    """The decisions in the order of the story: those that are big by themselves, quick ones together."""
    big = {matter.id for matter in given.big}
    for is_big, group in groupby(given.planned, key=lambda matter: matter.id in big):
        matters = list(group)
        if not is_big:
            yield _quick(matters)
            continue
        for matter in matters:
            yield _voted_twice(matter)


def _quick(matters: Sequence[Matter]) -> Step:
    what = f"Quick: {'; '.join(matter.title for matter in matters)}"
    is_one = len(matters) == 1
    words = "A quick one: I read it, you raise your hands." if is_one else "Some quick ones: a show of hands each."
    do = p("Read it out with its options, and take what most want.")
    return Step(QUICK_MINUTES * len(matters), what, (do, say(words)))


def _voted_twice(matter: Matter) -> Step:
    asked = f"{matter.when}. {matter.title}. Vote in silence, and write one line why."
    return Step(
        BIG_MINUTES,
        f"Two votes: {matter.title}",
        (
            p(
                f"{counted(len(matter.options), 'option')}. Vote (1), talk in teams (2), "
                "vote again and show both (1), read on (1)."
            ),
            say(asked, "Now talk. Begin with the person on your left. You may change your vote."),
        ),
    )


def _debrief(given: Material, minutes: int) -> Iterator[Step]:
    """Fact, cause, judgement, so what: none asks how it felt, which has not helped (see `debrief.questions`)."""
    rest = minutes - FACTS - SO_WHAT
    questions = [] if given.debrief is None else [question.text for question in given.debrief.questions]
    real = "Then show what the real people did, from the case sheet." if given.facts else ""
    yield Step(
        FACTS,
        "Debrief: what happened",
        (p(f"Go through the decisions. {real}".strip()), say("What happened? Only what happened, not yet why.")),
    )
    yield Step(
        rest // 2,
        "Debrief: why",
        (
            p("Ask one or two of these, and wait after each. Ask someone who has not spoken."),
            listing(CAUSES),
        ),
    )
    yield Step(
        rest - rest // 2,
        "Debrief: what it was worth",
        (
            p("Ask one or two of these."),
            listing(questions[: max(2, rest // 3)] or _JUDGEMENTS),
            p("Ask each lens for its best argument, for and against; the sheet of best cases has them.")
            if given.has_arguments
            else None,
        ),
    )
    words = "Where will you meet this again, in a smaller size? What would you ask first?"
    yield Step(SO_WHAT, "Debrief: so what", (say(words),))


CAUSES = (
    "Which result came from your decision, and which would have come anyway?",
    "What was said that changed a vote? Whom did no reason name?",
)
_JUDGEMENTS = (
    "Which decision would you defend to the person whom it hurt most?",
    "What did you not know when you decided, and who could have told you?",
)


def _exit() -> Step:
    line = "On a slip, without a name: “I would now …”, one thing that worked in this lesson, and one that did not."
    return Step(EXIT, "Exit slip", (say(line),))


def _sides(given: Material) -> tuple[Child, ...]:
    cards = "from the role cards" if given.roles else "from who is who"
    lenses = (
        f" The others listen with one lens each: {listed([lens.name for lens in given.lenses])}."
        if given.lenses
        else ""
    )
    return (
        p("Read out the decision that divided the class most. Everybody votes on it in silence, and you count."),
        p(f"Two teams that chose differently argue {cards}: three minutes each, then two to answer.{lenses}"),
        say("Argue for what you chose. Then say the best thing that can be said against it."),
    )


def _optional(given: Material) -> str:
    cards = "role cards, " if given.roles else ""
    return f"{cards}ballots and briefings are to be printed, and phones are not needed."


def _act(given: Material, option: str = "--act") -> str:
    act = f" {option} {given.loaded.act}" if given.loaded.act else ""
    return f"{act} --edition {given.edition}" if given.edition else act
