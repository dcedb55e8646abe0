"""Versions of a dataset: frozen, and compared."""
