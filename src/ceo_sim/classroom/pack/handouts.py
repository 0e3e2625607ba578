"""What students get: briefing, who is who, words, role cards and ballots."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.classroom.pack.material import Material, Matter
from ceo_sim.classroom.pack.sheet import Pen, Sheet, h2, listing, p, table, together
from ceo_sim.html.elements import Child, Markup, element
from ceo_sim.presentation.formatting import person
from ceo_sim.scenario.model import Metric, Role

SLIPS_A_PAGE = 2
LONGEST_BRIEFING = 2_600
"""Characters of an opening that leave room for the rest of a page."""


def briefing(given: Material, pen: Pen) -> Sheet:
    """One page on what the story begins with."""
    info = given.info
    opening = given.fill(info.opening)
    advisers = [one for one in given.people if one.adviser][:6]
    facts: list[Child] = [
        element("li", element("b", "You: "), pen.words("span", info.role)),
        element("li", element("b", "You can ask: "), pen.words("span", "; ".join(map(person, advisers))))
        if advisers
        else None,
        element(
            "li", element("b", "You will see: "), pen.words("span", ", ".join(meter.name for meter in given.meters))
        ),
    ]
    body = together(
        p(element("b", "Content note: "), pen.words("span", info.content_note)) if info.content_note else None,
        element("ul", *facts),
        pen.story(opening if len(opening) <= LONGEST_BRIEFING else info.summary),
        pen.parts(given.exhibit),
        h2("Before the first decision"),
        listing(
            (
                "Who has something to lose here? Name at least five.",
                "What do you not know yet, and whom could you ask?",
                "What must not happen, whatever else does?",
            ),
            numbered=True,
        ),
    )
    return Sheet("briefing.html", "Briefing", "One page for everybody, read before the first decision.", body)


def people(given: Material, pen: Pen) -> Sheet:
    """Everybody of the story, with what they do and what they care for."""
    rows = [
        (
            pen.words("span", one.name),
            together(pen.words("p", one.role), pen.words("p", one.leans) if one.leans else None),
        )
        for one in given.people
    ]
    note = p("All of them are invented. You meet some only later; some you may not meet at all.")
    body = together(note, table("The people of the story", ("Name", "What they do, and what they care for"), rows))
    return Sheet("people.html", "Who is who", "The people of the story, and what each cares for.", body, "small")


def words(given: Material, pen: Pen) -> Sheet:
    """What the lesson is for, and the words that come up."""
    meters = [(pen.words("span", meter.name), _of_meter(meter, pen)) for meter in given.meters]
    lenses = [(pen.words("span", lens.name), pen.words("span", lens.question)) for lens in given.lenses]
    body = together(
        p("After this lesson you can"),
        listing(
            (
                "name those whom a decision touches, also those who are not in the room;",
                "tell what is known from what is guessed, and say what you would have to find out;",
                "give a reason for a decision that somebody who disagrees can follow;",
                "make the best case for a choice that you did not take;",
                "say which result came from the decision, and which from luck or from others.",
            )
        ),
        table("Words of the game", ("Word", "What it means"), _TERMS),
        table("What the story measures", ("Meter", "What it is"), meters) if meters else None,
        table("Lenses, for after the game", ("Lens", "What it asks"), lenses) if lenses else None,
        p("No lens is the right one. They disagree, and a good answer says where."),
    )
    return Sheet("words.html", "Objectives and words", "What the lesson is for, and its words.", body, "small")


_TERMS = (
    ("Stakeholder", "Somebody who is touched by a decision, whether or not they are asked."),
    ("Option", "One of the things that can be done. None of them is marked right or wrong."),
    ("Reason", "One line that says why. It is about the company, not about you."),
    ("Meter", "A number that the story moves. It stands for what people in it think or do, by an invented model."),
    ("Luck", "What would have come either way. The same seed is the same luck."),
    ("Prediction", "What you think will move before you see it. Nobody is graded on it."),
    ("Observer", "Somebody who watches and takes notes, and does not vote."),
)


def _of_meter(meter: Metric, pen: Pen) -> Markup:
    better = {"higher": "Higher is better for those it speaks of.", "lower": "Lower is better."}.get(meter.better, "")
    return together(pen.words("span", meter.text), " " if meter.text else None, better)


# ---- cards and ballots --------------------------------------------------------------------------------------


def roles(given: Material, pen: Pen) -> Sheet:
    """A card a page, with what only its holder knows, and one for observers."""
    cards = [_card(role, given, pen) for role in given.roles]
    body = together(*cards, _observer())
    return Sheet("role-cards.html", "Role cards", "A page for each team, with facts that only it has.", body, "cut")


def _card(role: Role, given: Material, pen: Pen) -> Markup:
    facts = [pen.words("li", given.fill(fact)) for fact in role.facts]
    private = element("div", element("h3", "Only you know this"), element("ul", *facts), class_="private")
    return element(
        "section",
        p(f"{given.title}: role card", class_="kicker"),
        pen.words("h2", role.name),
        pen.story(given.fill(role.brief)),
        private if facts else None,
        class_="card alone",
    )


def _observer() -> Markup:
    tasks = listing(
        (
            "Whom did the class name, and whom not?",
            "Which reason changed somebody’s mind?",
            "Where was a guess told as a fact?",
            "Who spoke, and who did not?",
        ),
        numbered=True,
    )
    lines = [element("div", class_="write") for _ in range(8)]
    return element(
        "section",
        p("For whoever would rather watch", class_="kicker"),
        h2("Observer"),
        p("You do not vote. You see what those who vote do not. Take notes; the debrief begins with you."),
        tasks,
        *lines,
        class_="card alone",
    )


def ballots(given: Material, pen: Pen) -> Sheet:
    """Slips to cut out for the big decisions, and a sheet to count hands on for all of them."""
    slips = []
    for matter in given.big:
        copies = [_slip(matter, pen) for _ in range(SLIPS_A_PAGE)]
        slips.append(element("div", *copies, class_="alone"))
    how = p(
        f"Print each page once for {SLIPS_A_PAGE} students, and cut along the dashed line. The last pages are yours: "
        "write down the hands for each option, then type them into ceo-sim.",
        class_="on-screen",
    )
    body = together(how, *slips, _hands(given, pen))
    return Sheet(
        "ballots.html", "Ballots and hand count", "Slips to cut out, and a sheet to count hands on.", body, "small cut"
    )


def _slip(matter: Matter, pen: Pen) -> Markup:
    box = element("span", class_="box")
    rows = [(pen.words("span", option.label), box, box) for option in matter.options]
    return element(
        "div",
        table(matter.title, ("What does the company do?", "First vote", "Second vote"), rows),
        p("Why, as the head of the company, in one line:"),
        element("div", class_="write"),
        p("What changed between the two votes, if anything:"),
        element("div", class_="write"),
        class_="slip",
    )


def _hands(given: Material, pen: Pen) -> Markup:
    def tables() -> Iterator[Markup]:
        big = {matter.id for matter in given.big}
        for matter in given.planned:
            head = ("", "First", "Second") if matter.id in big else ("", "Hands")
            rows = [(pen.words("span", option.label), *([""] * (len(head) - 1))) for option in matter.options]
            yield table(f"{matter.when}: {matter.title}", head, rows, "hands")

    return element("div", h2("Hand count"), element("div", *tables(), class_="columns"), class_="alone")
