"""`duilian story new`: a trainer answers, and has a customer that can be played."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator
from typer.testing import CliRunner, Result

from actions.authoring.schema import story_schema
from actions.judge.judge import Judge
from actions.story import Library, load
from bot import new_story
from bot.cli import app
from tests.actions.conftest import STORIES
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

SHORTEST = [
    *("cold_soup", "凉了的汤", "秦伯", ""),  # name, title, customer, temperament
    *("", "我点的汤送来是凉的，老伴没法喝", ""),  # trainee, trouble, level
    *("把汤换成热的", "换，热汤，重做", ""),  # a need
    *("", ""),  # may, may not
]
LONGEST = [
    *("late_parcel", "签收了却没收到", "方姐", "3"),
    *("快递公司客服", "你们写着已签收，可我根本没收到", "4"),
    *("查清包裹在哪儿", "查，核实，快递员，驿站"),
    *("说好几点给我回话", "分钟，点前，回电"),
    *("承认签收弄错了", "弄错，我们的问题"),
    *("打电话给快递员；登记理赔", "不能给私人号码"),
]
MESSY = [
    *("Cold Soup", "cold soup", "cold_soup.yml"),
    *("", '凉: 的 "汤" #1', "O'Neill: “秦”"),
    *("九", "话多"),
    *("- 前台 {x}", "坏", "汤: 是凉的 # 真的, 'yes' [no] \\ %", "一", "3"),
    *("请你把 {汤}: #换成热的！", "换", "换，#热汤，&重做"),
    *("把 {汤}: #换成热的", ""),
    *("*换；!送", "? 不: 退"),
]


@pytest.fixture()
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Judge) -> Path:
    """A folder without stories."""
    shutil.copy(STORIES / "_reactions.yml", tmp_path)
    shutil.copytree(STORIES / "temperaments", tmp_path / "temperaments")
    monkeypatch.setenv("DUILIAN_STORIES", str(tmp_path))
    return tmp_path


def new(answers: Sequence[str]) -> Result:
    return CliRunner().invoke(app, ["story", "new"], input="".join(f"{line}\n" for line in answers))


@pytest.mark.parametrize(
    ("answers", "name", "needs"),
    [(SHORTEST, "cold_soup", 1), (LONGEST, "late_parcel", 3), (MESSY, "cold_soup", 1)],
    ids=["shortest", "longest", "messy"],
)
def test_the_story_passes_the_check_at_once(
    folder: Path, answers: Sequence[str], name: str, needs: int
) -> None:
    result = new(answers)
    assert result.exit_code == 0, result.output
    assert "四种收场都排练过" in result.output
    file = folder / f"{name}.yml"
    assert len(load(file).needs) == needs
    assert list(Library(folder).stories()) == [name]
    complaints = Draft7Validator(story_schema()).iter_errors(yaml.safe_load(file.read_text("utf8")))
    assert list(complaints) == []

    checked = CliRunner().invoke(app, ["story", "check", str(file)])
    assert checked.exit_code == 0, checked.output
    assert f"{name}.yml: right" in checked.output


def test_messy_answers_are_mended_one_by_one_or_kept_to_the_letter(folder: Path) -> None:
    output = new(MESSY).output
    assert output.count("  × ") == 8
    story = load(folder / "cold_soup.yml")
    assert story.title == '凉: 的 "汤" #1'
    assert story.customer.name == "O'Neill: “秦”"
    assert story.customer.temperament == "chatty"
    assert story.trainee_is == "- 前台 {x}"
    assert "汤: 是凉的 # 真的, 'yes' [no] \\ %。" in story.briefing
    assert story.needs[0].label == "把 {汤}: #换成热的"
    assert story.needs[0].met_by.about == ["换", "#热汤", "&重做"]
    assert story.may == ["*换", "!送"]


@pytest.mark.parametrize("answered", range(len(LONGEST)))
def test_breaking_off_leaves_nothing_behind(folder: Path, answered: int) -> None:
    before = sorted(folder.rglob("*"))
    result = new(LONGEST[:answered])
    assert result.exit_code == 1
    assert "什么也没留下" in result.output
    assert sorted(folder.rglob("*")) == before


def test_breaking_off_while_the_judge_rehearses_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(new_story, "make_plan", interrupted)
    result = new(LONGEST)
    assert "什么也没留下" in result.output
    assert not (folder / "late_parcel.yml").exists()


def test_a_name_that_is_taken_is_asked_again(folder: Path) -> None:
    (folder / "cold_soup.yml").write_text("mine", "utf8")
    result = new(["cold_soup", "hot_soup", *SHORTEST[1:]])
    assert result.exit_code == 0, result.output
    assert "cold_soup.yml 已经有了" in result.output
    assert (folder / "cold_soup.yml").read_text("utf8") == "mine"
    assert load(folder / "hot_soup.yml").name == "hot_soup"


def test_a_story_written_by_another_meanwhile_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "cold_soup.yml"
    make_plan = new_story.make_plan

    def slowly(*args: object) -> object:
        file.write_text("theirs", "utf8")
        return make_plan(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(new_story, "make_plan", slowly)
    result = new(SHORTEST)
    assert result.exit_code == 1
    assert "没有动它" in result.output
    assert file.read_text("utf8") == "theirs"


def test_who_has_no_trained_judge_hears_so_before_the_first_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUILIAN_MODELS", str(folder / "none"))
    result = new(SHORTEST)
    assert result.exit_code == 1
    assert "make train" in result.output
    assert "文件名" not in result.output
