"""Which of the many things in a reply the customer reacts to."""

from __future__ import annotations

from actions.judge.verdict import HURTFUL, Verdict

# What stings most comes first; a customer who is blamed does not notice the jargon.
_HURTFUL_MOVES = (
    ("challenges", "challenged"),
    ("blames_customer", "blamed"),
    ("commands", "ordered"),
    ("passes_buck", "passed_on"),
    ("refuses", "refused"),
    ("quotes_rule", "rule_quoted"),
    ("deflects", "deflected"),
    ("vague_promise", "put_off"),
    ("jargon", "jargon"),
)
_HURTFUL_FLAGS = (
    ("repeats_self", "repeated"),
    ("asks_again", "asked_again"),
    ("leaves_unanswered", "deflected"),
    ("skips_feeling", "feeling_skipped"),
    ("many_questions", "many_questions"),
    ("long_winded", "long_winded"),
)
_HELPFUL_MOVES = (
    (("acknowledges_feeling",), "felt_heard"),
    (("takes_ownership", "escalates"), "owned"),
    (("commits_time",), "dated"),
    (("offers_check", "offers_solution", "offers_alternative", "informs"), "acted"),
)
_PLANS = (
    "takes_ownership",
    "offers_check",
    "offers_solution",
    "offers_alternative",
    "informs",
    "escalates",
    "commits_time",
    "asks_detail",
    "acknowledges_feeling",
)

HURT_BELOW = 0.0
HELPED_FROM = 0.3


def cue_of(verdict: Verdict, *, apologies_before: int, needs_open: bool) -> str:
    """The cue of a reply.

    Args:
        verdict: the judge's reading.
        apologies_before: apologies in earlier replies.
        needs_open: something is still to be done for the customer.

    Returns:
        One of the cues in `actions.story.cues`, or "" when nothing stands out.
    """
    if "unreadable" in verdict.flags:
        return "unreadable"
    if "copies_customer" in verdict.flags:
        return "copied"
    if verdict.effect < HELPED_FROM and (cue := _hurt(verdict, apologies_before)):
        return cue
    if needs_open and verdict.makes("closes") and not verdict.makes("commits_time", "escalates"):
        return "closed_early"
    if verdict.effect >= HELPED_FROM:
        return _helped(verdict)
    return ""


def _hurt(verdict: Verdict, apologies_before: int) -> str:
    if "repeats_self" in verdict.flags:
        return "repeated"
    if verdict.effect < HURT_BELOW:
        for move, cue in _HURTFUL_MOVES:
            if verdict.makes(move):
                return cue
    if verdict.makes("apologises") and not verdict.makes(*_PLANS) and apologies_before:
        return "sorry_again"
    for flag, cue in _HURTFUL_FLAGS:
        if flag in verdict.flags:
            return cue
    if verdict.effect < HURT_BELOW and verdict.makes("apologises"):
        return "sorry_again"
    return ""


def _helped(verdict: Verdict) -> str:
    for moves, cue in _HELPFUL_MOVES:
        if verdict.makes(*moves):
            return cue
    return "" if verdict.makes(*HURTFUL) else "eased"
