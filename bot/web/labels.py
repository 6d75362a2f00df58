"""Words for what the records keep as keys; English here, translated where they are shown."""

from __future__ import annotations


def _(words: str) -> str:
    """Marks words for the catalog."""
    return words


LEVELS = {
    1: _("Beginner"),
    2: _("Easy"),
    3: _("Intermediate"),
    4: _("Hard"),
    5: _("Expert"),
}

ENDINGS = {
    "content": _("Content: the matter is settled"),
    "grudging": _("Settled, but still sour"),
    "complains": _("Going to complain about you"),
    "leaves": _("Gave up and left"),
    "stopped": _("Stopped early"),
}

# From this anger on, the customer is …
TEMPERS = (
    (85, _("furious")),
    (70, _("very angry")),
    (55, _("close to boiling over")),
    (35, _("impatient")),
    (20, _("calming down")),
    (0, _("calm")),
)

MODES = {
    "relay": _("Team, relay"),
    "open": _("Team, open floor"),
    "duel": _("Team, duel"),
}

CHANNELS = {"slack": "Slack", "teams": "Teams"}

SCALES = {
    "empathy": _("Empathy"),
    "clarity": _("Clarity"),
    "rigidity": _("Rigidity"),
}

MOVES = {
    "greets": _("greets"),
    "acknowledges_feeling": _("sees the feeling"),
    "apologises": _("apologises"),
    "takes_ownership": _("takes it on"),
    "restates": _("plays it back"),
    "asks_detail": _("asks to the point"),
    "informs": _("informs"),
    "offers_check": _("offers to check"),
    "offers_solution": _("offers a solution"),
    "offers_alternative": _("offers another way"),
    "commits_time": _("says who and when"),
    "confirms_agreement": _("checks agreement"),
    "escalates": _("escalates, keeps hold"),
    "reassures": _("reassures"),
    "thanks": _("thanks"),
    "closes": _("closes"),
    "quotes_rule": _("quotes the rule"),
    "refuses": _("refuses"),
    "blames_customer": _("blames the customer"),
    "passes_buck": _("passes the buck"),
    "vague_promise": _("vague promise"),
    "jargon": _("jargon"),
    "commands": _("orders about"),
    "challenges": _("challenges"),
    "deflects": _("deflects"),
}

FLAGS = {
    "unreadable": _("Not readable"),
    "no_sentence": _("No sentence"),
    "copies_customer": _("Hands the customer's words back"),
    "abuses": _("Calls names"),
    "repeats_self": _("Says the same again"),
    "asks_again": _("Asks for what was told already"),
    "leaves_unanswered": _("Leaves the question open"),
    "many_questions": _("Several questions at once"),
    "long_winded": _("Long-winded"),
    "endless": _("Far too long"),
    "skips_feeling": _("Skips the feeling"),
    "forbidden_words": _("Uses forbidden words"),
}


def temper(anger: float) -> str:
    """A word for a temper (0-100)."""
    return next(word for floor, word in TEMPERS if round(anger) >= floor or floor == 0)


def signed(change: float) -> str:
    """A change with its sign, as people write it."""
    return f"{round(change):+d}".replace("-", "−") if round(change) else "±0"
