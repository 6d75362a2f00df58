"""What files drafts can be made from, and what is said of the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from actions.authoring.draft import BadDocumentError, read_document
from actions.authoring.draft.document import LARGEST, Document
from actions.judge.judge import Judge
from bot.cli import app
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

TEXT = "客户说：“我的包裹三天没动静了。”\n坐席说：“您再等等。”\n客户要求今天给一个说法。\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_the_encodings_of_chinese_editors(codec: str, tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_bytes(TEXT.encode(codec))
    assert read_document(file).text.startswith("客户说：")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "是空的"),
        (b"\xef\xbb\xbf \n\n", "是空的"),
        (b"PK\x03\x04" + b"\0" * 50, "Word、Excel 或压缩文件"),
        (b"%PDF-1.7 " + TEXT.encode(), "PDF"),
        (TEXT.encode("utf-16"), "不是纯文本"),
        (bytes(range(256)) * 8, "不是纯文本"),
        ("客户：要退货".encode(), "不到 10 个汉字"),
        (b"The customer wants a refund for a broken kettle.\n" * 9, "几乎没有中文"),
        ("A long English text with one 词。\n".encode() * 30, "几乎没有中文"),
        (TEXT.encode() * (LARGEST // len(TEXT.encode()) + 1), "超过 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_chinese_text_is_refused_with_a_mend(
    content: bytes, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "case.txt"
    file.write_bytes(content)
    with pytest.raises(BadDocumentError, match=re.escape(says)) as caught:
        read_document(file)
    assert "→" in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for file in (tmp_path / "nowhere.txt", tmp_path):
        with pytest.raises(BadDocumentError, match="打不开"):
            read_document(file)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_a_document_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_bytes(content)
    try:
        document = read_document(file)
    except BadDocumentError as error:
        assert "→" in str(error)
    else:
        assert len(document.folded) == len(document.text)


def test_wrapped_lines_are_joined_and_keep_their_numbers() -> None:
    first = "上星期我在你们店里订了一个生日蛋糕说好下午三点之前一定送到家里结果等到晚上"
    document = Document("letter.txt", f"您好\n\n{first}\n八点才来。蜡烛也没有。\n- 另起一条")
    at = document.text.index("八点才来")
    assert first + "八点才来。" in document.text
    assert (document.line_at(at - 1), document.line_at(at)) == (3, 4)
    assert document.text.endswith("\n- 另起一条")


def test_the_command_says_what_it_found_and_where_it_is(judge: Judge, tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_bytes(TEXT.encode("gb18030"))
    out = tmp_path / "drafts"
    done = CliRunner().invoke(app, ["story", "draft", str(file), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert f"第 1 个案例（第 1–3 行）→ {out / 'case_1.yml'}" in done.output
    check = CliRunner().invoke(app, ["story", "check", str(out / "case_1.yml")])
    assert check.exit_code == 1
    assert "还没填" in check.output


def test_the_command_refuses_without_a_stack_trace(judge: Judge, tmp_path: Path) -> None:
    file = tmp_path / "case.txt"
    file.write_text(TEXT, "utf8")
    for arguments in ([str(tmp_path / "no.txt")], [str(file), "--out", str(file)]):
        done = CliRunner().invoke(app, ["story", "draft", *arguments])
        assert done.exit_code == 1
        assert isinstance(done.exception, SystemExit)
        assert "→" in done.output
