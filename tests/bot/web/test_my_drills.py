"""Whose drills they are: my list, starting over, another name, someone else at the computer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.records import Records
from bot.web import pages
from tests.bot.web.conftest import Trainee, finished, texts
from tests.bot.web.stand_in import StandIn


def test_a_new_name_keeps_the_drills(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.enter("老林")
    assert trainee.get(f"/drill/{drill}").status_code == 200
    assert "老林" in trainee.get("/").text


def test_the_name_page_says_whose_drills_are_shown(trainee: Trainee) -> None:
    trainee.start()
    page = texts(trainee.get("/name").text)
    assert "小林的对练记录（共 1 场）" in page
    assert "换人来练" in page


def test_someone_else_starts_with_nothing_of_the_first(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.post("/language", language="en", next="/")
    answer = trainee.post("/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = trainee.get("/").text
    assert "What shall we call you?" in page
    assert "小林" not in page
    assert "newcomer.js" in page
    assert trainee.get(f"/drill/{drill}").status_code == 404
    trainee.enter("小王")
    assert f"/drill/{drill}" not in trainee.get("/").text + trainee.get("/drills").text


def test_starting_over_ends_the_drill_that_was_going_on(
    trainee: Trainee, newcomer: Callable[[], Trainee], records: Records
) -> None:
    other_person = newcomer()
    other_person.enter("小王")
    theirs, another_story = other_person.start("burger_swap"), trainee.start("salon_topup")
    first = trainee.start("burger_swap")
    second = trainee.start("burger_swap")
    endings = [getattr(records.drill(d), "ending", "?") for d in (first, second)]
    assert endings == ["stopped", None]
    kept = [getattr(records.drill(d), "ending", "?") for d in (theirs, another_story)]
    assert kept == [None, None]
    assert texts(trainee.get("/").text).count("接着练") == 2


def test_a_start_that_fails_ends_nothing(
    trainee: Trainee, stand_in: StandIn, records: Records
) -> None:
    first = trainee.start("burger_swap")
    stand_in.mood = "empty"
    assert trainee.post("/start", story="burger_swap").status_code == 503
    assert getattr(records.drill(first), "ending", "?") is None


def test_my_drills_are_all_there_newest_first(
    trainee: Trainee, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, going_on = finished(trainee), trainee.start("salon_topup")
    monkeypatch.setattr("bot.web.site.Site.stories", lambda site: {})
    page = trainee.get("/drills").text
    assert 'href="/drills"' in trainee.get("/").text
    assert page.index(f'href="/drill/{going_on}"') < page.index(f'href="/drill/{done}/report"')
    for words in ("点错的汉堡", "提前结束", "还没练完", "接着练"):
        assert words in page


def test_many_drills_come_in_pages(trainee: Trainee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DRILLS_A_PAGE", 2)
    drills = [trainee.start() for _ in range(5)]
    for number, shown in ((1, drills[3:]), (2, drills[1:3]), (3, drills[:1])):
        page = trainee.get(f"/drills?page={number}").text
        assert [d for d in drills if f"/drill/{d}" in page] == shown
        assert f"第 {number} 页，共 3 页" in page
    assert 'href="/drills?page=3"' in trainee.get("/drills?page=2").text
    for number, said in (("99", "第 3 页"), ("0", "第 1 页"), ("-1", "第 1 页"), ("x", "第 1 页")):
        assert said in trainee.get(f"/drills?page={number}").text


def test_a_newcomer_has_no_list(newcomer: Callable[[], Trainee]) -> None:
    assert newcomer().get("/drills").headers["location"] == "/"


def test_an_unfinished_drill_outlives_its_story_file(
    trainee: Trainee, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = trainee.start()
    monkeypatch.setattr("bot.web.site.Site.stories", lambda site: {})
    assert f'href="/drill/{drill}"' in trainee.get("/").text
    assert "案情" in trainee.get(f"/drill/{drill}").text


def test_after_a_drill_the_coach_suggests_a_customer_of_the_list(trainee: Trainee) -> None:
    assert "教练建议" not in trainee.get("/").text
    drill = trainee.start()
    for turn in range(1, 12):
        if trainee.say(drill, f"规定就是这样，第{turn}条", turn).json()["ending"]:
            break
    home = trainee.get("/").text
    assert "教练建议" in home
    assert home.index("教练建议") < home.index("难度 1/5")
