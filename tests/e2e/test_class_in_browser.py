"""A class in a real Chromium: a phone, the projector and the teacher, with a script and without, by keys alone."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

import pytest
from attrs import define, field
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ceo_sim.classroom import qr
from ceo_sim.classroom.rehearsal.scanning import SMALLEST_SQUARE
from tests.support.browser import PROGRAM

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="there is no chromium here"),
]

PHONE, SCREEN = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
PATIENCE = 20_000
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """
rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found => found.violations.map(
    each => `${each.id}: ${each.nodes.length} times, as in ${each.nodes[0].html.slice(0, 200)}`))
"""
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
REASON = "<script>document.title = 'had'</script><img src=https://example.org/x onerror=alert(1)>"


@define
class Host:
    """`ceo-sim class host`, and what it has printed."""

    folder: Path
    arguments: tuple[str, ...]
    process: subprocess.Popen[str] = field(init=False)
    address: str = ""
    code: str = ""
    teacher: str = ""

    def start(self) -> None:
        """Start it, and read where it is."""
        command = [sys.executable, "-m", "ceo_sim", "class", "host", *self.arguments, "--no-console"]
        command += [] if "--no-network" in self.arguments else ["--address", "127.0.0.1"]
        command += ["--folder", str(self.folder)]
        own = {**os.environ, "CEO_SIM_CONFIG": str(self.folder / "config")}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=own)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"Students open\s+(\S+)\s+and enter\s+(\S+)", line):
                self.address, self.code = found[1], found[2]
            if found := re.search(r"Teacher:\s+(\S+)", line):
                self.teacher = found[1]
            if line.startswith("Ctrl+C"):
                return
        raise AssertionError(f"it has ended: {self.process.wait()}")

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it by a signal."""
        self.process.send_signal(number)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A class of the tutorial."""
    host = Host(tmp_path, ("tutorial", "--seed", "7"))
    host.start()
    yield host
    if host.process.poll() is None:
        host.stop()


Open = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, host: Host) -> Iterator[Open]:
    """Opens a window of its own; at the end no page has complained or asked for anything elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(address: str, **how: object) -> Page:
        context = browser.new_context(**{"viewport": SCREEN, **how})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: complaints.extend([] if is_own(request.url) else [request.url]))
        page.goto(address)
        return page

    def is_own(address: str) -> bool:
        return address.startswith((host.address, "data:"))

    yield opened
    for context in contexts:
        context.close()
    # That the server is away is said by the browser itself.
    assert [each for each in complaints if "Failed to load resource" not in each] == []


