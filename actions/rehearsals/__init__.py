"""Proof that a story works: its own rehearsals, and many drills with rated replies."""

from actions.rehearsals.play import Played, ending_of, play, rehearse

__all__ = ["Played", "ending_of", "play", "rehearse"]
