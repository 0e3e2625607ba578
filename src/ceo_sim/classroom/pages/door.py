"""The pages before a class: which class it is, taking a seat, and coming back to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceo_sim.classroom.pages.frame import Page
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.web import shell

if TYPE_CHECKING:
    from ceo_sim.classroom.pages.scene import Scene

PRIVACY = (
    "No name, account or address is asked for or stored: you get a made-up name, and your votes are kept under it "
    "for {days} days, then deleted."
)


def entrance(problem: str = "", typed: str = "") -> Page:
    """Which class it is, by its code."""
    field = element(
        "input",
        type="text",
        id="code",
        name="code",
        value=typed,
        autocomplete="off",
        autocapitalize="characters",
        spellcheck="false",
        maxlength="12",
        required=True,
    )
    asked = element("div", element("label", "The four letters of your class", for_="code"), field, class_="field")
    form = element("form", asked, element("p", shell.button("Go on"), class_="actions"), method="get", action="/")
    trouble = shell.problems([(problem, "code")]) if problem else None
    main = joined((element("h1", "Join a class"), trouble, form))
    return Page("Error: join a class" if problem else "Join a class", main, status=404 if problem else 200)


def join(scene: Scene, address: str, token: str, *, is_open: bool, said: str = "", problem: str = "") -> Page:
    """What class it is, and the button that takes a seat: opening a page takes none."""
    opened = scene.lesson.opened
    info = scene.scenario.info
    note = scene.writer().element("p", f"Content note: {info.content_note}") if info.content_note else None
    privacy = element("p", PRIVACY.format(days=opened.keep_days), class_="quiet")
    watch = shell.button("Only watch, and do not vote", name="observe", value="yes", kind="quiet")
    buttons = shell.actions(shell.button("Take a seat"), *((watch,) if opened.play != "own" else ()))
    button = shell.form(address + "/join", token, buttons)
    closed = element("p", "This class takes no more seats.")
    main = joined(
        (
            element("h1", f"Join: {info.title}"),
            element("p", said, class_="notice", role="status") if said else None,
            note,
            button if is_open else closed,
            privacy if is_open else None,
            _back(address, token, problem),
        )
    )
    title = f"Join: {info.title}"
    return Page(f"Error: {title}" if problem else title, main, language=scene.language, status=403 if problem else 200)


def _back(address: str, token: str, problem: str) -> Markup:
    """The form of who has a seat already."""
    field = element(
        "input",
        type="text",
        id="secret",
        name="secret",
        autocomplete="off",
        spellcheck="false",
        required=True,
        maxlength="40",
    )
    content: Sequence[Child] = (
        element("div", element("label", "The code of your seat, 16 letters", for_="secret"), field, class_="field"),
        element("p", shell.button("Go on with my seat", kind="second"), class_="actions"),
    )
    form = shell.form(f"{address}/resume", token, *content)
    trouble = shell.problems([(problem, "secret")]) if problem else None
    return element("details", element("summary", "I have a seat already"), trouble, form, open=bool(problem))


def resume(scene: Scene, address: str, token: str, secret: str) -> Page:
    """Taking a seat along to this device: a button, so that nothing follows the address by itself."""
    form = shell.form(
        f"{address}/resume",
        token,
        element("p", shell.button("Go on here"), class_="actions"),
        hidden={"secret": secret},
    )
    main = joined((element("h1", "Go on with your seat on this device?"), form))
    return Page("Go on with your seat", main, language=scene.language)


def key(address: str, token: str, problem: str = "") -> Page:
    """Where a teacher proves to be the teacher."""
    field = element("input", type="password", id="key", name="key", autocomplete="off", required=True)
    form = shell.form(
        f"{address}/teach/key",
        token,
        element("div", element("label", "The teacher's key", for_="key"), field, class_="field"),
        element("p", shell.button("Go on"), class_="actions"),
    )
    help = element("p", "Open the teacher's link that ceo-sim printed when it started, or enter the key at its end.")
    trouble = shell.problems([(problem, "key")]) if problem else None
    main = joined((element("h1", "The teacher's page"), trouble, help, form))
    return Page("The teacher's page", main, status=403)
