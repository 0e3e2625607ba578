from __future__ import annotations

import re
from pathlib import Path

from ceo_sim.classroom import controls
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.pack.material import material
from ceo_sim.classroom.pack.plans import plan_50
from ceo_sim.classroom.store import SqliteStore
from ceo_sim.classroom.story import beginning
from ceo_sim.library import load_playable, path_of
from tests.support.scenarios import shipped


async def labels_of_a_lesson(folder: Path, *, by_hands: bool) -> list[str]:
    """What the controls that are suggested are called, from the first decision until it has been carried out."""
    loaded = shipped("tutorial")
    begin = beginning(loaded, seed=7, teacher="secret", play="board")
    found = []
    async with holding(SqliteStore.create(folder / f"{by_hands}.class"), loaded, begin) as held:
        lesson = held.lesson
        lesson.by_hands = by_hands
        for _ in range(80):
            control = controls.control(lesson, controls.suggested(lesson))
            assert control is not None
            found.append(control.label)
            if control.id == "next":
                look_back = controls.control(lesson, "debrief")
                assert look_back is not None
                return [*found, look_back.label]
            given = {ask.name: ask.choices[0][0] for ask in control.asks if ask.choices}
            given |= {ask.name: "9" for ask in control.asks if ask.is_number}
            await controls.perform(lesson, control.id, given)
            if lesson.ballot is not None and lesson.ballot.is_open:
                await lesson.count_hands(2 if lesson.ballot.round == 2 else 1, {lesson.ballot.options[0]: 3})
    raise AssertionError(f"no time has passed: {found}")


async def test_the_buttons_that_a_plan_names_are_those_of_the_teacher(tmp_path: Path) -> None:
    there_are = [label for way in (False, True) for label in await labels_of_a_lesson(tmp_path, by_hands=way)]
    named = re.findall(r'<b class="pressed">“([^”]+)”</b>', plan_50(material(shipped("the_post"), "the_post")).body)

    assert len(named) >= 10
    assert [name for name in named if not any(label.startswith(name) for label in there_are)] == []
    assert [label for label in there_are if not any(label.startswith(name) for name in named)] == []


def test_the_lesson_in_the_docs_has_the_minutes_of_the_plan() -> None:
    loaded = load_playable(path_of("the_post"), None, "week")
    plan = [int(minute) for minute in re.findall(r">(\d+)–\d+</th>", plan_50(material(loaded, "the_post")).body)]
    guide = (Path(__file__).parents[3] / "docs" / "teaching.md").read_text(encoding="utf-8")
    rows = [(int(minute), what) for minute, what in re.findall(r"^\| (\d+) \| .*?\| (.*) \|$", guide, re.MULTILINE)]

    assert [minute for minute, _ in rows] == sorted(minute for minute, _ in rows)
    # Within a decision with two votes the plan counts no minutes.
    inside = [minute for minute, what in rows if minute not in plan]
    assert inside == [12, 14, 50]
    debrief = next(minute for minute, what in rows if what.startswith("Look back"))
    assert plan.index(debrief) == len(plan) - 5  # four steps of it, and the exit slip
