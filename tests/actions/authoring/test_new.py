"""A new story from a few answers: what is asked again, what is written, what is proven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from actions.authoring.new import (
    Answers,
    BadAnswerError,
    Plan,
    Wish,
    make_plan,
    questions,
    save,
    story_text,
    wishes,
)
from actions.authoring.new.plan import Rehearsed
from actions.authoring.new.write import quoted
from actions.authoring.schema import story_schema
from actions.judge.judge import Judge
from actions.judge.verdict import Context, Verdict
from actions.rehearsals import rehearse
from actions.story import Manners, Story, parse
from actions.story.cues import ENDINGS, TEMPERAMENTS
from actions.story.syntax import compose
from tests.actions.conftest import MakeVerdict
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

PARCEL = Answers(
    name="late_parcel",
    title="签收了却没收到",
    customer="方姐",
    temperament="quick",
    trainee_is="快递公司客服",
    trouble="你们写着已签收，可我根本没收到，孩子明天上课就要用。",
    level=2,
    wishes=(
        Wish("查清包裹在哪儿", ("查", "核实", "快递员", "驿站")),
        Wish("说好几点给我回话", ("分钟", "点前", "回电")),
    ),
    may=("打电话给快递员核对",),
    may_not=("不能把快递员的私人号码给客户",),
)
OWN_UP = Wish("承认是你们弄错的", ("弄错", "我们的责任"))
REFUND = Wish("退我一半的钱", ("退款", "退您"))

PLAN = Plan(40, 5, tuple(Rehearsed("试", (f"回{ends}",), ends, True) for ends in ENDINGS))


# The questions


def answer(key: str, given: str, folder: Path) -> object:
    [question] = [question for question in questions(folder) if question.key == key]
    return question.read(given)


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("name", " late_parcel.yml ", "late_parcel"),
        ("temperament", "3", "tearful"),
        ("temperament", "委屈", "tearful"),
        ("temperament", "tearful", "tearful"),
        ("level", "５", 5),
        ("trouble", "  我的包裹\n没到 ", "我的包裹 没到。"),
        ("trouble", "我的包裹呢？", "我的包裹呢？"),
        ("may", "去查；回电话;去查；", ("去查", "回电话")),
    ],
)
def test_answers_are_taken_as_people_type_them(
    key: str, given: str, value: object, tmp_path: Path
) -> None:
    assert answer(key, given, tmp_path) == value


@pytest.mark.parametrize(
    ("key", "given", "says"),
    [
        ("name", "", "不能空着"),
        ("name", "Late Parcel", "例如 late_parcel"),
        ("name", "迟到", "例如 late_parcel"),
        ("name", "taken", "taken.yml 已经有了，换个名字，例如 taken_2"),
        ("name", "../escape", "例如 late_parcel"),
        ("title", "长" * 21, "最多 20 个字，现在是 21 个"),
        ("title", "看\u200b不见", "看不见的字符"),
        ("temperament", "8", "写 1 到 7 的序号"),
        ("temperament", "暴躁", "写 1 到 7 的序号"),
        ("level", "很难", "写 1 到 5 的数字"),
        ("level", "0", "写 1 到 5 的数字"),
        ("trouble", "坏了", "写上一两句"),
        ("may", "；；", "不能空着"),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(
    key: str, given: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "taken.yml").touch()
    with pytest.raises(BadAnswerError, match=re.escape(says)):
        answer(key, given, tmp_path)


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("查清包裹在哪儿", "查清包裹在哪儿"),
        ("请你查清包裹在哪儿。", "查清包裹在哪儿"),
        ("请您 退我钱！", "退我钱"),
    ],
)
def test_a_need_continues_what_the_question_began(given: str, label: str) -> None:
    what, _ = wishes([])
    assert what.read(given) == label


@pytest.mark.parametrize("given", ["查，核实", "查、核实、查", "查 核实", "查,核实，", "查/核实"])
def test_words_may_be_parted_by_anything(given: str) -> None:
    _, said = wishes([])
    assert said.read(given) == ("查", "核实")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("查", "至少两个词"),
        ("查，您", "“您”太常见"),
        ("查，" + "长" * 21, "拆成短词"),
    ],
)
def test_words_that_would_meet_a_need_never_or_always_are_refused(given: str, says: str) -> None:
    _, said = wishes([])
    with pytest.raises(BadAnswerError, match=says):
        said.read(given)


def test_a_further_need_may_be_left_out_but_not_told_twice() -> None:
    what, _ = wishes(PARCEL.wishes[:1])
    assert what.optional
    with pytest.raises(BadAnswerError, match="前面写过了"):
        what.read("查清包裹在哪儿")


def test_every_example_and_default_is_a_good_answer(tmp_path: Path) -> None:
    other = Wish("别的事", ("别", "的事"))
    asked = [one for told in range(3) for one in wishes([other] * told)]
    for question in [*questions(tmp_path), *asked]:
        for answered in filter(None, (question.example, question.default)):
            assert question.read(answered)


@given(st.text(max_size=60))
def test_any_answer_is_taken_or_refused_in_chinese(given: str) -> None:
    for question in [*questions(Path("nowhere")), *wishes([]), *wishes(PARCEL.wishes)]:
        try:
            question.read(given)
        except BadAnswerError as error:
            assert re.search("[一-龥]", str(error))


# The file

NASTY = "'\"#:：- ,，[]{}&*!|>%@`?\\~=\n\t\r\u3000\u2028\x85\ufeff\x07；。“”天。a0"
TRAPS = [
    "no",
    "null",
    "~",
    "12:30",
    "0571",
    "1e3",
    "=",
    "<<",
    "---",
    "...",
    "- 一",
    "三: 四",
    "# 五",
]
texts = st.text(max_size=30) | st.text(NASTY, max_size=30) | st.sampled_from(TRAPS)
spoken = texts.filter(lambda text: bool(text.strip()))


@given(texts, st.lists(texts, max_size=4))
def test_whatever_is_filled_in_reads_back_the_same(text: str, several: Sequence[str]) -> None:
    written = (
        f"key: {quoted(text)}  # said\nlist:\n- {quoted(text)}\n- [{quoted(text)}, x]\n"
        f"flow: {quoted(list(several))}\nend: x\n"
    )
    read = yaml.load(written, Loader=yaml.CSafeLoader)
    assert read == {"key": text, "list": [text, [text, "x"]], "flow": list(several), "end": "x"}
    compose(written, "as Duilian reads it")


@settings(max_examples=40, deadline=None)  # each reads a whole story
@given(spoken, spoken, spoken, spoken, st.sampled_from(TEMPERAMENTS), st.integers(1, 5))
def test_a_story_of_any_words_is_a_story(
    title: str, trouble: str, label: str, rule: str, temperament: str, level: int
) -> None:
    wishes = (replace(OWN_UP, label=label), PARCEL.wishes[0])
    answers = replace(
        PARCEL,
        title=title,
        customer=title,
        trouble=trouble,
        wishes=wishes,
        may=(rule,),
        temperament=temperament,
        level=level,
    )
    text = story_text(answers, PLAN)
    story = parse(text)
    assert (story.title, story.customer.name) == (title.strip(), title.strip())
    assert (story.needs[0].label, story.may) == (label.strip(), [rule.strip()])
    assert trouble.strip() in story.opening[0]
    assert list(Draft7Validator(story_schema()).iter_errors(yaml.safe_load(text))) == []


def test_editors_are_told_of_the_schema_and_trainers_what_to_replace() -> None:
    text = story_text(PARCEL, PLAN)
    assert text.splitlines()[0] == "# yaml-language-server: $schema=story.schema.json"
    assert text.count("改：") > 10


@pytest.mark.parametrize("temperament", TEMPERAMENTS)
def test_customers_of_each_temperament_have_their_own_lines(temperament: str) -> None:
    story = parse(
        story_text(replace(PARCEL, temperament=temperament, wishes=(*PARCEL.wishes, REFUND)), PLAN)
    )
    own = set(said(story))
    for other in set(TEMPERAMENTS) - {temperament}:
        theirs = said(parse(story_text(replace(PARCEL, temperament=other), PLAN)))
        assert own.isdisjoint(theirs)
    assert len(own) == len(said(story))  # no line stands in two places
    assert not [line for line in own if "{" in line]


def said(story: Story) -> list[str]:
    """All a customer of the story's own can say."""
    lines = [*story.opening]
    for need in story.needs:
        lines += [*need.asks, *need.then]
    for ending in ENDINGS:
        lines += story.endings.lines(ending)
    return lines


