"""Drills of teams in a channel."""

from __future__ import annotations

from bot.chats.post import Form, Heading, Scales
from tests.bot.chats.conftest import Chat
from tests.bot.chats.playing import (
    KIND,
    RUDE,
    button,
    drill_of,
    lines,
    speakers,
    start,
    texts,
)


def test_only_a_trainer_starts_a_team_drill_and_others_learn_who_may(chat: Chat) -> None:
    posts = chat.says("lin", "开始 点错的汉堡", chat.place(), addressed=True)
    assert [post.way for post in posts] == ["whisper"]
    assert "DUILIAN_TRAINERS" in posts[0].text and "lin" in posts[0].text
    assert chat.office.rooms.all() == []


def test_the_briefing_starts_a_thread_and_the_customer_speaks_in_it(chat: Chat) -> None:
    thread, (root, opening) = start(chat)
    assert (root.way, opening.way, opening.root) == ("room", "thread", root.key)
    assert lines([opening]) == [drill_of(chat).opening]
    assert chat.office.rooms.thread_at(thread) is not None


def test_every_reply_is_its_authors_and_the_customer_answers_them(chat: Chat) -> None:
    thread, _ = start(chat)
    first = chat.says("lin", KIND, thread)
    second = chat.says("zhou", RUDE, thread)
    assert speakers(chat) == ["lin", "zhou"]
    assert "回lin的话" in texts(first) and "回zhou的话" in texts(second)


def test_a_customer_notices_that_someone_worse_took_over(chat: Chat) -> None:
    thread, _ = start(chat)
    chat.says("lin", KIND, thread)
    line = lines(chat.says("zhou", RUDE, thread))[0]
    worse = chat.office.library.manners().common.handover["worse"]
    assert any(line.startswith(words.rstrip("。")) for words in worse)


def test_asides_are_not_for_the_customer(chat: Chat) -> None:
    thread, _ = start(chat)
    for aside in ("// 这客户真凶", "（小声）", " //x"):
        assert chat.says("lin", aside, thread) == []
    assert speakers(chat) == []


def test_talk_elsewhere_is_left_alone(chat: Chat) -> None:
    start(chat)
    assert chat.says("lin", "中午吃什么", chat.place()) == []
    assert chat.says("lin", "中午吃什么", chat.place(thread="m1")) == []


def test_at_the_end_the_team_is_coached_together_and_each_member_alone(chat: Chat) -> None:
    thread, posts = start(chat)
    chat.says("lin", KIND, thread)
    chat.says("zhou", RUDE, thread)
    ended = chat.presses("boss", button(posts, "end"), thread)
    *own, team = ended
    assert team.way == "thread"
    assert any(isinstance(part, Scales) for part in team.parts)
    assert "lin 1 句、zhou 1 句" in team.text
    assert {post.user for post in own} == {"lin", "zhou"}
    assert all(post.way == "direct" for post in own)
    of_zhou = next(post for post in own if post.user == "zhou")
    assert "其中您说了 1 句" in of_zhou.text


def test_only_a_trainer_ends_it_by_the_button(chat: Chat) -> None:
    thread, posts = start(chat)
    assert "DUILIAN_TRAINERS" in texts(chat.presses("lin", button(posts, "end"), thread))
    assert drill_of(chat).ending is None


def test_a_team_drill_is_nobodys_own(chat: Chat) -> None:
    start(chat)
    assert chat.office.records.drills_of(chat.person("boss").trainee_id) == []


def test_an_edited_reply_in_the_thread_is_said_anew_by_its_author(chat: Chat) -> None:
    thread, _ = start(chat)
    said = chat.says("lin", RUDE, thread, message="m77")
    posts = chat.says("lin", KIND, thread, message="m77", kind="edited")
    assert [post.replaces for post in posts if post.replaces] == [said[0].key]
    assert [t.reply for t in chat.office.records.turns(drill_of(chat).id)] == [KIND]


def test_a_deletion_that_does_not_tell_by_whom_is_taken_back_too(chat: Chat) -> None:
    thread, _ = start(chat)
    chat.says("lin", RUDE, thread, message="m77")
    chat.says("", "", thread, message="m77", kind="deleted")
    assert speakers(chat) == []


def test_a_drill_that_is_over_hears_nothing_more(chat: Chat) -> None:
    thread, posts = start(chat)
    chat.presses("boss", button(posts, "end"), thread)
    assert chat.says("lin", KIND, thread) == []
    assert "已经结束" in texts(chat.presses("lin", button(posts, "end"), thread))


def test_a_title_nobody_knows_is_said_back(chat: Chat) -> None:
    assert "不存在的客户" in texts(
        chat.says("boss", "开始 不存在的客户", chat.place(), addressed=True)
    )


def test_without_a_title_the_trainer_chooses_from_a_form(chat: Chat) -> None:
    (post,) = chat.says("boss", "开始", chat.place(), addressed=True)
    form = post.parts[0]
    assert isinstance(form, Form)
    value = {**form.value, "story": "burger_swap", "mode": "relay"}
    root = chat.presses("boss", value, chat.place())[0]
    assert root.parts[0] == Heading("点错的汉堡")
    assert drill_of(chat).mode == "relay"


def test_level_by_level_goes_on_where_the_room_stands(chat: Chat) -> None:
    chat.says("boss", "开始 逐级", chat.place(), addressed=True)
    first = drill_of(chat)
    chat.office.records.end_drill(first.id, "content")
    chat.says("boss", "开始 逐级", chat.place(), addressed=True)
    stories = list(chat.office.stories())
    assert [first.story, drill_of(chat).story] == stories[:2]


def test_only_the_author_or_a_trainer_takes_a_reply_back(chat: Chat) -> None:
    thread, _ = start(chat)
    retake = button(chat.says("lin", RUDE, thread), "retake")
    chat.presses("zhou", retake, thread)
    assert speakers(chat) == ["lin"]
    struck = chat.presses("lin", retake, thread)
    assert any(post.replaces for post in struck)
    assert speakers(chat) == []


def test_a_member_cannot_end_the_drill_in_words_but_a_trainer_can(chat: Chat) -> None:
    thread, _ = start(chat)
    chat.says("lin", "不练了", thread)
    assert drill_of(chat).ending is None
    chat.says("boss", "不练了", thread)
    assert drill_of(chat).ending == "stopped"


def test_a_reply_that_is_too_long_is_refused_to_its_author_alone(chat: Chat) -> None:
    thread, _ = start(chat)
    (told,) = chat.says("lin", "好" * 1001, thread)
    assert (told.way, told.user) == ("whisper", "lin")
    assert speakers(chat) == []


def test_a_button_works_only_in_its_own_room(chat: Chat) -> None:
    _, posts = start(chat)
    elsewhere = chat.place("C2")
    assert chat.presses("boss", button(posts, "end"), elsewhere) == []
    assert drill_of(chat).ending is None
