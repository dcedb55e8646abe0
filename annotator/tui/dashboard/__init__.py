"""The screen on which a lead watches a round."""
