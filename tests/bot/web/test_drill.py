"""A drill through the JSON API: what the page shows is what the records say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.records import Records
from tests.bot.web.conftest import Trainee
from tests.bot.web.stand_in import StandIn


def test_a_new_drill_begins_with_the_customer(trainee: Trainee, records: Records) -> None:
    drill = trainee.start()
    seen = trainee.see(drill)
    recorded = records.drill(drill)
    assert recorded is not None
    assert [e["text"] for e in seen["entries"]] == [recorded.opening]
    assert (seen["turn"], seen["ending"], seen["feedback"]) == (1, None, None)
    assert seen["temper"]["anger"] == round(recorded.anger)


def test_a_reply_is_answered_and_the_temper_moves(trainee: Trainee, records: Records) -> None:
    drill = trainee.start()
    answer = trainee.say(drill, "按规定不能改，您先冷静。", 1)
    [turn] = records.turns(drill)
    seen = answer.json()
    assert answer.status_code == 200
    assert [e["text"] for e in seen["entries"][1:]] == [turn.reply, turn.line]
    assert seen["temper"]["anger"] == round(turn.anger)
    assert seen["temper"]["change"].startswith("+")
    assert seen == trainee.see(drill)


def test_a_page_that_is_behind_is_told_and_sends_nothing(
    trainee: Trainee, stand_in: StandIn
) -> None:
    drill = trainee.start()
    trainee.say(drill, "我帮您查一下。", 1)
    heard = len(stand_in.heard)
    behind = trainee.say(drill, "另一个窗口里的话", 1)
    assert behind.status_code == 409
    assert behind.json()["turn"] == 2
    assert "另一个窗口" in behind.json()["message"]
    assert len(stand_in.heard) == heard


def test_two_drills_do_not_mix(trainee: Trainee, records: Records) -> None:
    one, other = trainee.start("burger_swap"), trainee.start("salon_topup")
    trainee.say(one, "我帮您查汉堡。", 1)
    trainee.say(other, "我帮您查充值。", 1)
    assert [turn.reply for turn in records.turns(one)] == ["我帮您查汉堡。"]
    assert [turn.reply for turn in records.turns(other)] == ["我帮您查充值。"]


def test_a_hint_stays_in_the_chat(trainee: Trainee, records: Records) -> None:
    drill = trainee.start()
    seen = trainee.send(drill, "hint", {"turn": 1}).json()
    [hint] = records.hints(drill)
    assert seen["entries"][-1] == {"key": "hint-0", "who": "coach", "text": hint.text}
    assert seen["notes"] == []


def test_a_reply_taken_back_comes_back_to_the_box(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.say(drill, "您先冷静。", 1)
    seen = trainee.send(drill, "retake", {"turn": 2}).json()
    assert (seen["turn"], seen["retaken"]) == (1, "您先冷静。")
    assert [e["key"] for e in seen["entries"]] == ["opening"]


def test_another_try_is_a_new_entry(trainee: Trainee) -> None:
    """A new key: the page shows it anew, a screen reader reads it."""
    drill = trainee.start()
    first = trainee.say(drill, "您先冷静。", 1).json()["entries"]
    trainee.send(drill, "retake", {"turn": 2})
    second = trainee.say(drill, "我来查。", 1).json()["entries"]
    assert {e["key"] for e in first} & {e["key"] for e in second} == {"opening"}


def test_stopping_brings_feedback(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.say(drill, "抱歉，我马上查。", 1)
    seen = trainee.send(drill, "stop", {"turn": 2}).json()
    assert seen["ending"] == "stopped"
    assert f"/drill/{drill}/report" in seen["feedback"]
    assert trainee.say(drill, "还在吗", 2).status_code == 409


@pytest.mark.parametrize("said", [0, 1])
def test_a_drill_the_trainee_stopped_can_go_on(trainee: Trainee, said: int) -> None:
    drill = trainee.start()
    for turn in range(1, said + 1):
        trainee.say(drill, "抱歉，我马上查。", turn)
    trainee.send(drill, "stop", {"turn": said + 1})
    seen = trainee.send(drill, "retake", {"turn": said + 1}).json()
    assert (seen["turn"], seen["ending"], seen["feedback"]) == (said + 1, None, None)
    assert trainee.say(drill, "我们接着说。", said + 1).status_code == 200


def test_the_last_reply_can_be_taken_back_after_the_end(trainee: Trainee) -> None:
    drill = trainee.start()
    for turn in range(1, 12):
        seen = trainee.say(drill, f"第{turn}遍：按规定不行，您先冷静。", turn).json()
        if seen["ending"]:
            break
    assert seen["ending"] in ("complains", "leaves")
    again = trainee.send(drill, "retake", {"turn": seen["turn"]}).json()
    assert (again["ending"], again["feedback"]) == (None, None)


def test_what_the_coach_says_in_passing_is_a_note(trainee: Trainee) -> None:
    drill = trainee.start()
    seen = trainee.say(drill, "换个客户", 1).json()
    [note] = seen["notes"]
    assert note["text"] == "可以练这几位"
    assert note["stories"][0]["story"] == "tax_device"
    assert seen["turn"] == 1


@pytest.mark.parametrize("mood", ["empty", "garbage", "other shape", "html"])
def test_when_rasa_is_ill_the_page_says_so_and_goes_on_later(
    trainee: Trainee, stand_in: StandIn, mood: str
) -> None:
    drill = trainee.start()
    stand_in.mood = mood
    answer = trainee.say(drill, "我帮您查一下。", 1)
    assert answer.status_code == 503
    assert "原样留在输入框里" in answer.json()["message"]
    assert answer.json()["turn"] == 1
    stand_in.mood = "well"
    assert trainee.say(drill, "我帮您查一下。", 1).status_code == 200


def test_when_rasa_is_down_the_page_says_so(trainee: Trainee, stand_in: StandIn) -> None:
    drill = trainee.start()
    stand_in.stop()
    answer = trainee.say(drill, "我帮您查一下。", 1)
    assert answer.status_code == 503
    assert answer.json()["entries"][0]["who"] == "customer"


def test_a_turn_whose_answer_was_lost_is_shown(trainee: Trainee, stand_in: StandIn) -> None:
    drill = trainee.start()
    stand_in.mood = "loses the answer"
    answer = trainee.say(drill, "我帮您查一下。", 1)
    assert answer.status_code == 200
    assert [e["who"] for e in answer.json()["entries"]] == ["customer", "trainee", "customer"]


def test_no_drill_is_started_when_rasa_is_ill(
    trainee: Trainee, stand_in: StandIn, records: Records
) -> None:
    stand_in.mood = "garbage"
    answer = trainee.post("/start", story="burger_swap")
    assert answer.status_code == 503
    assert "暂时接不上" in answer.text


def test_a_drill_whose_opening_was_lost_is_started_all_the_same(
    trainee: Trainee, stand_in: StandIn
) -> None:
    stand_in.mood = "loses the answer"
    assert trainee.see(trainee.start())["turn"] == 1


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u3000"])
def test_a_blank_reply_is_stopped(trainee: Trainee, stand_in: StandIn, text: str) -> None:
    drill = trainee.start()
    heard = len(stand_in.heard)
    assert trainee.say(drill, text, 1).status_code == 422
    assert len(stand_in.heard) == heard


def test_a_reply_of_ten_thousand_characters_is_stopped(trainee: Trainee, stand_in: StandIn) -> None:
    drill = trainee.start()
    heard = len(stand_in.heard)
    answer = trainee.say(drill, "好" * 10_000, 1)
    assert answer.status_code == 422
    assert "1000" in answer.json()["message"]
    assert len(stand_in.heard) == heard
    assert trainee.say(drill, "好" * 1000, 1).status_code == 200


@pytest.mark.parametrize("body", [[], "text", 3, None, {"turn": 1}, {"text": 5, "turn": 1}])
def test_a_body_of_another_shape_is_refused(trainee: Trainee, body: object) -> None:
    assert trainee.send(trainee.start(), "reply", body).status_code == 400


@pytest.mark.parametrize("turn", [0, -1, 2, "1", None, 1.5, [], True + 1])
def test_a_turn_that_is_not_the_next_is_behind(trainee: Trainee, turn: object) -> None:
    answer = trainee.send(trainee.start(), "reply", {"text": "您好", "turn": turn})
    assert answer.status_code == 409


def test_typed_payloads_arrive_as_words(trainee: Trainee, stand_in: StandIn) -> None:
    drill = trainee.start()
    trainee.say(drill, "\u200b /stop", 1)
    assert stand_in.heard[-1]["message"] == "\u200b \uff0fstop"
    assert trainee.see(drill)["ending"] is None


def test_people_come_with_their_id_and_language(
    newcomer: Callable[[], Trainee], stand_in: StandIn
) -> None:
    trainee = newcomer()
    trainee.post("/language", language="en", next="/")
    trainee.enter("Lin")
    drill = trainee.start()
    about = stand_in.heard[-1]["metadata"]
    assert about["language"] == "en"
    assert about["channel"] == "web"
    assert about["drill"] == drill == stand_in.heard[-1]["sender"]
    recorded = stand_in.records.drill(drill)
    assert recorded is not None
    assert recorded.trainee_id == about["trainee"]
