"""Commands in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.settings import ROOT
from actions.story import Library
from bot.chats.commands import Command, parse
from bot.chats.forms import LEVELS

STORIES = Library(ROOT / "data" / "stories").stories()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("点错的汉堡", Command("start", "burger_swap")),
        ("burger_swap", Command("start", "burger_swap")),
        ("开始 点错的汉堡", Command("start", "burger_swap")),
        ("开始点错的汉堡 接力", Command("start", "burger_swap", "relay")),
        ("start 点错的汉堡 duel", Command("start", "burger_swap", "duel")),
        ("开始", Command("start")),
        ("开始 对决", Command("start", mode="duel")),
        ("开始 逐级 抢答", Command("start", LEVELS)),
        ("start level by level", Command("start", LEVELS)),
        ("开始 没有的客户", Command("unknown_story", wish="没有的客户")),
        ("定时 每周一 9:00 没有的客户", Command("unknown_story", wish="没有的客户")),
        ("every Monday at 9:00 nobody", Command("unknown_story", wish="nobody")),
        ("绑定", Command("link")),
        ("help", Command("help")),
        ("周报", Command("weekly")),
        ("周报 关", Command("weekly", switch="off")),
        ("排行 开", Command("ranking", switch="on")),
        ("leaderboard off", Command("ranking", switch="off")),
        ("定时", Command("schedule")),
    ],
)
def test_what_is_a_command(text: str, command: Command) -> None:
    assert parse(text, STORIES) == command


@pytest.mark.parametrize(
    ("text", "days", "clock", "story", "mode"),
    [
        ("定时 每周一 9:00 逐级", "mon", (9, 0), LEVELS, "open"),
        (
            "定时 每周一、三、五 14点30分 点错的汉堡 接力",
            "mon,wed,fri",
            (14, 30),
            "burger_swap",
            "relay",
        ),
        ("定时 工作日 8：05", "mon-fri", (8, 5), LEVELS, "open"),
        ("定时 每天 18点 对决", "*", (18, 0), LEVELS, "duel"),
        ("every Monday 9:00 level by level", "mon", (9, 0), LEVELS, "open"),
        ("schedule every tue and thu 16:15 relay", "tue,thu", (16, 15), LEVELS, "relay"),
        ("schedule weekdays 9:00", "mon-fri", (9, 0), LEVELS, "open"),
        ("定时 每周末", "", (-1, 0), LEVELS, "open"),
        ("定时 每天下午3点半 对决", "*", (15, 30), LEVELS, "duel"),
        ("定时 每周二、四 早上10点 抢答", "tue,thu", (10, 0), LEVELS, "open"),
        ("定时 每周一12点", "mon", (12, 0), LEVELS, "open"),
        ("定时 每天 下午 3点 点错的汉堡", "*", (15, 0), "burger_swap", "open"),
        ("定时 每天晚上12点", "*", (0, 0), LEVELS, "open"),
        ("定时 每天凌晨1点", "*", (1, 0), LEVELS, "open"),
        ("定时 每天 9点钟 接力", "*", (9, 0), LEVELS, "relay"),
        ("定时 每周一 9:00 开始对练", "mon", (9, 0), LEVELS, "open"),
        ("every weekday morning at 9:00 relay", "mon-fri", (9, 0), LEVELS, "relay"),
        ("every day 3:30 pm", "*", (15, 30), LEVELS, "open"),
        ("schedule daily 12:00 am", "*", (0, 0), LEVELS, "open"),
        ("定时 25:00 每周日", "sun", (-1, 0), LEVELS, "open"),
    ],
)
def test_when_a_schedule_is_for(
    text: str, days: str, clock: tuple[int, int], story: str, mode: str
) -> None:
    found = parse(text, STORIES)
    assert found is not None
    assert (found.name, found.days, (found.hour, found.minute)) == ("schedule", days, clock)
    assert (found.story, found.mode) == (story, mode)


@pytest.mark.parametrize(
    "text",
    [
        "您好，我马上帮您查",
        "抱歉让您久等了，点错的汉堡我这就去问",
        "那我们从头开始说",
        "给我点提示",
        "开始查您点错的汉堡了，请稍等",
    ],
)
def test_what_is_said_to_the_customer_is_no_command(text: str) -> None:
    found = parse(text, STORIES)
    assert found is None or found.name == "unknown_story"


@given(st.text(max_size=200))
def test_any_words_are_a_command_or_none(text: str) -> None:
    found = parse(text, STORIES)
    assert found is None or (-1 <= found.hour <= 23 and 0 <= found.minute < 60)
