"""Settling what people do not agree on: their quotes are to gold what proposals are to a person."""