def join(new_page: Open, host: Host, **how: object) -> Page:
    """A phone that takes a seat."""
    page = new_page(host.address, **{"viewport": PHONE, **how})
    page.get_by_label("The four letters of your class").fill(host.code.lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Take a seat").click()
    seen(page, "You have a seat.")
    return page


def barriers(page: Page) -> list[str]:
    """What axe finds in a page with all that is folded opened, and whether it is wider than its screen."""
    source = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    page.evaluate(OPEN_ALL)
    page.evaluate(source)
    wider = page.evaluate(WIDER_THAN_THE_SCREEN)
    found: list[str] = page.evaluate(LOOK, RULES)
    return [*found, *([f"it is {wider} pixels too wide"] if wider > 0 else [])]


@define
class Barriers:
    """Looks at several pages, stage by stage, and holds on to what stands in somebody's way."""

    faces: Mapping[str, Page]
    seen: dict[str, list[str]] = field(factory=dict)

    def __call__(self, stage: str) -> None:
        for name, page in self.faces.items():
            if problems := barriers(page):
                self.seen[f"{stage}, {name}"] = problems


def seen(page: Page, words: str) -> None:
    """Wait until the main part of a page says something."""
    expect(page.locator("main").get_by_text(words).first).to_be_visible(timeout=PATIENCE)


def lead(teacher: Page, name: str | re.Pattern[str]) -> None:
    """Press a control of the teacher's page."""
    teacher.get_by_role("button", name=name).first.click()
    seen(teacher, "Done.")


def vote(phone: Page, option: int, reason: str) -> None:
    """Vote on a phone."""
    phone.get_by_role("radio").nth(option).check()
    phone.get_by_label("Why?").fill(reason)
    phone.get_by_role("button", name="Vote", exact=True).click()
    seen(phone, "Your vote is saved:")


def test_a_whole_decision_on_three_faces_follows_by_itself_and_has_no_barriers(new_page: Open, host: Host) -> None:
    phone = join(new_page, host)
    teacher = new_page(host.teacher)
    screen = new_page(f"{host.address}/{host.code}/screen")
    faces = {"phone": phone, "teacher": teacher, "screen": screen}
    look = Barriers(faces)

    seen(screen, "1 seat taken")
    look("lobby")
    lead(teacher, "Put a decision before the class")
    seen(phone, "Your teacher opens the vote.")
    look("put")
    for round in (1, 2):
        lead(teacher, "Open the")
        expect(phone.get_by_label("Why?")).to_be_visible()
        vote(phone, round % 2, REASON if round == 1 else "Because it is kinder.")
        seen(screen, "1 of 1 have voted")
        look(f"round {round}")
        lead(teacher, "Close the vote")
        seen(phone, "vote is closed")
        if round == 1:
            lead(teacher, "Form groups")
            expect(phone.get_by_role("heading", name="Your group")).to_be_visible()
            look("talk")
    lead(teacher, re.compile("^Show (the|both) votes"))
    seen(phone, "This is how the class voted.")
    lead(teacher, re.compile("Show the reason: <script>"))
    seen(screen, "<script>document.title")
    look("revealed")
    lead(teacher, "Carry out")
    for page in (phone, screen):
        seen(page, "The class decided:")
    look("outcome")
    lead(teacher, "Pause")
    seen(phone, "The class is paused.")
    teacher.get_by_label("A line of news of your own").fill("<b>The lights go out.</b>")
    lead(teacher, "Show a line of news")
    seen(screen, "<b>The lights go out.</b>")
    look("news")
    teacher.get_by_role("button", name="End the class").click()
    teacher.get_by_role("button", name="Yes: end the class").click()
    expect(phone.get_by_role("heading", name="The class is over")).to_be_visible()
    look("over")
    assert look.seen == {}
    assert "had" not in {page.title() for page in faces.values()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_teams_have_no_barriers_either_the_teacher_on_a_phone_and_a_student_at_a_desk(
    new_page: Open, host: Host, tmp_path: Path, scheme: str
) -> None:
    host.stop()
    host.arguments, host.folder = ("the_post", "--seed", "7", "--play", "teams"), tmp_path / "teams"
    host.start()
    student = new_page(f"{host.address}/{host.code}", color_scheme=scheme)
    student.get_by_role("button", name="Take a seat").click()
    teacher = new_page(host.teacher, viewport=PHONE, color_scheme=scheme)
    screen = new_page(f"{host.address}/{host.code}/screen", color_scheme=scheme)
    look = Barriers({"student": student, "teacher": teacher, "screen": screen})

    seen(student, "Only your team knows:")
    look("lobby")
    lead(teacher, "Put a decision before the class")
    lead(teacher, "Open the first vote")
    expect(student.get_by_label("Why?")).to_be_visible()
    vote(student, 0, "W" * 140)
    seen(teacher, "W" * 140)
    look("voting")
    lead(teacher, "Close the vote")
    lead(teacher, re.compile("^Show (the|both) votes"))
    lead(teacher, re.compile("Show the reason: W"))
    seen(screen, "Each team has one vote")
    look("revealed")
    lead(teacher, "Carry out")
    seen(student, "The class decided:")
    look("outcome")
    teacher.get_by_label("View").select_option("meters")
    lead(teacher, "Show on the projector")
    seen(screen, "At stake")
    look("meters")
    assert look.seen == {}


def test_the_field_for_the_teachers_key_looks_as_any_other(new_page: Open, host: Host) -> None:
    look = "id => { const s = getComputedStyle(document.getElementById(id)); return [s.font, s.border, s.minHeight] }"
    code = new_page(host.address).evaluate(look, "code")
    page = new_page(f"{host.address}/{host.code}/teach", viewport=PHONE)
    assert page.evaluate(look, "key") == code
    assert barriers(page) == []


def test_a_class_works_without_a_script(new_page: Open, host: Host) -> None:
    phone = join(new_page, host, java_script_enabled=False)
    teacher = new_page(host.teacher, java_script_enabled=False)
    again = phone.get_by_role("link", name="Look again")
    lead(teacher, "Put a decision before the class")
    again.click()
    seen(phone, "Your teacher opens the vote.")
    for round in (1, 2):
        lead(teacher, "Open the")
        again.click()
        vote(phone, round % 2, "Because it is kinder.")
        lead(teacher, "Close the vote")
        phone.reload()
    lead(teacher, re.compile("^Show (the|both) votes"))
    again.click()
    seen(phone, "This is how the class voted.")
    lead(teacher, "Carry out")
    again.click()
    seen(phone, "The class decided:")


def test_what_is_typed_stays_while_the_class_goes_on_around_it(new_page: Open, host: Host) -> None:
    phone, teacher = join(new_page, host), new_page(host.teacher)
    lead(teacher, "Put a decision before the class")
    lead(teacher, "Open the first vote")
    close = teacher.get_by_role("button", name="Close the vote")
    close.focus()
    vote_by_another(new_page, host, teacher)
    expect(close).to_be_focused()
    reason = phone.get_by_label("Why?")
    phone.get_by_role("radio").nth(1).check()
    reason.fill("Half a sentence")
    lead(teacher, "Pause")
    seen(phone, "The class is paused.")
    expect(reason).to_have_value("Half a sentence")
    expect(reason).to_be_focused()
    expect(phone.get_by_role("radio").nth(1)).to_be_checked()
    teacher.get_by_label("A line of news of your own").fill("Half a line")
    vote_by_another(new_page, host, teacher, 3)
    expect(teacher.get_by_label("A line of news of your own")).to_have_value("Half a line")


def vote_by_another(new_page: Open, host: Host, teacher: Page, seats: int = 2) -> None:
    """Let the teacher's page change, as somebody takes a seat."""
    new_page(f"{host.address}/{host.code}", viewport=PHONE).get_by_role("button", name="Take a seat").click()
    seen(teacher, f"{seats} seats, ")


def test_a_vote_is_sent_until_it_is_saved_though_the_laptop_is_killed_meanwhile(new_page: Open, host: Host) -> None:
    phone, teacher = join(new_page, host), new_page(host.teacher)
    lead(teacher, "Put a decision before the class")
    lead(teacher, "Open the first vote")
    phone.get_by_role("radio").nth(1).check()
    phone.get_by_label("Why?").fill("I was patient.")
    host.stop(signal.SIGKILL)
    phone.get_by_role("button", name="Vote", exact=True).click()
    seen(phone, "It is sent again by itself")
    port = host.address.rpartition(":")[2]
    log = next(host.folder.glob("*.class"))
    host.arguments = ("--resume", str(log), "--port", port)
    host.start()
    seen(phone, "Your vote is saved:")
    teacher.goto(host.teacher)
    seen(teacher, "1 of 1 have voted.")
    seen(teacher, "I was patient.")


def test_a_student_votes_and_a_teacher_leads_by_keys_alone(new_page: Open, host: Host) -> None:
    phone, teacher = join(new_page, host), new_page(host.teacher)

    def to(page: Page, selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
                assert outline >= 2
                return
        raise AssertionError(f"Tab does not come to {selector}")

    for control in ("put", "open"):
        to(teacher, f"#do-{control} button")
        teacher.keyboard.press("Enter")
        teacher.wait_for_url("**/teach?done=yes")
        expect(teacher.locator(f"#do-{control}")).to_have_count(0)
    expect(phone.get_by_label("Why?")).to_be_visible()
    to(phone, "input[type=radio]")
    phone.keyboard.press("ArrowDown")
    to(phone, "textarea")
    phone.keyboard.type("By keys.")
    to(phone, ".vote button")
    phone.keyboard.press("Enter")
    seen(phone, "Your vote is saved:")
    to(teacher, "#do-close button")
    teacher.keyboard.press("Enter")
    seen(phone, "The first vote is closed.")


def test_a_story_of_ones_own_is_played_on_a_phone(new_page: Open, host: Host, tmp_path: Path) -> None:
    host.stop()
    host.arguments = ("tutorial", "--seed", "7", "--play", "own")
    host.folder = tmp_path / "own"
    host.start()
    phone = new_page(f"{host.address}/{host.code}", viewport=PHONE)
    phone.get_by_role("button", name="Take a seat").click()
    found: dict[str, list[str]] = {}
    for step in range(40):
        if problems := barriers(phone):
            found[f"{step}: {phone.url}"] = problems
        if phone.get_by_text("None of them is marked right or wrong.").count():
            break
        way = phone.locator("main a.button, main .agenda li a").first
        if phone.get_by_role("button", name="Decide").count():
            phone.locator("input[name=option]:not([disabled])").first.check()
            phone.get_by_role("button", name="Decide").click()
            phone.wait_for_url(re.compile("outcome"))
        elif way.count():
            way.click()
        else:
            phone.get_by_role("button", name="Let time pass").click()
    seen(phone, "None of them is marked right or wrong.")
    assert found == {}


def test_what_stands_above_the_projector_changes_with_the_class(host: Host, new_page: Open) -> None:
    screen = new_page(f"{host.address}/{host.code}/screen")
    expect(screen.locator("header .seats")).to_have_text("0 seats")
    phone = new_page(f"{host.address}/{host.code}", viewport=PHONE)
    phone.get_by_role("button", name="Take a seat").click()
    expect(screen.locator("header .seats")).to_have_text("1 seat")
    teacher = new_page(host.teacher)
    teacher.get_by_text("Seats, code, end").click()
    teacher.get_by_role("button", name="Change the code").click()
    expect(screen.locator("header .where")).not_to_contain_text(host.code)


TALLER_THAN_THE_SCREEN = "document.documentElement.scrollHeight - window.innerHeight"


@pytest.fixture
def by_hands(host: Host) -> Host:
    """A class of the flagship without devices; it stands in the place of the tutorial's."""
    host.stop()
    host.arguments = ("the_post", "--act", "week", "--seed", "5", "--no-network")
    host.start()
    host.address, _, host.code = host.teacher.partition("/teach")[0].rpartition("/")
    return host


def test_by_raised_hands_a_decision_is_led_on_two_pages_and_fits_the_projector(by_hands: Host, new_page: Open) -> None:
    teacher, screen = new_page(by_hands.teacher), new_page(f"{by_hands.address}/{by_hands.code}/screen")
    note_barriers = Barriers({"teacher": teacher, "screen": screen})

    def look(stage: str) -> None:
        note_barriers(stage)
        assert screen.evaluate(TALLER_THAN_THE_SCREEN) <= 0, stage
        assert not screen.get_by_text(" of 0 ").count() + teacher.get_by_text(" of 0 ").count()
        for words in ("Countdown", "Form groups", "Reasons", "Seats", "Nobody has a seat yet.", "Change the code"):
            assert not teacher.get_by_text(words, exact=True).count(), words

    def decide(*counts: tuple[int, ...]) -> None:
        lead(teacher, "Put a decision before the class")
        seen(screen, "Then raise your hand for one option.")
        look("put")
        for which, hands in zip(("first vote", "second vote"), counts, strict=True):
            form = teacher.locator(".suggested")
            for place, count in enumerate(hands):
                form.get_by_role("textbox").nth(place).fill(str(count))
            lead(teacher, f"Count hands: {which}")
        seen(screen, "The hands are counted.")
        lead(teacher, "Show both votes")
        seen(screen, "Votes before and after the talk")
        look("shown")
        lead(teacher, re.compile("^Carry out: "))
        seen(screen, "The class decided:")
        look("carried out")
        lead(teacher, "Let time pass until something needs the class")

    decide((12, 9, 7), (18, 4, 6))
    decide((3, 9, 1, 2, 8, 5), (1, 16, 0, 2, 7, 2))  # the decision with the most options, and an exhibit
    for part in ("What the class did", "What divided it most", "Where talk moved it most", "The best case"):
        lead(teacher, re.compile(f"back.*: {part}|^Look back together$"))
        expect(screen.get_by_role("heading", name=re.compile(f"^{part}"), level=1)).to_be_visible()
        look(part)
    assert note_barriers.seen == {}


def test_the_qr_code_on_the_projector_is_as_large_as_a_rehearsal_says(host: Host, new_page: Open) -> None:
    screen = new_page(f"{host.address}/{host.code}/screen")
    width = screen.locator("img.qr").evaluate("image => image.getBoundingClientRect().width")
    assert width == pytest.approx(qr.ON_PROJECTOR * SCREEN["height"], abs=1)
    assert width / qr.squares(f"{host.address}/{host.code}") >= SMALLEST_SQUARE
    assert screen.evaluate(TALLER_THAN_THE_SCREEN) <= 0
