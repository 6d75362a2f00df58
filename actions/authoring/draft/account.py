"""What was found in a document, told to a trainer in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from actions.authoring.draft.document import Document, Quote
from actions.authoring.draft.drafting import Found
from actions.authoring.draft.findings import Findings
from actions.story.meanings import short

_SHOWN = 4
_LONGEST = 40  # characters of a quotation
_NONE = (
    "《{name}》里没找到能起草的案例：没有哪一段讲到一位客户出了什么岔子、想要什么。"
    "泛泛谈服务的文章、课程提纲起不出草稿；换一份写具体事情的，或用 duilian story new 自己起头。"
)
_MENTIONED = "第 {line} 行提到了客户，可没说出了什么岔子，也没提要求，没有起草：“{words}”"


def account(found: Found, files: Iterable[Path], document: Document) -> list[str]:
    """Says what each draft holds, and what didn't become one.

    Args:
        found: the cases of the document.
        files: their drafts, in the same order.
        document: where they come from.
    """
    lines: list[str] = []
    for number, (findings, file) in enumerate(zip(found.cases, files, strict=True), 1):
        where = f"第 {findings.first}–{findings.last} 行"
        lines.append(f"第 {number} 个案例（{where}）→ {file}")
        lines += [f"  {line}" for line in _case(findings)]
    if not found.cases:
        lines.append(_NONE.format(name=document.name))
    for mention in found.mentions:
        quote = _first_mention(document, mention)
        lines.append(_MENTIONED.format(line=quote.line, words=_cut(quote.text)))
    return lines


def _case(findings: Findings) -> Iterator[str]:
    hurts = [f"{hurt.says}{_quoted(hurt.quote)}" for hurt in findings.hurts]
    told = {
        "客户": [_quoted(findings.name)] if findings.name else [],
        "岔子": list(map(_quoted, findings.troubles)),
        "想要": [_quoted(demand.quote) for demand in findings.demands],
        "火上浇油": hurts,
        "结局": [f"{short('ending')[sign.ending]}{_quoted(sign.quote)}" for sign in findings.ended],
        "资料": [f"{fact.called}{_quoted(fact.quote)}" for fact in findings.facts],
        "客户的话": list(map(_quoted, findings.opening)),
        "坐席的话": list(map(_quoted, findings.agent_lines)),
    }
    for name, quotes in told.items():
        if quotes:
            more = f"……共 {len(quotes)} 处" if len(quotes) > _SHOWN else ""
            yield f"{name}：{'；'.join(quotes[:_SHOWN])}{more}"
    if missing := [name for name, quotes in told.items() if not quotes]:
        yield f"没找到：{'、'.join(missing)}"
    if findings.case.guessed:
        yield "谁是坐席、谁是客户，原文没写，是照口气猜的"


def _quoted(quote: Quote) -> str:
    return f"“{_cut(quote.text)}”（第 {quote.line} 行）"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _first_mention(document: Document, findings: Findings) -> Quote:
    """The customer's first words in a passage, or the first words that speak of them."""
    said = [item.quote for item in findings.case.utterances if item.role == "customer"]
    about = [
        quote
        for quote in findings.case.quotes
        if any(
            mention.role == "customer"
            for mention in findings.case.people.mentions(document.folded[quote.start : quote.end])
        )
    ]
    return next(iter([*said, *about, *findings.case.quotes]))