def test_a_story_already_there_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "late_parcel.yml"
    file.write_text("mine", "utf8")
    with pytest.raises(FileExistsError):
        save("other", file)
    assert file.read_text("utf8") == "mine"


def test_a_file_that_cannot_be_written_whole_is_not_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "late_parcel.yml"
    with pytest.raises(UnicodeEncodeError):
        save("half \ud800", file)
    assert not file.exists()


# The rehearsals


@pytest.mark.parametrize(
    "answers",
    [
        replace(PARCEL, level=1, temperament="timid"),
        PARCEL,
        replace(PARCEL, level=3, temperament="proud", wishes=(*PARCEL.wishes, OWN_UP)),
        replace(PARCEL, level=4, temperament="tearful", wishes=(OWN_UP, REFUND)),
        replace(PARCEL, level=5, temperament="dry", wishes=(REFUND,)),
    ],
    ids=lambda answers: f"level {answers.level}",
)
def test_every_ending_is_rehearsed_with_the_real_judge(
    answers: Answers, manners: Manners, judge: Judge
) -> None:
    plan = make_plan(answers, lambda plan: story_text(answers, plan), manners, judge.read)
    assert plan.unproven == []
    story = parse(story_text(answers, plan))
    assert rehearse(story, manners, judge.read) == []
    assert (story.anger, story.patience) == (plan.anger, plan.patience)


def test_an_ending_that_nothing_leads_to_is_marked_in_the_file(
    manners: Manners, verdict: MakeVerdict
) -> None:
    def pleased(reply: str, _context: Context) -> Verdict:
        return verdict(2.0, f"informs {reply}")

    plan = make_plan(PARCEL, lambda plan: story_text(PARCEL, plan), manners, pleased)
    assert plan.unproven == ["grudging", "complains", "leaves"]
    text = story_text(PARCEL, plan)
    assert text.count("# 这一段还没走到应有的收场") == 3
    assert {rehearsal.ends for rehearsal in parse(text).rehearsals} == set(ENDINGS)


def test_replies_in_the_trainees_mouth_turn_me_into_you(
    manners: Manners, verdict: MakeVerdict
) -> None:
    text = story_text(replace(PARCEL, wishes=(Wish("把我们的钱退给我", ("退", "钱")),)), PLAN)
    [need] = parse(text).needs
    assert "把你们的钱退给您" in need.model_replies[0]
    assert any("把我们的钱退给我" in ask for ask in need.asks)
