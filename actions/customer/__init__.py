"""The customer: how angry they are, what they still need, what they say next."""

from actions.customer.cue import cue_of
from actions.customer.react import Answer, meet, react, wait
from actions.customer.state import State

__all__ = ["Answer", "State", "cue_of", "meet", "react", "wait"]
