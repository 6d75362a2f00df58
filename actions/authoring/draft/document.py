"""A document as a trainer has it: its text, and which line of the file each word stands on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from actions.judge.text import READ_AT_MOST, fold, is_han

LARGEST = 1024 * 1024  # bytes; a book chapter has a tenth of it
FEWEST = 10  # Chinese characters; less tells no case
_ODD = 0.01  # share of control characters from which a file is no text
_HAN = 0.1  # share of Chinese characters, of all letters and digits, from which a text is Chinese

_NEWLINE = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
# What YAML cannot hold, and what it takes for the end of a line.
_UNPRINTABLE = re.compile(
    r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WRAPPED = range(28, 101)  # characters of a line that an editor or mail program broke
_LINE_ENDS = re.compile(r"[。！？!?…；;：:.”」』》）)\]】*|]\s*$")
_LINE_STARTS = re.compile(r"[\u3400-\u9fffA-Za-z0-9，、“「（(]")
_OPENS = re.compile(r"[^：:，。]{1,14}[：:]|[(（\[]?[\d一二三四五六七八九十]{1,3}[、.．)）\]]")
_MAGIC = {
    b"PK\x03\x04": "Word、Excel 或压缩文件",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel 文件",
    b"{\\rtf": "RTF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
}


class BadDocumentError(ValueError):
    """The file cannot be read as Chinese text; says why and what to do."""


@dataclass(frozen=True)
class Quote:
    """A stretch of a document.

    Args:
        text: its words.
        start: offset into the document's text, in characters.
        end: the same, exclusive.
        line: 1-based line of the file on which it begins.
    """

    text: str
    start: int
    end: int
    line: int


class Document:
    """The text of a file with lines joined where they were only wrapped.

    Args:
        name: the file's name.
        raw: what is in it.
    """

    def __init__(self, name: str, raw: str) -> None:
        self.name = name
        self._starts: list[int] = []
        self._numbers: list[int] = []
        pieces: list[str] = []
        length = 0
        before = ""
        for number, line in enumerate(_NEWLINE.split(raw), 1):
            line = _UNPRINTABLE.sub(" ", line)
            if pieces and not _goes_on(before, line):
                pieces.append("\n")
                length += 1
            self._starts.append(length)
            self._numbers.append(number)
            pieces.append(line)
            length += len(line)
            before = line
        self.text = "".join(pieces)

    @cached_property
    def folded(self) -> str:
        """The text as the judge reads it: simplified, half-width, lower case; same offsets."""
        return "\n".join(map(_fold, self.text.split("\n")))

    def lines(self) -> Iterator[tuple[int, int]]:
        """Start and end (exclusive) of each line that isn't empty."""
        start = 0
        for line in self.text.split("\n"):
            if line.strip():
                yield start, start + len(line)
            start += len(line) + 1

    def quote(self, start: int, end: int) -> Quote:
        """The words between two offsets on one line, without space around them."""
        words = self.text[start:end].replace("\n", " ")
        start += len(words) - len(words.lstrip())
        words = words.strip()
        return Quote(words, start, start + len(words), self.line_at(start))

    def paragraph_at(self, offset: int) -> int:
        """Where the line that an offset stands on begins, wrapped lines taken as one."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_at(self, offset: int) -> int:
        """The 1-based line of the file."""
        return self._numbers[bisect_right(self._starts, offset) - 1]


def _fold(line: str) -> str:
    parts = (line[at : at + READ_AT_MOST] for at in range(0, len(line), READ_AT_MOST))
    return "".join(map(fold, parts))


def _goes_on(before: str, line: str) -> bool:
    """Whether a line only goes on with the sentence of the line before."""
    return (
        len(before) in _WRAPPED
        and not _LINE_ENDS.search(before)
        and bool(_LINE_STARTS.match(line))
        and not _OPENS.match(line)
    )


def read_document(file: Path) -> Document:
    """Reads a text or Markdown file in UTF-8 or GB18030.

    Raises:
        BadDocumentError: if it is no such file, too large, empty or not Chinese.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise BadDocumentError(
            f"{file}：打不开（{error.strerror}）→ 检查文件名和路径，文件夹不能当文件用"
        ) from error
    if len(content) > LARGEST:
        raise BadDocumentError(
            f"{file}：超过 {LARGEST // 1024 // 1024} MB → 只留讲客户的那几页，存成小一点的文件"
        )
    return Document(file.name, _chinese(_decode(content, file), file))


def _decode(content: bytes, file: Path) -> str:
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            raise BadDocumentError(
                f"{file}：是{kind}，不是纯文本 → 打开后另存为纯文本（.txt，UTF-8 编码）"
            )
    for codec in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) <= _ODD * len(text):
            return text
    raise BadDocumentError(
        f"{file}：读不成文字，不是纯文本，或者用了别的编码 → 另存为纯文本（.txt，UTF-8 编码）"
    )


def _chinese(text: str, file: Path) -> str:
    if not text.strip():
        raise BadDocumentError(f"{file}：是空的 → 换一份有内容的文件")
    han = sum(map(is_han, text))
    if han < _HAN * sum(map(str.isalnum, text)):
        raise BadDocumentError(f"{file}：几乎没有中文 → 只能从中文材料起草，请先译成中文")
    if han < FEWEST:
        raise BadDocumentError(f"{file}：不到 {FEWEST} 个汉字，讲不了一件事 → 换一份长些的")
    return text
