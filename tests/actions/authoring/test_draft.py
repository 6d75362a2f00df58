"""Drafts from a trainer's documents: what was found is quoted, nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.authoring.draft import account, read_document, search, write
from actions.authoring.draft.document import Document
from actions.authoring.draft.page import page
from actions.judge.judge import Judge
from actions.story import BadStoryError, load, parse
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

TEXTS = Path(__file__).with_name("texts")
MARK = "【待填"
Drafted = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def drafted(judge: Judge) -> Drafted:
    """The drafts of one of our texts, as plain values."""

    def draft(name: str) -> list[dict[str, Any]]:
        document = read_document(TEXTS / name)
        return [
            yaml.load(page(case, document.name, "x_1"), Loader=yaml.BaseLoader)  # noqa: S506
            for case in search(document, judge.read_many).cases
        ]

    return draft


def labels(draft: dict[str, Any]) -> list[str]:
    return [need["label"] for need in draft["needs"]]


def rehearsed(draft: dict[str, Any], ending: str) -> list[str]:
    return next(item["trainee"] for item in draft["rehearsals"] if item["ends"] == ending)


def test_a_letter_gives_trouble_demands_and_what_the_agents_said(drafted: Drafted) -> None:
    (draft,) = drafted("angry_letter.txt")
    assert draft["title"] == "洗衣机三次上门没修好"
    assert draft["customer"]["name"] == "卢晓梅"
    assert "漏水" in draft["briefing"]
    assert labels(draft) == ["给我换一台新的", "赔偿泡坏的地板", "请你们书面说明"]
    assert draft["facts"]["单号"] == "XH20231107"
    assert draft["facts"]["电话"] == "13900001234"
    assert {"passes_buck", "blames_customer", "vague_promise"} <= set(draft["practises"])
    assert rehearsed(draft, "complains") == [
        "单子已经派出去了，您耐心等通知吧。",
        "换机要厂里批，我们这边没有权限。",
        "这个我也不清楚，您自己打厂家电话问吧。",
    ]


def test_a_mail_with_wrapped_lines_is_read_in_whole_sentences(drafted: Drafted) -> None:
    (draft,) = drafted("wrapped_mail.txt")
    assert draft["customer"]["name"] == "汤先生"
    assert draft["briefing"].endswith("回家开机不到十分钟就闻到一股烧焦的味道，我马上拔了插头。")
    assert labels(draft) == ["能不能先换一台给我用着", "并且说明为什么检测要这么久"]
    assert draft["needs"][0]["asks"][1] == "请在三天内给我换一台新机"


def test_a_chat_gives_the_speakers_lines_and_what_was_told_when_asked(drafted: Drafted) -> None:
    (draft,) = drafted("timed_chat.txt")
    assert draft["customer"]["name"] == "鲍女士"
    assert draft["trainee_is"] == "客服"
    assert draft["opening"][0].startswith("我订的明天上午的高铁站接机车")
    assert labels(draft)[0] == "那你们给我重新派一辆啊"
    assert draft["facts"]["单号"] == "尾号5520"
    assert draft["facts"]["对话时间"] == "2024-06-02 19:42:10"
    assert draft["reveals"][0]["about"] == ["订单号"]
    assert draft["reveals"][0]["says"][0].startswith("尾号5520")
    assert "我要投诉你！" in draft["endings"]["complains"]
    assert {"quotes_rule", "refuses", "challenges"} <= set(draft["practises"])
    assert "客户已离开会话" not in str(draft)


def test_a_form_gives_its_fields_their_places(drafted: Drafted) -> None:
    (draft,) = drafted("dull_form.md")
    assert draft["title"] == "冰箱送错颜色"
    assert draft["customer"]["name"] == "费先生"
    assert labels(draft) == ["更换为白色同款", "换货期间旧冰箱不拉走", "明确到货日期"]
    assert draft["facts"]["订单编号"] == "BX-90217734"
    assert "与订单不符" in draft["briefing"]
    assert "vague_promise" in draft["practises"]
    assert draft["opening"][0].startswith(MARK), "nobody is quoted as the customer"


def test_a_collection_gives_one_draft_a_case(drafted: Drafted) -> None:
    cake, gym = drafted("three_cases.md")
    assert (cake["title"], gym["title"]) == ("蛋糕写错了名字", "健身房不退卡")
    assert labels(cake) == ["能不能现在改一下"]
    assert rehearsed(cake, "leaves") == ["师傅下班了，改不了。"]
    assert gym["customer"]["name"] == "卫先生"
    assert gym["practises"] == ["passes_buck"]


def test_names_above_the_lines_and_letters_before_them_are_speakers(drafted: Drafted) -> None:
    (fruit,) = drafted("chat_export.txt")
    assert fruit["customer"]["name"] == "橙子酱酱"
    assert "烂了一半" in fruit["opening"][0]
    (line_down,) = drafted("letters_ab.txt")
    assert line_down["opening"][0].endswith("现在还是用不了。")
    assert rehearsed(line_down, "leaves")[0].startswith("您好，请问")


def test_a_line_of_dashes_parts_conversations_but_not_one_write_up(judge: Judge) -> None:
    chat = (TEXTS / "letters_ab.txt").read_text("utf8")
    assert len(search(Document("two.txt", f"{chat}\n-----\n{chat}"), judge.read_many).cases) == 2
    form = (TEXTS / "dull_form.md").read_text("utf8").replace("\n## ", "\n---\n## ")
    assert len(search(Document("one.md", form), judge.read_many).cases) == 1


def test_quoted_speech_is_given_to_who_says_it(judge: Judge) -> None:
    text = (
        "韦女士打电话问快递到了哪儿，接电话的是个小姑娘，听完只说：“您看短信。”"
        "韦女士急了，叫来旁边的同事一起听，又说：“短信里什么也没有，你帮我查一下！”"
        "无论韦女士怎么讲，小姑娘还是那句：“短信里都写着呢，您自己看。”"
        "她问客服经理：“能不能换个人接电话？”"
    )
    (case,) = search(Document("call.txt", text), judge.read_many).cases
    assert [quote.text for quote in case.agent_lines] == [
        "您看短信。",
        "短信里都写着呢，您自己看。",
    ]
    said = [line.quote.text for line in case.case.utterances if line.role == "customer"]
    assert said == ["短信里什么也没有，你帮我查一下！", "能不能换个人接电话？"]


def test_words_in_quotation_marks_are_no_speech(judge: Judge) -> None:
    text = "一位顾客要求退款，前台说不清什么叫“七天无理由”，只让他去看“服务公约”。"
    (case,) = search(Document("desk.txt", text), judge.read_many).cases
    assert not [line for line in case.case.utterances if line.direct]


def test_what_made_it_worse_is_found_by_whole_words(judge: Judge) -> None:
    harmless = "一位顾客买的拖鞋断了底，要求退款，店员向她推荐了另一双。"
    (case,) = search(Document("shop.txt", harmless), judge.read_many).cases
    assert not case.hurts
    harmful = "一位顾客买的凉鞋断了底，要求退款，店员先是拖，后来又往厂家那边推。"
    (case,) = search(Document("shop.txt", harmful), judge.read_many).cases
    assert [hurt.practises for hurt in case.hurts] == ["vague_promise", "passes_buck"]


def test_what_the_customer_does_again_and_again_made_nothing_worse(judge: Judge) -> None:
    text = "客户昨天来电，反复强调水管漏了三天，再三要求派人上门。坐席反复说已经登记了。"
    (case,) = search(Document("call.txt", text), judge.read_many).cases
    told = [hurt.quote.text for hurt in case.hurts if not hurt.spoken]
    assert told == ["坐席反复说已经登记了"]


def test_the_rows_of_a_table_are_speakers_lines(judge: Judge) -> None:
    text = (
        "| 时间 | 角色 | 内容 |\n| --- | --- | --- |\n"
        "| 10:01 | 客户 | 我没点过自动续费，把钱退给我 |\n"
        "| 10:05 | 客服 | 会员一经开通不支持退款 |\n"
    )
    (case,) = search(Document("table.md", text), judge.read_many).cases
    assert [quote.text for quote in case.opening] == ["我没点过自动续费，把钱退给我"]
    assert [quote.text for quote in case.agent_lines] == ["会员一经开通不支持退款"]


def test_who_speaks_is_called_a_guess_where_the_text_does_not_say(judge: Judge) -> None:
    for name, guessed in (("letters_ab.txt", True), ("timed_chat.txt", False)):
        document = read_document(TEXTS / name)
        text = page(search(document, judge.read_many).cases[0], name, "x_1")
        assert ("照说话的口气猜的" in text) == guessed


def test_an_essay_gives_no_draft_and_says_so(judge: Judge, tmp_path: Path) -> None:
    document = read_document(TEXTS / "no_case.txt")
    found = search(document, judge.read_many)
    assert write(found, document, tmp_path) == []
    assert "没找到能起草的案例" in account(found, [], document)[0]


def test_a_customer_without_trouble_is_mentioned_not_drafted(judge: Judge) -> None:
    document = Document(
        "note.txt", "昨天有一位顾客对我说：“你们店里的花真好看，我天天路过都要看两眼。”"
    )
    found = search(document, judge.read_many)
    assert not found.cases
    assert "你们店里的花真好看" in account(found, [], document)[-1]


def test_the_account_names_what_was_found_and_what_was_not(judge: Judge, tmp_path: Path) -> None:
    document = read_document(TEXTS / "dull_form.md")
    found = search(document, judge.read_many)
    told = "\n".join(account(found, write(found, document, tmp_path), document))
    assert "想要：“更换为白色同款”（第 14 行）" in told
    assert "没找到：客户的话、坐席的话" in told


def test_lines_are_those_of_the_file(judge: Judge) -> None:
    document = read_document(TEXTS / "angry_letter.txt")
    lines = (TEXTS / "angry_letter.txt").read_text("utf8").splitlines()
    text = page(search(document, judge.read_many).cases[0], document.name, "x_1")
    quoted = re.findall(r"^ *(?:- |\w+: )'?([^'【\[\n]+?)'?  # 第 (\d+) 行", text, re.MULTILINE)
    assert len(quoted) > 12
    for words, number in quoted:
        assert words in lines[int(number) - 1]


def test_the_check_names_every_place_to_fill_in(judge: Judge, tmp_path: Path) -> None:
    document = read_document(TEXTS / "timed_chat.txt")
    (file,) = write(search(document, judge.read_many), document, tmp_path)
    lines = file.read_text("utf8").splitlines()
    marked = [n for n, line in enumerate(lines, 1) if MARK in line and not line.startswith("#")]
    with pytest.raises(BadStoryError) as caught:
        load(file)
    assert [problem.line for problem in caught.value.problems] == marked
    assert f"{file.name}:{marked[0]}  title：还没填：列表里的标题" in str(caught.value)


def test_a_blank_in_a_number_or_a_key_is_named_as_a_blank() -> None:
    with pytest.raises(BadStoryError) as caught:
        parse("story: a\nlevel: 【待填：1 到 5】\nfacts:\n  【待填】: 【待填：资料】\n", "a.yml")
    told = str(caught.value).splitlines()
    assert told[0].startswith("a.yml:2  level：还没填：1 到 5 → ")
    assert told[1].startswith("a.yml:4  facts：还没填 → ")
    assert len(told) == 3


def test_a_filled_draft_is_a_story(judge: Judge, tmp_path: Path) -> None:
    """Only the marks stand between a draft and a story."""
    document = read_document(TEXTS / "timed_chat.txt")
    (file,) = write(search(document, judge.read_many), document, tmp_path)
    text = re.sub(r"^anger: 【.*】", "anger: 60", file.read_text("utf8"), flags=re.MULTILINE)
    text = re.sub(r"^( *- )(【待填：(再写|.*至少三种).*】)$", _three, text, flags=re.MULTILINE)
    text = re.sub(r"【待填：(.*?)】", r"写好的\1", text)
    assert parse(text, file.name).story == "timed_chat_1"


def _three(found: re.Match[str]) -> str:
    return "\n".join(f"{found[1]}说法{number}" for number in "一二三")


def test_drafts_never_overwrite(judge: Judge, tmp_path: Path) -> None:
    document = read_document(TEXTS / "letters_ab.txt")
    found = search(document, judge.read_many)
    (first,) = write(found, document, tmp_path)
    first.write_text("mine", "utf8")
    (second,) = write(found, document, tmp_path)
    assert (first.read_text("utf8"), second.name) == ("mine", "letters_ab_2.yml")
    assert "story: letters_ab_2\n" in second.read_text("utf8")


@pytest.mark.parametrize("name", ["投诉信.txt", "2024 案例.md", "A" * 200 + ".txt", "_.txt"])
def test_any_file_name_gives_a_storys_name(name: str, judge: Judge, tmp_path: Path) -> None:
    document = Document(name, (TEXTS / "letters_ab.txt").read_text("utf8"))
    (file,) = write(search(document, judge.read_many), document, tmp_path)
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,59}", file.stem)
