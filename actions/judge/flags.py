"""What a reply does to the conversation, told by plain rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actions.judge.abuse import abuse_in
from actions.judge.panel import Span
from actions.judge.situation import Reading, pairs, share
from actions.judge.strung import is_strung
from actions.judge.text import grams, han, is_han

_SAME = 0.75
"""Share of character pairs from which one text says what another said."""
_FEW_PAIRS = 5
"""Shorter replies ("好的,您稍等") may be said twice."""
_LONG = 120
_WORDY = 80
"""Characters that are too many in any case, and when little comes of them."""
_ENDLESS = 400
"""Characters nobody reads in a chat; the panel's longest reply has 161."""
_STRETCH = 60
_OVER_AND_OVER = 0.5
"""Characters from which a reply may go in circles, and the share of its runs of four said before
in the same reply; no reply of the panel has more than 0.04."""
_MANY = 3
_NUMBERED = ("单号", "尾号", "手机号", "卡号", "户号", "号码", "位数", "四位")
_SUBSTANCE = frozenset(
    [
        "informs",
        "offers_check",
        "offers_solution",
        "offers_alternative",
        "commits_time",
        "escalates",
        "asks_detail",
        "takes_ownership",
        "restates",
        "refuses",
        "confirms_agreement",
    ]
)
_WARMTH = frozenset(["acknowledges_feeling", "apologises", "reassures", "takes_ownership"])
_WARM_SIGNS = frozenset(
    ["feeling", "fellow_feeling", "hardship", "sorry", "own_fault", "own_it", "calm"]
)


def unreadable(reading: Reading, spans: Sequence[Span]) -> bool:
    """No words a customer could read."""
    text = "".join(char for char in reading.reply.text if char.isalnum())
    chinese = [char for char in text if is_han(char)]
    if not chinese:
        return not any(char.isdigit() for char in text) or len(text) > 2 * sum(
            char.isdigit() for char in text
        )
    if len(chinese) * 4 < len(text) and len(text) > 20:
        return True
    return len(chinese) >= 6 and len(set(chinese)) <= 2


def no_sentence(reading: Reading, spans: Sequence[Span]) -> bool:
    """Catchwords on a string, or figures alone."""
    return is_strung(reading.reply.text)


def copies_customer(reading: Reading, spans: Sequence[Span]) -> bool:
    """Hands the customer's own words back."""
    own = reading.reply_pairs
    if len(own) < _FEW_PAIRS:
        return False
    return max(share(own, reading.customer_pairs), share(own, reading.told_pairs)) >= _SAME


def abuses(reading: Reading, spans: Sequence[Span]) -> bool:
    """Calls the customer names, tells them to get lost."""
    return bool(abuse_in(reading.reply.text))


def repeats_self(reading: Reading, spans: Sequence[Span]) -> bool:
    """Says again what the trainee said before, in an earlier reply or in this one."""
    runs = grams(han(reading.reply.text), 4)
    if len(runs) > _STRETCH and len(set(runs)) <= (1 - _OVER_AND_OVER) * len(runs):
        return True
    return len(reading.reply_pairs) >= _FEW_PAIRS and reading.repeats >= _SAME


def asks_again(reading: Reading, spans: Sequence[Span]) -> bool:
    """Asks for what the customer has already told."""
    for span in spans:
        if span.label != "asks_detail":
            continue
        asked = reading.reply.text[span.start : span.end]
        own = pairs(asked)
        before = max((share(own, said) for said in reading.earlier_pairs), default=0.0)
        if before >= _SAME and len(own) >= _FEW_PAIRS:
            return True
        if any(word in asked for word in _NUMBERED) and reading.told_numbers:
            return not any(number in reading.reply.text for number in reading.told_numbers)
    return False


def leaves_unanswered(reading: Reading, spans: Sequence[Span]) -> bool:
    """The customer asked, the reply neither answers nor works towards an answer."""
    if "c_ask" not in reading.customer_signs:
        return False
    return not any(span.label in _SUBSTANCE for span in spans)


def many_questions(reading: Reading, spans: Sequence[Span]) -> bool:
    """Several questions at once."""
    asked = sum(
        "ask" in signs
        and any(span.label == "asks_detail" and span.meets(p.start, p.end) for span in spans)
        for signs, p in zip(reading.clause_signs, reading.reply.pieces, strict=True)
    )
    return asked > _MANY or reading.reply.text.count("?") >= _MANY


def long_winded(reading: Reading, spans: Sequence[Span]) -> bool:
    """Far more words than the step needs."""
    length = len(reading.reply.text)
    useful = sum(span.end - span.start for span in spans if span.label in _SUBSTANCE)
    return length > _LONG or (length > _WORDY and useful * 3 < length)


def endless(reading: Reading, spans: Sequence[Span]) -> bool:
    """So long that nobody reads it."""
    return len(reading.reply.text) > _ENDLESS


def skips_feeling(reading: Reading, spans: Sequence[Span]) -> bool:
    """The customer is openly upset and the reply does not notice."""
    moods = reading.customer_signs
    upset = "c_angry" in moods or ("c_upset" in moods and "c_exclaim" in moods)
    if not upset or reading.signs & _WARM_SIGNS:
        return False
    return not any(span.label in _WARMTH for span in spans)


_RULES: dict[str, Callable[[Reading, Sequence[Span]], bool]] = {
    "unreadable": unreadable,
    "no_sentence": no_sentence,
    "copies_customer": copies_customer,
    "abuses": abuses,
    "repeats_self": repeats_self,
    "asks_again": asks_again,
    "leaves_unanswered": leaves_unanswered,
    "many_questions": many_questions,
    "long_winded": long_winded,
    "endless": endless,
    "skips_feeling": skips_feeling,
}


def flags_of(reading: Reading, spans: Sequence[Span]) -> tuple[str, ...]:
    """The flags of a reply, in the order of verdict.FLAGS."""
    if unreadable(reading, spans):
        return ("unreadable",)
    return tuple(flag for flag, raised in _RULES.items() if raised(reading, spans))
