"""The host when answers get lost, posts are in doubt, and buttons are forged."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from actions.records.store import now
from bot.chats.desk import UnreachableError
from bot.chats.heard import Heard, Place
from bot.chats.office import line_key
from bot.chats.platform import NAMELESS, Person
from bot.chats.post import Buttons, Post, Words
from bot.chats.tables import schedules
from tests.bot.chats.conftest import Chat
from tests.bot.chats.playing import (
    KIND,
    RUDE,
    answer,
    button,
    coached,
    drill_of,
    lines,
    lost_then_again,
    make_due,
    start,
    start_alone,
)


def test_the_reply_that_ends_a_team_drill_is_answered_and_coached_all_the_same(
    chat: Chat,
) -> None:
    thread, _ = start(chat)
    for number in range(20):
        posts = lost_then_again(
            chat, lambda number=number: chat.says("lin", RUDE, thread, message=f"x{number}")
        )
        assert lines(posts)
        if drill_of(chat).ending:
            break
    assert coached(posts) == {"", "lin"}


def test_the_end_by_button_is_coached_all_the_same(chat: Chat) -> None:
    thread, posts = start(chat)
    chat.says("lin", KIND, thread)
    end = button(posts, "end")
    assert coached(lost_then_again(chat, lambda: chat.presses("boss", end, thread))) == {"", "lin"}


def test_a_timer_strikes_again_until_rasa_is_back(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    answer(chat, "lin", KIND, thread, posts)
    make_due(chat.office, drill_of(chat))
    (due,) = chat.host.due()
    chat.rasa.gone = True
    with suppress(UnreachableError):
        chat.host.handle(due)
    chat.host.give_up(due)
    chat.rasa.gone = False
    make_due(chat.office, drill_of(chat))
    (again,) = chat.host.due()
    assert again.key != due.key
    assert lines(chat.hear(again))


@pytest.mark.parametrize("act", ["due", "scheduled", "weekly"])
def test_nobody_strikes_the_clock_by_a_forged_button(chat: Chat, act: str) -> None:
    thread, posts = start(chat, "对决")
    answer(chat, "lin", KIND, thread, posts)
    value = {"act": act, "drill": drill_of(chat).id, "team": True, "at": 0}
    assert chat.presses("lin", value, thread) == []
    assert chat.presses("lin", {"act": act}, thread) == []
    assert chat.office.records.turns(drill_of(chat).id) == []


def test_an_edit_whose_answer_got_lost_is_said_all_the_same(chat: Chat) -> None:
    thread, _ = start(chat)
    chat.says("lin", RUDE, thread, message="m7")
    posts = lost_then_again(
        chat, lambda: chat.says("lin", KIND, thread, message="m7", kind="edited")
    )
    assert [turn.reply for turn in chat.office.records.turns(drill_of(chat).id)] == [KIND]
    assert any(post.replaces for post in posts)


def test_a_post_in_doubt_is_offered_once_and_shown_again_under_its_own_key(chat: Chat) -> None:
    start_alone(chat)
    line = chat.says("lin", KIND)[0]
    chat.office.outbox.refused(line.key, "perhaps there")
    chat.host.doubtful(line)
    (offer,) = chat.posted()
    chat.host.doubtful(offer)
    assert chat.posted() == []
    value = next(p for p in offer.parts if isinstance(p, Buttons)).buttons[0].value
    assert chat.presses("zhou", value) == []
    assert chat.presses("lin", value) == [line]
    assert chat.presses("lin", value) == []  # it is there now


def ordered_in_vain(chat: Chat, problem: str) -> Post:
    """A trainer starts a drill whose first message is given up; that message."""
    chat.person("boss")
    heard = Heard("k", "said", chat.place(), "boss", 1.0, "m1", "开始 点错的汉堡", addressed=True)
    chat.host.handle(heard)
    (item,) = chat.office.outbox.due()
    chat.office.outbox.refused(item.post.key, problem)
    return item.post


def test_a_thread_that_could_not_begin_begins_when_it_is_shown_again(chat: Chat) -> None:
    root = ordered_in_vain(chat, "perhaps there")
    chat.host.doubtful(root)
    (offer,) = chat.posted()
    value = next(p for p in offer.parts if isinstance(p, Buttons)).buttons[0].value
    shown, opening = chat.presses("boss", value, chat.place())
    assert (shown, opening.key) == (root, line_key(drill_of(chat), None))


def test_a_drill_whose_thread_is_refused_is_over_and_the_trainer_is_told(chat: Chat) -> None:
    root = ordered_in_vain(chat, "not_in_channel")
    chat.host.refused(root)
    (told,) = chat.posted()
    assert (told.way, told.user) == ("direct", "boss")
    assert drill_of(chat).ending == "stopped"


def test_a_schedule_that_failed_waits_for_its_next_time_and_one_long_missed_is_left_out(
    chat: Chat,
) -> None:
    chat.says("boss", "定时 每天 9:00 点错的汉堡", chat.place(), addressed=True)
    for late, drills in ((1, 0), (5 * 3600, 0)):
        with chat.office.records.db.begin() as db:
            db.execute(update(schedules).values(next_at=now() - timedelta(seconds=late)))
        (due,) = chat.host.due()
        if late == 1:
            chat.host.give_up(due)
        else:
            chat.hear(due)
        assert chat.host.due() == []
        assert len(chat.office.rooms.threads_of(chat.office.rooms.all()[0].id)) == drills


def test_talk_that_is_nobodys_business_is_not_even_heard(chat: Chat) -> None:
    thread, _ = start(chat)

    def lane(place: Place, **more: Any) -> str | None:
        return chat.host.lane(Heard("k", "said", place, "passer-by", 1.0, "m", "吃了吗", **more))

    assert lane(chat.place()) is None
    assert lane(chat.place(thread="another")) is None
    assert lane(thread) == drill_of(chat).id
    assert lane(chat.place(), addressed=True)
    assert lane(chat.place("D", direct=True))


def test_somebody_without_a_name_is_looked_up_again(chat: Chat) -> None:
    place = chat.place("D", direct=True)
    first = chat.office.accounts.add(place, "lin", Person(NAMELESS))
    heard = Heard("k", "said", place, "lin", 1.0, "m", "您好")
    assert not chat.host.knows(heard)
    chat.host.meet(heard, Person("林", "lin@example.com", "en-GB", "Nowhere/Land"))
    assert chat.host.knows(heard)
    known = chat.person("lin")
    better = chat.office.accounts.at(place, "lin")
    assert better is not None
    assert (better.trainee_id, better.name, better.email) == (
        first.trainee_id,
        "林",
        "lin@example.com",
    )
    assert known.timezone == ""


def test_a_drill_of_one_organisation_is_not_gone_on_with_in_another(chat: Chat) -> None:
    chat.person("lin", "lin@example.com")
    start_alone(chat)
    elsewhere = Place("slack", "T2", "D2", direct=True)
    chat.office.accounts.add(elsewhere, "lin2", Person("林", "lin@example.com"))
    chat.hear(Heard("k", "said", elsewhere, "lin2", 1.0, "m", "您好"))
    drill = chat.office.records.drills_of(chat.person("lin").trainee_id)[0]
    assert chat.office.records.turns(drill.id) == []


def test_an_older_drill_taken_up_again_is_the_one_that_goes_on(chat: Chat) -> None:
    start_alone(chat)
    retake = button(chat.says("lin", RUDE), "retake")
    chat.says("lin", "不练了")
    chat.presses("lin", {"act": "start", "story": "salon_topup"})
    chat.presses("lin", retake)
    chat.says("lin", KIND)
    newer, older = chat.office.records.drills_of(chat.person("lin").trainee_id)
    assert newer.ending == "stopped"
    assert [turn.reply for turn in chat.office.records.turns(older.id)] == [RUDE, KIND]


def test_words_of_the_coach_stay_words(chat: Chat) -> None:
    start_alone(chat)
    posts = chat.says("lin", "{drill} {0} %s <at>x</at>")
    assert any(isinstance(part, Words) for post in posts for part in post.parts)


def test_a_team_drill_left_lying_for_a_day_is_over_and_coached(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread, _ = start(chat)
    chat.says("lin", KIND, thread)
    assert chat.host.due() == []
    monkeypatch.setattr("bot.chats.clock.now", lambda: now() + timedelta(hours=25))
    (due,) = chat.host.due()
    assert coached(chat.hear(due)) == {"", "lin"}
    assert drill_of(chat).ending == "stopped"
    assert chat.host.due() == []
    assert chat.says("lin", "中午吃什么", thread) == []


def test_an_old_button_of_an_ended_drill_leaves_the_present_one_alone(chat: Chat) -> None:
    start_alone(chat)
    old = button(chat.says("lin", RUDE), "hint")
    chat.says("lin", "不练了")
    chat.presses("lin", {"act": "start", "story": "salon_topup"})
    chat.presses("lin", old)
    newer, older = chat.office.records.drills_of(chat.person("lin").trainee_id)
    assert (newer.ending, older.ending) == (None, "stopped")


def test_starting_anew_stops_the_drill_before_even_if_the_answer_gets_lost(chat: Chat) -> None:
    start_alone(chat)
    lost_then_again(chat, lambda: chat.says("lin", "税控盘锁死了", message="m9"))
    lost_then_again(chat, lambda: chat.says("lin", "开始 salon_topup", message="m10"))
    newer, older = chat.office.records.drills_of(chat.person("lin").trainee_id)
    assert (newer.ending, older.ending) == (None, "stopped")


def test_a_message_taken_back_long_ago_and_edited_now_says_nothing(chat: Chat) -> None:
    thread, _ = start(chat)
    retake = button(chat.says("lin", RUDE, thread, message="m7"), "retake")
    chat.presses("lin", retake, thread)
    chat.says("zhou", KIND, thread)
    assert chat.says("lin", "您好，抱歉", thread, message="m7", kind="edited") == []
    start_alone(chat)
    retake = button(chat.says("lin", RUDE, message="m8"), "retake")
    chat.presses("lin", retake)
    chat.says("lin", KIND)
    assert chat.says("lin", "您好，抱歉", message="m8", kind="edited") == []


def test_a_reply_said_while_the_drill_was_taken_for_idle_keeps_it_going(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread, _ = start(chat)
    chat.says("lin", KIND, thread)
    with monkeypatch.context() as patched:
        patched.setattr("bot.chats.clock.now", lambda: now() + timedelta(hours=25))
        (due,) = chat.host.due()
    chat.says("lin", KIND, thread)
    chat.hear(due)
    assert drill_of(chat).ending is None


def test_in_a_room_without_threads_the_next_drill_ends_and_coaches_the_one_before(
    chat: Chat,
) -> None:
    flat = Place("slack", "T1", "G1")
    chat.flat.add("G1")
    for _ in range(2):
        posts = chat.says("boss", "开始 点错的汉堡", flat, addressed=True)
        chat.says("lin", KIND, flat)
    assert coached(posts) == {"", "lin"}
    endings = [
        d.ending for d in chat.office.records.team_drills_with(chat.person("lin").trainee_id)
    ]
    assert endings == [None, "stopped"]
