"""Plain abuse: no judge has to learn it, and the panel holds hardly any."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"[你您](?:是不是)?有(?:毛)?病|有病(?:吧|啊|是吧)|神经病|脑子(?:有病|有问题|进水|坏|不好使|不清楚)"
    r"|没(?:长)?脑子|白痴|傻(?:子|瓜|逼|叉|×|x|了吧)|弱智|智障|真蠢|太蠢|这么蠢|蠢货"
    r"|笨蛋|笨死|这么笨|真笨|太笨|废物|不要脸|闭嘴|住口|放屁|少废话|废话少说|去死"
    r"|滚(?:蛋|开|吧|出去|一边|远点|!|$)|[他你]妈的|你他妈|(?:^|[,.!?])妈的|耍无赖|胡搅蛮缠|无理取闹|泼妇"
)
_OF_ONESELF = re.compile(r"我(?:也|们|这|可|真|太|才|自己)*(?:真|太|这么)?(?:笨|蠢|傻)")


def abuse_in(text: str) -> str:
    """The first words of abuse in a folded reply, "" if there are none."""
    found = _WORDS.search(_OF_ONESELF.sub("", text))
    return found[0] if found else ""
