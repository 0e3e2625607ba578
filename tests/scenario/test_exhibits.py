"""Documents that are shown, and what is said of people: read, checked and reworded as all texts are."""

from __future__ import annotations

import pytest

from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.mirror import mirrored
from ceo_sim.scenario.model import Exhibit
from ceo_sim.scenario.text import Text
from tests.scenario.sample import SMALL, loaded, places, planted, unmarked

NEWER = SMALL.replace("format = 1", "format = 2")
POST = """
[decision.the_post.exhibit]
from = "policy"
at = "12:53 a.m."
text = "The **mob** left. {staff:.0f} came."
note = "{if told}Read{else}Unread{end} by {crowd:.0f}"
"""
DELIA = """
[cast.delia]
name = "Delia Brandt"
role = "Chair"
about = "She hired you.{if told} She knows.{end}"
epilogue = "{if walkout.fired}She left.{end}"
remark = [{ text = "Well." }]
"""
LONG = "word " * 80
LOADED = '[style]\nloaded = ["mob"]\n'


def test_a_decision_and_whatever_follows_from_something_may_have_one() -> None:
    exhibit = 'exhibit = { from = "hale", text = "T", kind = "notice" }'
    text = planted('brief = "He rings."', f'brief = "He rings."\n{exhibit}', NEWER)
    text = text.replace('title = "Leak"', f'title = "Leak"\n{exhibit}')
    text = text.replace('label = "Answer"', f'label = "Answer"\n{exhibit}')
    text = text.replace('role = "You run it."', f'role = "You run it."\n{exhibit}')
    text = text.replace("broken = { ", f"broken = {{ {exhibit}, ").replace("weight = 6, ", f"weight = 6, {exhibit}, ")
    text = text.replace('event = "leak"', f'event = "leak"\n{exhibit}')

    read = loaded(text)

    assert places(read.diagnostics) == []
    story, call = read.playable, read.playable.decisions["the_call"]
    owners: list[object] = [story.info, call, call.options["answer"], story.events["leak"]]
    owners += [story.promises["review"].broken, story.decks["papers"].cards["celebrity"]]
    owners += story.decisions["the_post"].options["leave_up"].later
    wanted = Exhibit(sender="hale", text=Text.parse("T"), kind="notice")
    assert [getattr(owner, "exhibit", None) for owner in owners] == [wanted] * 7


@pytest.mark.parametrize(
    "words, line", [(POST, "[decision.the_post.exhibit]"), (DELIA, "about ="), (DELIA, "epilogue =")]
)
def test_they_came_with_format_2(words: str, line: str) -> None:
    found = loaded(planted("", words)).diagnostics
    assert ("E412", line) in [(one.code, one.source_line[: len(line)]) for one in found]


@pytest.mark.parametrize(
    "code, words",
    [
        ("E301", '[decision.the_post.exhibit]\nfrom = "x"\ntext = "{«mod:.0f}"'),
        ("E301", '[decision.the_post.exhibit]\nfrom = "x"\ntext = "T"\nnote = "{«mod:.0f}"'),
        ("E402", '[decision.the_post.«exhibit]\nfrom = "x"'),
        ("E404", '[decision.the_post.exhibit]\nfrom = "x"\ntext = "T"\nkind = «"tweet"'),
        ("E501", '[decision.the_post.exhibit]\nfrom = "x"\ntext = "{who:«nobody}"'),
        ("W520", '[decision.the_post.exhibit]\nfrom = «"polcy"\ntext = "T"'),
        ("W204", f'[decision.the_post.exhibit]\nfrom = "x"\ntext = "T"\nat = «"{LONG}"'),
        ("E301", DELIA.replace("if told", "if «tod")),
        ("E301", DELIA.replace("walkout.fired", "walkout«.gone")),
        ("W204", DELIA.replace('about = "', f'about = «"{LONG}')),
        ("W204", DELIA.replace('epilogue = "', f'epilogue = «"{LONG}')),
        ("W206", DELIA.replace("She hired", "The «mob hired") + LOADED),
        ("W206", POST.replace("{if told}Read", "{if told}A «mob") + LOADED),
    ],
)
def test_what_is_wrong_in_them_is_found_where_it_is(code: str, words: str) -> None:
    text, line, column = unmarked(planted("", words, NEWER))
    assert places(loaded(text).diagnostics) == [(code, line, column)]


