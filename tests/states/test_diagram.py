"""Pictures: the same every time, well-formed, complete, without styles, and nothing lies on anything else."""

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from states import Definition, endings, mermaid, shipped, svg
from states.layout import lay_out
from states.routing import draw
from tests.states.makers import definition, move
from tests.states.makers import state as made

DEFINITIONS = [pytest.param(engine.definition, id=engine.definition.key) for engine in shipped().all()]
NOMINATION = shipped().latest("nomination").definition
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_mermaid_tells_every_transition(definition: Definition) -> None:
    text = mermaid(definition, "vi")
    assert text == mermaid(definition, "vi")
    assert f"[*] --> {definition.initial}" in text
    arrows = {tuple(found) for found in re.findall(r"^ {4}(\w+) --> (\w+) :", text, re.MULTILINE)}
    assert arrows == {(item.source, item.target) for item in definition.transitions}
    for state in definition.states:
        assert f"    {state.code} : " in text


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_picture_is_plain_xml(definition: Definition, locale: str) -> None:
    picture = svg(definition, locale)
    root = ElementTree.fromstring(picture)
    assert picture == svg(definition, locale)
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert "style" not in picture and "script" not in picture and " id=" not in picture
    drawn = {node.get("data-state") for node in root.iter(f"{SVG}g")} - {None}
    assert drawn == {state.code for state in definition.states} - {state.code for state in endings(definition)}
    assert "stroke-dasharray" not in picture


def test_passed_now_and_ahead() -> None:
    root = ElementTree.fromstring(svg(NOMINATION, "vi", ("draft", "unit_review"), "pending_unit_head"))
    looks = {node.get("data-state"): node.get("class") for node in root.iter(f"{SVG}g")}
    assert looks["draft"] == looks["unit_review"] == "state passed"
    assert looks["pending_unit_head"] == "state now"
    assert looks["submitted"] == "state ahead"
    solid = [node.findtext(f"{SVG}title") for node in root.iter(f"{SVG}g") if node.get("class") == "move passed"]
    assert solid == [
        "Gửi bình xét: Bản nháp → Đang bình xét tại đơn vị",
        "Đề nghị khen thưởng: Đang bình xét tại đơn vị → Chờ thủ trưởng ký trình",
    ]
    assert (root.findtext(f"{SVG}desc") or "").startswith("Hiện ở: Chờ thủ trưởng ký trình.")


def test_an_ending_that_came_is_drawn_with_the_one_line_that_led_there() -> None:
    root = ElementTree.fromstring(svg(NOMINATION, "vi", ("draft", "unit_review"), "withdrawn"))
    titles = [node.findtext(f"{SVG}title") or "" for node in root.iter(f"{SVG}g")]
    assert [title for title in titles if title.endswith("→ Đơn vị rút đề nghị")] == [
        "Rút đề nghị: Đang bình xét tại đơn vị → Đơn vị rút đề nghị"
    ]


# A long way along its own row, since boxes stand in the row of its target.
ALONG = definition(
    (
        made("draft"), *(replace(made(code), lane="office") for code in ("b", "c", "d")),
        made("e", final=True),
    ),
    (
        move("go", "draft", "b"), move("go", "b", "c"), move("go", "c", "d"), move("skip", "draft", "d"),
        move("go", "d", "e"), move("back", "d", "draft"),
    ),
)  # fmt: skip
SIZES = [(120.0, 63.0), (84.0, 44.0)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("drawn", [*DEFINITIONS, pytest.param(ALONG, id="along")])
def test_boxes_keep_apart_and_lines_keep_out_of_boxes(drawn: Definition, width: float, height: float) -> None:
    hidden = {state.code for state in endings(drawn)}
    drawing = draw(lay_out(drawn, [state.code for state in drawn.states if state.code not in hidden]), width, height)
    for (x0, y0), (x1, y1) in combinations(drawing.corners.values(), 2):
        assert abs(x0 - x1) >= width or abs(y0 - y1) >= height
    for arrow, points in drawing.lines:
        for code, (x, y) in ((arrow.source, points[0]), (arrow.target, points[-1])):
            left, top = drawing.corners[code]
            assert left <= x <= left + width and top <= y <= top + height, arrow
        for (x0, y0), (x1, y1) in pairwise(points):
            assert x0 == x1 or y0 == y1, arrow
            for left, top in drawing.corners.values():
                across = max(x0, x1) > left and min(x0, x1) < left + width
                assert not (across and max(y0, y1) > top and min(y0, y1) < top + height), arrow
