"""What a trainer is asked about a new customer, in which order, with examples and defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.authoring.new import answers
from actions.story.meanings import name_meanings


@dataclass(frozen=True)
class Question:
    """One question.

    Args:
        key: the field of `Answers` it fills.
        asks: the question, in Chinese.
        read: makes the answer's value; raises `BadAnswerError`.
        example: an answer somebody else might give.
        default: what an empty answer means; "" if one must be given.
        optional: whether an empty answer ends the matter.
    """

    key: str
    asks: str
    read: Callable[[str], object]
    example: str = ""
    default: str = ""
    optional: bool = False

    @property
    def text(self) -> str:
        """The question and, line by line, what helps to answer it."""
        lines = [self.asks]
        lines += [f"  例如：{self.example}"] if self.example else []
        lines += [f"  直接回车：{self.default}"] if self.default else []
        lines += ["  没有了就直接回车"] if self.optional else []
        return "\n".join(lines)


def questions(folder: Path) -> list[Question]:
    """All but those on the customer's needs, in order.

    Args:
        folder: where the story will be written.
    """

    def line(longest: int) -> Callable[[str], object]:
        return lambda given: answers.text(given, longest)

    return [
        Question(
            "name",
            "文件名（小写英文字母、数字、下划线）",
            lambda given: answers.file_name(given, folder),
            "late_parcel",
        ),
        Question("title", "标题，列表里看到的", line(answers.LONGEST_TITLE), "签收了却没收到"),
        Question("customer", "客户怎么称呼", line(answers.LONGEST_NAME), "方姐"),
        Question("temperament", _temperaments(), answers.temperament, default="1"),
        Question("trainee_is", "坐席扮演谁", line(answers.LONGEST_ROLE), "快递公司客服", "客服"),
        Question(
            "trouble",
            "客户碰上了什么事？用客户自己的口气写一两句",
            answers.trouble,
            "你们写着已签收，可我根本没收到，孩子明天上课就要用",
        ),
        Question("level", "难度 1 到 5，1 给新手，5 最难", answers.level, default="2"),
        Question(
            "may",
            "坐席能做什么？几条之间用分号隔开",
            answers.rules,
            "打电话给快递员核对；丢了当场登记理赔",
            "查清楚情况，如实告诉客户；约好时间，由自己回话",
        ),
        Question(
            "may_not",
            "坐席不能做什么？几条之间用分号隔开",
            answers.rules,
            "不能把快递员的私人号码给客户",
            "没弄清楚之前，不能先打包票",
        ),
    ]


def wishes(earlier: Sequence[answers.Wish]) -> tuple[Question, Question]:
    """The questions for the next need; an empty first answer means there is none, but for one.

    Args:
        earlier: the needs told so far.
    """
    labels = [wish.label for wish in earlier]
    asks = "还有什么？请你……" if earlier else "客户非要不可的是什么？接着“请你……”往下写"
    what, said = _EXAMPLES[len(earlier)]
    return (
        Question(
            "label",
            asks,
            lambda given: answers.label(given, labels),
            what,
            optional=bool(earlier),
        ),
        Question("words", "坐席真去办，会说到哪些词？多写几个，用逗号隔开", answers.words, said),
    )


_EXAMPLES = (
    ("查清包裹在哪儿", "查，核实，快递员，驿站"),
    ("说好几点给我回话", "分钟，点前，回电，打给您"),
    ("承认签收弄错了", "弄错，我们的问题，没核对，没打招呼"),
)


def _temperaments() -> str:
    return "\n".join(["性子，写序号", *_numbered()])


def _numbered() -> Iterator[str]:
    for number, meaning in enumerate(name_meanings("temperament").values(), 1):
        yield f"  {number} {meaning}"
