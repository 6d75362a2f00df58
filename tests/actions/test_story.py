"""A trainer's story file: the good ones load, each bad one gets a message that helps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.story import BadStoryError, Library, parse
from actions.story.load import LARGEST, load
from tests.actions.conftest import STORIES

TEXT = (STORIES / "burger_swap.yml").read_text("utf8")


def problems_of(text: str) -> str:
    with pytest.raises(BadStoryError) as caught:
        parse(text, "burger_swap.yml")
    return str(caught.value)


def test_every_story_in_the_project_is_playable() -> None:
    library = Library(STORIES)
    assert not library.problems()
    assert {"burger_swap", "salon_topup", "tax_device"} <= library.stories().keys()


def test_numbers_that_look_like_times_stay_text() -> None:
    story = parse(TEXT.replace("facts:", "facts:\n  接单时间: 12:30\n  会员: no", 1))
    assert story.facts["接单时间"] == "12:30"
    assert story.facts["会员"] == "no"


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("change", "with_", "where", "says"),
    [
        ("level: 2", "level: 9", "level: 9", "最大 5"),
        ("level: 2", "level: 难", "level: 难", "整数"),
        ("patience:", "patiense:", "patiense:", "是不是想写“patience”"),
        ("story: burger_swap", "story: Burger Swap", "story: Burger", "小写英文字母"),
        ("opening:", "opening: 喂\nopenings:", "opening: 喂", "列表"),
    ],
)
def test_a_slip_is_named_with_its_line(change: str, with_: str, where: str, says: str) -> None:
    text = TEXT.replace(change, with_, 1)
    messages = problems_of(text)
    assert f"burger_swap.yml:{line_of(text, where)} " in messages
    assert says in messages


def test_an_unknown_move_offers_the_close_one() -> None:
    text = TEXT.replace("offers_check", "offer_check", 1)
    assert "是不是想写“offers_check”" in problems_of(text)


def test_a_missing_part_is_named() -> None:
    text = TEXT.replace("endings:", "endigs:", 1)
    messages = problems_of(text)
    assert "缺少“endings”" in messages
    assert "是不是想写“endings”" in messages


def test_needs_that_wait_for_each_other_are_refused() -> None:
    first = TEXT.index("- need:")
    line_end = TEXT.index("\n", first)
    text = TEXT[:line_end] + "\n  after: [nowhere]" + TEXT[line_end:]
    assert "nowhere" in problems_of(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "文件是空的"),
        ("- 一\n- 二", "键: 值"),
        ("story: a\n\ttitle: b", "制表符"),
        ("story: [a", "括号没有配对"),
        ("story: a: b", "冒号的位置"),
        ("story: a\nstory: b", "写了两次"),
        ("story: !!python/object/apply:os.system ['true']", "标签"),
        ("a: &x [1]\nb: [*x, *x]", "锚点"),
        ("story: \x07", "读不懂"),
        ("story: " + "[" * 100_000 + "x" + "]" * 100_000, "套得太深"),
        ("? [a, b]\n: c", "键必须是文字"),
    ],
)
def test_what_is_no_story_at_all_gets_a_message(text: str, says: str) -> None:
    assert says in problems_of(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_story_or_a_problem(text: str) -> None:
    with pytest.raises(BadStoryError):
        parse(text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_story_with_any_line_spoilt_is_read_or_refused_with_a_line(data: st.DataObject) -> None:
    lines = TEXT.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = data.draw(st.text(max_size=40))
    try:
        parse("\n".join(lines), "burger_swap.yml")
    except BadStoryError as error:
        assert error.problems
        assert all(problem.what and problem.mend for problem in error.problems)


def test_a_file_must_have_its_storys_name(tmp_path: Path) -> None:
    file = tmp_path / "other.yml"
    file.write_text(TEXT, "utf8")
    with pytest.raises(BadStoryError, match=r"burger_swap\.yml"):
        load(file)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "burger_swap.yml"
    file.write_text(TEXT + "#" * LARGEST, "utf8")
    with pytest.raises(BadStoryError, match="文件太大"):
        load(file)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "burger_swap.yml"
    file.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(BadStoryError, match="UTF-8"):
        load(file)


def test_stories_come_and_go_while_it_runs(tmp_path: Path) -> None:
    for file in STORIES.glob("*.yml"):
        shutil.copy(file, tmp_path)
    library = Library(tmp_path)
    assert "burger_swap" in library.stories()

    file = tmp_path / "burger_swap.yml"
    file.write_text(TEXT.replace("level: 2", "level: 77"), "utf8")
    assert "burger_swap" not in library.stories()
    assert "salon_topup" in library.stories()
    assert [problem.file for problem in library.problems()] == ["burger_swap.yml"]

    file.write_text(TEXT.replace("level: 2", "level: 5"), "utf8")
    assert library.stories()["burger_swap"].level == 5
    assert not library.problems()

    file.unlink()
    assert "burger_swap" not in library.stories()


def test_an_editors_own_files_and_odd_ones_leave_the_rest_playable(tmp_path: Path) -> None:
    for file in STORIES.glob("*.yml"):
        shutil.copy(file, tmp_path)
    (tmp_path / ".#burger_swap.yml").symlink_to("nowhere")
    (tmp_path / "gone.yml").symlink_to("nowhere")
    (tmp_path / "folder.yml").mkdir()
    library = Library(tmp_path)
    assert "burger_swap" in library.stories()
    assert sorted(problem.file for problem in library.problems()) == ["folder.yml", "gone.yml"]


def test_broken_reactions_keep_the_last_good_ones(tmp_path: Path) -> None:
    for file in STORIES.glob("*.yml"):
        shutil.copy(file, tmp_path)
    library = Library(tmp_path)
    before = library.manners()
    (tmp_path / "_reactions.yml").write_text("pressing: []", "utf8")
    assert library.manners() == before
    assert any(problem.file == "_reactions.yml" for problem in library.problems())
