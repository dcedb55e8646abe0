"""Mark the quotations of news articles: their words, who really speaks, the stance, the topic."""

__version__ = "0.1.0"
