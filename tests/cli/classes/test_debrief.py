from __future__ import annotations

from pathlib import Path

from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.events import Opened
from ceo_sim.classroom.names import tidy_code
from tests.cli.conftest import Run
from tests.support.scenarios import shipped


def test_a_demo_class_can_be_looked_back_on_in_every_format(run: Run, tmp_path: Path) -> None:
    log, out = tmp_path / "demo.class", tmp_path / "demo.html"
    made = run("class", "demo", "tutorial", "--students", "12", "-o", str(log))
    assert "12 invented students" in made.out
    text = run("class", "debrief", str(log)).out
    assert "To talk about" in text
    assert run("class", "debrief", str(log), "--format", "md").out.startswith("# ")
    assert run("class", "debrief", str(log), "-o", str(out)).code == 0
    assert "To talk about" in out.read_text(encoding="utf-8")


def test_the_same_seed_makes_the_same_class(run: Run, tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        run("class", "demo", "tutorial", "--students", "9", "--seed", "4", "-o", str(tmp_path / f"{name}.class"))
        texts.append(run("class", "debrief", str(tmp_path / f"{name}.class")).out)
    assert texts[0] == texts[1]


def test_a_demo_class_has_a_code_by_which_it_is_found_when_it_is_hosted() -> None:
    opened = demo_log(shipped("tutorial"), 3, 1)[0].event
    assert isinstance(opened, Opened)
    assert tidy_code(opened.code) == opened.code


def test_mistakes_are_said_in_one_line(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "demo.class"
    run("class", "demo", "tutorial", "--students", "6", "-o", str(log))
    (tmp_path / "text.class").write_text("nothing")
    for arguments, expected in (
        (("demo", "tutorial", "-o", str(log)), "is there already"),
        (("demo", "tutorial", "--students", "0", "-o", str(tmp_path / "x.class")), "from 1 to 2,000, not 0"),
        (("demo", "tutorial", "--play", "teams", "-o", str(tmp_path / "x.class")), "has no roles"),
        (("debrief", str(tmp_path / "none.class")), "is no log of a class"),
        (("debrief", str(tmp_path / "text.class")), "is no log of a class"),
        (("debrief", str(log), "-o", str(tmp_path / "page.pdf")), "does not say which format"),
    ):
        ran = run("class", *arguments)
        assert ran.code == 1
        assert expected in ran.err
        assert len(ran.err.splitlines()) == 1
