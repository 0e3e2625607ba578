"""What only the teacher needs: rubric, notice to families, and the case behind the story."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.classroom.pack.material import Material
from ceo_sim.classroom.pack.sheet import Pen, Sheet, h2, listing, p, table, together
from ceo_sim.html.elements import Child, Markup, element
from ceo_sim.presentation.formatting import date_of

_RUBRIC = (
    (
        "Own values",
        "Names which value came first, what it cost, and what would change their mind.",
        "Names which value came first, and what it cost.",
        "Names a value, without what it cost.",
        "Says what was done, without a value.",
    ),
    (
        "The issue",
        "Sees several issues at once, how they hang together, and who is touched without being asked.",
        "Sees several issues, and most of those who are touched.",
        "Sees the main issue, and those who are in the room.",
        "Retells the events without an issue.",
    ),
    (
        "Lenses",
        "Uses two lenses or more precisely, and says where they disagree.",
        "Uses two lenses fairly.",
        "Names a lens, and uses it in part.",
        "Uses none, or only its name.",
    ),
    (
        "Facts and guesses",
        "Keeps what was known apart from what was guessed, and says what they would have found out.",
        "Keeps what was known apart from what was guessed.",
        "Mixes them in places, or judges by how it came out.",
        "Tells guesses as facts.",
    ),
    (
        "The other side",
        "Makes the best case for another choice, answers it, and says what remains true in it.",
        "Makes a fair case for another choice, and answers it.",
        "Names another choice, and a weak reason for it.",
        "Names no other choice.",
    ),
)


def rubric(given: Material) -> Sheet:
    """Five criteria of a reason, at four levels."""
    rows = [(name, *levels) for name, *levels in _RUBRIC]
    named = f" The lenses of this story: {', '.join(lens.name for lens in given.lenses)}." if given.lenses else ""
    body = together(
        p(
            "For what students write or say about a decision: an exit slip, a memo, a debate. "
            f"It looks at reasons.{named}"
        ),
        table("Reasoning about a decision", ("", "4: Full", "3: Good", "2: Partial", "1: Begun"), rows),
        element(
            "p",
            element("b", "Do not grade the choice, or how the game came out. "),
            "Two students who chose the opposite can both have a 4 in every row. The results follow from an invented "
            "model and from luck.",
        ),
        p(
            "Adapted from the Ethical Reasoning VALUE Rubric of the American Association of Colleges and Universities "
            "(AAC&U). The original is meant for looking at programs, not for grading; its wording has been changed, "
            "and "
            "AAC&U has no part in this version. Use it to give feedback."
        ),
    )
    return Sheet("rubric.html", "Rubric for reasoning", "For feedback on reasons, never on choices.", body, "small")


def families(given: Material, pen: Pen) -> Sheet:
    """A letter with blanks for the teacher."""
    info = given.info
    blank = "____________________"
    facts: list[Child] = [
        element("li", "Content: ", pen.words("span", info.content_note)) if info.content_note else None,
        element("li", "Meant for ages: ", pen.words("span", info.rating)) if info.rating else None,
        element("li", "Behind it: ", pen.words("span", info.inspired_by)) if info.inspired_by else None,
    ]
    body = together(
        p(f"Date: {blank}"),
        p("Dear families,"),
        p(
            f"On {blank} our class will play “{given.title},” a story in which students lead an invented company. ",
            pen.words("span", info.summary),
            " They decide together, give reasons, and afterward talk about what came of it. There is no score.",
        ),
        element("ul", *facts),
        h2("What we ask, and what we do not"),
        p(
            "We ask what the company should do, and why. We do not ask students or their families for their own "
            "political opinions, party or vote, and nobody is graded on a choice."
        ),
        h2("What is stored"),
        p(
            "The program asks for no name, e-mail or account. Votes and reasons are stored under made-up seat names on "
            "the teacher’s computer and are deleted after 30 days. Nothing is sent to any company."
        ),
        h2("If your child should not take part"),
        p(
            "Nobody needs to give a reason. Observers watch without voting, or do other work. "
            f"Please tell me by {blank}, or ask me anything: {blank}"
        ),
        p(f"Teacher: {blank}"),
    )
    return Sheet(
        "families.html", "Notice to families", "A letter to fill in and send home, with the content note.", body
    )


def case(given: Material, pen: Pen) -> Sheet:
    """What really happened, beside the decisions, with sources."""

    def parts() -> Iterator[Markup]:
        real = [(matter.title, matter.real) for matter in given.matters if matter.real is not None and matter.real.text]
        if real:
            done: list[tuple[Child, ...]] = [(title, _sourced(one.text, one.source, pen)) for title, one in real]
            yield table("What was done, beside the decisions of the story", ("Decision", "What was done"), done)
        facts = sorted(given.facts, key=lambda fact: str(fact.at))
        yield table(
            "The case file",
            ("When", "What is known"),
            [
                (
                    date_of(fact.at),
                    _sourced(fact.text, fact.source, pen, " (Reports differ.)" if fact.contested else ""),
                )
                for fact in facts
            ],
        )

    history = given.loaded.playable.history
    checked = f" The facts were last checked on {date_of(history.as_of)}." if history and history.as_of else ""
    note = p(
        "For the debrief, not before: whoever has read it plays another game. The story is invented; "
        f"this is what it was made from.{checked}"
    )
    return Sheet(
        "case.html",
        "What really happened",
        "The case behind the story, for the debrief.",
        together(note, *parts()),
        "small",
    )


def _sourced(text: str, source: str, pen: Pen, more: str = "") -> Markup:
    paragraph = element("p", pen.words("span", text), more)
    return together(paragraph, pen.words("p", source, class_="source") if source else None)


def arguments(given: Material, pen: Pen) -> Sheet:
    """The best case for and against each option of the big decisions, by lens."""
    lenses = {lens.id: lens for lens in given.lenses}

    def tables() -> Iterator[Markup]:
        for matter in given.big:
            rows = [
                (
                    together(pen.words("span", option.label), pen.words("p", lenses[lens].name, class_="source")),
                    pen.words("span", argument.case_for),
                    pen.words("span", argument.case_against),
                )
                for option in matter.options
                for lens, argument in option.arguments.items()
            ]
            if rows:
                yield table(f"{matter.title}", ("Option, and lens", "Best case for it", "Best case against it"), rows)

    note = p("Each is made by somebody who believes it. Read the one that nobody in the class has made.")
    return Sheet(
        "arguments.html", "Best cases, for and against", "By lens, for the debrief.", together(note, *tables()), "small"
    )


def injects(given: Material, pen: Pen) -> Sheet:
    """What a teacher may throw in."""
    every = given.loaded.playable.injects.values()
    rows = [(pen.words("span", given.fill(one.title)), pen.story(given.fill(one.text))) for one in every]
    note = listing(
        (
            "Each can come once, and moves the story. Some wait until a decision has been made.",
            "The words here are those of the beginning; in the game they follow what was decided.",
        )
    )
    return Sheet(
        "injects.html",
        "To throw in",
        "Events that a teacher may let happen.",
        together(note, table("Events", ("", "What the class reads"), rows)),
        "small",
    )
