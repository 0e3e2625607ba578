"""Findings in the forms that other programs read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from ceo_sim.cli.annotations import annotation
from ceo_sim.cli.sarif import log
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import Diagnostic
from tests.cli.conftest import Run
from tests.support.stories import EVERYTHING

DATA = Path(__file__).parents[1] / "data"
SARIF = json.loads((DATA / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
"""The whole schema of the standard; `README.md` beside it says where it comes from."""
the_standard = jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


@pytest.fixture
def flawed(here: Path) -> Path:
    path = here / "scenarios" / "a flawed, story.toml"
    unread = "\n[variable.unread] # allow: W502 for a later edition\nstart = 1\n[variable.other]\nstart = 2\n"
    path.write_text(EVERYTHING + unread)
    return path


@pytest.fixture
def wrong(here: Path) -> Path:
    path = here / "wrong.toml"
    path.write_text(EVERYTHING.replace("start = 20\n", 'start = "staf"\n'))
    return path


def the_run(run: Run, *paths: str) -> dict[str, Any]:
    ran = run("check", *paths, "--format", "sarif")
    data = json.loads(ran.out)
    the_standard.validate(data)
    (only,) = data["runs"]
    assert isinstance(only, dict)
    return only


def test_sarif_has_each_finding_with_its_rule_and_its_place(run: Run, flawed: Path, wrong: Path) -> None:
    paths = [flawed.relative_to(Path.cwd()).as_posix(), wrong.name]
    found = the_run(run, *paths)
    rules = found["tool"]["driver"]["rules"]
    as_data = json.loads(run("check", *paths, "--json").out)

    assert len(found["results"]) == len(as_data) > 2
    for result, one in zip(found["results"], as_data, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one["code"]
        assert result["level"] == one["severity"]
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == one["file"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == (one["line"], one["column"])
        assert region["endColumn"] > region["startColumn"] or region["endLine"] > region["startLine"]
        assert one["message"] in result["message"]["text"]
    assert all("**Bad**\n\n```" in rule["help"]["markdown"] for rule in rules)


def test_sarif_of_every_finding_that_there_is_is_as_the_standard_has_it() -> None:
    findings = [
        Diagnostic(
            code=code, message=f"a {code}", file=f"{folder}a flawed, ü.toml", line=3, column=column, allowed=folder
        )
        for code in RULES
        for folder, column in (("", 1), ("../", 7), ("/tmp/elsewhere/", 9))
    ]

    log_of_all = log(findings)

    the_standard.validate(log_of_all)
    assert len(log_of_all["runs"][0]["tool"]["driver"]["rules"]) == len(RULES)


def test_the_schema_refuses_what_the_standard_does() -> None:
    bare = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "m"}}]}]}
    the_standard.validate(bare)
    bare["runs"][0]["results"][0]["level"] = "fatal"  # type: ignore[index]  # as it is written just above
    with pytest.raises(jsonschema.ValidationError):
        the_standard.validate(bare)


def test_what_is_allowed_is_suppressed_in_sarif_and_json_and_left_out_for_people(run: Run, flawed: Path) -> None:
    found = the_run(run, str(flawed))["results"]
    reasons = {
        result["message"]["text"]: [each["justification"] for each in result["suppressions"]] for result in found
    }
    allowed = [one for one in run("check", str(flawed), "--json").json if one["allowed"]]

    assert reasons['no expression reads the variable "unread"'] == ["for a later edition"]
    assert reasons['no expression reads the variable "other"'] == []
    assert [(one["code"], one["allowed"]) for one in allowed] == [("W502", "for a later edition")]
    said = run("check", str(flawed))
    assert "unread" not in said.out
    assert "2 warnings (1 allowed)" in said.out.splitlines()[-1]
    assert "unread" not in run("check", str(flawed), "--format", "github").out


def test_a_file_elsewhere_has_its_whole_address(run: Run, flawed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (flawed.parent.parent / "deep").mkdir()
    monkeypatch.chdir(flawed.parent.parent / "deep")
    for named in (str(flawed), f"../scenarios/{flawed.name}"):
        location = the_run(run, named)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
        assert location == {"uri": flawed.as_uri()}


def test_an_annotation_names_the_place_and_the_remedy(run: Run, wrong: Path) -> None:
    ran = run("check", wrong.name, "--format", "github")

    assert ran.code == 1
    lines = [line for line in ran.out.splitlines() if line.startswith("::error ")]
    assert len(lines) == 1
    match = re.fullmatch(
        r"::error file=wrong\.toml,line=\d+,endLine=\d+,col=10,endColumn=14,title=E301 unknown name::"
        r'unknown name "staf"; expected .*; did you mean staff\?',
        lines[0],
    )
    assert match, lines[0]


def test_an_annotation_cannot_be_ended_by_what_it_quotes() -> None:
    one = Diagnostic(code="N701", message="100 % of a::b\nc", file="a,b:c%.toml", line=3, end_line=4)
    assert annotation(one) == (
        "::notice file=a%2Cb%3Ac%25.toml,line=3,endLine=4,title=N701 number without grounds::100 %25 of a::b\\nc"
    )


def test_a_form_that_is_not_known_is_misuse(run: Run) -> None:
    assert run("check", "story", "--format", "xml").code == 2
