"""Reads one reply and says how empathetic, clear and rigid it is, and why."""
