"""Microsoft Teams: what comes from it, what goes to it, and the proof that it is Microsoft."""
