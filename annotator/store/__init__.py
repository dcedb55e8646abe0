"""The only room that knows SQLAlchemy: values go in, values come out, and what was shown is on disk."""

from annotator.store.store import Store

__all__ = ["Store"]
