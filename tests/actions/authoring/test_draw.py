"""The picture of a story: whatever the texts, well-formed, all of it on the sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from actions.authoring.draw import draw
from actions.authoring.wrapping import legible, width_of, wrap, wrap_list
from actions.judge.verdict import MOVES
from actions.settings import ROOT
from actions.story import Story, load
from actions.story.cues import BANDS, CUES
from actions.story.meanings import short
from bot.cli import app

FILE = ROOT / "tests" / "actions" / "stories" / "lost_parcel.yml"
PLAIN: dict[str, Any] = yaml.safe_load(FILE.read_text("utf8"))
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def texts_of(svg: str) -> str:
    return "".join(element.text or "" for element in parsed(svg).iter(f"{SVG}text"))


def off_the_sheet(svg: str) -> list[str]:
    """Texts that leave the sheet, and boxes and lines that do."""
    root = parsed(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    out = []
    for text in root.iter(f"{SVG}text"):
        words = text.text or ""
        wide = width_of(words, float(text.attrib["font-size"]))
        left = float(text.attrib["x"]) - (wide / 2 if "text-anchor" in text.attrib else 0)
        if left < -0.1 or left + wide > width + 0.1 or not 0 < float(text.attrib["y"]) < height:
            out.append(words)
    for line in root.iter(f"{SVG}polyline"):
        points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        out += [line.attrib["points"] for x, y in points if not (0 < x < width and 0 < y < height)]
    for box in root.iter(f"{SVG}rect"):
        right = float(box.get("x", 0)) + float(box.attrib["width"])
        bottom = float(box.get("y", 0)) + float(box.attrib["height"])
        if right > width or bottom > height or float(box.attrib["height"]) <= 0:
            out.append(str(box.attrib))
    return out


def changed(**parts: Any) -> Story:
    return Story.parse_obj({**PLAIN, **parts})


def needs(*after: list[str]) -> list[dict[str, Any]]:
    """Needs n0, n1 …, each waiting for those given."""
    return [
        {**PLAIN["needs"][0], "need": f"n{number}", "label": f"第{number}件", "after": names}
        for number, names in enumerate(after)
    ]


def test_it_shows_the_needs_the_reveals_and_how_it_ends() -> None:
    story = load(FILE)
    seen = texts_of(draw(story))
    for need in story.needs:
        assert need.label in seen
        assert all(word in seen for word in need.met_by.about)
        assert all(short("move")[move] in seen for move in need.met_by.moves)
    for reveal in story.reveals:
        assert all(word in seen for word in reveal.about)
        assert reveal.says[0] in seen
    assert "开场火气 60" in seen
    assert "2 件事都办成，火气低于 45" in seen
    assert "耐心（4）耗尽" in seen


def test_it_names_the_customers_own_reactions_in_their_bands(burger: Story) -> None:
    seen = texts_of(draw(burger))
    assert all(
        seen.count(short("cue")[cue]) >= len(bands) for cue, bands in burger.reactions.items()
    )
    assert "没有写，都用大家共用的" in texts_of(draw(load(FILE)))


def arrow_heads(svg: str) -> int:
    return len(list(parsed(svg).iter(f"{SVG}polygon")))


def test_an_arrow_leads_from_each_need_to_those_that_wait_for_it() -> None:
    assert arrow_heads(draw(changed(needs=needs([], [], [])))) == 0
    waiting = changed(needs=needs([], ["n0"], ["n0", "n1"], ["n0"]))
    assert arrow_heads(draw(waiting)) == 4
    assert "第2件（先办成 1、2）" in texts_of(draw(waiting))


def test_detours_side_by_side_do_not_lie_on_each_other() -> None:
    svg = draw(changed(needs=needs([], [], ["n0"], ["n1"], ["n0"])))
    lanes = {
        line.attrib["points"].split()[1].split(",")[0]
        for line in parsed(svg).iter(f"{SVG}polyline")
        if len(line.attrib["points"].split()) == 4
    }
    assert len(lanes) == 3


def test_it_can_be_read_without_being_seen() -> None:
    story = load(FILE)
    root = parsed(draw(story))
    assert root.attrib["role"] == "img"
    title, desc = (next(root.iter(f"{SVG}{name}")) for name in ("title", "desc"))
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert all(need.label in (desc.text or "") for need in story.needs)


def test_it_needs_nothing_from_elsewhere() -> None:
    svg = draw(load(FILE)).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|href|@import|<script", svg)


def test_markup_in_a_text_stays_text() -> None:
    story = changed(title="</text><script>alert(1)</script>&amp;]]>")
    svg = draw(story)
    assert "<script" not in svg
    assert "</text><script>alert(1)</script>&amp;]]>" in texts_of(svg)


def test_the_thermometer_holds_every_temper() -> None:
    for anger in (0, 34.9, 45, 100):
        assert off_the_sheet(draw(changed(anger=anger))) == []


SOME_TEXT = st.text(min_size=1, max_size=120).filter(str.strip)
WORDS = st.lists(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="，、。；！？"),
        max_size=20,
    )
    .map(str.strip)
    .filter(bool),
    min_size=1,
    max_size=30,
    unique=True,
)
WORDINGS = st.lists(SOME_TEXT, min_size=3, max_size=4, unique_by=str.strip)


@st.composite
def some_needs(draw_one: st.DrawFn) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in range(draw_one(st.integers(1, 7))):
        names = [need["need"] for need in found]
        after = draw_one(st.lists(st.sampled_from(names), unique=True)) if names else []
        moves = draw_one(st.lists(st.sampled_from(MOVES), min_size=1, unique=True))
        found.append(
            {
                **PLAIN["needs"][0],
                "need": f"n{number}",
                "label": draw_one(SOME_TEXT),
                "after": after,
                "met_by": {"moves": moves, "about": draw_one(WORDS)},
            }
        )
    return found


REVEALS = st.lists(
    st.fixed_dictionaries(
        {"about": WORDS, "says": WORDINGS, "unasked": st.sampled_from(["true", "false"])}
    ),
    max_size=4,
)
REACTIONS = st.dictionaries(
    st.sampled_from(CUES), st.dictionaries(st.sampled_from(BANDS), WORDINGS), max_size=24
)


@settings(deadline=None, max_examples=60)
@given(
    parts=st.fixed_dictionaries(
        {
            "title": SOME_TEXT,
            "trainee_is": SOME_TEXT,
            "trains": SOME_TEXT,
            "customer": st.fixed_dictionaries(
                {"name": SOME_TEXT, "temper": SOME_TEXT, "speaks": SOME_TEXT}
            ),
            "level": st.integers(1, 5),
            "anger": st.floats(0, 100),
            "patience": st.integers(1, 12),
            "needs": some_needs(),
            "reveals": REVEALS,
            "reactions": REACTIONS,
            "endings": st.fixed_dictionaries(dict.fromkeys(PLAIN["endings"], WORDINGS)),
        }
    )
)
def test_whatever_the_texts_it_is_well_formed_and_on_the_sheet(parts: dict[str, Any]) -> None:
    svg = draw(Story.parse_obj({**PLAIN, **parts}))
    assert off_the_sheet(svg) == []
    assert svg.encode("utf8")


@given(text=st.text(st.characters()), size=st.floats(8, 30), ems=st.floats(2.2, 40))
def test_lines_fit_and_lose_nothing_that_can_be_seen(text: str, size: float, ems: float) -> None:
    lines = wrap(text, size, ems * size)
    assert all(width_of(line, size) <= ems * size + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == legible(text).replace(" ", "")


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_quote() -> None:
    for ems in range(4, 20):
        for line in wrap("他说：“先看，再说。”后来（隔了一天），又说：“算了。”", 10, ems * 10):
            assert line[0] not in "，。：”）"
            assert line[-1] not in "“（"


def test_words_of_a_list_are_not_parted() -> None:
    assert wrap_list(["驿站", "快递员", "备注"], 10, 50) == ["驿站、", "快递员、", "备注"]


def test_the_command_writes_the_picture(tmp_path: Path) -> None:
    target = tmp_path / "parcel.svg"
    result = CliRunner().invoke(app, ["story", "draw", str(FILE), "--out", str(target)])
    assert result.exit_code == 0, result.output
    assert "没收到的签收" in texts_of(target.read_text("utf8"))


@pytest.mark.parametrize(
    ("out", "says"), [("story.yml", "以 .svg 结尾"), ("nowhere/a.svg", "能写的文件夹")]
)
def test_the_command_overwrites_no_story_and_explains_itself(
    tmp_path: Path, out: str, says: str
) -> None:
    result = CliRunner().invoke(app, ["story", "draw", str(FILE), "--out", str(tmp_path / out)])
    assert result.exit_code == 1
    assert says in result.output
    assert not (tmp_path / out).exists()


def test_a_bad_story_gets_its_problems_instead_of_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "lost_parcel.yml"
    file.write_text(FILE.read_text("utf8").replace("patience:", "patiense:"), "utf8")
    result = CliRunner().invoke(app, ["story", "draw", str(file)])
    assert result.exit_code == 1
    assert "是不是想写“patience”" in result.output
