"""What trainers set up: schedules, weekly summaries, the leaderboard."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from actions.records.store import now
from bot.chats.post import Buttons, Heading, Post
from bot.chats.schedules import next_time
from bot.chats.tables import rooms, schedules
from tests.bot.chats.conftest import Chat
from tests.bot.chats.playing import KIND, RUDE, button, drill_of, start, texts


def order(chat: Chat, text: str, user: str = "boss") -> list[Post]:
    return chat.says(user, text, chat.place(), addressed=True)


def come_due(chat: Chat) -> None:
    with chat.office.records.db.begin() as db:
        db.execute(update(schedules).values(next_at=now() - timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ((2026, 11, 22, 0, 0), (2026, 11, 23, 1, 0)),  # 9:00 in Shanghai is 1:00 UTC
        ((2026, 11, 23, 0, 59), (2026, 11, 23, 1, 0)),
        ((2026, 11, 23, 1, 0), (2026, 11, 30, 1, 0)),
    ],
)
def test_a_schedule_keeps_to_its_own_time_zone(
    after: tuple[int, ...], found: tuple[int, ...]
) -> None:
    moment = datetime(*after, tzinfo=timezone.utc)  # type: ignore[arg-type]
    at = next_time("mon", 9, 0, "Asia/Shanghai", moment)
    assert at == datetime(*found, tzinfo=timezone.utc)  # type: ignore[arg-type]


def test_a_schedule_starts_drills_level_by_level_until_cancelled(chat: Chat) -> None:
    told = order(chat, "定时 每周一 9:00 逐级")
    assert "每周一 9:00，逐级，抢答" in texts(told)
    assert chat.host.due() == []
    come_due(chat)
    (due,) = chat.host.due()
    root = chat.hear(due)[0]
    assert root.way == "room"
    easiest = next(iter(chat.office.stories().values()))
    assert root.parts[0] == Heading(easiest.title)
    assert chat.host.due() == []
    chat.presses("boss", button(told, "cancel"), chat.place())
    come_due(chat)
    assert chat.host.due() == []


def test_a_scheduled_drill_dealt_with_twice_is_one_drill(chat: Chat) -> None:
    order(chat, "定时 每天 9:00 点错的汉堡")
    come_due(chat)
    (due,) = chat.host.due()
    chat.hear(due)
    assert chat.hear(due) == []
    assert len(chat.office.rooms.threads_of(chat.office.rooms.all()[0].id)) == 1


def test_schedules_are_listed_and_what_is_not_understood_is_explained(chat: Chat) -> None:
    assert "每周一 9:00" in texts(order(chat, "定时 哪天都行"))
    order(chat, "定时 工作日 14:30 点错的汉堡 接力")
    listed = order(chat, "定时")
    assert "工作日 14:30，点错的汉堡，接力" in texts(listed)
    assert any(isinstance(part, Buttons) for part in listed[0].parts)


def test_only_trainers_schedule(chat: Chat) -> None:
    assert "DUILIAN_TRAINERS" in texts(order(chat, "定时 每周一 9:00", "lin"))
    value = {"act": "cancel", "schedule": "x", "team": True}
    assert "DUILIAN_TRAINERS" in texts(chat.presses("lin", value, chat.place()))


def play(chat: Chat, replies: int = 5) -> None:
    thread, posts = start(chat)
    for _ in range(replies):
        chat.says("lin", KIND, thread)
    chat.says("zhou", RUDE, thread)
    if not drill_of(chat).ending:
        chat.presses("boss", button(posts, "end"), thread)


def week_over(chat: Chat) -> None:
    with chat.office.records.db.begin() as db:
        db.execute(update(rooms).values(told_at=now() - timedelta(days=8)))


def test_the_week_is_summed_up_once_with_winners_only(chat: Chat) -> None:
    play(chat)
    assert chat.host.due() == []
    week_over(chat)
    (due,) = chat.host.due()
    (post,) = chat.hear(due)
    assert post.way == "room"
    assert "练完 1 场，一共 6 句" in post.text
    assert "1. lin" in post.text
    assert "zhou" not in post.text
    assert chat.host.due() == []


def test_a_quiet_week_is_not_summed_up(chat: Chat) -> None:
    order(chat, "排行 开")
    week_over(chat)
    assert chat.hear(chat.host.due()[0]) == []


def test_summary_and_leaderboard_can_be_switched_off(chat: Chat) -> None:
    play(chat)
    order(chat, "排行 关")
    assert "1. lin" not in texts(order(chat, "周报"))
    assert "1. lin" in texts(order(chat, "排行"))
    order(chat, "周报 关")
    week_over(chat)
    assert chat.host.due() == []
