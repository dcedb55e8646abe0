"""The only room that knows SQLAlchemy: values go in, values come out, and what was shown is on disk."""

from annotator.store.articles import Arrival
from annotator.store.fill import Filling
from annotator.store.proposing import Taken
from annotator.store.store import Store

__all__ = ["Arrival", "Filling", "Store", "Taken"]
