"""What is not TOML is said in the author's words, at the place where the author slipped."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.sources import read
from ceo_sim.scenario.syntax import mistake
from tests.scenario.sample import SMALL, unmarked

QUOTES = [
    ('title = «"Walkout\nat = 3\n', 'no " closes this text on its line', '" at its end; a text of several lines'),
    ("title = «'Walkout\nat = 3\n", "no ' closes this text on its line", "' at its end"),
    ('title = «Walkout"\nat = 3\n', 'no " opens this text', '"Walkout"'),
    ('room = [«"policy, "board"]\n', 'a quote (") without its partner', "a quote before and after each text"),
    ('room = ["policy", «"board]\nat = 3\n', 'no " closes this text on its line', '" at its end'),
    ('effects = { staff = «"2 * trust }\n', 'no " closes this text on its line', '" at its end'),
    ('title = "He said «"no" to me"\n', "the text ends at this quote, and something follows", '\\" for a quote inside'),
    ("title = «“Walkout”\n", "a typographic quote (“)", 'the " of the keyboard'),
    ("title = «‘Walkout’\n", "a typographic quote (‘)", "the ' of the keyboard"),
    ("title = «`Walkout`\n", "a typographic quote (`)", "the ' of the keyboard"),
    ('«“title” = "Walkout"\n', "a typographic quote (“)", 'the " of the keyboard'),
    ('path = "C:«\\stories"\n', '"\\s" means nothing in a text', '"\\\\s" for the backslash itself'),
    ('text = """\n3 «\\* 4"""\n', '"\\*" means nothing in a text', '"\\\\*" for the backslash itself'),
    ('path = "C:\\\\stories«\\"\nat = 3\n', "the backslash makes the last quote a part of the text", '"\\\\"'),
    ('title = "Walk«\x1b[31mout"\n', "a control character, '\\x1b'", "plain text"),
]
LONG = [
    ('text = «"""\nThey left.\n', "this text is never closed", '""" at its end'),
    ('text = «"""\nThey left.\n\n[event.b]\nat = 3\n', "this text is never closed", '""" before line 4'),
    ('text = «"""\nThey left.\nat = 3\ntext = """\nOr not.\n"""\n', "this text is never closed", '""" before line 3'),
    ('text = «"""\nOne \\* two.\nat = 3\nb = """\nOr not.\n"""\n', "this text is never closed", '""" before line 3'),
    ("text = «'''\nThey left.\nat = 3\n", "this text is never closed", "''' before line 3"),
]
BRACKETS = [
    ('room = ["policy", "board"«\nat = 3\n', "this list is not closed", '"]"'),
    ('room = ["policy", "board",«\n[event.b]\nat = 3\n', "this list is not closed", '"]"'),
    ('room = [\n  "policy",\n  "board"«\n\n[event.b]\n', "this list, which begins in line 1, is not closed", '"]"'),
    ('room = ["policy"«', "this list is not closed", '"]"'),
    ('room = ["policy"« "board"]\n', "no comma between two elements of the list", '","'),
    ('room = [\n  "policy"«\n  "board",\n]\n', "no comma between two elements of the list", '","'),
    ('room = ["policy", «, "board"]\n', "a comma without an element before it", "an element, or no comma"),
    ('room = ["policy"«}\n', '"}" where "]" should close', '"]"'),
    ("effects = { staff = -3«\nat = 3\n", "this table is not closed", '"}"'),
    ("effects = { staff = -3,«\n\n[event.b]\nat = 3\n", "this table is not closed", '"}"'),
    ("effects = { staff = -3« trust = 2 }\n", "no comma between two keys of the table", '","'),
    ("effects = {\n  staff = -3«\n  trust = 2,\n}\n", "no comma between two keys of the table", '","'),
    ("effects = { staff« -3 }\n", 'no "=" between "staff" and its value', '"="'),
    ('effects = { «"staff" }\n', '""staff"" has no value', '"staff" = …'),
    ("effects = { staff«: -3 }\n", '":" between a key and its value', '"="'),
    ("effects = { staff = -3 «]\n", '"]" where "}" should close', '"}"'),
    ("«[event.b\nat = 3\n".replace("«[event.b", "[event.b«"), 'the header "[event.b" is not closed', '"]"'),
    ("[[target]«\nat = 3\n", 'the header "[[target" is not closed', '"]]"'),
    ("[event.b]«]\nat = 3\n", "a bracket too many", "one closing bracket"),
    ("«event.b]\nat = 3\n", "this header is not opened", '"[" before "event.b"'),
    (
        "[event«.the walkout]\n".replace("«.the", ".the«"),
        "a blank in the name of a table",
        '"_" or "." before "walkout"',
    ),
    ("«[]\n", "a header without a name", "[kind.id]"),
    ("[event.«]\n", "nothing after the dot", "a name after the dot"),
    ('[event.b] «title = "B"\n', "this stands behind a header", "a new line"),
    ("room = []«]\n", "a bracket too many", "one closing bracket for each that opens"),
]
LINES = [
    ('title« "Walkout"\n', 'no "=" between "title" and its value', '"="'),
    ("at« 3\n", 'no "=" between "at" and its value', '"="'),
    ('title«: "Walkout"\n', '":" between a key and its value', '"="'),
    ("«title\nat = 3\n", '"title" has no value', "title = …"),
    ("title =«\nat = 3\n", '"title" has no value', "a value after the ="),
    ("«They left at noon.\n", "this line is neither a key with its value nor a header", "key = value, [table]"),
    ('title = "Walkout"«,\nat = 3\n', "a comma at the end of a line", "no comma"),
    ('title = "Walkout" «at = 3\n', "a second key on the line", "a new line for each key"),
    ('title = "Walkout" «or not\n', "this stands behind the value", "a new line, or # before a comment"),
    ("«// a comment\nat = 3\n", "this is no comment", '"#" before a comment'),
    ('title = "Walkout" «// a comment\n', "this is no comment", '"#" before a comment'),
    ("«/ = 3\n", '"/" begins no key', "key = value, [table], or # before a comment"),
    ("t«ïtle = 3\n", '"ï" in a name', "letters a to z, digits, _ and -"),
    ("«\u00a0at = 3\n", "an invisible character (no-break space)", "a plain blank, or nothing"),
    ("at = «\u200b3\n", "an invisible character (zero width space)", "a plain blank, or nothing"),
    ("at = 3«\rtitle = 4\r", "a carriage return by itself", "the line ends of Unix (LF) or of Windows (CR LF)"),
]
VALUES = [
    ("urgent = «yes\n", "yes is no value", "true"),
    ("urgent = «True\n", "True is no value", "true"),
    ("urgent = «No # never\n", "No is no value", "false"),
    ("urgent = «OFF\n", "OFF is no value", "false"),
    ("default = «null\n", "null is no value", "no such key"),
    ("title = «Walkout\n", "a text without quotes", '"Walkout"'),
    ("room = [«policy, board]\n", "a text without quotes", '"policy"'),
    ("effects = { staff = «much }\n", "a text without quotes", '"much"'),
    ("when = «trust > 40 and day < 3\n", "an expression without quotes", '"trust > 40 and day < 3"'),
    ("when = «min(trust, 40) > 3\n", "an expression without quotes", '"min(trust, 40) > 3"'),
    ("expires = «3d\n", "a length of time without quotes", '"3d"'),
    ("expires = «3 days\n", "a length of time without quotes", '"3d"'),
    ("chance = «15 %\n", "a percent sign", "0.15"),
    ("chance = «.5\n", "a number that begins with a point", "0.5"),
    ("chance = «5.\n", "a number that ends with a point", "5.0"),
    ("at = «007\n", "a number that begins with 0", "7"),
    ("start = «1,000,000\n", "a number with commas", "1000000"),
    ("start = «$500\n", "a currency in a number", "500"),
    ("at = «2020-5-9\n", "a date or an hour in another form", "two digits each, as in 2020-05-09"),
    ("at = «2020-02-30\n", "there is no day 2020-02-30", "a date such as"),
    (
        "at = «2020-05-29 6:00\n",
        "a date or an hour in another form",
        "two digits each, as in 2020-05-29T06:00:00-04:00",
    ),
    ("at = «@\n", '"@" is no value', "a number, true or false, a date, or a text in quotes"),
]
TWICE = [
    ('title = "A"\nat = 3\n«title = "B"\n', '"title" is given twice; the first one is at story.toml:1:1'),
    ("[event.b]\nat = 3\n[event.«b]\nat = 4\n", "[event.b] stands twice; the first one is at story.toml:1:8"),
    ("a = { b = 1, «b = 2 }\n", '"b" is given twice; the first one is at story.toml:1:7'),
    ("[[target]]\nat = 3\n[«target]\n", "[target] here is [[target]] elsewhere; the first one is at story.toml:1:1"),
    ("[target]\nat = 3\n[[«target]]\n", "[[target]] here is [target] elsewhere; the first one is at story.toml:1:2"),
    ("a = { b = 1 }\n[«a]\nc = 2\n", '"a" has a value already, to which nothing can be added; the first one is at'),
    ("a = 1\na.«b = 2\n".replace("a.«b", "«a.b"), '"a" has a value already, to which nothing can be added'),
    ("a.b = 1\n[«a]\nc = 2\n", '"a" has a value already'),
    ("[[t]]\nx = 1\n[[t]]\nx = 2\n«x = 3\n", '"x" is given twice; the first one is at story.toml:4:1'),
]


@pytest.mark.parametrize("marked, message, expected", [*QUOTES, *LONG, *BRACKETS, *LINES, *VALUES])
def test_a_mistake_is_named_where_it_was_made(marked: str, message: str, expected: str) -> None:
    text, line, column = unmarked(marked)
    broken = read("story.toml", text).broken
    assert broken is not None
    assert broken.code == "E006"
    assert (broken.line, broken.column) == (line, column), str(broken)
    assert broken.message == message
    assert broken.expected.startswith(expected)


@pytest.mark.parametrize("marked, message", TWICE)
def test_what_is_given_twice_names_the_first_place(marked: str, message: str) -> None:
    text, line, column = unmarked(marked)
    broken = read("story.toml", text).broken
    assert broken is not None
    assert (broken.line, broken.column) == (line, column), str(broken)
    assert broken.message.startswith(message)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_place_does_not_depend_on_the_line_ends(ends: str) -> None:
    broken = read("story.toml", 'at = 3\n\n# here\ntitle = "Walkout\n'.replace("\n", ends)).broken
    assert broken is not None
    assert (broken.line, broken.column, broken.end_column) == (4, 9, 17)


@given(
    st.integers(0, len(SMALL) - 1),
    st.sampled_from(['"', "'", "[", "]", "{", "}", ",", "=", "\n", "“", " x ", "\\", ""]),
)
def test_a_small_change_of_a_sound_text_never_leads_more_than_a_line_away(at: int, put: str) -> None:
    text = SMALL[:at] + put + SMALL[at + 1 :]
    found = mistake(text)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        assert found is None or abs(text.count("\n", 0, found[0].offset or 0) - SMALL.count("\n", 0, at)) <= 1
    else:
        assert found is None


@given(st.text("ab=\"'[]{},.#\\\n \t1-", max_size=60))
def test_what_is_toml_is_never_called_a_mistake(text: str) -> None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        found = mistake(text)
        assert found is None or 0 <= (found[0].offset or 0) <= len(text)
    else:
        assert mistake(text) is None
