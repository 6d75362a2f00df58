"""What trainers call the keys of story files, as short as fits into a picture or a sentence."""

from __future__ import annotations

from actions.story.cues import Band, Ending

# The same words as on the web pages (bot/web/locale/zh.po).
MOVES = {
    "greets": "问候",
    "acknowledges_feeling": "看见情绪",
    "apologises": "道歉",
    "takes_ownership": "揽下责任",
    "restates": "复述确认",
    "asks_detail": "问到点上",
    "informs": "给出信息",
    "offers_check": "马上去查",
    "offers_solution": "给出办法",
    "offers_alternative": "另给选择",
    "commits_time": "说清谁何时办",
    "confirms_agreement": "征求同意",
    "escalates": "升级并跟进",
    "reassures": "安抚",
    "thanks": "致谢",
    "closes": "收尾",
    "quotes_rule": "搬规定",
    "refuses": "直接拒绝",
    "blames_customer": "怪客户",
    "passes_buck": "推给别处",
    "vague_promise": "空头承诺",
    "jargon": "行话",
    "commands": "命令口气",
    "challenges": "顶撞",
    "deflects": "答非所问",
}

CUES = {
    "blamed": "被怪罪",
    "challenged": "被顶撞",
    "ordered": "被支使",
    "passed_on": "被推给别人",
    "refused": "被一口回绝",
    "rule_quoted": "被规定挡",
    "deflected": "答非所问",
    "put_off": "空头承诺",
    "jargon": "听行话",
    "repeated": "同一句又说",
    "asked_again": "说过的又问",
    "many_questions": "一口气问几样",
    "long_winded": "啰嗦",
    "feeling_skipped": "情绪没人理",
    "sorry_only": "只道歉",
    "sorry_again": "又道歉",
    "unreadable": "没法读",
    "copied": "原话还回来",
    "closed_early": "没完就收尾",
    "felt_heard": "被听懂",
    "owned": "有人揽下",
    "acted": "真给办",
    "dated": "有准时间",
    "eased": "被宽慰",
}

BANDS: dict[Band, str] = {"calm": "平静", "warm": "不耐烦", "hot": "火大"}

ENDINGS: dict[Ending, str] = {
    "content": "满意",
    "grudging": "还有气",
    "complains": "投诉",
    "leaves": "走人",
}
