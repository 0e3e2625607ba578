"""The game in a real Chromium: without JavaScript and with it, on a phone and on a desk, by keys alone, in two tabs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browser import PROGRAM

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="there is no chromium here"),
]

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """
rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes.length} times, as in ${each.nodes[0].html.slice(0, 200)}`))
"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVING = "document.getAnimations().length"
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')].filter(each => {
    const place = each.getBoundingClientRect(), around = each.closest('p, li, td, th');
    const is_in_sentence = each.tagName === 'A' && around && around.textContent.trim() !== each.textContent.trim();
    return place.width && !is_in_sentence && !each.matches('.skip') && Math.min(place.height, place.width) < 24;
}).map(each => each.outerHTML.slice(0, 120))"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
FOCUS = """() => {
    const at = document.activeElement, style = getComputedStyle(at), place = at.getBoundingClientRect();
    return {
        tag: at.tagName, id: at.id, words: at.textContent.trim() || at.value, type: at.type || '', name: at.name || '',
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        seen: place.bottom > 0 && place.top < innerHeight,
    };
}"""
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
ADD_STYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
REASON = "<script>document.title = 'had'</script><img src=https://example.org/x onerror=alert(1)>"
SCREENS = ("title", "opening", "values", "desk", "decision", "predict", "outcome", "ending")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where `ceo-sim web` says that the game is."""
    command = [sys.executable, "-m", "ceo_sim", "web", "--no-open", "--saves", str(tmp_path / "saves")]
    own = {**os.environ, "CEO_SIM_CONFIG": str(tmp_path / "config")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the title in a window of its own; at the end no page has complained or asked for anything elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(**how: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, **how})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_foreign(request.url, address)))
        page.goto(address)
        page.wait_for_url(re.compile(r"^[^?]*//[^/]*/[^/]*/$"))
        return page

    yield opened
    for context in contexts:
        context.close()
    refused = "status of 422"  # what is said of a form that lacks something
    assert [each for each in complaints if refused not in each] == []


def _foreign(url: str, address: str) -> list[str]:
    return [] if url.startswith(("data:", address.rpartition("/enter/")[0])) else [url]


def go(page: Page, what: str) -> None:
    """Click what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.locator(what).first.click()


def press(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)


def play(page: Page, seen: Callable[[str], None], story: str = "tutorial") -> None:
    """Play a story to its end by the first choice everywhere, and let every kind of screen be seen."""
    seen("title")
    go(page, f'form:has(input[value="{story}"]) button')
    tried: set[str] = set()
    for _ in range(300):
        kind = re.sub(r"^.*/game/[^/]+/([^/?]*).*$", r"\1", page.url)
        seen(kind)
        match kind:
            case "opening" | "break":
                go(page, ".actions a")
            case "values":
                page.check("#value-1")
                go(page, "main button")
            case "desk":
                links = [link.get_attribute("href") or "" for link in page.locator("ol.agenda a").all()]
                if untried := [link for link in links if link not in tried]:
                    tried.add(untried[0])
                    go(page, f'ol.agenda a[href="{untried[0]}"]')
                else:
                    tried.clear()
                    go(page, 'button[value="needed"]')
            case "decision":
                options = page.locator('input[name="option"]:not([disabled])')
                if options.count():
                    options.first.check()
                    page.fill("#reason", REASON)
                    go(page, 'button:text-is("Decide")')
                else:
                    go(page, "text=Back to your desk")
            case "predict":
                page.check(".ways >> nth=0 >> input >> nth=0")
                go(page, 'button:text-is("Go on")')
            case "outcome":
                go(page, "main .actions .button, main .actions button")
            case "ending":
                return
            case _:
                raise AssertionError(page.url)
    raise AssertionError("it does not end")


def look_around(page: Page, seen: Callable[[str], None]) -> None:
    """Open every page that a finished game has besides."""
    base, game = page.url.partition("game/")[0], page.url.rpartition("/")[0]
    places = ["meters", "story", "people", "feed", "answers", "more", "stakes", "promises", "due", "advisers", "back/1"]
    for place in places:
        page.goto(f"{game}/{place}")
        seen(place)
    page.goto(f"{game}/meters")
    go(page, 'main a[href*="/meter/"]')
    seen("meter")
    if not page.locator('main a[href*="/cause/"]').first.is_visible():
        page.click("summary:text('Each cause')")
    go(page, 'main a[href*="/cause/"]')
    seen("cause")
    page.goto(f"{game}/debrief")
    seen("debrief")
    for section in [link.get_attribute("href") for link in page.locator(".sections a").all()]:
        page.goto(page.url.partition("game/")[0].rpartition("/")[0].rpartition("/")[0] + str(section))
        seen(str(section).rpartition("/")[2])
    page.goto(f"{game}/debrief/what-if")
    go(page, ".topics li:not(:has(span)) a")
    seen("topic")
    go(page, "text=Try it")
    seen("tried")
    for place in ("settings", "help", "story/the_post", "endings", "trash"):
        page.goto(base + place)
        seen(place)
    page.goto(base)
    for link in ("Delete", "Rename"):
        go(page, f"main a:has-text('{link}')")
        seen(link)
        page.go_back()


AXE = resources.files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page, rules: list[str] = RULES) -> list[str]:
    page.evaluate(f"{AXE}; null")
    found: list[str] = page.evaluate(LOOK, rules)
    return found


@pytest.mark.parametrize("how", [{"viewport": PHONE}, {"viewport": DESK, "color_scheme": "dark"}])
def test_every_screen_is_without_barriers_and_fits(how: dict[str, object], new_page: Callable[..., Page]) -> None:
    page = new_page(**how)
    seen: dict[str, str] = {}

    def look(kind: str) -> None:
        if kind in seen:
            return
        page.evaluate(OPEN_ALL)
        assert barriers(page) == [], page.url
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0, page.url
        assert page.evaluate(MOVING) == 0, page.url
        assert page.evaluate(SMALL_TARGETS) == [], page.url
        assert page.locator("h1").count() == 1, page.url
        assert page.locator("html").get_attribute("lang") == "en"
        seen[kind] = page.title()

    play(page, look)
    look_around(page, look)
    assert set(SCREENS) <= set(seen)
    named = [title for kind, title in seen.items() if kind not in ("tried", "topic")]
    assert len(set(named)) >= len(named) - 3, "windows have the same name"  # a page, and what it is of
    assert page.title() != "had"


def test_a_whole_game_goes_without_javascript(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    seen: set[str] = set()
    play(page, seen.add)
    look_around(page, seen.add)
    assert set(SCREENS) <= seen


@pytest.mark.parametrize("width", [320, 390, 768])
def test_wide_spacing_and_large_type_stick_out_of_no_screen(width: int, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": width, "height": 640})
    base = page.url
    page.goto(f"{base}settings")
    page.check("#type-large")
    go(page, "button:text-is('Save')")
    page.goto(base)

    def look(_: str) -> None:
        page.evaluate(ADD_STYLE, SPACED)
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0, page.url

    play(page, look)


def test_the_tutorial_begins_and_a_decision_is_taken_by_keys_alone(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=DESK)

    def go_to(**wanted: str) -> None:
        """Press Tab until that has the focus, which is always to be seen."""
        for _ in range(80):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if at["tag"] != "BODY":
                assert at["outline"] >= 2, at
                assert at["seen"], at
            if all(value in at[key] for key, value in wanted.items()):
                return
        raise AssertionError(f"{wanted} cannot be reached at {page.url}")

    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["words"] == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["id"] == "main"
    go_to(words="Begin The Tortoise Alarm")
    press(page)
    go_to(words="Go on", tag="A")
    press(page)
    go_to(type="checkbox")
    page.keyboard.press("Space")
    go_to(words="Go on", tag="BUTTON")
    press(page)
    page.locator("ol.agenda a").first.focus()
    press(page)
    go_to(type="radio")
    page.keyboard.press("ArrowDown")
    assert page.locator('input[name="option"]:checked').count() == 1
    go_to(tag="TEXTAREA")
    page.keyboard.type("Because it is right")
    go_to(words="Decide", tag="BUTTON")
    press(page)
    page.wait_for_url("**/predict")
    go_to(type="radio")
    page.keyboard.press("Space")
    go_to(words="Go on", tag="BUTTON")
    press(page)
    page.wait_for_url("**/outcome")
    assert "Because it is right" in page.inner_text("main")


def test_a_screen_reader_finds_landmarks_names_and_what_is_wrong(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    go(page, 'form:has(input[value="tutorial"]) button')
    page.goto(page.url.replace("/opening", "/desk"))
    tree = page.locator("body").aria_snapshot()
    for part in ("banner:", 'navigation "The game":', "main:", 'region "Your agenda":', 'region "How things stand":'):
        assert part in tree, tree
    assert re.search(r'heading "[^"]+" \[level=1\]', tree)
    go(page, "ol.agenda a")
    tree = page.locator("main").aria_snapshot()
    assert 'group "Options":' in tree
    assert re.search(r'radio "1 [^"]+"', tree)
    assert 'textbox "Your reason' in tree
    described = page.locator("#option-1").get_attribute("aria-describedby")
    assert page.inner_text(f"#{described}")
    page.evaluate("document.querySelectorAll('main form').forEach(form => { form.noValidate = true })")
    go(page, 'button:text-is("Decide")')
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert 'alert "There is a problem":' in page.locator("main").aria_snapshot()
    page.click('[role="alert"] a')
    assert page.evaluate("document.activeElement.id || location.hash").lstrip("#") == "option-1"


def test_a_second_tab_shows_what_was_done_in_the_first_and_keeps_what_is_typed(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    go(page, 'form:has(input[value="the_post"][name="story"]) button')
    game = page.url.rpartition("/")[0]
    page.goto(f"{game}/desk")
    second = page.context.new_page()
    second.goto(f"{game}/more")
    third = page.context.new_page()
    third.goto(f"{game}/desk")
    before = third.inner_text("main")
    second.fill("#note", "half a though")
    second.focus("#note")
    go(page, "ol.agenda a")
    page.locator('input[name="option"]:not([disabled])').first.check()
    go(page, 'button:text-is("Decide")')
    if page.url.endswith("/predict"):
        go(page, 'button:text-is("Go on")')
    page.wait_for_url("**/outcome")
    third.wait_for_function("before => document.getElementById('main').innerText !== before", arg=before)
    assert third.inner_text("#announced") == "This page has changed."
    assert second.input_value("#note") == "half a though"
    assert second.evaluate("document.activeElement.id") == "note"


def test_a_page_that_has_sent_a_form_waits_for_its_answer_and_follows_no_change_meanwhile(
    new_page: Callable[..., Page],
) -> None:
    page = new_page(viewport=PHONE)
    go(page, 'form:has(input[value="the_post"][name="story"]) button')
    game = page.url.rpartition("/")[0]
    page.goto(f"{game}/desk")
    go(page, "ol.agenda a")
    decision = page.url
    second = page.context.new_page()
    second.goto(decision)
    page.evaluate("addEventListener('submit', event => event.preventDefault())")  # the answer takes for ever
    page.locator('input[name="option"]:not([disabled])').first.check()
    page.click('button:text-is("Decide")')
    second.locator('input[name="option"]:not([disabled])').first.check()
    go(second, 'button:text-is("Decide")')
    if second.url.endswith("/predict"):
        go(second, 'button:text-is("Go on")')
    page.wait_for_timeout(1_500)
    assert page.url == decision
    assert page.locator('input[name="option"]:checked').count() == 1
