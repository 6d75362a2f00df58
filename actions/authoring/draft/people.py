"""Who a document speaks of: names and words for the customer and for the agents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple

import jieba

from actions.authoring.draft.document import Document
from actions.authoring.draft.lexicon import lexicon
from actions.judge.pipeline import Parser

Role = Literal["customer", "agent"]

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱马胡郭林何罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅付沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫"
    "余潘杜戴夏钟汪田姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷"
    "施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳"
    "盛童欧甄项曲成游阳裴席卫屈鲍覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑"
    "邬臧畅宫来岑楚简卞虞娄褚方高任于"
)
# Surnames that begin everyday words: they make a name only with a title.
_DOUBTFUL = frozenset(
    "方高任常于成安文关管程时易史石江何许马严顾康温段余谢费盛左武毛项童金白万兰向路单包席植强解华车来边房米池"
    "简景司古甘薄吉畅楚阳游付宁柴戚丛"
)
_TITLE = re.compile(r"先生|女士|小姐|太太|阿姨|大爷|大妈|大叔|大姐|大哥|奶奶|爷爷|某某?")
_NAMED = re.compile(r"(?:我叫|我是|姓名\s*:|投诉人\s*:|来电人\s*:|客户\s*:)\s*")
_NICK = re.compile(r"[小老阿]")
_BEFORE_VERB = re.compile(
    r"[\s,。:(、;]|来|致电|于|在|称|表示|反映|说|的|因|要求|投诉|购|向|咨询|拨|打|申请|通过|女|男|$"
)
_RARE = 30  # jieba's count of a word up to which it may be a name
_OFTEN = 3


class Mention(NamedTuple):
    """Someone spoken of at an offset of a text."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True)
class People:
    """The names of a document by role, and where a text mentions whom.

    Args:
        customers: names of customers, the one named most first.
        agents: names of agents.
        nouns: a regular expression for whatever else the document calls customers.
        pattern: finds any mention of either.
    """

    customers: tuple[str, ...]
    agents: tuple[str, ...]
    nouns: str
    pattern: re.Pattern[str]

    def mentions(self, folded: str) -> list[Mention]:
        """Who is mentioned where."""
        return [
            Mention(found.start(), found.end(), "agent" if found["agent"] else "customer")
            for found in self.pattern.finditer(folded)
        ]

    def named(self, folded: str) -> str:
        """The first customer named in a text, or nothing."""
        return next((name for name in self.customers if name in folded), "")


def people_of(document: Document, parser: Parser, myself: bool) -> People:
    """Finds the names in a document.

    Args:
        document: what to read.
        parser: the project's spaCy pipeline.
        myself: whether the customer writes, so that 我 is the customer.
    """
    words = lexicon()
    counts: Counter[str] = Counter()
    agents: set[str] = set()
    for start, end in document.lines():
        line = document.folded[start:end]
        for name, at in (*_titled(line), *_beside_roles(line), *_introduced(line)):
            counts[name] += 1
            if re.search(rf"(?:{words.agent.pattern})(?:员|人员)?$", line[max(0, at - 8) : at]):
                agents.add(name)
    counts.update(_often(document, parser))
    customers = [name for name, _ in counts.most_common() if name not in agents]
    helpers = agents | _introduced_as(document, words.introduces.pattern, words.somebody.pattern)
    callers = _introduced_as(document, f"(?:{words.particular.pattern})", words.person.pattern)
    nouns = "|".join([*_longest_first(callers - helpers), words.customer.pattern])
    pattern = _pattern(set(customers), nouns, helpers, myself)
    return People(tuple(customers), tuple(agents), nouns, pattern)


def _pattern(customers: set[str], nouns: str, agents: set[str], myself: bool) -> re.Pattern[str]:
    agent = [*_longest_first(agents), lexicon().agent.pattern]
    customer = [*_longest_first(customers), nouns]
    if myself:  # whoever writes calls the others so
        agent.append(r"[他她](?!们)|对方")
        customer.append(r"我(?!们)|本人")
    return re.compile(rf"(?P<agent>{'|'.join(agent)})|(?P<customer>{'|'.join(customer)})")


def _longest_first(names: set[str]) -> list[str]:
    return [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]


def _titled(line: str) -> list[tuple[str, int]]:
    """Names with a title (王女士, 周某): name and offset."""
    found = []
    for title in _TITLE.finditer(line):
        for given in (0, 1, 2):
            at = title.start() - given - 1
            if at >= 0 and line[at] in (_SURNAMES - _DOUBTFUL if given else _SURNAMES):
                found.append((line[at : title.end()], at))
                break
    return found


def _beside_roles(line: str) -> list[tuple[str, int]]:
    """Names right after a word for a role (客户林静来电, 客服小李)."""
    found = []
    words = lexicon()
    for role in re.finditer(rf"(?:{words.agent.pattern}|{words.customer.pattern})", line):
        rest = line[role.end() : role.end() + 4]
        for length in (2, 3):
            name, after = rest[:length], rest[length:]
            if is_name(name) and (_NICK.match(name) or _BEFORE_VERB.match(after)):
                found.append((name, role.end()))
                break
    return found


def _introduced(line: str) -> list[tuple[str, int]]:
    """Names said to be names (我叫…, 投诉人：…)."""
    found = []
    for before in _NAMED.finditer(line):
        rest = re.match(r"[\u4e00-\u9fff]{2,4}", line[before.end() :])
        for length in (3, 2):
            if rest and len(rest[0]) >= length and is_name(rest[0][:length]):
                found.append((rest[0][:length], before.end()))
                break
    return found


def _often(document: Document, parser: Parser) -> Counter[str]:
    """Bare names that begin clauses again and again, one or two words of the tokenizer."""
    starts: Counter[str] = Counter()
    for start, end in document.lines():
        for piece in parser.parse(document.folded[start:end]).pieces:
            name = _first_name(piece.words)
            if name:
                starts[name] += 1
    return Counter(
        {
            name: times
            for name, begun in starts.items()
            if begun > 1 and (times := document.folded.count(name)) >= _OFTEN
        }
    )


def _first_name(words: tuple[str, ...]) -> str:
    if not words or words[0][0] not in _SURNAMES - _DOUBTFUL:
        return ""
    name = words[0] if len(words[0]) > 1 else "".join(words[:2])
    return name if is_name(name) else ""


def is_name(word: str) -> bool:
    """Whether a word looks like somebody's name."""
    if not 2 <= len(word) <= 3 or not re.fullmatch(r"[\u4e00-\u9fff]+", word):
        return False
    if _NICK.match(word):
        return word[1] in _SURNAMES and len(word) == 2
    return word[0] in _SURNAMES - _DOUBTFUL and (jieba.get_FREQ(word) or 0) <= _RARE


def _introduced_as(document: Document, before: str, who: str) -> set[str]:
    """Words for somebody that the text introduces in a role (接电话的是个小伙子)."""
    return {found["who"] for found in re.finditer(rf"{before}(?P<who>{who})", document.folded)}
