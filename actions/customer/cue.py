"""Which of the many things in a reply the customer reacts to."""

from __future__ import annotations

from actions.judge.verdict import HURTFUL, Verdict

# What stings most comes first; a customer who is blamed does not notice the jargon.
_INSULTS = (
    ("challenges", "challenged"),
    ("blames_customer", "blamed"),
    ("commands", "ordered"),
)
_OBSTACLES = (
    ("passes_buck", "passed_on"),
    ("refuses", "refused"),
    ("quotes_rule", "rule_quoted"),
    ("deflects", "deflected"),
    ("vague_promise", "put_off"),
    ("jargon", "jargon"),
)
_SLIPS = (
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

GRIEVANCES = ("challenged", "blamed", "ordered", "passed_on", "refused", "rule_quoted", "repeated")
"""Cues that a customer complains about; over other failures they just give up."""

HURT_BELOW = 0.0  # effect
HELPED_FROM = 0.3  # effect
COLD_FROM, COLD_BELOW = -0.8, 2.2  # effect, empathy: hurts without a name, so plain coldness does
MINDS_FROM = -1.0  # effect up to which even a need met does not make up for the manner
SURE = 0.3  # a customer who takes a harmless clause for an insult rings false
UNKIND_BELOW = 2.6  # empathy: words that sound like an insult are one only without warmth


def cue_of(
    verdict: Verdict, *, apologies_before: int, needs_open: bool, headway: bool = False
) -> str:
    """The cue of a reply.

    Args:
        verdict: the judge's reading.
        apologies_before: apologies in earlier replies.
        needs_open: something is still to be done for the customer.
        headway: the reply met a need; who gets what they asked for minds little but insults.

    Returns:
        One of the cues in `actions.story.cues`, or "" when nothing stands out.
    """
    if "unreadable" in verdict.flags:
        return "unreadable"
    if "copies_customer" in verdict.flags:
        return "copied"
    if "abuses" in verdict.flags:
        return "challenged"
    if headway and verdict.effect > MINDS_FROM:
        return _insult(verdict) or (_helped(verdict) if verdict.effect >= HELPED_FROM else "")
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
    hurt = verdict.effect < HURT_BELOW
    cues = [cue for cue in [_insult(verdict)] if cue]
    cues += [cue for move, cue in _OBSTACLES if hurt and verdict.makes(move)]
    if verdict.makes("apologises") and not verdict.makes(*_PLANS):
        cues.append("sorry_again" if apologies_before else "sorry_only")
    cues += [cue for flag, cue in _SLIPS if hurt and flag in verdict.flags]
    cold = verdict.effect <= COLD_FROM and verdict.empathy < COLD_BELOW
    return next(iter(cues), "feeling_skipped" if cold else "")


def _insult(verdict: Verdict) -> str:
    if verdict.effect >= HURT_BELOW or verdict.empathy >= UNKIND_BELOW:
        return ""
    return next((cue for move, cue in _INSULTS if _surely_makes(verdict, move)), "")


def _surely_makes(verdict: Verdict, label: str) -> bool:
    """Whether the reply makes this move and no doubtful reading of a clause says so."""
    for move in verdict.moves:
        if move.label == label:
            read = [c for c in verdict.clauses if c.start < move.end and move.start < c.end]
            if not read or max(clause.chance([label]) for clause in read) >= SURE:
                return True
    return False


def _helped(verdict: Verdict) -> str:
    for moves, cue in _HELPFUL_MOVES:
        if verdict.makes(*moves):
            return cue
    return "" if verdict.makes(*HURTFUL) else "eased"
