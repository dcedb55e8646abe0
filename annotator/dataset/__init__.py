"""Quotes as records for others to use: one JSON object a quote, with its schema and its writer."""
