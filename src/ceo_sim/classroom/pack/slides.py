"""Slides for the projector: all of it can be read by scrolling; a small script lets the arrow keys turn them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ceo_sim.classroom.pack.material import Material, Matter
from ceo_sim.classroom.pack.plans import CAUSES
from ceo_sim.classroom.pack.sheet import Pen, Sheet, h2, listing, p, together
from ceo_sim.html.elements import Child, Markup, element

LONG, LONGER = 420, 850
"""Characters of a slide from which on its letters are smaller, and smaller still."""
_TAG = re.compile("<[^>]*>")
SCRIPT = """
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const here = () => slides.reduce((best, slide, i) =>
    Math.abs(slide.getBoundingClientRect().top) < Math.abs(slides[best].getBoundingClientRect().top) ? i : best, 0);
  const turns = {ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1};
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in turns)) return;
    const by = event.key === " " && event.shiftKey ? -1 : turns[event.key];
    const next = slides[Math.min(slides.length - 1, Math.max(0, here() + by))];
    event.preventDefault();
    next.scrollIntoView({behavior: "instant"});
    next.focus({preventScroll: true});
  });
})();
"""


def slides(given: Material, pen: Pen) -> Sheet:
    """The lesson on slides."""
    every = list(_slides(given, pen))
    numbered = [
        element(
            "section",
            h2(title),
            *parts,
            element("p", f"{number} of {len(every)}", class_="place"),
            class_=_class(parts),
            id=f"slide-{number}",
            tabindex="-1",
        )
        for number, (title, parts) in enumerate(every, 1)
    ]
    what = "For the projector. The arrow keys turn them, or scroll."
    return Sheet("slides.html", "Slides", what, together(*numbered), "slides", SCRIPT)


def _class(parts: tuple[Child, ...]) -> str:
    length = len(_TAG.sub("", "".join(filter(None, parts))))
    return "slide denser" if length > LONGER else "slide dense" if length > LONG else "slide"


def _slides(given: Material, pen: Pen) -> Iterator[tuple[str, tuple[Child, ...]]]:
    info = given.info
    yield given.title, (pen.words("p", info.summary), p("There is no score, and no option is marked right or wrong."))
    if info.content_note:
        out = p("Who would rather watch can be an observer today. No reason is needed.")
        yield "Before we begin", (pen.words("p", info.content_note), out)
    yield (
        "What we ask",
        (
            listing(
                (
                    "What does the company do, and why?",
                    "Not: what do you think of a party or a politician?",
                    "Talk about reasons, not about people in this room.",
                )
            ),
        ),
    )
    yield "Who you are", (pen.words("p", info.role), pen.story(given.fill(info.opening)), pen.parts(given.exhibit))
    if given.roles:
        yield (
            "Teams",
            (
                element("ul", *(pen.words("li", role.name) for role in given.roles)),
                p("Read your card. Keep what is in the box to yourselves."),
            ),
        )
    yield (
        "How we decide",
        (
            listing(
                (
                    "Vote in silence, with one line why.",
                    "Talk.",
                    "Vote again. You may change your mind.",
                    "Then we see both votes.",
                ),
                numbered=True,
            ),
        ),
    )
    for matter in given.big:
        yield f"{matter.title}", (p(matter.when, class_="quiet"), pen.parts(matter.exhibit), pen.story(matter.brief))
        yield "What do you do?", (_options(matter, pen),)
    yield from _debrief(given, pen)


def _options(matter: Matter, pen: Pen) -> Markup:
    return element("ol", *(pen.words("li", option.label) for option in matter.options))


def _debrief(given: Material, pen: Pen) -> Iterator[tuple[str, tuple[Child, ...]]]:
    yield "What happened?", (p("Only what happened. Not yet why."), p("Whom did we name? Whom did nobody name?"))
    real = [matter for matter in given.big if matter.real is not None and matter.real.text]
    if real:
        items = [
            element("li", element("b", f"{matter.title}: "), pen.words("span", one.text))
            for matter in real
            if (one := matter.real)
        ]
        yield "What the real people did", (element("ul", *items), p("Sources: in the case sheet.", class_="quiet"))
    yield "Why?", (element("ul", *(element("li", question) for question in CAUSES)),)
    if given.debrief is not None:
        for question in given.debrief.questions:
            yield "What was it worth?", (pen.words("p", question.text),)
    if given.lenses:
        items = [
            element("li", pen.words("b", lens.name), ": ", pen.words("span", lens.question)) for lens in given.lenses
        ]
        yield "Lenses", (element("ul", *items),)
    yield "So what?", (p("Where will you meet this again, in a smaller size?"), p("Exit slip: “I would now …”"))
