"""Verdicts on single replies: what they must always be, and what they should say."""

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.judge.judge import Judge
from actions.judge.reasons import goodness
from actions.judge.verdict import FLAGS, MOVES, Context, Exchange, Verdict

OUTAGE = Context(
    briefing="来电人家里断网第三天，两次收到已修复的短信。坐席能加急派单、约师傅回电、按天减免月费。",
    customer_says="断网三天了，短信说修好两回，你们到底管不管！",
)
HEARD = (
    "三天没网还收到两条修好了的短信，换谁都火。我现在就派加急单，"
    "师傅中午十二点前给您打电话，没打您直接找我，我姓林。"
)
STONEWALL = "您的问题我们已经记录了，会尽快为您处理，请您耐心等待。"
anything = st.text(st.characters(), max_size=200)


def check_shape(verdict: Verdict, reply: str) -> None:
    for score in (verdict.empathy, verdict.clarity, verdict.rigidity):
        assert 1 <= score <= 5
    assert -2 <= verdict.effect <= 2
    for move in verdict.moves:
        assert move.label in MOVES
        assert reply[move.start : move.end] == move.words != ""
    for clause in verdict.clauses:
        assert reply[clause.start : clause.end] == clause.text != ""
        assert all(0.05 <= chance <= 1 for chance in clause.chances.values())
        assert sum(clause.chances.values()) <= 1.001
    assert set(verdict.flags) <= set(FLAGS)


def check_reasons(verdict: Verdict) -> None:
    for dimension in ("empathy", "clarity", "rigidity"):
        reasons = [reason for reason in verdict.reasons if reason.dimension == dimension]
        good = goodness(dimension, getattr(verdict, dimension))
        assert len(reasons) <= 3
        weights = [abs(reason.weight) for reason in reasons]
        assert weights == sorted(weights, reverse=True)
        if good >= 0.25:
            assert all(reason.weight > 0 for reason in reasons)
        if good <= -0.25:
            assert all(reason.weight < 0 for reason in reasons)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reply=anything, line=anything, before=anything, briefing=anything)
def test_any_text_gets_a_sound_verdict(
    judge: Judge, reply: str, line: str, before: str, briefing: str
) -> None:
    verdict = judge.read(reply, Context(briefing, line, (Exchange(line, before),)))
    check_shape(verdict, reply)
    check_reasons(verdict)


PIECES = [
    *("我理解您的心情", "规定就是规定", "您自己没看清", "我马上查", "明天十点前给您回电话", "抱歉"),
    *("，", "。", "！", "\n", " ", "😀", "\u3000", "\x00", "\ud800", "ＡＢ１２", "妳們"),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=100, deadline=None)
@given(reply=pieces)
def test_mixed_service_talk_gets_a_sound_verdict(judge: Judge, reply: str) -> None:
    verdict = judge.read(reply, OUTAGE)
    check_shape(verdict, reply)
    check_reasons(verdict)


def test_a_heard_customer_calms_down(judge: Judge) -> None:
    verdict = judge.read(HEARD, OUTAGE)
    assert verdict.effect > 0.5
    assert verdict.empathy > 3.5
    assert verdict.rigidity < 2.5
    assert verdict.makes("acknowledges_feeling")
    assert verdict.makes("commits_time")


def test_stonewalling_makes_it_worse(judge: Judge) -> None:
    verdict = judge.read(STONEWALL, OUTAGE)
    assert verdict.effect <= -1
    assert verdict.rigidity > 3.5
    assert verdict.makes("vague_promise")


@pytest.mark.parametrize(
    "reply",
    [
        "我理解您的心情，但是规定就是规定。",
        "抱歉理解放心马上解决",
        "😀😀😀👍",
        "asdkfj alskdj",
        "断网三天了，短信说修好两回，你们到底管不管！",
        "啊啊啊啊啊啊啊啊",
        STONEWALL * 190,
    ],
)
def test_nothing_is_had_for_free(judge: Judge, reply: str) -> None:
    verdict = judge.read(reply, OUTAGE)
    assert max(verdict.empathy, verdict.clarity) <= 3
    assert verdict.rigidity >= 3
    assert verdict.effect <= 0


def test_saying_it_again_is_flagged_and_rigid(judge: Judge) -> None:
    again = Context(OUTAGE.briefing, "还是没网！", (Exchange(OUTAGE.customer_says, HEARD),))
    first, second = judge.read(HEARD, OUTAGE), judge.read(HEARD, again)
    assert "repeats_self" in second.flags
    assert second.effect < first.effect
    assert second.rigidity >= 3


def test_script_and_width_hardly_matter(judge: Judge) -> None:
    plain = judge.read("您的订单没有按时送到，是我们的错，我现在就给您查。", OUTAGE)
    other = judge.read("您的訂單沒有按時送到,是我們的錯,我現在就給您查｡", OUTAGE)
    assert abs(plain.empathy - other.empathy) < 0.1
    assert abs(plain.effect - other.effect) < 0.1


def test_a_clause_that_checks_is_seen_as_such(judge: Judge) -> None:
    context = Context("外卖平台，顾客想知道餐出没出厨房。", "我刚点的汉堡，出餐了没有？")
    verdict = judge.read("我马上帮您看一下出餐了没有。", context)
    chances = [clause.chance(["offers_check", "informs"]) for clause in verdict.clauses]
    assert max(chances) >= 0.4


def test_many_at_once_are_judged_as_one_by_one(judge: Judge) -> None:
    pairs = [(HEARD, OUTAGE), ("", OUTAGE), (STONEWALL, OUTAGE)]
    for (reply, context), verdict in zip(pairs, judge.read_many(pairs), strict=True):
        single = judge.read(reply, context)
        assert verdict.empathy == pytest.approx(single.empathy, abs=1e-4)
        assert verdict.moves == single.moves


def test_threads_may_share_a_judge(judge: Judge) -> None:
    wanted = judge.read(HEARD, OUTAGE)
    found: list[Verdict] = []

    def read(number: int) -> None:
        judge.read(f"{number}号为您服务", OUTAGE)
        found.append(judge.read(HEARD, OUTAGE))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 8
