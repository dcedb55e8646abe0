"""Suggesters: what reads an article and proposes its quotes, each in a model layer of its own."""
