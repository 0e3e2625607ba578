"""What is remembered of earlier versions: the same is found as without it, and it does not grow without end."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.scenario import memory as memory_module
from ceo_sim.scenario.loader import diagnose, load
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.proofs.reach import Reach
from tests.support.scenarios import SCENARIOS
from tests.support.stories import EVERYTHING

Change = Callable[[str, random.Random, list[str]], str]


def other_number(line: str, luck: random.Random, _words: list[str]) -> str:
    """The line with another number, if it has one."""
    return replaced(line, r"\d+", str(luck.choice([0, 1, 2, 7, 50, 1000])), luck)


def other_word(line: str, luck: random.Random, words: list[str]) -> str:
    """The line with a word, or an id, that stands somewhere else in the story."""
    return replaced(line, r"\w+", luck.choice(words), luck)


def other_sign(line: str, luck: random.Random, _words: list[str]) -> str:
    """The line with another comparison, bracket or the like."""
    return replaced(line, r"[<>=+*{}.,-]", luck.choice("<>=+*{}.,-"), luck)


def misspelt(line: str, luck: random.Random, _words: list[str]) -> str:
    """The line with a letter less."""
    return replaced(line, r"[a-z]", "", luck)


def no_line(_line: str, _luck: random.Random, _words: list[str]) -> str:
    return ""


def twice(line: str, _luck: random.Random, _words: list[str]) -> str:
    return f"{line}\n{line}"


CHANGES: list[Change] = [other_number, other_word, other_sign, misspelt, no_line, twice]


def replaced(line: str, pattern: str, by: str, luck: random.Random) -> str:
    found = list(re.finditer(pattern, line))
    if not found:
        return line
    match = luck.choice(found)
    return line[: match.start()] + by + line[match.end() :]


def versions(files: list[Path], luck: random.Random, number: int) -> Iterator[str]:
    """Change one line of one file so often; half of the changes are taken back before the next one."""
    words = re.findall(r"\w+", "".join(file.read_text(encoding="utf-8") for file in files))
    for _ in range(number):
        file = luck.choice(files)
        before = file.read_text(encoding="utf-8")
        lines = before.split("\n")
        at = luck.choice([number for number, line in enumerate(lines) if line.strip()])
        lines[at] = luck.choice(CHANGES)(lines[at], luck, words)
        file.write_text("\n".join(lines), encoding="utf-8")
        yield f"{file.name}:{at + 1}: {lines[at]}"
        if luck.random() < 0.5:
            file.write_text(before, encoding="utf-8")


def story(folder: Path, name: str) -> tuple[Path, list[Path]]:
    """A copy of a story, or the small one with all of the language, to be changed; and its files."""
    if name == "everything":
        path = folder / "scenario.toml"
        path.write_text(EVERYTHING, encoding="utf-8")
        (folder / "editions").mkdir()
        (folder / "editions" / "plain.toml").write_text('[edition]\ntitle = "Plain"\n', encoding="utf-8")
        return folder, [path]
    origin = SCENARIOS / name if (SCENARIOS / name).is_dir() else SCENARIOS / f"{name}.toml"
    path = folder / origin.name
    if origin.is_file():
        shutil.copy(origin, path)
        return path, [path]
    shutil.copytree(origin, path)
    return path, sorted(file for file in path.rglob("*.toml") if "tests" not in file.parts)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32))
def test_with_what_is_remembered_the_same_is_found(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    path, files = story(tmp_path_factory.mktemp("story"), "everything")
    memory = Memory()
    diagnose(path, memory)
    for change in versions(files, random.Random(seed), 8):
        assert diagnose(path, memory) == diagnose(path), change


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tutorial", "depot", "meridian", "the_post"])
def test_with_what_is_remembered_the_same_is_found_in_what_is_shipped(tmp_path: Path, name: str) -> None:
    path, files = story(tmp_path, name)
    memory = Memory()
    diagnose(path, memory)
    for change in versions(files, random.Random(name), 12):
        assert diagnose(path, memory) == diagnose(path), change
        warm, cold = load(path, memory=memory, findings=True), load(path, findings=True)
        assert (warm.scenario, warm.diagnostics, warm.fingerprint) == (
            cold.scenario,
            cold.diagnostics,
            cold.fingerprint,
        )


def test_a_moment_in_another_zone_is_another_moment(tmp_path: Path) -> None:
    text = (SCENARIOS / "depot.toml").read_text(encoding="utf-8")
    zone = re.search(r'(?m)^zone *= *"(.*)"', text)
    assert zone is not None
    path, memory = tmp_path / "depot.toml", Memory()
    for other in (zone[1], "+05:30", zone[1]):
        path.write_text(text.replace(zone[0], f'zone = "{other}"'), encoding="utf-8")
        assert load(path, memory=memory).scenario == load(path).scenario
        assert diagnose(path, memory) == diagnose(path)


@pytest.mark.parametrize(
    "before, after, moves",
    [
        ("mood > 62", "mood > 63", False),
        ("Mood is {mood:.1f}.", "Mood: {mood:.1f}.", False),
        ("walkers > 300", "walkers > 301", True),
        ("press = 12", "press = 13", True),
        ('expires = "5d"', 'expires = "4d"', True),
    ],
)
def test_a_story_is_followed_again_only_if_what_changed_moves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, after: str, moves: bool
) -> None:
    followed, follow = list[Reach](), Reach.follow

    def counted(reach: Reach) -> None:
        followed.append(reach)
        follow(reach)

    monkeypatch.setattr(Reach, "follow", counted)
    path, memory = tmp_path / "story.toml", Memory()
    path.write_text(EVERYTHING, encoding="utf-8")
    diagnose(path, memory)
    assert before in EVERYTHING
    assert len(followed) == 1
    path.write_text(EVERYTHING.replace(before, after), encoding="utf-8")
    assert diagnose(path, memory) == diagnose(path)
    assert len(followed) == 2 + moves  # once without what is remembered


def test_what_is_the_same_is_not_worked_out_again() -> None:
    memory, done = Memory(), list[int]()

    def work(number: int) -> int:
        done.append(number)
        return -number

    assert [memory.of(number, partial(work, number)) for number in (1, 1, 2, 1)] == [-1, -1, -2, -1]
    assert done == [1, 2]


def test_of_two_things_that_are_equal_each_has_its_own() -> None:
    memory, one, other = Memory(), [1], [1]
    assert memory.about(one, "first", lambda: "one") == "one"
    assert memory.about(other, "first", lambda: "other") == "other"
    assert memory.about(one, "first", lambda: "again") == "one"


def test_of_what_has_a_name_only_the_newest_is_remembered() -> None:
    memory = Memory()
    assert memory.latest("x", 1, lambda: "one") == "one"
    assert memory.latest("x", 1, lambda: "again") == "one"
    assert memory.latest("x", 2, lambda: "two") == "two"
    assert memory.latest("x", 1, lambda: "again") == "again"


def test_what_was_not_asked_for_in_many_versions_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "VERSIONS", 3)
    memory, done = Memory(), list[str]()

    def ask(key: str) -> None:
        memory.of(key, lambda: done.append(key))

    for _ in range(20):
        with memory.version():
            ask("each time")
    with memory.version():
        ask("once")
    for _ in range(8):
        with memory.version():
            ask("each time")
    ask("once")
    assert done == ["each time", "once", "once"]


@pytest.mark.slow
def test_it_does_not_grow_with_the_number_of_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_module, "VERSIONS", 5)
    path, files = story(tmp_path, "everything")
    memory, sizes = Memory(), list[int]()
    text = files[0].read_text(encoding="utf-8")
    for number in range(60):
        files[0].write_text(f"{text}\n[event.new]\ntitle = 'New {number}'\nat = 2\n", encoding="utf-8")
        diagnose(path, memory)
        sizes.append(memory.size)
    assert max(sizes[30:]) <= max(sizes[:30])
