"""Plain abuse is heard for what it is; words that only look like it are not."""

import pytest

from actions.judge.abuse import abuse_in
from actions.judge.judge import Judge
from actions.judge.verdict import Context


@pytest.mark.parametrize(
    "reply",
    ["你有病吧，这么笨还开什么票", "滚！", "少废话，说单号", "你他妈烦不烦", "简直无理取闹"],
)
def test_abuse_gets_the_worst_of_everything(reply: str, judge: Judge) -> None:
    verdict = judge.read(reply, Context("开票软件热线。", "小姑娘，又是我，文件找不着了。"))
    assert "abuses" in verdict.flags
    assert (verdict.empathy, verdict.effect) == (1.0, -2.0)
    assert any(reason.criterion == "talked_back" for reason in verdict.reasons)


@pytest.mark.parametrize(
    "reply",
    [
        "妈妈的姓名和身份证号给我，我马上提交换人。",
        "我也是当妈的，知道您急。",
        "是我太笨，没讲明白，我再说一遍。",
        "箱子可以滚着走，不用提。",
        "家里有病人，我给您优先安排。",
    ],
)
def test_harmless_words_are_no_abuse(reply: str) -> None:
    assert abuse_in(reply) == ""
