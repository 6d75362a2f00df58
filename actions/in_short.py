"""The feedback as a message to read in a minute."""

from __future__ import annotations

from actions.feedback import Feedback, Score
from actions.phrases import phrase


def in_short(given: Feedback, language: str) -> str:
    """All of it, line by line."""
    lines = [given.headline]
    for score in given.scores:
        lines.append(
            phrase(
                language,
                "short_scores",
                scale=phrase(language, score.dimension),
                value=f"{score.value:.1f}",
                reason=reason(score, language),
            )
        )
    if given.waited:
        lines.append(given.waited)
    if given.turning_point:
        lines.append(phrase(language, "short_turning", text=given.turning_point.text))
    for moment in given.moments:
        lines.append(
            phrase(
                language,
                "short_moment",
                words=moment.words,
                change=f"{moment.change:+.0f}",
                principle=moment.principle,
                advice=moment.advice,
                source=moment.source,
            )
        )
        if moment.better:
            lines.append(phrase(language, "short_better", better=moment.better))
    if given.strength:
        lines.append(phrase(language, "short_strength", text=given.strength.text))
    if given.next_customer:
        customer = given.next_customer
        lines.append(phrase(language, "short_next", title=customer.title, why=customer.why))
    return "\n".join(lines)


def reason(score: Score, language: str) -> str:
    """Why a score is what it is, with the words it rests on."""
    if not score.words:
        return score.reason
    return phrase(language, "quoted", words=score.words, says=score.reason)
