from __future__ import annotations

from ceo_sim.analysis.reading import Reading, new_shares, readings
from ceo_sim.analysis.statistics import WORDS_A_MINUTE, Middle, statistics_of
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.scenario.loader import load_texts
from tests.support.scenarios import shipped, shipped_program
from tests.support.stories import IN_ACTS

STORY = """
format = 1
[scenario]
id = "story"
title = "A story"
role = "You decide."
opening = "It is early."

[clock]
turns = 3

[cast.eve]
name = "Eve"
role = "Engineer"
adviser = true
[[cast.eve.remark]]
text = "Good morning to you."

[decision.first]  # what is asked
title = "The door"
brief = "Somebody knocks."
at = 0
urgent = true

# a comment

[decision.first.option.enter]
label = "Open it"
outcome = "You open."
advice = { eve = "Do it." }
next = "second"

[decision.second]
title = "The guest"
brief = "He sits down."
urgent = true
[decision.second.option.tea]
label = "Make tea"
news = [{ from = "Radio", text = "Rain all day." }]

[event.never]
title = "Never at all"
when = "not first.enter and first.answered"

[ending.over]
title = "Over"
text = "The end."
"""


def _plays(text: str, plays: int = 3) -> tuple[object, list[Reading]]:
    loaded = load_texts({"story.toml": text})
    return loaded, readings(compile_scenario(loaded.playable), plays, seed=1)


def test_everything_that_is_put_before_the_player_is_read_once() -> None:
    _, (play, *_) = _plays(STORY)

    told = "It is early. The door. Somebody knocks. You open. The guest. He sits down. Over. The end."
    assert play.words == {
        "narrator": len(told.split()),
        "options": len(["Open", "it", "Make", "tea"]),
        "Eve": len(["Do", "it.", "Good", "morning", "to", "you."]),
        "Radio": len(["Rain", "all", "day."]),
    }
    assert play.decisions == 2
    assert "Never at all" not in play.sentences


def test_what_only_other_plays_meet_is_written_and_not_read() -> None:
    loaded = load_texts({"story.toml": STORY})
    found = statistics_of(loaded, readings(compile_scenario(loaded.playable), 3, seed=1))

    assert found.spoken["narrator"][0] == found.spoken["narrator"][1] + len(
        ["A", "story", "You", "decide.", "Never", "at", "all"]
    )
    assert found.minutes == found.in_play.median / WORDS_A_MINUTE
    assert found.new == Middle(0, 0, 0)


def test_lines_are_counted_without_blanks_and_comments() -> None:
    loaded = load_texts({"story.toml": STORY})
    found = statistics_of(loaded, readings(compile_scenario(loaded.playable), 1, seed=1))

    lines = [line for line in STORY.splitlines() if line and not line.startswith("#")]
    first, after = lines.index("[decision.first]  # what is asked"), lines.index("[event.never]")
    assert found.lines == len(lines)
    assert found.lines_a_decision == (after - first) / 2


def test_a_second_play_is_new_as_far_as_its_sentences_are() -> None:
    first = Reading({}, frozenset({"One two three.", "Four."}), 0)
    second = Reading({}, frozenset({"One two three.", "Five six."}), 0)

    assert list(new_shares([first, second])) == [2 / 5]
    assert list(new_shares([first])) == []


def test_another_language_has_no_reading_level() -> None:
    loaded = load_texts({"story.toml": STORY.replace('id = "story"', 'id = "story"\nlanguage = "de"')})

    assert statistics_of(loaded, readings(compile_scenario(loaded.playable), 1, seed=1)).grade is None


def test_the_tutorial_is_read_within_the_minutes_that_it_says() -> None:
    found = statistics_of(shipped("tutorial"), readings(shipped_program("tutorial"), 20, seed=1))

    assert 0.5 < found.minutes / shipped("tutorial").playable.info.minutes < 1.5
    assert found.counts["decisions"] == 5
    assert found.new is not None
    assert 0 < found.new.median < 1


def test_any_number_of_processes_reads_the_same() -> None:
    program = shipped_program("tutorial")

    assert readings(program, 4, seed=9, jobs=2) == readings(program, 4, seed=9)


def test_acts_are_counted_with_all_of_their_endings_in_a_story_that_has_any() -> None:
    loaded = load_texts({"story.toml": IN_ACTS})
    plays = readings(compile_scenario(loaded.playable), 2, 1)
    counts = statistics_of(loaded, plays).counts

    assert (counts["acts"], counts["endings"], counts["events"]) == (2, 5, 1)
    assert "acts" not in statistics_of(shipped("tutorial"), readings(shipped_program("tutorial"), 1, 1)).counts
