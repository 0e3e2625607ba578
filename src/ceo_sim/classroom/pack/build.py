"""The whole pack: which pages a scenario has enough for, what is left out, and writing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from ceo_sim.classroom.pack.handouts import ballots, briefing, people, roles, words
from ceo_sim.classroom.pack.material import Material
from ceo_sim.classroom.pack.plans import plan_50, plan_90
from ceo_sim.classroom.pack.questionnaire import questionnaire
from ceo_sim.classroom.pack.sheet import Pen, Sheet, h2, html, listing, p, together
from ceo_sim.classroom.pack.slides import slides
from ceo_sim.classroom.pack.teacher import arguments, case, families, injects, rubric
from ceo_sim.errors import UserError
from ceo_sim.html.elements import element

INDEX = "index.html"


class PackError(UserError):
    """A pack that cannot be written."""


@frozen
class Pack:
    """A teacher's pack.

    Attributes:
        sheets: Its pages, the index first.
        left_out: What the scenario has nothing for, in a sentence each.
    """

    title: str
    language: str
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]

    def write(self, folder: Path, *, force: bool = False) -> list[Path]:
        """Write the pages into a folder; their files.

        Args:
            folder: Where they go; it is made if it is not there.
            force: Whether files of the same names are written over.

        Raises:
            PackError: It cannot be written there, or there are such files.
        """
        files = [folder / sheet.file for sheet in self.sheets]
        if not force and (there := next((file for file in files if file.exists()), None)) is not None:
            raise PackError(f"{there} is there already; --force writes over it, or choose another folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file, sheet in zip(files, self.sheets, strict=True):
                file.write_text(html(sheet, self.title, self.language), encoding="utf-8")
        except OSError as error:
            raise PackError(f"{folder} cannot be written: {error.strerror}; choose another folder") from None
        return files


def pack(given: Material) -> Pack:
    """The pack of what a scenario has for a lesson."""
    pen = Pen(given.info.language)
    sheets = tuple(_sheets(given, pen))
    left_out = tuple(_left_out(given))
    return Pack(given.title, given.info.language, (_index(sheets, left_out, given), *sheets), left_out)


def _sheets(given: Material, pen: Pen) -> Iterator[Sheet]:
    playable = given.loaded.playable
    yield plan_50(given)
    yield plan_90(given)
    yield words(given, pen)
    yield briefing(given, pen)
    yield people(given, pen)
    if given.roles:
        yield roles(given, pen)
    yield ballots(given, pen)
    yield slides(given, pen)
    if given.has_arguments:
        yield arguments(given, pen)
    if playable.injects:
        yield injects(given, pen)
    if given.facts:
        yield case(given, pen)
    yield rubric(given)
    yield questionnaire(given, pen)
    yield families(given, pen)


def _left_out(given: Material) -> Iterator[str]:
    playable = given.loaded.playable
    if not given.roles:
        yield "Role cards: this story has no roles, so the class talks in groups without cards."
    if not given.lenses:
        yield "Lenses: this story names none, so the debrief goes by questions alone."
    if not playable.injects:
        yield "Things to throw in: this story has none."
    if not given.facts:
        yield "What really happened: this story has no case file."
    if given.debrief is None:
        yield "Questions of its own for the debrief: this story has none, so the plans have general ones."
    if len(given.matters) > len(given.planned):
        more = len(given.matters) - len(given.planned)
        yield f"{more} later decisions: no ballots or slides, as a lesson of 50 minutes does not come to them."


def _index(sheets: tuple[Sheet, ...], left_out: tuple[str, ...], given: Material) -> Sheet:
    links = [together(element("a", sheet.title, href=sheet.file), f": {sheet.what}") for sheet in sheets]
    info = given.info
    by = f"By {', '.join(info.authors)}. " if info.authors else ""
    licence = f"Licence of the story: {info.license}." if info.license else ""
    body = together(
        p(
            "Everything for a lesson, to print or to show. Each page is a file of its own and asks nothing of any "
            "network. In a browser, print with Ctrl+P; the pages are made for paper of any size."
        ),
        listing(links),
        h2("Left out") if left_out else None,
        listing(left_out) if left_out else None,
        h2("Before you print"),
        listing(
            (
                "Role cards: once. Ballots: one page for two students. Briefing and who is who: one for each.",
                "The case, the best cases for and against, and the key of the questionnaire are for you.",
                "Grade reasons if you must grade, never choices: the rubric says how.",
            )
        ),
        p(f"{by}{licence} Version {info.version} of the story. Made by ceo-sim."),
    )
    return Sheet(INDEX, "Teacher’s pack", "", body)
