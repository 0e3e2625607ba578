"""What a preview shows of a story that is edited to nonsense: the last sound version, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.preview import Line, Preview
from ceo_sim.scenario.loader import load
from ceo_sim.scenario.memory import Memory

TUTORIAL = (Path(__file__).parents[2] / "scenarios" / "tutorial.toml").read_text(encoding="utf-8")
EVENT = '\n[event.zz]\ntitle = "Z"\n'


def without(start: str) -> str:
    """The tutorial without a line that begins so."""
    lines = TUTORIAL.splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines) if line.startswith(start))
    return "".join(lines[:number] + lines[number + 1 :])


def with_instead(old: str, new: str) -> str:
    """The tutorial with something else in the place of what it says."""
    assert old in TUTORIAL
    return TUTORIAL.replace(old, new, 1)


NONSENSE: dict[str, str | bytes] = {
    "nothing": "",
    "blank lines": "  \n\n",
    "bytes": b"\x00\xff\xfe" * 50,
    "another encoding": TUTORIAL.encode("utf-16"),
    "an old encoding": f"{TUTORIAL}\n# caf\xe9".encode("latin-1", "replace"),
    "half of it": TUTORIAL[: len(TUTORIAL) // 2],
    "a text that is never closed": TUTORIAL[: TUTORIAL.index('brief  = """') + 40],
    "marks of a merge": with_instead("[decision.", "<<<<<<< HEAD\n[decision."),
    "a decision twice": f'{TUTORIAL}\n[decision.river]\ntitle = "x"\n',
    "a key twice": with_instead("title  =", 'title = "x"\ntitle  ='),
    "a text without its first mark": with_instead('title  = "', "title  = "),
    "a table that is not closed": f"{TUTORIAL}\nx = {{ a = 1\n",
    "brackets in brackets": f"{TUTORIAL}\nx = {'[' * 5_000}{']' * 5_000}",
    "a key of many parts": f"{TUTORIAL}\n{'.'.join(['a'] * 3_000)} = 1",
    "a number without end": f"{TUTORIAL}\nx = {'9' * 6_000}",
    "no number": with_instead("start = ", "start = nan #"),
    "no end of time": with_instead("start = ", "start = inf #"),
    "no format": without("format"),
    "a format to come": f"format = 99\n{without('format')}",
    "a step of no length": with_instead("step", 'step = "0h" #'),
    "an end before the start": with_instead("end ", "end = 1999-01-01T00:00:00 #"),
    "a decision by another name": TUTORIAL.replace("decision.alarm", "decision.alram"),
    "a circle": f'{TUTORIAL}\n[metric.a]\nname = "A"\nformula = "b"\n[metric.b]\nname = "B"\nformula = "a"\n',
    "a division by nothing": f'{TUTORIAL}\n[metric.a]\nname = "A"\nformula = "1 / 0"\n',
    "half of a condition": f'{TUTORIAL}{EVENT}when = "1 +"\n',
    "code": f"{TUTORIAL}{EVENT}when = \"__import__('os').system('x')\"\n",
    "parentheses in parentheses": f'{TUTORIAL}{EVENT}when = "{"(" * 3_000}1{")" * 3_000}"\n',
    "nobody's name": f'{TUTORIAL}{EVENT}when = "nobody > 3"\nnext = "nowhere"\n',
    "a variant that is never closed": with_instead('title  = "', 'title  = "{if day > 1}'),
    "keys of a terminal": with_instead('title  = "', 'title  = "\\u001b[31m\\u0007'),
    "a turn of the direction": with_instead('title  = "', 'title  = "\\u202e'),
    "half of a character": with_instead('title  = "', 'title  = "\\ud800'),
    "a number for a text": with_instead('title  = "', 'title  = 3 #"'),
    "a list for a table": f'{TUTORIAL}\n[[metric]]\nname = "x"\n',
    "thousands of events": TUTORIAL + "".join(f'\n[event.z{number}]\ntitle = "Z"\n' for number in range(3_000)),
    "nine megabytes": f"{TUTORIAL}\n# {'x' * 9_000_000}",
}


def shown(preview: Preview) -> list[Line]:
    """All panes."""
    panes = (preview.game_lines, preview.source_lines, preview.problem_lines, preview.trace_lines)
    return [line for pane in panes for line in pane()]


@pytest.mark.parametrize("written", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_leaves_the_last_sound_play_on_screen_and_says_what_is_wrong(
    tmp_path: Path, written: str | bytes
) -> None:
    file, preview, memory = tmp_path / "tutorial.toml", Preview(0), Memory()
    file.write_text(TUTORIAL, encoding="utf-8")
    preview.take(load(file, memory=memory, findings=True))
    preview.wait()
    preview.choose(1)
    game = list(preview.game_lines())

    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    preview.take(load(file, memory=memory, findings=True))
    broken = shown(preview)

    assert "the last sound version is shown" in preview.state
    assert list(preview.game_lines()) == game
    assert any(line.kind == "bad" and ": error E" in line.text for line in preview.problem_lines())
    assert not any(char in line.text for line in broken for char in "\x1b\x07\u202e")

    file.write_text(TUTORIAL, encoding="utf-8")
    preview.take(load(file, memory=memory, findings=True))

    assert preview.state == "sound"
    assert list(preview.game_lines()) == game


@pytest.mark.parametrize("made", ["nothing", "a folder", "a link to itself"])
def test_a_file_that_is_none_any_more_leaves_it_too(tmp_path: Path, made: str) -> None:
    file, preview, memory = tmp_path / "tutorial.toml", Preview(0), Memory()
    file.write_text(TUTORIAL, encoding="utf-8")
    preview.take(load(file, memory=memory, findings=True))

    file.unlink()
    if made == "a folder":
        file.mkdir()
    elif made == "a link to itself":
        file.symlink_to(file)
    preview.take(load(file, memory=memory, findings=True))

    assert preview.is_stale
    assert len(shown(preview)) > 10
