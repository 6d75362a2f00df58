"""Replies that deserve nothing: no score may be had for words that are no reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.judge.judge import Judge
from actions.judge.panel import SCORES
from actions.judge.verdict import Context, Exchange

Scene = tuple[str, tuple[str, str, str]]
"""A briefing and three lines of the customer."""

SCENES: tuple[Scene, ...] = (
    (
        "宽带客服。客户家断网三天，两次收到已修复的短信。可以加急派单、约师傅回电、按天减免月费。",
        (
            "断网三天了，短信说修好两回，你们到底管不管！",
            "还是没网！我在家上班，今天有个会必须开，怎么办？",
            "我不想再听这些，就问一句：师傅今天几点能到？",
        ),
    ),
    (
        "外卖平台客服。顾客点了两份面，送来一份，商家电话没人接。可以退款、补送、发优惠券。",
        (
            "我点了两份面，怎么只送来一份？孩子还饿着呢。",
            "商家电话打不通，你让我找谁去？",
            "那另外一份的钱退不退？什么时候能到账？",
        ),
    ),
    (
        "银行客服。老人的退休金这个月没有到账，社保局说已经发放。可以查询入账、发起核查。",
        (
            "我妈的退休金这个月没到，社保局说早就发了，是不是被你们扣了？",
            "她就靠这个钱买药，你们说话要负责任。",
            "那到底卡在哪儿了，谁去查，什么时候给我个准话？",
        ),
    ),
)
NONSENSE = (
    *(
        "asdkfj alskdj qwpoei",
        "😀😀😀👍",
        "啊啊啊啊啊啊啊啊",
        "。。。。。。",
        "12345 67890",
        "hmm ok",
    ),
    *("香蕉在天花板上数学很蓝，昨天的椅子唱了一只云。", "的了是在我有和就不人都一个上也很"),
    *("锄禾日当午，汗滴禾下土，谁知盘中餐，粒粒皆辛苦。", "哈哈哈哈嘿嘿嘿嘿呵呵呵呵", ""),
)
STUFFED = (
    *("抱歉理解放心马上解决", "抱歉 理解 放心 马上 解决", "抱歉，理解，放心，马上，解决。"),
    *(
        "理解着急抱歉对不起放心马上现在查处理今天下午三点回电您看可以吗谢谢",
        "您好抱歉感谢理解支持配合",
    ),
    *(
        "马上解决马上解决马上解决放心放心放心",
        "理解心情，抱歉歉意，放心负责，立刻处理，今天解决，回电，谢谢",
    ),
    *(
        "着急委屈心疼理解感受道歉补偿退款加急师傅经理主管三点前回电",
        "共情 道歉 方案 时间 确认 感谢",
    ),
    *("安抚 倾听 落实 到位 专人 对接 兜底 补送 上门", "暖心贴心用心耐心细心真心关怀陪伴守护"),
)
PERFECT = (
    "碰上这种事换谁都着急，是我们没做好。我现在就去查，今天下午四点前亲自给您回电话，"
    "查不到也给您一个说法，我姓林，您直接找我，这样可以吗？"
)
_LONG = 5000


@dataclass(frozen=True)
class Ride:
    """The best that a kind of worthless reply got away with.

    Args:
        kind: what was tried.
        tried: number of replies.
        best: the best value of each score for the trainee (rigidity: the lowest).
    """

    kind: str
    tried: int
    best: dict[str, float]

    @property
    def free(self) -> bool:
        """Whether any score was had for nothing: above 3, rigidity below 3, effect above 0."""
        best = self.best
        high = max(best["empathy"], best["clarity"]) > 3
        return high or best["rigidity"] < 3 or best["effect"] > 0


def _at(scene: Scene, turn: int, said: tuple[str, ...] = ()) -> Context:
    """The scene before the reply of a turn, the trainee having said these things (or little)."""
    briefing, lines = scene
    replies = said or ("您好，我在听。",) * turn
    earlier = tuple(Exchange(*pair) for pair in zip(lines[:turn], replies, strict=False))
    return Context(briefing, lines[turn], earlier)


def _long(text: str) -> str:
    return (text * (_LONG // max(1, len(text)) + 1))[:_LONG]


def attempts() -> Iterator[tuple[str, str, Context]]:
    """What is tried: kind, reply, context."""
    for scene in SCENES:
        lines = scene[1]
        for turn in (0, 2):
            here = _at(scene, turn)
            for reply in NONSENSE:
                yield "nonsense", reply, here
            for reply in STUFFED:
                yield "keyword stuffing", reply, here
            for reply in (
                lines[turn],
                f"您好，{lines[turn]}",
                f"您说的是：{lines[turn]}",
                lines[0],
            ):
                yield "the customer's own line handed back", reply, here
            for reply in (*STUFFED, lines[turn], NONSENSE[6], NONSENSE[7], NONSENSE[0]):
                yield "5,000 characters of the above", _long(reply), here
        for turn in (1, 2):
            for reply in (PERFECT, f"您好！{PERFECT}", f"{PERFECT}谢谢。"):
                pasted = _at(scene, turn, (PERFECT,) * turn)
                yield "one perfect sentence pasted every turn", reply, pasted
        yield "5,000 characters of one perfect sentence", _long(PERFECT), _at(scene, 0)
        for turn in (1, 2):
            pasted = _at(scene, turn, (PERFECT,) * turn)
            yield "5,000 characters of one perfect sentence", _long(PERFECT), pasted


def free_rides(judge: Judge) -> list[Ride]:
    """The best score of each kind, in the order tried."""
    tried = list(attempts())
    verdicts = judge.read_many([(reply, context) for _, reply, context in tried])
    found: dict[str, list[list[float]]] = {}
    for (kind, _, _), verdict in zip(tried, verdicts, strict=True):
        found.setdefault(kind, []).append([getattr(verdict, name) for name in SCORES])
    rides = []
    for kind, rows in found.items():
        columns = dict(zip(SCORES, zip(*rows, strict=True), strict=True))
        best = {n: min(c) if n == "rigidity" else max(c) for n, c in columns.items()}
        rides.append(Ride(kind, len(rows), best))
    return rides
