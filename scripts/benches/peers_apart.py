"""What other packages do, run by a Python of their own: a task as JSON comes in, seconds and results go out.

Nothing of this project is imported here.
"""

import json
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

Answer = dict[str, Any]


def _krippendorff(task: Answer) -> object:
    import krippendorff
    import numpy as np

    codes = np.array(task["codes"], float).T  # one row a person
    codes[codes < 0] = np.nan
    return lambda: krippendorff.alpha(codes, level_of_measurement=task["level"])


def _nltk_alpha(task: Answer) -> object:
    from nltk.metrics.agreement import AnnotationTask

    said = [(p, n, c) for n, row in enumerate(task["codes"]) for p, c in enumerate(row) if c >= 0]
    return lambda: AnnotationTask(said).alpha()


def _pysbd(task: Answer) -> object:
    from pysbd import Segmenter

    segmenter = Segmenter("en", clean=False)
    return lambda: sum(len(segmenter.segment(text)) for text in task["texts"])


def _punkt(task: Answer) -> object:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    tokenizer = PunktSentenceTokenizer()  # its English model is a download of its own
    return lambda: sum(1 for text in task["texts"] for _ in tokenizer.span_tokenize(text))


def _textacy(task: Answer) -> object:
    import spacy
    from textacy.extract.triples import direct_quotations

    english = spacy.load("en_core_web_sm")
    return lambda: sum(1 for text in task["texts"] for _ in direct_quotations(english(text)))


_TASKS: dict[str, Callable[[Answer], Any]] = {
    "krippendorff": _krippendorff,
    "nltk alpha": _nltk_alpha,
    "pysbd": _pysbd,
    "nltk punkt": _punkt,
    "textacy": _textacy,
}


def _run(task: Answer) -> Answer:
    """The least CPU seconds of so many rounds; what the package needs once is not counted."""
    work = _TASKS[task["name"]](task)
    seconds = []
    for _ in range(task["rounds"]):
        begun = process_time()
        result = work()
        seconds.append(process_time() - begun)
    return {"seconds": min(seconds), "result": result}


if __name__ == "__main__":
    json.dump(_run(json.load(sys.stdin)), sys.stdout)
