"""Keys: each has an id, none is one that something else takes, and a player may have others."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from textual.binding import Binding
from textual.screen import Screen

from ceo_sim.settings import SettingsFile
from ceo_sim.tui.app import CeoSim
from ceo_sim.tui.global_actions import words_of
from ceo_sim.tui.keymap import checked, own_bindings, owners
from ceo_sim.tui.meanings import MEANINGS
from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.help import HelpScreen, KeyTable
from ceo_sim.tui.widgets.keybar import KeyBar

from .conftest import Open, app_of, press, screen_name, settle, text_of

EASY = re.compile(r"[0-9A-Za-z]|up|down|left|right|enter|escape")
"""What every keyboard has, and no terminal, multiplexer or browser keeps for itself."""
BESIDES = {"question_mark", "colon", "comma", "space", "pageup", "pagedown", "home", "end"}
SYSTEM = {"ctrl+c", "ctrl+z"}

ALL = [(owner.__name__, binding) for owner in owners(CeoSim) for binding in own_bindings(owner)]


@pytest.mark.parametrize("owner, binding", ALL, ids=[f"{owner}-{binding.id}" for owner, binding in ALL])
def test_every_binding_has_an_id_and_a_key_that_is_free_everywhere(owner: str, binding: Binding) -> None:
    assert binding.id, owner
    assert re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)*", binding.id)
    keys = set(binding.key.split(","))
    if binding.system:
        assert keys <= SYSTEM
    elif keys & BESIDES == keys:
        assert owner == "ScrollPane"
    else:
        assert [key for key in keys - BESIDES if not EASY.fullmatch(key)] == []


def test_an_id_means_one_thing() -> None:
    actions = defaultdict(set)
    for owner, binding in ALL:
        actions[binding.id].add((owner, binding.action))
    assert {id: uses for id, uses in actions.items() if len(uses) > 1} == {}


def test_each_word_that_is_explained_stands_on_a_key() -> None:
    assert MEANINGS.keys() <= {binding.description for _, binding in ALL}


async def test_nothing_that_textual_brings_along_takes_a_key_of_others(at_desk: Open) -> None:
    async with at_desk() as pilot:
        sideways = {"ctrl+pageup", "ctrl+pagedown"}  # Textual's, for what is wider than the screen; nothing here is
        keys = set(pilot.app.screen.active_bindings) - sideways
        assert {key for key in keys if key.startswith("ctrl+") or re.fullmatch(r"f\d+", key)} == SYSTEM
        assert {key for key in keys if "+" in key} == SYSTEM | {"super+c", "shift+tab"}


async def test_keys_of_the_players_own_take_the_place_of_ours(at_desk: Open) -> None:
    file = SettingsFile()
    file.current = file.current._replace(keys={"desk.pass_on": "space,x", "desk.why": "s", "desk.story": "w"})
    async with at_desk(settings_file=file) as pilot:
        await press(pilot, "s")
        assert screen_name(pilot) == "WhyScreen"
        await press(pilot, "escape", "w")
        assert screen_name(pilot) == "StoryScreen"
        await press(pilot, "escape", "n")
        play = app_of(pilot).play
        assert play is not None
        assert play.game.now == 0
        await press(pilot, "space")
        assert play.game.now > 0
        await press(pilot, "enter", "question_mark")
        assert re.search(r"Space, x +next: on to what needs you[^\n]*desk\.pass_on", words_of(app_of(pilot).screen))


@pytest.mark.parametrize(
    "id, keys, problem",
    [
        ("desk.pas_day", "x", "nothing is called that; did you mean desk.pass_day?"),
        ("desk.pass_on", "w", "'w' is desk.why already (why)"),
        ("desk.pass_on", "?", "'?' is help already (help)"),
        ("desk.pass_on", "j", "'j' is row.down already (down)"),
        ("row.down", "f", "'f' is "),
        ("help", "w", "already"),
        ("desk.pass_on", "ctrl+m", "a terminal cannot tell ctrl+m from enter"),
        ("desk.pass_on", "ctrl+c", "always leaves"),
        ("desk.pass_on", "shift+x", 'a large letter is written as it is: "X"'),
        ("line.keep", "ctrl+k,b", "'b' is typed there; take a key that types nothing"),
        ("line.back", "Space", "' ' is typed there"),
        ("reason.back", "comma", "',' is typed there"),
        ("desk.pass_on", "hyper", "there is no key called 'hyper'"),
        ("desk.pass_on", "\x1b[2J", "there is no key called"),
        ("desk.pass_on", " ", 'a name, such as "space"'),
        ("desk.pass_on", "x,,y", "there is no key called ''"),
        ("interrupt", "x", "this one cannot be changed"),
    ],
)
def test_a_key_that_cannot_be_had_is_named_and_left_as_it_was(id: str, keys: str, problem: str) -> None:
    taken, problems = checked(CeoSim, {"desk.story": "b", id: keys})
    assert problem in problems[id]
    assert problems[id].isprintable()
    assert taken == {"desk.story": "b"}


def test_two_things_may_swap_their_keys_and_of_two_that_want_one_key_the_first_has_it() -> None:
    assert checked(CeoSim, {"desk.why": "s", "desk.story": "w"})[1] == {}
    taken, problems = checked(CeoSim, {"desk.why": "x", "desk.feed": "x"})
    assert taken == {"desk.why": "x"}
    assert "desk.why" in problems["desk.feed"]


@pytest.mark.parametrize("keys", ["space", "n,right", "alt+n", "f5", "ctrl+n", "Ä", "ß"])
def test_any_key_that_can_be_typed_can_be_had(keys: str) -> None:
    assert checked(CeoSim, {"desk.pass_on": keys})[1] == {}


@pytest.mark.parametrize("keys", ["tab", "ctrl+k", "f5", "backspace", "alt+b"])
def test_a_key_that_types_nothing_can_be_had_while_one_types(keys: str) -> None:
    assert checked(CeoSim, {"line.keep": keys})[1] == {}


async def test_what_is_odd_in_the_settings_is_told_and_the_settings_list_all_of_it(opened: Open) -> None:
    file = SettingsFile()
    file.current = file.current._replace(theme="pink", keys={"desk.wy": "x", "desk.why": "n", "no": "y"})
    async with opened((80, 60), settings_file=file) as pilot:
        assert pilot.app.theme == "desk"
        await press(pilot, "comma")
        shown = " ".join(text_of(pilot).split())
        for what in ("'pink' is no theme", "did you mean desk.why?", "'n' is desk.pass_on already", "'no'"):
            assert what in shown, what


def test_every_screen_of_ours_says_what_it_is_and_what_one_does_there() -> None:
    ours = [owner for owner in owners(CeoSim) if issubclass(owner, GameScreen) and "BINDINGS" in owner.__dict__]
    bases = {base for owner in owners(CeoSim) for base in owner.__bases__}
    assert [
        owner.__name__ for owner in ours if owner not in bases and not (owner.title_words and owner.help_words)
    ] == []
    assert all(issubclass(owner, Screen) for owner in ours)


@pytest.mark.parametrize(
    "keys", [(), ("1",), ("1", "r"), ("w",), ("s",), ("S",), ("S", "r"), (",",), ("n",)], ids="-".join
)
async def test_help_has_every_word_of_the_last_line(at_desk: Open, keys: tuple[str, ...]) -> None:
    async with at_desk((200, 60)) as pilot:
        await press(pilot, *keys)
        screen = pilot.app.screen
        assert isinstance(screen, GameScreen)
        words = [entry.words for entry in screen.query_one(KeyBar)._now()]
        pilot.app.push_screen(HelpScreen(screen))
        await settle(pilot)
        table = pilot.app.screen.query_one(KeyTable)._rows
        listed = [text.partition(":")[0] for _, text, _ in table]
        assert [word for word in words if word not in listed] == []


def test_a_forecast_is_called_nothing_else() -> None:
    words = [binding.description for _, binding in ALL] + list(MEANINGS)
    assert not [word for word in words if "outlook" in word]


async def test_the_number_of_open_decisions_stands_in_the_last_line_of_80_columns(at_desk: Open) -> None:
    async with at_desk((80, 24)) as pilot:
        bar = text_of(pilot).splitlines()[-1]
        assert "1 open" in bar or "1-" in bar
        assert all(words in bar for words in ("n next", "d one day", "a advice", "s story", "Esc leave", "? help"))


async def test_the_key_that_sets_a_game_up_stands_in_the_last_line_of_the_smallest_title(opened: Open) -> None:
    async with opened((60, 18)) as pilot:
        for hint in (pilot.app.screen.digits_hint, "1-9 choose a story"):  # type: ignore[attr-defined]
            pilot.app.screen.digits_hint = hint  # type: ignore[attr-defined]
            pilot.app.screen.refresh_bindings()
            await settle(pilot)
            assert "o set up" in text_of(pilot).splitlines()[-1]


async def test_while_a_reason_is_typed_the_last_line_says_how_to_leave_it(at_desk: Open) -> None:
    async with at_desk((80, 24)) as pilot:
        await press(pilot, "1", "r")
        assert "Esc options" in text_of(pilot).splitlines()[-1]
        await press(pilot, "x", "escape")
        assert screen_name(pilot) == "DecisionScreen"
        assert "Esc desk" in text_of(pilot).splitlines()[-1]
