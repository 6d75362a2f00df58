"""Drills of teams in a channel."""

from __future__ import annotations

import pytest

from actions.records import Drill
from actions.records.store import now
from bot.chats.heard import Place
from bot.chats.office import Office
from bot.chats.post import Call, Form, Heading, Post, Scales
from tests.bot.chats.conftest import Chat
from tests.bot.chats.test_direct import RUDE, button, lines

KIND = "抱歉，我马上查"


def start(chat: Chat, mode: str = "抢答") -> tuple[Place, list[Post]]:
    """A trainer starts a drill; the thread it is in."""
    posts = chat.says("boss", f"开始 点错的汉堡 {mode}", chat.place(), addressed=True)
    root = chat.office.outbox.posted(next(post.key for post in posts if post.way == "room"))
    assert root is not None
    return chat.place(thread=root.ref), posts


def drill_of(chat: Chat) -> Drill:
    thread = chat.office.rooms.threads_of(chat.office.rooms.all()[0].id)[-1]
    drill = chat.office.records.drill(thread.drill_id)
    assert drill is not None
    return drill


def name(chat: Chat, trainee_id: str) -> str:
    trainee = chat.office.records.trainee(trainee_id)
    return trainee.name if trainee else ""


def speakers(chat: Chat) -> list[str]:
    return [name(chat, turn.trainee_id) for turn in chat.office.records.turns(drill_of(chat).id)]


def called(posts: list[Post]) -> list[str]:
    return [part.name for post in posts for part in post.parts if isinstance(part, Call)]


def texts(posts: list[Post]) -> str:
    return "\n".join(post.text for post in posts)


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


def test_on_the_open_floor_the_first_answer_counts_and_the_others_are_kept(chat: Chat) -> None:
    thread, _ = start(chat)
    moment = chat.clock + 1
    chat.says("lin", KIND, thread, at=moment)
    assert chat.says("zhou", RUDE, thread, at=moment) == []
    assert speakers(chat) == ["lin"]
    (unheard,) = chat.office.records.answers(drill_of(chat).id)
    assert (name(chat, unheard.trainee_id), unheard.turn, unheard.reply) == ("zhou", 1, RUDE)
    assert "zhou也答了" in texts(chat.says("lin", KIND, thread))


def test_asides_are_not_for_the_customer(chat: Chat) -> None:
    thread, _ = start(chat)
    for aside in ("// 这客户真凶", "（小声）", " //x"):
        assert chat.says("lin", aside, thread) == []
    assert speakers(chat) == []


def test_talk_elsewhere_is_left_alone(chat: Chat) -> None:
    start(chat)
    assert chat.says("lin", "中午吃什么", chat.place()) == []
    assert chat.says("lin", "中午吃什么", chat.place(thread="m1")) == []


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


def chat_posts(chat: Chat) -> list[Post]:
    """The latest line, as it was posted."""
    drill = drill_of(chat)
    turn = chat.office.records.turns(drill.id)[-1]
    from bot.chats.office import line_key

    post = chat.office.outbox.post(line_key(drill, turn))
    assert post is not None
    return [post]


def make_due(office: Office, drill: Drill) -> None:
    office.rooms.update(drill.id, due_at=now())


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


def answer(chat: Chat, user: str, text: str, thread: Place, posts: list[Post]) -> list[Post]:
    form = next(part for post in reversed(posts) for part in post.parts if isinstance(part, Form))
    return chat.presses(user, {**form.value, "text": text}, thread)


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


def test_in_a_relay_whoever_takes_back_may_try_again(chat: Chat) -> None:
    thread, (root, _) = start(chat, "接力")
    for user in ("lin", "zhou"):
        chat.presses(user, button([root], "join"), thread)
    retake = button(chat.says("lin", RUDE, thread), "retake")
    chat.presses("lin", retake, thread)
    chat.says("lin", KIND, thread)
    assert speakers(chat) == ["lin"]


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
