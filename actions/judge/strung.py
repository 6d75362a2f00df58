"""Tells words on a string ("抱歉理解放心马上解决") from a sentence, however short and casual.

The bounds were set on the panel: hardly a reply there is taken for words on a string.
"""

from __future__ import annotations

import re

from actions.judge.text import han, is_han

_CATCHWORDS = re.compile(
    "第一时间|不好意思|对不起|"
    "您好|你好|抱歉|歉意|致歉|道歉|理解|体谅|谅解|感受|心情|情绪|共情|同理|着急|委屈|心疼|生气|担心|焦急|"
    "难受|失望|放心|安心|别急|马上|立刻|立即|现在|尽快|及时|解决|处理|查询|核实|跟进|安排|负责|专业|帮助|"
    "服务|补偿|赔偿|退款|退钱|免费|加急|优先|特批|师傅|经理|主管|领导|专员|回电|回复|联系|通知|今天|明天|"
    "上午|下午|分钟|时间|方案|办法|步骤|确认|同意|可以|谢谢|感谢|辛苦|支持|配合|祝您|愉快|满意|再见"
)
_GLUE = frozenset(
    "的了是我在给就不有会到这那把被跟吗呢吧也都还您你他她它咱们没着过个来去说要能得"
    "啊呀哈哦嗯嘛再和让为从请对好"
)
"""Pronouns, particles and small verbs: what holds a Chinese sentence together."""
_PERSON = frozenset("您你我")
_SHORT = 8
_MOST = 0.7
_HARDLY = 0.12
_BREAK = re.compile(r"\W+")


def is_strung(folded: str) -> bool:
    """Whether a reply is catchwords on a string, or figures alone.

    Args:
        folded: the reply, folded.
    """
    text = han(folded)
    if not any(map(is_han, text)):
        return True
    if len(text) < _SHORT:
        return False
    return _catchwords(text) >= _MOST or _falls_apart(folded, text)


def _catchwords(text: str) -> float:
    """Share of the characters (0-1) that belong to catchwords; at most 0.5 in the panel."""
    return sum(map(len, _CATCHWORDS.findall(text))) / len(text)


def _falls_apart(folded: str, text: str) -> bool:
    """Nobody spoken of, hardly any glue, in one run or in scraps of two or three characters."""
    if any(char.isdigit() or char in _PERSON for char in text):
        return False
    if sum(char in _GLUE for char in text) > _HARDLY * len(text):
        return False
    runs = [run for run in _BREAK.split(folded) if run]
    scraps = len(runs) > 3 and max(map(len, runs)) <= 3
    return scraps or (len(runs) == 1 and len(text) > _SHORT)
