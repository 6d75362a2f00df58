"""A bare form bot of the drill's shape: what Rasa alone costs."""
