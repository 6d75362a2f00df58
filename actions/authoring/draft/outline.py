"""The parts of a document: sections of one case each, their conversation, forms and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.lexicon import lexicon
from actions.authoring.draft.people import People
from actions.authoring.draft.prose import Sentence, paragraph
from actions.authoring.draft.transcript import Transcript, Utterance, transcript, turns

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_CASE = re.compile(
    r"[\s#*【\[(]*(?:(?:典型|真实)?(?:案例|个案|事例|故事|会话|通话|对话|录音|工单)(?:记录)?\s*"
    rf"{_NUMBER}(?![\d点个遍次起边])|第{_NUMBER}(?:则|个案例|通(?:电话|录音|对话)?|起|件))"
    r"[\s:、.】\])#*]*(?P<words>.{0,40})$"
)
_ABOUT = re.compile(r"\s*关于(?P<words>.{2,24}?)的?(?:投诉|情况|反映|申诉)(?:信|书|说明|反映)?\s*$")
_RULE = re.compile(r"\s*(?:[-=*_—─~]\s*){3,}$")
_MARK = rf"(?:#{{1,6}}\s*|[(【\[]?{_NUMBER}[、.)】\]]\s*|【)"
_HEADING = re.compile(rf"[\s*>]*(?P<mark>{_MARK})?(?P<words>[^。!?;,:]{{2,30}}?)[】*:\s]*$")
_ITEM = re.compile(
    rf"[\s>*\-•]*(?:{_MARK})?(?P<label>[^\s:,。!?*【】]{{2,12}})[】\]*]*\s*:[\s*]*(?P<value>\S.*)$"
)
_TITLE = range(3, 21)  # characters of a heading that can be the title of a story
_WHO = re.compile(r".*(?:姓名|工单号|工单编号|案例编号|投诉编号|投诉人|来电人)")


@dataclass(frozen=True)
class Paragraph:
    """A line of prose or of a form.

    Args:
        sentences: what it tells.
        said: what is said in it.
        remark: whether it comments on a case rather than tells it.
        under_heading: whether it is the first one under a heading.
    """

    sentences: tuple[Sentence, ...]
    said: tuple[Utterance, ...]
    remark: bool = False
    under_heading: bool = False

    @property
    def plain(self) -> str:
        """The narration, folded."""
        return "".join(sentence.plain for sentence in self.sentences)


@dataclass(frozen=True)
class _Heading:
    """A heading: its words, what the lines under it tell, whether it names a case."""

    quote: Quote
    field: str
    remark: bool
    of_case: bool


@dataclass(frozen=True)
class Section:
    """A stretch of a document between headings of cases."""

    title: Quote | None
    paragraphs: tuple[Paragraph, ...]
    spoken: Transcript


def sections(document: Document, people: People, at_rules: bool) -> Iterator[Section]:
    """Cuts a document where a new case is announced.

    Args:
        document: what to read.
        people: who is who in it.
        at_rules: whether a line of dashes announces one, too.
    """
    for lines in _cut(document, at_rules):
        yield _section(document, lines, people)


def _cut(document: Document, at_rules: bool) -> Iterator[list[tuple[int, int]]]:
    part: list[tuple[int, int]] = []
    seen: set[str] = set()
    for start, end in turns(document):
        line = document.folded[start:end]
        item = _ITEM.match(line)
        who = item["label"] if item and _WHO.fullmatch(item["label"]) else ""
        if part and (_CASE.match(line) or (at_rules and _RULE.match(line)) or who in seen):
            yield part
            part, seen = [], set()
        if who:
            seen.add(who)
        part.append((start, end))
    yield part


def _section(document: Document, lines: Sequence[tuple[int, int]], people: People) -> Section:
    spoken = transcript(document, lines)
    title: Quote | None = None
    heading: _Heading | None = None
    under = False
    paragraphs: list[Paragraph] = []
    for start, end in lines:
        line = document.folded[start:end]
        if start in spoken.lines or _RULE.match(line):
            continue
        if found := _heading(document, start, line):
            heading, under = found, True
            title = title or (found.quote if found.of_case else None)
            continue
        field = heading.field if heading else ""
        read = _item(document, start, end, line, people) or _read(
            document, start, end, people, field
        )
        remark = heading.remark if heading else False
        paragraphs.append(replace(read, remark=remark, under_heading=under))
        under = False
    return Section(title, tuple(paragraphs), spoken)


def _heading(document: Document, start: int, line: str) -> _Heading | None:
    """What a line says if it is a heading."""
    case = _CASE.match(line) or _ABOUT.match(line)
    found = case or _HEADING.match(line)
    if not found:
        return None
    words = found["words"]
    field, remark = _field(words), bool(lexicon().analysis_heading.search(words))
    if not (case or found["mark"] or field or remark):
        return None
    quote = document.quote(start + found.start("words"), start + found.end("words"))
    general = field or remark or lexicon().headings.search(words)
    of_case = bool(case or line.lstrip().startswith("#")) and not general
    return _Heading(quote, field, remark, of_case and len(quote.text) in _TITLE)


def _field(label: str) -> str:
    """What the label of a form tells, or nothing."""
    return next(
        (kind for kind, labels in lexicon().fields.items() if labels.fullmatch(label.strip())), ""
    )


def _item(document: Document, start: int, end: int, line: str, people: People) -> Paragraph | None:
    """A line of a form: `客户诉求：…`."""
    item = _ITEM.match(line)
    if not item or not (field := _field(item["label"])):
        return None
    read = _read(document, start + item.start("value"), end, people, field)
    label = document.quote(start + item.start("label"), start + item.end("label")).text
    return replace(read, sentences=tuple(replace(s, label=label) for s in read.sentences))


def _read(document: Document, start: int, end: int, people: People, field: str) -> Paragraph:
    sentences, said = paragraph(document, start, end, people)
    return Paragraph(tuple(replace(s, field=field) for s in sentences), tuple(said))
