"""The pages: names, the list, languages, the report, errors."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from actions.records import Records
from actions.settings import Settings
from bot.web import language, pages
from bot.web.app import create_app
from tests.bot.web.conftest import Trainee, finished, texts
from tests.bot.web.stand_in import StandIn


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_newcomer_is_asked_for_a_name_once(newcomer: Callable[[], Trainee]) -> None:
    person = newcomer()
    assert "怎么称呼您" in person.get("/").text
    person.enter("小林")
    assert "点错的汉堡" in person.get("/").text
    assert "小林" in person.get("/").text


@pytest.mark.parametrize("name", ["", "   ", "长" * 41, "a\x00b", "a\u202eb", "\u200b", "a\nb"])
def test_names_that_are_none_are_refused(newcomer: Callable[[], Trainee], name: str) -> None:
    answer = newcomer().post("/name", name=name)
    assert answer.status_code == 422
    assert "1 到 40" in answer.text


@given(st.text(max_size=60))
def test_a_name_is_short_and_visible(text: str) -> None:
    if pages.is_name(text):
        assert 1 <= len(text) <= 40
        assert text.isprintable() or " " in repr(text) or not text.isascii()
        assert not any(char in text for char in "\n\r\t\x00\x7f\u200b\u202e\u2028")


def test_a_browser_that_keeps_no_cookie_is_told(newcomer: Callable[[], Trainee]) -> None:
    assert "没有记住" in newcomer().get("/?entered=1").text


def test_the_list_says_who_and_how_hard(trainee: Trainee) -> None:
    page = texts(trainee.get("/").text)
    for words in ("点错的汉堡", "张老三", "难度 2/5 · 容易", "练什么"):
        assert words in page


def test_the_list_knows_what_is_unfinished_and_how_the_last_one_went(trainee: Trainee) -> None:
    done, going_on = finished(trainee), trainee.start()
    page = trainee.get("/").text
    assert f'href="/drill/{going_on}"' in page
    assert f'href="/drill/{done}/report"' in page
    assert "提前结束" in page


def test_story_files_that_cannot_be_read_are_named(
    settings: Settings, stand_in: StandIn, tmp_path: Path
) -> None:
    folder = tmp_path / "stories"
    shutil.copytree(settings.stories, folder)
    (folder / "bad_one.yml").write_text("story: bad_one\ntitle: <b>坏</b>\n", "utf8")
    (folder / "bad_two.yml").write_text("story: [\n", "utf8")
    ours = settings.copy(update={"rasa_url": stand_in.url, "stories": folder})
    with TestClient(create_app(ours)) as http:
        trainee = Trainee(http)
        trainee.enter()
        page = trainee.get("/").text
    assert "有 2 个故事文件读不了" in page
    assert "bad_one.yml:1" in page
    assert "bad_two.yml:" in page
    assert "补上“customer：”这一项" in page
    assert "点错的汉堡" in page


def test_where_all_stories_can_be_read_nothing_is_said(trainee: Trainee) -> None:
    assert "读不了" not in trainee.get("/").text


def test_the_drill_page_shows_case_and_authority(trainee: Trainee) -> None:
    page = texts(trainee.get(f"/drill/{trainee.start()}").text)
    for words in ("您能查到的", "您可以", "您不可以", "收回上一句", "提示", "结束"):
        assert words in page


def test_stopping_is_not_said_to_be_final(trainee: Trainee) -> None:
    page = texts(trainee.get(f"/drill/{trainee.start()}").text)
    assert "不能接着练" not in page
    assert "想接着练还可以继续" in page


def test_the_report_shows_everything(trainee: Trainee, records: Records) -> None:
    drill = finished(trainee)
    page = trainee.get(f"/drill/{drill}/report").text
    plain = texts(page)
    for turn in records.turns(drill, with_taken_back=True):
        assert turn.line in plain
    assert "搬规定" in plain
    assert '<mark class="hurtful">' in page
    assert '<mark class="helpful">' in page
    assert "先前说过、又收回的一句" in plain
    assert records.hints(drill)[0].text in plain
    assert '<th scope="row">2</th>' in page


def test_the_report_of_an_open_drill_is_the_drill(trainee: Trainee) -> None:
    drill = trainee.start()
    answer = trainee.get(f"/drill/{drill}/report")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/drill/{drill}")


def test_a_drill_stopped_before_the_first_reply_has_a_report(trainee: Trainee) -> None:
    drill = trainee.start()
    trainee.send(drill, "stop", {"turn": 1})
    assert "报告" in trainee.get(f"/drill/{drill}/report").text


@pytest.mark.parametrize(
    "path", ["/", "/name", "/drills", "/drill/{}", "/drill/{}/report", "/widget-example"]
)
def test_english_pages_are_english_and_mark_what_is_chinese(trainee: Trainee, path: str) -> None:
    drill = finished(trainee)
    trainee.post("/language", language="en", next="/")
    page = trainee.get(path.format(drill)).text
    assert '<html lang="en">' in page
    assert not [
        words for words in read_catalog().values() if len(words) > 3 and f">{words}<" in page
    ]
    assert 'lang="zh-CN"' in page


def test_the_language_button_comes_back_to_the_page(trainee: Trainee) -> None:
    answer = trainee.post("/language", language="en", next="/drill/abc/report")
    assert answer.headers["location"] == "/drill/abc/report"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "a"]
)
def test_the_language_button_leads_nowhere_else(trainee: Trainee, elsewhere: str) -> None:
    assert trainee.post("/language", language="zh", next=elsewhere).headers["location"] == "/"


def read_catalog() -> dict[str, str]:
    with language.CATALOG.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="zh") if m.id}


def test_the_chinese_catalog_is_complete() -> None:
    web = Path(language.__file__).parent
    methods = [("**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
    found = extract_from_dir(str(web), method_map=methods, keywords={"_": None})
    used = {str(message) for _file, _line, message, _comments, _context in found}
    catalog = read_catalog()
    assert used == set(catalog)
    assert all(catalog.values())


def test_every_label_has_words_in_both_languages() -> None:
    from actions.judge.verdict import FLAGS, MOVES
    from bot.web import labels

    assert set(labels.MOVES) == set(MOVES)
    assert set(labels.FLAGS) == set(FLAGS)


@pytest.mark.parametrize("anger", [0, 19.6, 34.9, 35, 70, 100])
def test_every_temper_has_a_word(anger: float) -> None:
    from bot.web import labels

    assert labels.temper(anger)


def test_every_field_has_a_label_and_every_page_a_heading(trainee: Trainee) -> None:
    drill = finished(trainee)
    for path in (
        "/",
        "/name",
        "/drills",
        f"/drill/{drill}",
        f"/drill/{drill}/report",
        "/no-such-page",
    ):
        tags = Tags(trainee.get(path).text).found
        labelled = {attrs.get("for") for tag, attrs in tags if tag == "label"}
        fields = [
            a for tag, a in tags if tag in ("input", "textarea") and a.get("type") != "hidden"
        ]
        assert all(attrs.get("id") in labelled for attrs in fields), path
        assert sum(tag == "h1" for tag, _ in tags) == 1, path


@pytest.mark.parametrize("chosen", ["zh", "en"])
def test_error_pages_are_honest_in_both_languages(
    trainee: Trainee, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainee.post("/language", language=chosen, next="/")
    not_found = trainee.get("/no/such/page")
    monkeypatch.setattr(Records, "drills_of", lambda *_: 1 / 0)
    broken = trainee.get("/")
    assert (not_found.status_code, broken.status_code) == (404, 500)
    words = {"zh": ("没有内容", "出了错"), "en": ("nothing here", "went wrong")}[chosen]
    assert words[0] in not_found.text
    assert words[1] in broken.text
    assert "ZeroDivisionError" not in broken.text
    assert "Traceback" not in broken.text


def test_a_story_that_is_gone_is_said_to_be(trainee: Trainee, stand_in: StandIn) -> None:
    answer = trainee.post("/start", story="no_such_story")
    assert answer.status_code == 404
    assert "暂时不在" in answer.text
    assert stand_in.heard == []
