"""The open floor, the relay and the duel."""

from __future__ import annotations

import pytest

from tests.bot.chats.conftest import Chat
from tests.bot.chats.playing import (
    KIND,
    RUDE,
    answer,
    button,
    called,
    chat_posts,
    drill_of,
    lines,
    lost_then_again,
    make_due,
    name,
    speakers,
    start,
    texts,
)


def test_on_the_open_floor_the_first_answer_counts_and_the_others_are_kept(chat: Chat) -> None:
    thread, _ = start(chat)
    moment = chat.clock + 1
    chat.says("lin", KIND, thread, at=moment)
    assert chat.says("zhou", RUDE, thread, at=moment) == []
    assert speakers(chat) == ["lin"]
    (unheard,) = chat.office.records.answers(drill_of(chat).id)
    assert (name(chat, unheard.trainee_id), unheard.turn, unheard.reply) == ("zhou", 1, RUDE)
    assert "zhou也答了" in texts(chat.says("lin", KIND, thread))


def test_a_relay_calls_on_one_after_the_other(chat: Chat) -> None:
    thread, (root, opening) = start(chat, "接力")
    assert called([opening]) == []
    assert called(chat.presses("lin", button([root], "join"), thread)) == ["lin"]
    chat.presses("zhou", button([root], "join"), thread)
    assert called(chat.says("lin", KIND, thread)) == ["zhou"]
    told = chat.says("lin", KIND, thread)
    assert (told[0].way, told[0].user) == ("whisper", "lin")
    assert called(chat.says("zhou", KIND, thread)) == ["lin"]
    assert speakers(chat) == ["lin", "zhou"]


def test_whoever_speaks_first_begins_a_relay_and_newcomers_join_by_speaking(chat: Chat) -> None:
    thread, _ = start(chat, "接力")
    assert called(chat.says("lin", KIND, thread)) == ["lin"]
    chat.says("zhou", KIND, thread)
    assert called(chat.says("lin", KIND, thread)) == ["zhou"]
    assert called(chat.presses("lin", button(chat_posts(chat), "pass"), thread)) == ["lin"]


