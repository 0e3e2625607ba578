"""Documents as they are shown, and whom a playthrough has mentioned."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.people import Acquaintance, Said, ShownExhibit
from ceo_sim.scenario.model import Cast
from tests.support.stories import by_turn

PEOPLE = """
[metric.staff]
start = 50
[cast.hale]
name = "Hale"
role = "President"
[cast.delia]
name = "Delia Brandt"
role = "Chair"
about = "She hired you.{if staff < 50} She is cool.{end}"
epilogue = "{if staff < 50}She sold.{end}"
[cast.marek]
name = "Marek"
role = "Engineer"
about = "He reports to {who:ruth}."
epilogue = "He stayed."
[cast.ruth]
name = "Ruth"
role = "Head of engineering"
epilogue = "{if staff > 1000}Never.{end}"
[cast.ines]
name = "Ines"
role = "Policy"
adviser = true
"""
DECISION = """
[decision.d]
at = 1
expires = 3
exhibit = { from = "hale", at = "12:53", text = "Staff: {staff:.0f}. {who:ruth} knows.", note = "*{day:.0f}* days" }
[decision.d.option.o]
outcome = "Done."
effects = { staff = -9 }
exhibit = { from = "The Herald", text = "Now {staff:.0f}.", kind = "notice" }
"""


def game(text: str) -> Game:
    return Game(by_turn(f"{PEOPLE}{text}\n", format=2), 1)


def waited(text: str, turns: int) -> Game:
    play = game(text)
    for _ in range(turns):
        play.wait()
    return play


def known(play: Game) -> list[str]:
    return [each.person.id for each in play.people()]


def test_a_document_is_shown_with_the_values_of_now_and_stays_with_what_came_of_it() -> None:
    play = waited(DECISION, 1)

    post = play.ask("d").exhibit
    assert post == ShownExhibit(
        "post", "Hale", "President", "12:53", "Staff: 50. Ruth, head of engineering, knows.", "*1* days"
    )

    play.choose("d", "o")
    (entry,) = play.entries
    assert entry.asked == post  # as it was before the option changed what it says
    assert entry.exhibit == ShownExhibit("notice", "The Herald", "", "", "Now 41.", "")
    assert entry.exhibits == (entry.asked, entry.exhibit)


def test_a_document_of_a_decision_that_was_never_taken_is_kept_too() -> None:
    lapsed = waited(DECISION, 4).entries
    assert [(entry.kind, entry.asked is not None) for entry in lapsed] == [("lapse", True)]

    default = waited(DECISION.replace("expires = 3", 'expires = 3\ndefault = "o"'), 4).entries
    assert [(entry.kind, entry.asked is not None) for entry in default] == [("lapse", False), ("default", True)]

    told = waited(DECISION + '[decision.d.lapsed]\ntext = "Late."', 4).entries
    assert [(entry.kind, entry.text, entry.asked is not None) for entry in told] == [("lapse", "Late.", True)]


def test_what_shows_only_a_document_is_told() -> None:
    play = game(
        '[event.e]\nat = 1\nexhibit = { from = "hale", text = "T" }\n[decision.d]\nat = 5\n[decision.d.option.o]\n'
    )
    later = '[event.e]\nat = 1\nlater = [{ after = 1, exhibit = { from = "hale", text = "T" } }]\n'
    assert play.attention(play.wait()) == "told"
    assert [entry.exhibit is not None for entry in waited(later, 2).entries] == [False, True]


def test_a_document_without_words_is_not_shown() -> None:
    text = DECISION.replace("Staff: {staff:.0f}. {who:ruth} knows.", "{if staff < 50}T{end}")
    play = waited(text.replace("Now {staff:.0f}.", "{if staff > 50}T{end}"), 1)
    assert play.ask("d").exhibit is None
    assert known(play) == ["ines"]
    play.choose("d", "o")
    (entry,) = play.entries
    assert entry.exhibits == ()


def test_nobody_is_known_before_they_are_mentioned() -> None:
    play = game(DECISION)
    assert known(play) == ["ines"]  # an adviser from the start
    play.wait()
    assert known(play) == ["hale", "ruth", "ines"]


def test_whoever_may_be_read_of_or_heard_from_is_known() -> None:
    decision = "[decision.d]\nat = 0\n{}\n[decision.d.option.o]\n"
    for ways in (
        decision.format('room = ["delia"]'),
        decision.format('brief = "Delia Brandt rings."'),
        decision.format('brief = "{who:delia} rings."'),
        decision.format("") + 'label = "Ring Delia Brandt"',
        decision.format("") + 'advice = { ines = "Ask {who:delia}." }',
        '[event.e]\nat = 0\nnews = [{ from = "delia", text = "N" }]',
        '[event.e]\nat = 0\npromises = ["p"]\n[promise.p]\ntext = "To {who:delia}"\ndue = 3\nkept_when = "day > 4"',
        "[[cast.delia.remark]]\ntext = 'R'",
        "[[cast.ines.remark]]\ntext = '{who:delia} rang.'",
    ):
        play = game(ways)
        play.wait()
        assert "delia" in known(play), ways
    assert "delia" not in known(waited(decision.format('brief = "Delia Brandts rings Delia."'), 1))


def test_who_is_named_in_what_is_said_of_somebody_is_known_too() -> None:
    assert known(waited('[event.e]\nat = 1\ntext = "{who:marek}"\n', 1)) == ["marek", "ruth", "ines"]


def test_what_is_said_of_somebody_follows_what_happens() -> None:
    play = waited(DECISION.replace("{who:ruth}", "Delia Brandt"), 1)

    def about() -> str:
        return next(each.about for each in play.people() if each.person.id == "delia")

    assert about() == "She hired you."
    play.choose("d", "o")
    assert about() == "She hired you. She is cool."


def test_the_last_that_somebody_said_is_what_came_last() -> None:
    def said(play: Game) -> dict[str, Said | None]:
        return {each.person.id: each.said for each in play.people()}

    post = Said(1, "Staff: 50. Ruth, head of engineering, knows.", "post")
    play = waited(DECISION, 1)
    assert said(play) == {"hale": None, "ruth": None, "ines": None}  # the player may not have looked at the post
    play.choose("d", "o")
    assert said(play)["hale"] == post
    assert said(waited(DECISION, 4))["hale"] == post

    news = '[event.e]\nat = 2\nnews = [{ from = "hale", text = "And {staff:.0f}." }]\n'
    play = waited(DECISION + news, 2)
    play.choose("d", "o")
    assert said(play)["hale"] == Said(2, "And 50.")


def test_a_mention_that_may_be_read_takes_no_role_from_a_text_that_is_sure_to_be() -> None:
    """Advice may never be looked at, so the brief of the next decision still introduces whom it mentions."""
    advice = '[decision.d]\nat = 0\n[decision.d.option.o]\nadvice = { ines = "Ask {who:delia}." }\n'
    told = '[event.e]\nat = 1\ntext = "{who:delia} rings."\n'
    assert waited(advice + told, 1).entries[0].text == "Delia Brandt, chair, rings."


def test_epilogues_are_of_those_who_were_mentioned_and_have_words() -> None:
    everybody = (
        '[decision.d]\nat = 0\nroom = ["delia", "marek", "ruth", "ines"]\n[decision.d.option.o]\neffects.staff = -9\n'
    )
    play = game(everybody)
    assert [(person.id, text) for person, text in play.epilogues()] == [("marek", "He stayed.")]
    play.choose("d", "o")
    assert [(person.id, text) for person, text in play.epilogues()] == [("delia", "She sold."), ("marek", "He stayed.")]
    assert [person.id for person, _ in game("").epilogues()] == []


def test_names_are_found_as_words_of_their_own_in_any_script() -> None:
    cast = {
        id: Cast(id=id, name=name, role="")
        for id, name in {"a": "Ann", "b": "Ann Lee", "c": "张三", "d": "Ann"}.items()
    }
    found = Acquaintance(cast).named_in
    assert found("Annabel met joann.") == set()
    assert found("**Ann Lee**’s") == {"b"}
    assert found("(Ann)") == {"a", "d"}
    assert found("他说张三来了") == {"c"}
    assert Acquaintance({}).named_in("Ann") == set()
