"""A draft as the text of a story file: quotations with their lines, and marks to be filled in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import yaml

from actions.authoring.draft.document import Quote
from actions.authoring.draft.findings import Findings
from actions.authoring.draft.matter import Demand
from actions.authoring.draft.telling import WHO
from actions.story.cues import ENDINGS
from actions.story.meanings import short
from actions.story.unfilled import mark

_HEAD = """\
# 故事草稿，由 duilian story draft 从《{document}》第 {first} 到 {last} 行起草。
# 注着“第 n 行”的，是原文里的话；标着【待填：…】的，原文里没找到，要您来写。
# 还不能练：逐处填完，连【】一起换掉，改成自己的话，存进 data/stories/，再用
# duilian story check 检查。怎么写见 docs/stories.zh.md。
# 原文里的真名、电话、单号，放进故事之前请一律换成编的。
"""
_GUESSED = "# 原文没写谁是坐席、谁是客户，是照说话的口气猜的，要是猜反了，这份就不能用。"
_LONGEST = 1000  # characters of a text in a story
_USUAL_PATIENCE = 4
_HURTS = 10  # shown
_SIGNS = 4  # shown
_ENDED = 6  # shown, the last ones


def page(findings: Findings, document: str, story: str) -> str:
    """The draft.

    Args:
        findings: what is known.
        document: the name of the file it is from.
        story: the draft's own name.
    """
    guess = [_GUESSED] if findings.case.guessed else []
    lines = [
        *_HEAD.format(document=document, first=findings.first, last=findings.last).splitlines(),
        *guess,
        f"story: {story}",
        _found("title", findings.title, "列表里的标题，十二个字以内"),
        "drawn_from:",
        f"  document: {_scalar(document)}",
        f"  about: {mark('取了什么，一两句话')}  # 第 {findings.first}–{findings.last} 行",
        *_customer(findings),
        _found("trainee_is", findings.agent, "坐席扮演谁，例如外卖平台客服"),
        *_trains(findings),
        *_numbers(findings),
        "",
        _found("briefing", findings.briefing, "坐席开练前读到的案情：谁、出了什么事、想要什么"),
        *_troubles(findings),
        *_facts(findings),
        *_listed("may", [], "坐席能做什么"),
        *_listed("may_not", [], "坐席不能做什么"),
        "",
        *_listed("opening", findings.opening, "客户的第一句话，至少三种说法"),
        "",
        *_needs(findings),
        *_reveals(findings),
        "",
        *_endings(findings),
        "",
        *_rehearsals(findings),
    ]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A text as YAML writes it on one line, in quotation marks where it must be."""
    dumped = yaml.dump(text[:_LONGEST], allow_unicode=True, width=math.inf)
    return dumped.removesuffix("\n").removesuffix("\n...")


def _flow(texts: Iterable[str]) -> str:
    """Words as a list on one line."""
    dumped = yaml.dump(list(texts), allow_unicode=True, width=math.inf, default_flow_style=True)
    return dumped.strip()


def _at(quote: Quote) -> str:
    return f"  # 第 {quote.line} 行"


def _remark(quote: Quote, says: str = "", indent: str = "") -> str:
    return f"{indent}#   第 {quote.line} 行{says}：{quote.text[:80]}"


def _found(key: str, quote: Quote | None, otherwise: str, indent: str = "") -> str:
    if not quote:
        return f"{indent}{key}: {mark(otherwise)}"
    return f"{indent}{key}: {_scalar(quote.text)}{_at(quote)}"


def _listed(
    key: str, quotes: Sequence[Quote], otherwise: str, indent: str = "", enough: int = 3
) -> list[str]:
    """A list of quotations, and a mark while there are not enough."""
    lines = [f"{indent}{key}:"]
    lines += [f"{indent}- {_scalar(quote.text)}{_at(quote)}" for quote in quotes]
    if not quotes:
        lines.append(f"{indent}- {mark(otherwise)}")
    elif len(quotes) < enough:
        lines.append(f"{indent}- {mark(f'再写 {enough - len(quotes)} 种说法')}")
    return lines


def _customer(findings: Findings) -> list[str]:
    lines = [
        "customer:",
        _found("name", findings.name, "客户的称呼，编一个", "  "),
        f"  temper: {mark('脾气，一两个字，例如急')}",
        f"  speaks: {mark('说话的样子，例如直来直去')}",
    ]
    if findings.feelings:
        lines.append("# 原文里的脾气：")
        lines += [_remark(feeling.clause) for feeling in findings.feelings[:_SIGNS]]
    return lines


def _trains(findings: Findings) -> list[str]:
    lines = [f"trains: {mark('一句话：这一场练什么')}"]
    if findings.hurts:
        lines.append("# 原文里火上浇油的地方：")
        lines += [_remark(hurt.quote, f" {hurt.says}") for hurt in findings.hurts[:_HURTS]]
        practised = dict.fromkeys(hurt.practises for hurt in findings.hurts)
        lines.append(f"practises: {_flow(practised)}  # 照上面列的，留下要练的")
    return lines


