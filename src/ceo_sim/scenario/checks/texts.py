"""Texts: what would be shown without words, not as its author meant it, or not in full."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from ceo_sim.scenario.checks.blanks import may_be_blank
from ceo_sim.scenario.checks.index import Leaf, ScenarioIndex, Section
from ceo_sim.scenario.fields import HEADINGS
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.markup import loose_marks, no_links, plain
from ceo_sim.scenario.model import Cast, Clock, Ending, Exhibit, Option, Scenario
from ceo_sim.scenario.text import Text

WIDEST_LABEL = 120
"""Two lines beside the price of an option on a screen of 80 columns."""
WIDEST_TITLE = 64
"""One line of the desk with the deadline beside it."""
WIDEST_STAKE = 30
"""What can be lost, in one line of the desk with where it stands and how far that is from its threshold."""
WIDEST_NAME, WIDEST_BAND = 40, 20
"""The name of a meter and the word for its value, in one line of the desk with figure, move and age."""
WIDEST_AT = 40
"""When a document appeared, in one line with its author's name and role."""
WIDEST_LINE, LEAST_OF_HEADER = 78, 12
"""The top line of the desk, and what the name at its left has at least; if it had less, budgets have their own line."""
_WEEKDAYS, _MONTHS = (6, 7, 9, 8, 6, 8, 6), (7, 8, 5, 5, 3, 4, 4, 6, 9, 7, 8, 8)
"""Letters of their names, which are English on every screen."""
LONGEST_OF_PEOPLE = {"about": 320, "epilogue": 240}
"""Four lines of a list of people, and three of an ending, on a screen of 80 columns."""


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Titles and labels that may be blank or are too long, marks without a partner, what is no link."""
    yield from _header(index.scenario)
    for id, act in index.scenario.acts.items():
        yield from _too_wide(("act", id, "title"), "title", act.title, WIDEST_TITLE)
    for id, metric in index.scenario.metrics.items():
        yield from _too_wide(("metric", id, "name"), "name", metric.name, WIDEST_NAME)
        for number, (_, word) in enumerate(metric.bands):
            yield from _too_wide(("metric", id, "bands", number, 1), "word", word, WIDEST_BAND)
    for path, exhibit in index.all(Exhibit):
        yield from _too_wide((*path, "at"), "moment", exhibit.at, WIDEST_AT)
    for id, stake in index.scenario.stakes.items():
        yield from _too_wide(("stake", id, "name"), "name", stake.name, WIDEST_STAKE)
    for issues in index.each("texts", _of_section):
        yield from issues


def _of_section(section: Section) -> tuple[Issue, ...]:
    return tuple(issue for leaf in section.leaves if isinstance(leaf.value, Text) for issue in _of_text(leaf))


def _of_text(leaf: Leaf) -> Iterator[Issue]:
    source = leaf.value.source
    if leaf.attribute.name in HEADINGS:
        yield from _heading(leaf)
    if isinstance(leaf.owner, Cast):
        yield from _of_people(leaf)
    if "*" in source:
        yield from _marks(leaf)
    for offset, image in no_links(source):
        message = "an image, which no text has" if image else "this is no link, and is shown as it is written"
        yield Issue("W202", leaf.path, message, "[words](https://address), its brackets in pairs", offset=offset)


def _header(scenario: Scenario) -> Iterator[Issue]:
    """The name at the left of the top line of the desk: that of the company, or the title of a story without one."""
    info = scenario.info
    budgets = [f" · {each.refill:g} of {each.refill:g} {each.name} left" for each in scenario.budgets.values()]
    room = WIDEST_LINE - 2 - _widest_date(scenario.clock)
    if room - sum(map(_columns, budgets)) >= LEAST_OF_HEADER:
        room -= sum(map(_columns, budgets))
    key, name = ("company", info.company) if info.company else ("title", info.title)
    if (columns := _columns(name)) > room:
        message = f"a {key} of {columns} columns does not fit beside the date and what is left of the day"
        instead = "" if info.company else ", or a shorter company to head the desk with"
        yield Issue("W204", ("scenario", key), message, f"at most {room}{instead}")
    if info.company:
        yield from _too_wide(("scenario", "title"), "title", info.title, WIDEST_TITLE)


def _widest_date(clock: Clock) -> int:
    """Columns of the widest `Wednesday 30 September 2020 · afternoon` or `Turn 9 of 12` of a story."""
    if clock.start is None or clock.end is None:
        return len(f"Turn {clock.turns} of {clock.turns}")
    days = (clock.start + dt.timedelta(days=day) for day in range(min(max(0, (clock.end - clock.start).days) + 2, 400)))
    widest = max(_WEEKDAYS[day.weekday()] + _MONTHS[day.month - 1] + len(str(day.day)) for day in days)
    return widest + len("  · afternoon") + (len(" 2020") if (clock.end - clock.start).days > 365 else 0)


def _heading(leaf: Leaf) -> Iterator[Issue]:
    if may_be_blank(leaf.value):
        message = f'no words where no condition holds: "{leaf.value.instead}" is then shown'
        yield Issue("W201", leaf.path, message, "an {else} with words")
    widest = WIDEST_LABEL if isinstance(leaf.owner, Option) else WIDEST_TITLE
    if len(leaf.value.source) > widest // 2 and not isinstance(leaf.owner, Ending):
        yield from _too_wide(leaf.path, leaf.attribute.name, _widest(leaf.value), widest)


def _of_people(leaf: Leaf) -> Iterator[Issue]:
    """What is said of somebody, which stands in a list with what is said of the others."""
    most = LONGEST_OF_PEOPLE[leaf.attribute.name]
    if len(leaf.value.source) > most // 2 and (columns := _columns(_widest(leaf.value))) > most:
        message = f"this takes {columns} columns, where each of the people has a few lines of a list"
        yield Issue("W204", leaf.path, message, f"at most {most}, about {most // 6} words")


def _widest(text: Text) -> str:
    """The wording of a text that takes most columns."""
    from ceo_sim.scenario.wordings import wordings  # late: few texts are as long

    return max((plain(wording.text) for wording in wordings(text)), key=_columns)


def _too_wide(path: Path, what: str, text: str, widest: int) -> Iterator[Issue]:
    if (columns := _columns(text)) > widest:
        message = f"a {what} of {columns} columns does not fit on a screen of 80 by 24"
        yield Issue("W204", path, message, f"at most {widest}, about {widest // 6} words")


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def _marks(leaf: Leaf) -> Iterator[Issue]:
    from ceo_sim.scenario.wordings import wordings  # late: few texts have marks

    marks = {
        wording.places[offset]: mark for wording in wordings(leaf.value) for offset, mark in loose_marks(wording.text)
    }
    for offset, mark in sorted(marks.items())[:1]:
        expected = f"{mark} at both ends of the words, within a paragraph; \\* for the asterisk itself"
        message = f'"{mark}" without its partner, which is shown as it is written'
        yield Issue("W203", leaf.path, message, expected, offset=offset, length=len(mark))