def test_in_a_relay_the_customer_asks_after_who_is_slow_and_the_next_takes_over(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou"):
        chat.presses(user, button([root], "join"), thread)
    chat.says("lin", KIND, thread)
    said = []
    monkeypatch.setattr("actions.session.EARLY", 10_000)  # as if each had waited for long
    for _ in range(3):
        make_due(chat.office, drill_of(chat))
        (due,) = chat.host.due()
        said.append(chat.hear(due))
        assert chat.host.due() == [] or chat.host.due()[0].key != due.key
    assert [called(posts) for posts in said] == [["lin"], ["zhou"], []]
    assert len(lines(said[0])) == 1
    assert "走开" in texts(said[2])
    assert chat.host.due() == []
    assert lines(chat.says("lin", KIND, thread))  # whoever comes back just goes on


def test_in_a_duel_the_customer_hears_the_best_private_answer(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    for user in ("lin", "zhou"):
        chat.presses(user, button(posts, "join"), thread)
    told = answer(chat, "lin", RUDE, thread, posts)
    assert [(post.way, post.user) for post in told] == [("whisper", "lin")]
    after = answer(chat, "zhou", KIND, thread, posts)
    assert speakers(chat) == ["zhou"]
    assert f"2 份答卷，说给客户的是zhou的：“{KIND}”" in texts(after)
    assert RUDE not in texts(after)
    assert "已经揭晓" in texts(answer(chat, "lin", KIND, thread, posts))


def test_in_a_duel_the_last_of_ones_answers_counts_and_time_closes_the_round(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    answer(chat, "lin", RUDE, thread, posts)
    answer(chat, "lin", KIND, thread, posts)
    make_due(chat.office, drill_of(chat))
    chat.hear(chat.host.due()[0])
    assert [t.reply for t in chat.office.records.turns(drill_of(chat).id)] == [KIND]
    assert chat.host.due() == []


def test_talk_in_the_thread_of_a_duel_is_not_for_the_customer(chat: Chat) -> None:
    thread, _ = start(chat, "对决")
    assert [post.way for post in chat.says("lin", KIND, thread)] == ["whisper"]
    assert chat.says("lin", KIND, thread) == []
    assert speakers(chat) == []


def test_after_a_duel_the_worst_wording_is_discussed_without_a_name(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    for user in ("lin", "zhou"):
        chat.presses(user, button(posts, "join"), thread)
    answer(chat, "lin", RUDE, thread, posts)
    answer(chat, "zhou", KIND, thread, posts)
    team = chat.presses("boss", button(posts, "end"), thread)[-1]
    best, worst = (t for t in team.text.split("\n") if "的说法" in t)
    assert "zhou" in best and KIND in best
    assert RUDE in worst and "lin" not in worst


def test_in_a_relay_whoever_takes_back_may_try_again(chat: Chat) -> None:
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou"):
        chat.presses(user, button([root], "join"), thread)
    retake = button(chat.says("lin", RUDE, thread), "retake")
    chat.presses("lin", retake, thread)
    chat.says("lin", KIND, thread)
    assert speakers(chat) == ["lin"]


def test_a_round_of_a_duel_is_shown_all_the_same(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    answer(chat, "lin", KIND, thread, posts)
    reveal = button(posts, "reveal")
    shown = lost_then_again(chat, lambda: chat.presses("boss", reveal, thread))
    assert lines(shown)
    assert answer(chat, "lin", KIND, thread, shown)[0].way == "whisper"  # the next round is open


@pytest.mark.parametrize("words", ["不练了", "给我点提示", "/stop"])
def test_whatever_wins_a_duel_is_said_to_the_customer(chat: Chat, words: str) -> None:
    thread, posts = start(chat, "对决")
    answer(chat, "lin", words, thread, posts)
    assert lines(chat.presses("boss", button(posts, "reveal"), thread))
    (turn,) = chat.office.records.turns(drill_of(chat).id)
    assert turn.reply.lstrip("／/") == words.lstrip("/")


@pytest.mark.parametrize(("words", "told"), [(" \u200b", "没有字"), ("好" * 1001, "1000")])
def test_a_duel_keeps_no_answer_that_is_none(chat: Chat, words: str, told: str) -> None:
    thread, posts = start(chat, "对决")
    assert told in texts(answer(chat, "lin", words, thread, posts))
    assert chat.office.records.answers(drill_of(chat).id) == []


def test_an_old_button_reveals_no_new_round(chat: Chat) -> None:
    thread, posts = start(chat, "对决")
    old = button(posts, "reveal")
    answer(chat, "lin", KIND, thread, posts)
    shown = chat.presses("boss", old, thread)
    answer(chat, "lin", KIND, thread, shown)
    assert "已经揭晓" in texts(chat.presses("boss", old, thread))
    assert len(chat.office.records.turns(drill_of(chat).id)) == 1


def test_two_who_skip_at_once_skip_one(chat: Chat) -> None:
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou", "wang"):
        chat.presses(user, button([root], "join"), thread)
    skip = button(chat.says("lin", KIND, thread), "pass")
    assert len(chat.presses("lin", skip, thread)) == 1
    (told,) = chat.presses("wang", skip, thread)
    assert (told.way, told.user) == ("whisper", "wang")


def test_a_relay_whose_first_member_goes_away_goes_on(chat: Chat) -> None:
    thread, (root, _) = start(chat, "接力")
    chat.presses("lin", button([root], "join"), thread)
    assert chat.office.rooms.thread(drill_of(chat).id).due_at is None  # type: ignore[union-attr]
    chat.presses("zhou", button([root], "join"), thread)
    make_due(chat.office, drill_of(chat))
    assert len(chat.host.due()) == 1


def test_two_absent_members_in_a_row_can_be_skipped(chat: Chat) -> None:
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou", "wang"):
        chat.presses(user, button([root], "join"), thread)
    posts = chat.says("lin", KIND, thread)
    for _ in range(2):
        posts = chat.presses("lin", button(posts, "pass"), thread)
    assert lines(chat.says("lin", KIND, thread))


def test_a_relays_timer_whose_answer_got_lost_still_shows_the_customer_asking(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.session.EARLY", 10_000)
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou"):
        chat.presses(user, button([root], "join"), thread)
    chat.says("lin", KIND, thread)
    make_due(chat.office, drill_of(chat))
    (due,) = chat.host.due()
    assert len(lines(lost_then_again(chat, lambda: chat.hear(due)))) == 1
    assert len(chat.office.records.nudges(drill_of(chat).id)) == 1
