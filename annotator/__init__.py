"""Mark the quotations of news articles: their words, who really speaks, the stance, the topic.

From Python: `annotator.open("folder").quotes(gold=True)`; annotator/api.py says what there is.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.api import Project as Project
    from annotator.api import open as open

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`open` and `Project`, loaded when they are asked for: the command line needs neither."""
    if name in ("open", "Project"):
        from annotator import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