@pytest.mark.parametrize(
    "old, words, column_of",
    [
        ("The **mob** left.", "{if level > 3}Never.{end}", "level"),
        ("{if told}Read{else}Unread{end}", "{if level > 3}Never.{end}", "level"),
    ],
)
def test_a_variant_of_one_that_can_never_be_read_is_found(old: str, words: str, column_of: str) -> None:
    found = loaded(planted("", POST.replace(old, words), NEWER)).diagnostics
    assert [one.code for one in found] == ["W542"]
    assert found[0].source_line[found[0].caret :].startswith(column_of)


def test_one_that_follows_from_an_option_is_read_when_that_was_chosen() -> None:
    """There `the_call.answer` always holds, and the wording without it is never read."""
    one = '\n[decision.the_call.option.answer.exhibit]\nfrom = "x"\ntext = "{if the_call.answer}A{else}B{end}"'
    assert [found.code for found in loaded(planted("", one, NEWER)).diagnostics] == ["W542"]
    before = one.replace("the_call.option.answer.exhibit", "the_call.exhibit")
    assert [found.code for found in loaded(planted("", before, NEWER)).diagnostics] == ["W542"]


def test_it_is_a_quotation_and_what_people_say_is_theirs() -> None:
    said = DELIA.replace("Well.", "A mob.").replace("She hired", "They hired")
    assert places(loaded(planted("", POST + said + LOADED, NEWER)).diagnostics) == []


def test_who_has_only_an_exhibit_is_heard_and_does_speak() -> None:
    hale = '[cast.hale]\nname = "Hale"\nrole = "President"\nadviser = true\n'
    assert [one.code for one in loaded(planted("", hale, NEWER)).diagnostics] == ["W522"]
    sent = POST.replace('"policy"', '"hale"')
    assert places(loaded(planted("", hale + sent, NEWER)).diagnostics) == []


def test_what_is_said_of_somebody_whom_nothing_mentions_is_never_read() -> None:
    of_her = '[cast.delia]\nname = "Delia Brandt"\nrole = "Chair"\nabout = "Delia hired you, {who:delia}."'
    assert [one.code for one in loaded(planted("", of_her, NEWER)).diagnostics] == ["W502"]
    mentioned = planted('brief = "He rings."', 'brief = "{who:delia} rings."', NEWER)
    assert places(loaded(mentioned + of_her).diagnostics) == []


def test_an_edition_replaces_their_words_and_nothing_else() -> None:
    words = """
[edition]
title = "D"
[decision.the_post.exhibit]
at = "0.53 Uhr"
text = "Der Pöbel ist fort."
note = "Gelesen"
[cast.delia]
about = "Sie hat Sie geholt."
epilogue = "Sie ging."
"""
    files = {"scenario.toml": NEWER + POST + DELIA, "editions/de.toml": words}
    found = load_texts(files, edition="de")
    assert places(found.diagnostics) == []
    exhibit = found.playable.decisions["the_post"].exhibit
    assert exhibit is not None
    assert exhibit.note is not None
    assert (exhibit.sender, exhibit.at, exhibit.text.source) == ("policy", "0.53 Uhr", "Der Pöbel ist fort.")
    assert exhibit.note.source == "Gelesen"
    delia = found.playable.cast["delia"]
    assert [text and text.source for text in (delia.about, delia.epilogue)] == ["Sie hat Sie geholt.", "Sie ging."]

    files["editions/de.toml"] = words.replace("at =", 'kind = "letter"\nat =')
    assert [one.code for one in load_texts(files, edition="de").diagnostics] == ["E901"]


def test_their_words_change_places_in_a_mirror() -> None:
    text = planted("", POST + DELIA + '[mirror]\nwords = [["mob", "crowd"], ["hired", "fired"]]\n', NEWER)
    story = mirrored(loaded(text).playable)
    exhibit, about = story.decisions["the_post"].exhibit, story.cast["delia"].about
    assert exhibit is not None
    assert about is not None
    assert exhibit.text.source.startswith("The **crowd** left.")
    assert about.source.startswith("She fired you.")
