"""Simulated people, for the demo: they work by the same verbs as real ones, from gold and with mistakes."""
