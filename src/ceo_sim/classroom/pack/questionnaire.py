"""A questionnaire for before and after, which could show an effect: whether students tell cases apart better.

It measures discernment, and not suspicion. Of each pair of cases that look alike, stepping in is the worse call in one
and letting be in the other; whoever only grows more severe, or more lenient, gains nothing. Studies of a game against
misinformation that looked at one side alone took general suspicion for learning (Modirrousta-Galian and Higham, 2023).
The cases are of companies in general, so that they fit every scenario, and none asks for a political opinion.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ceo_sim.classroom.pack.material import Material
from ceo_sim.classroom.pack.sheet import Pen, Sheet, h2, listing, p, table, together
from ceo_sim.html.elements import Markup, element


@frozen
class Case:
    """A case; whether stepping in is the better call, and why."""

    text: str
    step_in: bool
    why: str


@frozen
class Pair:
    """Two cases that look alike and differ in what matters."""

    about: str
    cases: tuple[Case, Case]


PAIRS = (
    Pair(
        "Medicine",
        (
            Case(
                "A school nurse writes on a network where patients of a closed clinic can get their medicine. Software "
                "has taken the post for a drug sale. The company can hide it until Monday, or leave it up.",
                step_in=False,
                why="People need it now, and it is what it says it is. Only the software was wrong.",
            ),
            Case(
                "An account that was opened an hour ago has the same nurse’s name and picture. It asks patients for "
                "card "
                "numbers to “keep their medicine.” The company can hide it until Monday, or leave it up.",
                step_in=True,
                why="It pretends to be somebody else, and each hour costs people their money.",
            ),
        ),
    ),
    Pair(
        "The notice board",
        (
            Case(
                "At a warehouse an employee pins up a letter that calls the new shifts unfair and asks who will "
                "sign. A "
                "manager wants it gone. The company can take it down, or let it hang.",
                step_in=False,
                why="It is a complaint about work, in a place for that. Taking it down hides the problem and "
                "frightens others.",
            ),
            Case(
                "On the same board hangs a sheet with the name and street of one colleague. “Pay her a visit,” it "
                "says. "
                "The company can take it down, or let it hang.",
                step_in=True,
                why="It points people at one person’s home. Waiting can hurt her, and it adds nothing to what is "
                "talked about.",
            ),
        ),
    ),
    Pair(
        "The heater",
        (
            Case(
                "A customer films how a new heater smokes in her kitchen. Its maker has the film reported because a "
                "radio "
                "plays in the background. The video service can take it down, or leave it up.",
                step_in=False,
                why="It warns others of a danger, and the radio is a pretext.",
            ),
            Case(
                "A customer films how to bridge the safety switch of the heater, “works fine.” Two who copied it were "
                "burned. The video service can take it down, or leave it up.",
                step_in=True,
                why="It leads people into harm that has already happened to two of them.",
            ),
        ),
    ),
    Pair(
        "The threat",
        (
            Case(
                "A local paper quotes word for word a threat that a doctor has received, to report on it. Software "
                "marks "
                "the threat. The network can hide the report, or leave it up.",
                step_in=False,
                why="It reports a threat, and does not make one. Hiding it leaves people without the news.",
            ),
            Case(
                "Whoever wrote the threat posts it again, and adds which school the doctor’s daughter goes to. The "
                "network "
                "can hide it, or leave it up.",
                step_in=True,
                why="It is the threat itself, and now says where.",
            ),
        ),
    ),
)

FORMS = {"A": ((0, 0), (1, 1), (2, 0), (3, 1)), "B": ((0, 1), (1, 0), (2, 1), (3, 0))}
"""Which case of each pair is in which form: two where stepping in is the worse call, two where it is the better."""


def questionnaire(given: Material, pen: Pen) -> Sheet:
    """Both forms, a page each, and how to read them."""
    forms = [_form(name, places, given, pen) for name, places in FORMS.items()]
    body = together(*forms, _key())
    what = "Two forms, for before and after, that can show whether students tell cases apart better."
    return Sheet("questionnaire.html", "Before and after", what, body, "small")


def cases_of(form: str) -> Sequence[Case]:
    """The cases of a form, in its order."""
    return [PAIRS[pair].cases[case] for pair, case in FORMS[form]]


def _form(name: str, places: Sequence[tuple[int, int]], given: Material, pen: Pen) -> Markup:
    questions = [_question(number, PAIRS[pair].cases[case]) for number, (pair, case) in enumerate(places, 1)]
    return element(
        "section",
        h2(f"Form {name}"),
        p("Seat: ____________________   Before / after (circle one). No names, please."),
        p(
            "How much better is it to step in (hide it, take it down) than to let it be? "
            "0: letting be is much better. 10: stepping in is much better."
        ),
        *questions,
        p(element("b", "5. "), pen.words("span", f"{given.info.role} {given.info.summary}")),
        p(
            element("b", "Who has something to lose or to win by what you decide? "),
            "Two minutes: write down as many as you can, also those who are not in the room.",
        ),
        *[element("div", class_="write") for _ in range(4)],
        class_="alone",
    )


def _question(number: int, case: Case) -> Markup:
    scale = element("div", *(element("span", str(point)) for point in range(11)), class_="scale")
    return element("div", p(element("b", f"{number}. "), case.text), scale, class_="question")


def _key() -> Markup:
    rows = [
        (f"{pair.about}, {form}", "step in" if case.step_in else "let be", case.why)
        for number, pair in enumerate(PAIRS)
        for form, places in FORMS.items()
        for case in [pair.cases[dict(places)[number]]]
    ]
    return element(
        "section",
        h2("For the teacher: how to use and to read it"),
        listing(
            (
                (
                    "By lot, half of the class has form A before and B after, the other half B before and A after. So "
                    "neither "
                    "form being easier can look like an effect."
                ),
                (
                    "Discernment: the mean of a student’s two cases in which stepping in is better, minus the mean of "
                    "the two "
                    "in which letting be is better. From −10 to 10. More is better."
                ),
                (
                    "Severity: the mean of all four. If severity changes and discernment does not, the class has "
                    "become "
                    "more "
                    "suspicious or more lenient, and has not learned to tell cases apart."
                ),
                "Stakeholders: count how many different ones are named, before and after.",
                (
                    "With fewer than thirty students a difference of one point can be chance. Report groups of five or "
                    "more only."
                ),
            )
        ),
        table("What speaks for the better call", ("Case", "Better", "Why"), rows),
        p(
            "The reasons are ours. Use the cases in the debrief, and let students argue with them. Why both sides "
            "have to "
            "be asked: Modirrousta-Galian, A., and Higham, P. A. (2023), on how gamified inoculation made people more "
            "suspicious of everything instead of better at telling true from false."
        ),
        class_="alone",
    )
