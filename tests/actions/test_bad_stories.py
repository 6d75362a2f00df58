"""What trainers get wrong in a story file, and what they are told: line, slip and mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions.judge.verdict import Context
from actions.rehearsals import rehearse
from actions.story import BadStoryError, Library, Manners, load, parse
from actions.story.load import LARGEST
from tests.actions.conftest import STORIES, MakeVerdict

TEXT = (Path(__file__).parent / "stories" / "lost_parcel.yml").read_text("utf8")


def told(text: str) -> str:
    with pytest.raises(BadStoryError) as caught:
        parse(text, "lost_parcel.yml")
    return str(caught.value)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


Slip = tuple[str, str, str, str]

YAML_SLIPS: list[Slip] = [
    ("title: 没", "title：没", "title", "中文冒号"),
    ("level: 1", "level:1", "level", "冒号后面少了空格"),
    ("  运单: 尾号", "  运单：尾号", "  运单", "中文冒号"),
    ("- 打电话给快", "-打电话给快", "-打电话", "“-”后面少了空格"),
    ("- 我就想问", "我就想问", "我就想问", "既不是“键: 值”，也不是列表里的一条"),
    ("  asks:", "\tasks:", "\tasks", "制表符"),
    ("title: 没", "title: 签收: 没", "title", "冒号的位置不对"),
    ("title: 没", 'title: "没', "title", "引号没有配对"),
    ("title: 没收到", 'title: "没"收到', "title", "引号没有配对"),
    ("title: 没", "title: [没", "title", "括号没有配对"),
    ("{name: 方姐, ", "{name: 方姐，", "customer", "括号没有配对，或各项之间少了英文逗号"),
    ("title: 没", "title: @没", "title", "不能以这个符号开头"),
    ("title: 没", "title: *没", "title", "不能以这个符号开头"),
    ("title: 没", "title: %没", "title", "不能以这个符号开头"),
    ("title: 没", "title: !没", "title", "不能以这个符号开头"),
    ("title: 没", 'title: "\\没', "title", "双引号里的“\\”"),
    ("title: 没收到的签收", 'title: "没收到的签收\\d"', "title", "双引号里的“\\”"),
    ("title: 没收到的签收", "title: - 没收到的签收", "title", "另起一行"),
    ("  label: 去", "   label: 去", "   label", "冒号的位置不对"),
    ("  hint: 她", " hint: 她", " hint", "缩进没对齐"),
    ("level: 1", "---\nlevel: 1", "---", "一个文件里有两个故事"),
    ("level: 1", "...\nlevel: 1", "level", "一个文件里有两个故事"),
    ("level: 1", "level: 1\nlevel: 2", "level: 2", "“level”写了两次"),
]

CONTENT_SLIPS: list[Slip] = [
    ("customer: {name", "customer: {nmae", "customer", "不认识的键“nmae” → 是不是想写“name”"),
    ("about: [单号", "abuot: [单号", "- abuot", "不认识的键“abuot” → 是不是想写“about”"),
    ("    moves: [off", "    mooves: [off", "    mooves", "是不是想写“moves”"),
    ("  hint: 她", "  hnit: 她", "  hnit", "是不是想写“hint”"),
    ("  grudging:", "  gruding:", "  gruding", "是不是想写“grudging”"),
    ("  complains:", "  hates:", "  hates", "content、grudging、complains、leaves"),
    ("  complains:", "  hates:", "endings", "缺少“complains”"),
    ("  ends: leaves", "  ends: leave", "  ends: leave", "这里不能写“leave” → 是不是想写“leaves”"),
    ("  ends: leaves", "  ends: 走人", "  ends: 走", "是不是想写“leaves”"),
    ("  ends: leaves", "  ends: content", "rehearsals", "没有以 leaves 收场的排练"),
    ("快人快语", "快, temperament: qiuck", "customer", "性子“qiuck” → 是不是想写“quick”"),
    ("快人快语", "快, temperament: 急", "customer", "是不是想写“quick”"),
    ("快人快语", "快, temperament: 暴", "customer", "quick（急）、dry（冷）"),
    ("level: 1", "practises: [empaty]\nlevel: 1", "practises", "是不是想写“empathy”"),
    ("[offers_check, informs", "[马上去查, informs", "    moves", "是不是想写“offers_check”"),
    ("[offers_check, informs", "[offers_check，informs", "    moves", "英文逗号"),
    ("[驿站, 快递员", "[驿站，快递员", "    about", "“驿站，快递员”坐席不会一字不差地说"),
    ("about: [单号, ", "about: [单号、", "- about: [单", "一项只写一个短词"),
    ("[驿站, ", "[我已经帮您联系过快递员和小区东门驿站的老板了, ", "    about", "永远对不上"),
    ("  rule_quoted:", "  rule_qouted:", "  rule_qouted", "是不是想写“rule_quoted”"),
    ("- need: find", "- need: Find", "- need: F", "小写英文字母"),
    ("  after: find_it", "  after: fnid_it", "  after", "不是本故事的需求 → 是不是想写“find_it”"),
    ("need: by_when", "need: find_it", "- need: find_it\n  label: 说", "“find_it”写了两次"),
    (
        "  after: find_it",
        "  after: by_when",
        "  after",
        "绕成了圈，永远轮不到（by_when 等 by_when）",
    ),
]


@pytest.mark.parametrize(("change", "into", "at", "says"), YAML_SLIPS + CONTENT_SLIPS)
def test_a_slip_is_named_in_its_line_with_its_mend(
    change: str, into: str, at: str, says: str
) -> None:
    assert change in TEXT
    text = TEXT.replace(change, into, 1)
    about = [line for line in told(text).splitlines() if says in line]
    assert about, told(text)
    assert about[0].startswith(f"lost_parcel.yml:{line_of(text, chr(10) + at) + 1} ")


def test_needs_that_wait_for_each_other_are_told_once_as_the_circle_they_make() -> None:
    text = TEXT.replace("  hint: 她", "  after: by_when\n  hint: 她", 1)
    message = told(text)
    assert "find_it 等 by_when，by_when 等 find_it" in message
    assert message.startswith(f"lost_parcel.yml:{line_of(text, 'after: by_when')} ")
    assert len(message.splitlines()) == 1


def test_a_need_named_in_after_must_stand_further_up() -> None:
    text = TEXT.replace("  after: find_it\n", "", 1)
    text = text.replace("  hint: 她", "  after: by_when\n  hint: 她", 1)
    message = told(text)
    assert "“by_when”排在后面" in message
    assert "挪到前面" in message


def test_everything_wrong_is_told_at_once() -> None:
    text = TEXT.replace("level: 1", "level: 9").replace("title:", "titel:")
    assert len(told(text).splitlines()) == 3  # the level, the unknown key, the missing one


def test_two_files_with_one_storys_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("lost_parcel", "another"):
        (tmp_path / f"{name}.yml").write_text(TEXT, "utf8")
    with pytest.raises(BadStoryError, match=r"已经给了 lost_parcel\.yml → 把 story 改成 another"):
        load(tmp_path / "another.yml")
    assert load(tmp_path / "lost_parcel.yml").name == "lost_parcel"


def test_a_file_name_that_no_story_can_have_must_change(tmp_path: Path) -> None:
    file = tmp_path / "丢件.yml"
    file.write_text(TEXT, "utf8")
    with pytest.raises(BadStoryError, match=r"→ 把文件改名为 lost_parcel\.yml$"):
        load(file)


def test_a_file_that_no_list_would_show_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lost_parcel.yaml"
    file.write_text(TEXT, "utf8")
    with pytest.raises(BadStoryError, match=r"改名为 lost_parcel\.yml"):
        load(file)


def test_a_rehearsal_that_ends_otherwise_says_where_it_stood(
    manners: Manners, verdict: MakeVerdict
) -> None:
    def cold(reply: str, context: Context) -> object:
        return verdict(-1.0, f"quotes_rule {reply}")

    wrong = "\n".join(rehearse(parse(TEXT), manners, cold))  # type: ignore[arg-type]
    assert "排练“认下着急再去找”应以 content 收场，实际是 open（第 2 句后火气" in wrong
    assert "未满足的需求：find_it、by_when" in wrong
    assert "→ 改排练的回复" in wrong


BAD_FILES = {
    "tabs": TEXT.replace("  asks:", "\tasks:"),
    "tagged": TEXT.replace("title: ", "title: !!python/name:os.system "),
    "anchored": TEXT.replace("title: ", "title: &a "),
    "bomb": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "deep": "story: " + "[" * 50_000,
    "huge": TEXT + "#" * LARGEST,
    "unreachable": TEXT.replace("  after: find_it", "  after: by_when"),
    "endless": TEXT.replace("ends: leaves", "ends: content"),
    "twin": TEXT,
    "empty": "",
}


def test_good_stories_stay_playable_beside_every_kind_of_bad_one(tmp_path: Path) -> None:
    (tmp_path / "lost_parcel.yml").write_text(TEXT, "utf8")
    shutil.copy(STORIES / "_reactions.yml", tmp_path)
    for name, text in BAD_FILES.items():
        own = text if name == "twin" else text.replace("story: lost_parcel", f"story: {name}")
        (tmp_path / f"{name}.yml").write_text(own, "utf8")
    library = Library(tmp_path)
    assert list(library.stories()) == ["lost_parcel"]
    problems = library.problems()
    assert {problem.file for problem in problems} == {f"{name}.yml" for name in BAD_FILES}
    assert all(problem.what and problem.mend for problem in problems)
