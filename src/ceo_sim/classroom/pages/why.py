"""A student's page on a meter: why it stands where it stands, and what each cause rests on."""

from __future__ import annotations

from ceo_sim.classroom.entities import Seat
from ceo_sim.classroom.pages.frame import Page
from ceo_sim.classroom.pages.scene import Scene
from ceo_sim.classroom.pages.student import seat_line
from ceo_sim.html.elements import joined
from ceo_sim.presentation.account import AccountView
from ceo_sim.web import shell
from ceo_sim.web.account import account


def why_page(scene: Scene, seat: Seat, view: AccountView, address: str, back: str, version: str) -> Page:
    """The page.

    Args:
        scene: The class.
        seat: Whose page it is.
        view: What is told of the meter.
        address: The path of the class.
        back: The page from which one has come.
        version: Of what it shows; once the class goes on, the page of the seat comes in its place.
    """
    heading = scene.writer().element("h1", view.name)
    way = shell.actions(shell.link_button("Back", back))
    return Page(
        title=f"{view.name} · {scene.scenario.info.title}",
        main=joined((heading, scene.notices(), account(scene.writer(), view), way)),
        language=scene.language,
        top=seat_line(scene, seat),
        events="" if scene.lesson.room.is_over else f"{address}/events",
        version=version,
        face="student",
    )
