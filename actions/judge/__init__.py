"""Reads one reply and says how empathetic, clear and rigid it is, and why.

`verdict` holds plain values that all of Duilian shares; import what reads and learns from its
own module (`judge`, `training`, `store`), so that whoever only needs a verdict loads no spaCy.
"""
