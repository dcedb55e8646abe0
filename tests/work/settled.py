"""Two or three people who marked the same article, and somebody who settles it."""

from collections.abc import Callable, Sequence
from typing import Any

from annotator.model import SpeakerKind
from annotator.store import Store
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.worklist import Worklist
from tests.work.desks import at_work, filled, ids, mark, scheme

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "that it will hold"
TOLD = "that Brenn had said she would “pay for it”"
PAY = "“pay for it”"
QUOTES = {"long": LONG, "doubt": DOUBT, "told": TOLD, "pay": PAY}

Write = Callable[[Worklist], None]


def who(name: str) -> Write:
    """Say who speaks."""

    def write(work: Worklist) -> None:
        work.set_speaker(work.registry.exact(name) or work.new_speaker(name, SpeakerKind.PERSON))

    return write


def stance(step: str) -> Write:
    """Say a stance towards the barrier."""
    return lambda work: work.say_stance(step, "barrier")


def review_all(work: Worklist) -> None:
    """Say of every sentence of the article that it is done, or has nothing in it."""
    for n in range(len(work.desk.sentences)):
        if work.desk.is_body(n) and work.desk.review(n) is None:
            work.go(n)
            work.selected = None
            work.finish()
    work.leave()


def person(store: Store, name: str, **more: Any) -> Worklist:
    """A session of somebody whose ids are nobody else's."""
    first = 10_000_000 * (1 + sorted(store.actors()).index(name)) + 1000 * len(store.history(name, 1000))
    return at_work(store, name, new_id=ids(first).__next__, **more)


def annotated(store: Store, name: str, article: str | None = None, **marked: Sequence[Write]) -> Worklist:
    """`name` marks these words (keys of QUOTES), writes that of each, and reviews the whole article."""
    work = person(store, name, article=article)
    for key, writes in marked.items():
        mark(work, QUOTES[key])
        for write in writes:
            write(work)
    review_all(work)
    return work


def team(*people: str, url: str = "sqlite://") -> Store:
    """A database with these people and a lead."""
    return filled(url, people=(*people, "lead"))


def settling(store: Store, **more: Any) -> Adjudication:
    """A session of the lead."""
    first = 1000 * len(store.history("lead", 1000))
    return Adjudication(store, "lead", scheme(), new_id=ids(first).__next__, **more)
