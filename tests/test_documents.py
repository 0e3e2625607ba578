"""What stands beside the code is true: the citation, the index of decisions, and where links lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ceo_sim import __version__

CHECKOUT = Path(__file__).resolve().parents[1]
DECISIONS = CHECKOUT / "docs" / "decisions"
DOCUMENTS = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_the_citation_names_the_version_that_it_lies_beside() -> None:
    citation = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))

    assert citation["version"] == __version__
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()


def test_the_hooks_of_a_commit_are_what_make_check_runs() -> None:
    config = yaml.safe_load((CHECKOUT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    checks = re.search(r"^check:.*\n((?:\t.+\n)+)", makefile, re.MULTILINE)

    assert checks is not None
    wanted = [line.strip().removeprefix("$(BIN)/") for line in checks[1].splitlines()]
    hooks = [hook["entry"].removeprefix(".venv/bin/") for repo in config["repos"] for hook in repo["hooks"]]
    assert [hook.removesuffix(" --force-exclude") for hook in hooks] == wanted


def test_the_index_of_decisions_names_each_of_them_in_order() -> None:
    by_number = sorted(DECISIONS.glob("[0-9]*.md"), key=lambda path: int(path.name.partition("-")[0]))
    pages = [path.name for path in by_number]

    assert re.findall(r"\]\(([0-9][^)]*)\)", (DECISIONS / "README.md").read_text(encoding="utf-8")) == pages


@pytest.mark.parametrize("page", sorted(DECISIONS.glob("[0-9]*.md")), ids=lambda page: page.stem)
def test_a_decision_says_what_led_to_it_what_follows_and_what_would_change_it(page: Path) -> None:
    headings = re.findall(r"^## (.+)", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert headings == ["Context", "Decision", "Consequences", "What would change it"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = _LINK.findall(_CODE.sub("", document.read_text(encoding="utf-8")))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    page = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:\w+/)*\w+(?:\.py|/))`", page)

    assert len(named) > 20
    for path in named:
        assert (CHECKOUT / path).exists() or (CHECKOUT / "src" / "ceo_sim" / path).exists(), path