def _numbers(findings: Findings) -> list[str]:
    level, why = guess_level(findings)
    lines = [f"level: {level}  # 猜的：{why}；1 最容易，5 最难"]
    if findings.feelings:
        sign = findings.feelings[0]
        later = "；这是坐席开口之后的火，开头该低些" if findings.angered_later else ""
        lines.append(
            f"anger: {sign.anger}  # 猜的：第 {sign.clause.line} 行“{sign.clause.text}”{later}"
        )
    else:
        lines.append(f"anger: {mark('一开口的火气，0 平静，100 暴怒')}")
    return [*lines, f"patience: {_USUAL_PATIENCE}  # 常用值：白说几句就走人"]


def guess_level(findings: Findings) -> tuple[int, str]:
    """A level (1-5) for a draft, and the reasons in Chinese."""
    hurts = len(findings.hurts)
    reasons = {
        f"火上浇油有 {hurts} 处": hurts > 1,
        "一开口就有火": bool(findings.feelings) and not findings.angered_later,
        "闹到投诉": findings.ending == "complains",
    }
    given = [reason for reason, holds in reasons.items() if holds]
    return 1 + len(given), "、".join(given) or "没看出难在哪儿"


def _troubles(findings: Findings) -> list[str]:
    if not findings.troubles:
        return []
    return ["# 原文里出的岔子：", *(_remark(quote) for quote in findings.troubles)]


def _facts(findings: Findings) -> list[str]:
    if not findings.facts:
        otherwise = mark("坐席在对话旁边查得到的资料；没有就删掉 facts 整项")
        return ["facts:", f"  {mark('名称')}: {otherwise}"]
    lines = ["facts:"]
    for fact in findings.facts:
        who = f"，{WHO[fact.who]}" if WHO[fact.who] else ""
        lines.append(f"  {_scalar(fact.called)}: {_scalar(fact.quote.text)}{_at(fact.quote)}{who}")
    return lines


def _needs(findings: Findings) -> list[str]:
    lines = ["needs:"]
    for number, demand in enumerate(findings.demands, 1):
        lines += _need(number, demand)
    if not findings.demands:
        lines += _need(1, None)
    return lines


def _need(number: int, demand: Demand | None) -> list[str]:
    kind = f"{demand.need}_{number}" if demand and demand.need else f"need_{number}"
    moves = _flow(demand.moves) if demand and demand.moves else None
    about = demand.about if demand else ()
    words = f"{_flow([quote.text for quote in about])}{_at(about[0])}" if about else None
    lines = [
        f"- need: {kind}",
        _found("label", demand.quote if demand else None, "要办成的事，一句话", "  "),
        f"  hint: {mark('坐席要提示时看到的话：指路，不给答案')}",
        *_listed("asks", demand.asks if demand else (), "没办之前客户怎么追问，至少三种说法", "  "),
        "  met_by:",
        f"    moves: {moves}  # 按要办的事猜的"
        if moves
        else f"    moves: [{mark('坐席的哪些动作算办了')}]",
    ]
    otherwise = mark("坐席说到这件事会用的词，同一件事的不同说法都列上")
    lines.append(
        f"    about: [{otherwise}]" if not words else f"    about: {words}，再补上坐席会用的词"
    )
    return [
        *lines,
        *_listed("then", (), "办到的那一刻客户怎么说，至少三种说法", "  "),
        *_listed("model_replies", (), "这一步的好回复", "  "),
    ]


def _reveals(findings: Findings) -> list[str]:
    told = [asked for asked in findings.conversation.asked if asked.answer not in findings.opening]
    if not told:
        return []
    lines = ["", "reveals:"]
    for asked in told:
        lines.append(f"- about: {_flow(q.text for q in asked.about)}{_at(asked.about[0])}")
        lines += _listed("says", [asked.answer], "", "  ")
    return lines


def _endings(findings: Findings) -> list[str]:
    lines = ["endings:"]
    signs = findings.ended[-_ENDED:]
    if signs:
        lines.append("# 原文里怎么收的场：")
        lines += [_remark(sign.quote, f" {short('ending')[sign.ending]}") for sign in signs]
    for ending in ENDINGS:
        said = {s.quote.text: s.quote for s in signs if s.ending == ending and s.spoken}
        otherwise = f"客户的最后一句话（{short('ending')[ending]}），至少三种说法"
        lines += _listed(ending, list(said.values()), otherwise, "  ")
    return lines


def _rehearsals(findings: Findings) -> list[str]:
    lines = ["rehearsals:"]
    for ending in ENDINGS:
        as_it_was = ending == findings.ending and findings.agent_lines
        lines.append(f"- name: {'照原文再来一遍' if as_it_was else mark('这段排练的名字')}")
        lines += _listed(
            "trainee",
            findings.agent_lines if as_it_was else (),
            f"坐席怎么说会走到“{short('ending')[ending]}”，一句一条",
            "  ",
            enough=1,
        )
        lines.append(f"  ends: {ending}")
    return lines
