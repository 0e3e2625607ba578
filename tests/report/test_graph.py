"""A graph as a picture and as text: nothing overlaps, nothing is fetched, and hostile words stay words."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from ceo_sim.analysis.visits import visits
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.presentation.graph import Graph, graph
from ceo_sim.report.graph_layout import GAP_X, WIDTH, height_of, laid_out
from ceo_sim.report.graph_svg import svg
from ceo_sim.report.graph_text import dot, mermaid
from ceo_sim.scenario.characters import steering
from ceo_sim.scenario.loader import load_texts
from tests.support.hostile import HOSTILE, hostile_scenario
from tests.support.scenarios import shipped_program
from tests.support.stories import EVERYTHING, IN_ACTS, program, scenario

SVG = "{http://www.w3.org/2000/svg}"
_QUOTED = r'"(?:[^"\\]|\\.)*"'


@pytest.fixture(scope="module", params=["hostile", "everything", "acts", "tutorial", "depot", "meridian", "the_post"])
def drawn(request: pytest.FixtureRequest) -> Graph:
    if request.param == "acts":
        loaded = load_texts({"story.toml": IN_ACTS})
        written = loaded.as_written
        return graph(written, visits(compile_scenario(loaded.playable), 20, 1, written), 20)
    texts = {"hostile": hostile_scenario(), "everything": EVERYTHING}
    made = program(texts[request.param]) if request.param in texts else shipped_program(request.param)
    return graph(made.scenario, visits(made, 20, seed=1), 20, variables=request.param == "the_post")


def test_no_two_boxes_overlap_and_all_lie_in_the_picture(drawn: Graph) -> None:
    layout = laid_out(drawn)
    places = [layout.places[box.head.key] for box in drawn.boxes]

    assert [place.height for place in places] == [height_of(box) for box in drawn.boxes]
    for one, other in itertools.combinations(places, 2):
        beside = one.x + WIDTH + GAP_X <= other.x or other.x + WIDTH + GAP_X <= one.x
        assert beside or one.y + one.height < other.y or other.y + other.height < one.y
    for place in places:
        assert 0 <= place.x <= layout.width - WIDTH
        assert 0 <= place.y <= layout.height - place.height


def test_the_picture_is_well_formed_and_has_every_node_and_arrow(drawn: Graph) -> None:
    root = ET.fromstring(svg(drawn))

    assert len(root.findall(f"{SVG}g")) == len(drawn.boxes)
    assert len(root.findall(f"{SVG}g/{SVG}g")) == sum(len(box.rows) for box in drawn.boxes)
    assert len([path for path in root.findall(f"{SVG}path") if path.find(f"{SVG}title") is not None]) == len(
        drawn.arrows
    )


def test_the_picture_runs_and_fetches_nothing(drawn: Graph) -> None:
    root = ET.fromstring(svg(drawn))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "style", "defs", "marker", "path", "rect", "line", "text", "g")
    }
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert "url(" not in svg(drawn).replace("url(#head)", "")


def test_hostile_words_stand_in_the_picture_as_they_are() -> None:
    found = graph(scenario(hostile_scenario()), {}, 1)
    shown = HOSTILE.replace("*g*", "g")

    titles = [element.text or "" for element in ET.fromstring(svg(found)).iter(f"{SVG}title")]
    assert f"decision first: {shown}" in titles


def test_mermaid_has_nothing_between_quotes_that_could_mean_something(drawn: Graph) -> None:
    lines = mermaid(drawn).splitlines()
    labels = [match for line in lines for match in re.findall(r'"([^"]*)"', line)]
    outside = [re.sub(r'"[^"]*"', '""', line) for line in lines]

    assert labels
    assert not [label for label in labels if not re.fullmatch(r"(?:[\w .,]|#\d+;)*", label)]
    node, arrow = r"n\d+", r"(?:---|-->|-\.->|--o|-\.-)"
    group = r'subgraph (?:act|band)\d+\[""\]|end'
    line = rf'{group}|{node}\[""\]|{node} {arrow}(?:\|""\|)? {node}|style {node} [\w:#.,\- ]+'
    assert outside[0] == "flowchart TD"
    assert not [text for text in outside[1:] if not re.fullmatch(line, text.strip())]


def test_dot_has_every_word_in_a_closed_string(drawn: Graph) -> None:
    text = dot(drawn)
    outside = re.sub(_QUOTED, "S", text)

    assert not re.search(r"[\"\\&<|]", outside.replace("->", ""))
    assert outside.count("{") == outside.count("}")
    assert len(re.findall(r"^ +n\d+ \[label=S", outside, re.MULTILINE)) == sum(1 + len(box.rows) for box in drawn.boxes)


def test_no_form_of_it_steers_a_terminal(drawn: Graph) -> None:
    for text in (svg(drawn), mermaid(drawn), dot(drawn)):
        assert not list(steering(text))


def test_the_ground_of_an_act_has_all_of_its_boxes_and_no_other() -> None:
    loaded = load_texts({"story.toml": IN_ACTS})
    found = graph(loaded.as_written, {}, 1)
    layout = laid_out(found)
    grounds = [
        (float(rect.attrib["y"]), float(rect.attrib["y"]) + float(rect.attrib["height"]))
        for rect in ET.fromstring(svg(found)).findall(f"{SVG}rect[@class='cluster']")
    ]
    clusters = [bands for act, bands in found.clusters() if act]

    assert len(grounds) == len(clusters) == 2
    for (top, bottom), bands in zip(grounds, clusters, strict=True):
        inside = {
            box.band
            for box in found.boxes
            if top < (place := layout.places[box.head.key]).y and place.y + place.height < bottom
        }
        assert inside == set(bands)
