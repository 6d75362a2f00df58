"""Benchmarks: Duilian beside a bare Rasa form bot, in one run, as ratios."""
