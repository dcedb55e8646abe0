"""The error of verbs that make no sense where one is."""

from annotator.errors import AnnotatorError


class NotNow(AnnotatorError):
    """What was asked for makes no sense here; the sentence says why."""
