"""The exported debrief in a real Chromium: no barrier, no complaint, nothing fetched, and it fits the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from ceo_sim.analysis.history import replay_history
from ceo_sim.cli import main
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.library import find_scenario
from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.report.debrief import page
from ceo_sim.report.html import html
from tests.support.browser import PROGRAM, Page, chromium
from tests.support.hebrew import hebrew_program
from tests.support.plays import played_by_lot

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="there is no chromium here"),
]

ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast"]
"""All that the scheme can change; the other rules take their time."""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
LOOK = """
axe.run(document, {runOnly: RULES, resultTypes: ["violations"]}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes.length} times, as in ${each.nodes[0].html.slice(0, 200)}`))
"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIGNS_BEHIND_THEIR_FIGURES = """
(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = {signs: 0, behind: []};
    const left = (text, at) => {
        const place = document.createRange();
        place.setStart(text, at);
        place.setEnd(text, at + 1);
        return place.getBoundingClientRect();
    };
    for (let text; (text = texts.nextNode());) {
        for (const sign of text.data.matchAll(/[−+](?=[0-9])/g)) {
            const [first, second] = [left(text, sign.index), left(text, sign.index + 1)];
            if (first.width && first.top === second.top) {
                found.signs += 1;
                if (first.left > second.left) found.behind.push(text.parentElement.outerHTML.slice(0, 200));
            }
        }
    }
    return found;
})()
"""
HOSTILE = "<script>document.title = 'had'</script><img src=https://example.org/x onerror=alert(1)>"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The flagship as it happened, two plays of the tutorial beside each other, a play of a Hebrew story, a balance."""
    folder = tmp_path_factory.mktemp("reports")
    flagship = compile_scenario(find_scenario("the_post").playable)
    tutorial = compile_scenario(find_scenario("tutorial").playable)
    two = [DebriefSubject(HOSTILE, played_by_lot(tutorial, seed), note=HOSTILE) for seed in (1, 2)]
    pages = {"flagship": [DebriefSubject("As it happened", replay_history(flagship))], "two": two}
    pages["hebrew"] = [DebriefSubject("a play", played_by_lot(hebrew_program(), 4))]
    files = {}
    for name, told in pages.items():
        files[name] = folder / f"{name}.html"
        files[name].write_text(html(page(told)), encoding="utf-8")
    files["balance"] = folder / "balance.html"
    assert main(["balance", "the_post", "--plays", "300", "--quiet", "--html", str(files["balance"])]) == 0
    return files


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Page]:
    assert PROGRAM is not None, "no chromium: apt-get install chromium"
    with chromium(tmp_path / "profile") as opened:
        yield opened


@pytest.mark.parametrize(
    "name, folds", [("flagship", ["open"]), ("two", ["closed", "open"]), ("hebrew", ["open"]), ("balance", ["closed"])]
)
def test_it_says_nothing_asks_for_nothing_and_has_no_barriers(
    name: str, folds: list[str], reports: dict[str, Path], browser: Page
) -> None:
    browser.open(reports[name])
    found = {}
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.run(f"{axe}; null")
    for details in folds:  # of 21,000 elements the rules take half a minute, and open is all of them
        if details == "open":
            browser.run(OPEN_ALL)
        for scheme, rules in (("light", ALL_RULES), ("dark", OF_COLOUR)):
            browser.show(scheme=scheme)
            found[details, scheme] = browser.run(LOOK.replace("RULES", str(rules)))
    assert not any(found.values()), found
    assert browser.run("document.title") != "had"
    assert browser.complaints == []
    assert [address for address in browser.requests if not address.startswith(("file:", "data:"))] == []
    assert len([address for address in browser.requests if address.startswith("file:")]) == 1


@pytest.mark.parametrize("name", ["flagship", "two", "hebrew", "balance"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_of_the_screen(name: str, width: int, reports: dict[str, Path], browser: Page) -> None:
    browser.show(width)
    browser.open(reports[name])
    assert browser.run(WIDER_THAN_THE_SCREEN) == 0
    browser.run(OPEN_ALL)
    assert browser.run(WIDER_THAN_THE_SCREEN) == 0


def test_a_sign_stands_before_its_figure_behind_a_name_from_right_to_left_too(
    reports: dict[str, Path], browser: Page, tmp_path: Path
) -> None:
    browser.open(reports["hebrew"])
    browser.run(OPEN_ALL)
    found = browser.run(SIGNS_BEHIND_THEIR_FIGURES)
    assert found["signs"] > 20
    assert found["behind"] == []
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub("</?bdi[^>]*>", "", reports["hebrew"].read_text(encoding="utf-8")), encoding="utf-8")
    browser.open(bare)
    browser.run(OPEN_ALL)
    assert browser.run(SIGNS_BEHIND_THEIR_FIGURES)["behind"], "the test sees nothing"


def test_no_script_of_the_page_could_run_and_nothing_could_be_fetched(
    reports: dict[str, Path], browser: Page, tmp_path: Path
) -> None:
    """The policy of the page holds even if something hostile had got into it."""
    spoiled = tmp_path / "spoiled.html"
    whole = reports["two"].read_text(encoding="utf-8")
    spoiled.write_text(whole.replace("</main>", f"{HOSTILE}</main>"), encoding="utf-8")
    browser.open(spoiled)
    assert browser.run("document.title") != "had"
    assert browser.complaints, "the policy said nothing"
    assert [address for address in browser.requests if "example.org" in address] == browser.blocked


def test_what_is_open_is_printed_and_all_of_it_if_that_is_ticked(reports: dict[str, Path], browser: Page) -> None:
    browser.open(reports["two"])
    in_short = len(browser.printed())
    browser.run("document.querySelector('#whole').click()")
    whole = len(browser.printed())
    browser.run(OPEN_ALL)
    assert in_short < 0.5 * len(browser.printed())
    assert whole > 0.9 * len(browser.printed())
