from __future__ import annotations

import pytest

from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.scaffold import in_one, renamed
from tests.support.stories import EVERYTHING


def test_nothing_but_id_and_title_changes() -> None:
    new = renamed({"story.toml": EVERYTHING}, "other", "Another")["story.toml"]

    changed = [(old, now) for old, now in zip(EVERYTHING.splitlines(), new.splitlines(), strict=True) if old != now]
    assert changed == [('id = "story"', 'id = "other"'), ('title = "A story"', 'title = "Another"')]


def test_comments_stay_and_a_note_stands_behind_the_line_that_names_a_schema() -> None:
    text = '#:schema ./s.json\n# mine\nformat = 1\n[scenario]\ntitle = "A" # old\nid = "a" # its id\n'

    assert renamed({"a.toml": text}, "b", note="Based on A.")["a.toml"] == (
        '#:schema ./s.json\n# Based on A.\n# mine\nformat = 1\n[scenario]\ntitle = "A" # old\nid = "b" # its id\n'
    )


@pytest.mark.parametrize("title", ['"quoted"', "back\\slash", "[b] # no comment", "שלום", "'", "{if x}"])
def test_any_title_is_read_back_as_it_was(title: str) -> None:
    new = renamed({"story.toml": EVERYTHING}, "other", title)

    assert load_texts(new).playable.info.title == title


def test_the_title_may_stand_in_another_file_than_the_rest() -> None:
    other = '[scenario]\ntitle = "A story"\n'
    new = renamed({"scenario.toml": EVERYTHING.replace('title = "A story"\n', "", 1), "more.toml": other}, "x", "X")

    assert 'title = "X"' in new["more.toml"]
    assert 'id = "x"' in new["scenario.toml"]


def test_files_make_one_that_says_the_same() -> None:
    head, tail = EVERYTHING.split("[deck.papers]")
    files = {"scenario.toml": head, "more.toml": "[deck.papers]" + tail}

    assert load_texts({"story.toml": in_one(files)}).fingerprint == load_texts(files).fingerprint
