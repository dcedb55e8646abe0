"""docs/reference/exit-codes.md, from annotator/errors.py."""

import inspect
import re
import signal

from annotator import errors
from annotator.errors import AnnotatorError, Exit
from scripts.documenting.reference.words import page, plain, prose, table

_MEMBER = re.compile(r"^    ([A-Z]+) = (\d+)(?:\s+# (.*))?$", re.MULTILINE)


def text() -> str:
    """The page."""
    said = {name: words for name, _number, words in _MEMBER.findall(inspect.getsource(Exit))}
    rows = [(f"`{code.value}`", code.name.lower(), plain(said[code.name] or "all is well")) for code in Exit]
    family = [
        (f"`{error.__name__}`", f"`{error.exit_code.value}`", prose(error.__doc__ or ""))
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, AnnotatorError)
    ]
    other = (
        f"A signal that the program cannot answer ends it with 128 and the signal's number, as a shell says "
        f"it: "
        f"{128 + signal.SIGKILL} after `kill -9`."
    )
    return page(
        "Exit codes",
        "Every error is one sentence on stderr that says what is wrong and how to mend it.",
        table(("code", "name", "when"), rows),
        other,
        "## From Python",
        "Each error of the package `annotator` is one of this family, and knows its exit code:",
        table(("error in `annotator.errors`", "code", ""), family),
    )
