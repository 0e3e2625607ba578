"""Each diagnostic has a page, whose bad example has exactly this diagnostic and whose good one has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.pages import FOLDER, Page, read_pages

PAGES = read_pages(Path(__file__).parents[2] / "docs" / FOLDER)
EXAMPLES = [
    pytest.param(code, which, marks=pytest.mark.slow if (code, which) == ("E308", "bad") else ())
    for code, page in PAGES.items()
    if page.is_toml
    for which in ("bad", "good")
]
ON_DISK = {"E001", "E002", "E003", "E004", "E005", "E007", "E903", "N401"}
"""Codes of what is wrong with files; test_loader has them."""
MAIN = "scenario.toml"
FRAME = {
    "scenario": 'id = "example"\ntitle = "An example"\nrole = "You run a bakery."',
    "clock": "turns = 12",
    "metric.staff": 'name = "Staff"\nstart = 60\nheadline = true\nsupport = "judgement"',
    "metric.money": 'name = "Money"\nstart = 50\nsupport = "judgement"',
    "decision.early": 'title = "An hour earlier"\nbrief = "The station wants bread by five."\nwhen = "day > 0"',
    "decision.early.option.yes": 'label = "Open at four"\neffects = { staff = -8, money = 6 }',
    "decision.early.option.no": 'label = "Stay with five"\neffects = { staff = 1, money = -1 }',
}
"""What an example leaves out because it is not about it."""
LAST = {"ending.open": 'title = "Still open"\ntext = "The lights are on."'}
MORE = {
    "E011": ('"A. Writer", ', 100_000),
    "E012": ("They left. ", 2_000),
    "E101": ("1 + ", 300),
    "E201": ("They left. ", 800),
    "E207": ("{staff}", 201),
    "E308": (
        (
            '\n[event.walkout_{n}]\ntitle = "W"\n'
            'when = "thousandfold(staff) + thousandfold(money) + thousandfold(day) + thousandfold({n}) < 0"\n'
        ),
        300,
    ),
    "E411": ('"baker", ', 2_001),
    "E609": ('\n[event.walkout_{n}]\ntitle = "W"\nwhen = "staff < 40"\n', 200),
    "E620": (
        (
            '\n[event.walkout_{n}]\ntitle = "W"\nwhen = "staff < 40"\nonce = false\n'
            'effects = { money = "sums() + sums() + sums() + sums() + sums()" }\n'
        ),
        300,
    ),
    "E621": (f'"\n[event.walkout_{{n}}]\ntitle = "W"\nat = 1\ntext = "{"They left. " * 640}', 80),
    "E623": ('\n[metric.mood_{n}]\nname = "M"\nstart = 1\nsupport = "judgement"\n', 400),
    "N021": ("\nunknown_{n} = 1", 300),
}
"""What … in an example stands for, and how often it comes; {n} is a number."""
BESIDE = {"N021": {"E401"}, "W547": {"W540"}}
"""The problems that there are more of, or that something hangs on."""
OPTIONS = ('\n[decision.many.option.one_{n}]\nlabel = "This one"\n', 60)
"""The same for …… ."""


def diagnosed(code: str, example: str) -> tuple[Diagnostic, ...]:
    """What comes of an example, completed to a scenario."""
    example = example.replace("……", _repeated(*OPTIONS)).replace("…", _repeated(*MORE.get(code, ("", 0))))
    files = dict(_files(example))
    given = "\n".join(text for name, text in files.items() if not name.startswith("editions/"))
    missing = [f"[{header}]\n{keys}\n" for header, keys in FRAME.items() if not _has(given, header)]
    last = [f"[{header}]\n{keys}\n" for header, keys in LAST.items() if not _has(given, header)]
    main = files.get(MAIN, "")
    first = "" if main.startswith("format = ") else "format = 2\n"
    files[MAIN] = first + "\n".join([main, *missing, *last] if not first else [*missing, main, *last])
    edition = next((Path(name).stem for name in files if name.startswith("editions/")), None)
    return load_texts(files, edition=edition).diagnostics


def _has(text: str, header: str) -> bool:
    return any(line.startswith(f"[{header}]") for line in text.splitlines())


def _files(example: str) -> list[tuple[str, str]]:
    first, *others = re.split(r"^# ---- (\S+)\n", example, flags=re.MULTILINE)
    return [(MAIN, first), *zip(others[::2], others[1::2], strict=True)] if first else _pairs(others)


def _pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[::2], parts[1::2], strict=True))


def _repeated(more: str, times: int) -> str:
    return "".join(more.replace("{n}", str(number)) for number in range(1, times + 1))


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    missing = sorted(RULES.keys() - PAGES.keys())
    assert not missing, f"write docs/diagnostics/CODE.md for {missing}"
    unknown = sorted(PAGES.keys() - RULES.keys())
    assert not unknown, f"add a line to codes.py for {unknown}"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_headed_as_its_code_is_called(page: Page) -> None:
    assert page.title == RULES[page.code].title, "the title in codes.py and the heading of the page differ"
    assert page.what.endswith((".", ")"))
    assert all(paragraph.endswith((".", ")")) for paragraph in page.why)


def test_only_what_is_wrong_with_files_has_no_example_in_toml() -> None:
    assert {code for code, page in PAGES.items() if not page.is_toml} == ON_DISK


@pytest.mark.parametrize("code, which", EXAMPLES)
def test_an_example_has_what_it_is_about_and_nothing_else(code: str, which: str) -> None:
    found = diagnosed(code, getattr(PAGES[code], which))
    codes = {one.code for one in found if not one.allowed} - BESIDE.get(code, set())
    assert codes == ({code} if which == "bad" else set()), "\n".join(map(str, found))


@pytest.mark.parametrize("text", ["", "# E301 unknown name\n", "# E301: unknown name\n\nIt is.\n\n## Bad\n"])
def test_a_text_of_another_form_is_no_page(text: str) -> None:
    with pytest.raises(ValueError, match="another form"):
        Page.parse(text)
